"""The public library: what `import kb` offers, and all that other programs should rely on.

Each function imports what it needs when it is called, so that a program which reads content loads
no search, and one which searches loads no site. docs/library.md shows each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.content.read import Reading
    from kb.evaluation.measures import Measures
    from kb.index.encoder.model import Encoder
    from kb.index.store import Manifest
    from kb.model.corpus import Corpus
    from kb.search.engine import Engine


def read_content(content_dir: Path | str = "content", *, today: date | None = None) -> Corpus:
    """Return the documents of a content folder with all that they refer to, checked.

    Args:
        content_dir: the folder with `casestudies`, `signposting`, `toolkit` and `roadmaps`.
        today: dates after it are in the future; by default the day of `SOURCE_DATE_EPOCH`, or
            today.

    Raises:
        ContentError: any file has an error; its `problems` are all of them.
        KbError: there is no such folder.
    """
    from kb.content.clock import today as now
    from kb.content.read import read_corpus

    return read_corpus(Path(content_dir), today=today or now())


def check_content(
    content_dir: Path | str = "content",
    *,
    today: date | None = None,
    paths: Sequence[Path | str] = (),
) -> Reading:
    """Return every problem of a content folder, and its documents if none is an error.

    Args:
        content_dir: as in `read_content`.
        today: as in `read_content`.
        paths: report only the problems of these files and folders; everything is read all the
            same.

    Raises:
        KbError: there is no such folder, or a path lies outside it.
    """
    from kb.content.clock import today as now
    from kb.content.read import check_corpus

    return check_corpus(
        Path(content_dir), today=today or now(), paths=[Path(path) for path in paths]
    )


def build_index(
    corpus: Corpus, index_dir: Path | str = "build/index", *, encoder: Encoder | None = None
) -> Manifest:
    """Build the search index of a corpus aside, swap it in whole, and return its manifest.

    Args:
        corpus: from `read_content`.
        index_dir: the folder to make or replace.
        encoder: turns texts into vectors; by default all-MiniLM-L6-v2, with the small table
            fitted to it that encodes queries here and in the browser. With an encoder of your
            own there is no such table: give the same encoder to `open_search`.

    Raises:
        IndexStoreError: the folder cannot be written, or holds something else.
        EncoderError: the encoder cannot be used.
    """
    from kb.index import build
    from kb.search.ready import write_ready

    if encoder is not None:
        return build.build_index(corpus, Path(index_dir), encoder=encoder, beside=write_ready)
    from kb.index.encoder.model import TransformerEncoder
    from kb.index.encoder.train import GENERAL, General

    return build.build_index(
        corpus,
        Path(index_dir),
        encoder=TransformerEncoder(),
        general=General.load(GENERAL),
        beside=write_ready,
    )


def open_search(
    index_dir: Path | str = "build/index",
    *,
    content_dir: Path | str | None = None,
    encoder: Encoder | None = None,
) -> Engine:
    """Return the search engine of an index; its `search` answers a query.

    Args:
        index_dir: the folder that `build_index` wrote.
        content_dir: the content that the index must have been made from; None skips the test.
        encoder: encodes the queries; by default the small table of the index.

    Raises:
        IndexStoreError: the index is missing, stale or damaged.
        EncoderError: the table of the index cannot be read.
    """
    from kb.search.open import choose_encoder, engine_over, open_index

    content = None if content_dir is None else Path(content_dir)
    index = open_index(Path(index_dir), content)
    return engine_over(index, encoder or choose_encoder("student", index))


def evaluate(
    search: Engine,
    queries: Path | str = "eval/queries.yaml",
    *,
    mode: str = "hybrid",
    limit: int = 10,
) -> Mapping[str, Measures]:
    """Return how well a search does on judged queries, by group; "all" is the whole.

    Args:
        search: from `open_search`.
        queries: the file of judged queries; eval/README.md describes it.
        mode: "hybrid", "keyword" or "semantic".
        limit: how many results of each query are looked at.

    Raises:
        QueryError: the file cannot be read, or there is no such mode.
    """
    from kb.evaluation.measures import measure_groups
    from kb.evaluation.queries import read_queries
    from kb.evaluation.run import outcomes_of

    judged = read_queries(Path(queries))
    return measure_groups(judged, outcomes_of(search, judged, mode=mode, limit=limit))


def build_site(
    corpus: Corpus,
    out_dir: Path | str = "build/site",
    *,
    index_dir: Path | str | None = None,
    base_url: str = "",
    today: date | None = None,
    frontend_dir: Path | str = "build/frontend",
) -> int:
    """Build the static site of a corpus, swap it in whole, and return its number of pages.

    Args:
        corpus: from `read_content`.
        out_dir: the folder of the site; replaced.
        index_dir: an index of the same content, for search in the browser and for related pages
            by meaning; without one the search page lists and filters.
        base_url: the address the site will have, as ``https://example.org/gps``.
        today: the date by which pages are due for review; as in `read_content` by default.
        frontend_dir: the front end, as `tools/frontend.py` writes it.

    The pages for editors need the history of the repository, and are left to `kb build`.

    Raises:
        BuildError: the address is none, a link leads nowhere, the front end is missing, or the
            site cannot be written. The site that was there stays.
        IndexStoreError: the index is missing, of other content, or damaged.
        EncoderError: the index has no table for the browser.
    """
    import site_builder.build as site
    from kb.content.clock import today as now
    from site_builder.model.site_content import SiteContent
    from site_builder.views.related import related_documents

    day = today or now()
    related = search = None
    if index_dir is not None:
        from kb.browser.site_data import likeness_of, search_data_of

        search = search_data_of(Path(index_dir), corpus.digest)
        close = likeness_of(Path(index_dir), corpus.digest)
        related = related_documents(SiteContent(corpus, today=day), close)
    return site.build_site(
        corpus,
        Path(out_dir),
        base_url=site.check_base_url(base_url),
        related=related,
        search_data=search,
        today=day,
        frontend_dir=Path(frontend_dir),
    )
