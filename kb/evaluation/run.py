"""An index and judged queries in, what the engine does with each out.

The queries are those of a file, on the index of the content, or those of a public collection in
the BEIR layout, on an index made for it. Each query is encoded once, whatever is tried with it.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from kb.data.settings import Settings, load_settings
from kb.evaluation.abstention import Line, draw_line
from kb.evaluation.beir import Collection, read_collection
from kb.evaluation.fitting import Fitting, Tried
from kb.evaluation.measures import JudgedQuery, Outcome
from kb.evaluation.queries import read_queries
from kb.index.build import build_entries
from kb.index.cache import Progress
from kb.index.documents import Lexicon
from kb.index.encoder.model import Encoder, TransformerEncoder, Vectors
from kb.index.encoder.train import GENERAL, General
from kb.index.load import LoadedIndex, load_index
from kb.model.problems import IndexStoreError, QueryError
from kb.search.abstain import Signals
from kb.search.engine import Engine
from kb.search.open import choose_encoder, open_index

DEFAULT_QUERIES = (Path("eval/queries.yaml"), Path("eval/queries-2.yaml"))
"""The judged queries of the content, file by file: each is a measure of its own."""
DEFAULT_INDEX = Path("build/index")


class Remembering:
    """An encoder that encodes no text twice."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of the texts, in order."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            self._known.update(zip(missing, self._encoder.encode(missing), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Judged queries and the index that they are run on.

    `sets` are the files that the queries are of, each with its name and its queries.
    """

    index: LoadedIndex
    encoder: Remembering
    queries: tuple[JudgedQuery, ...]
    sets: tuple[tuple[str, tuple[JudgedQuery, ...]], ...] = ()

    def run(self, *, mode: str, limit: int, settings: Settings | None = None) -> dict[str, Outcome]:
        """What a visitor gets for each query, with its filters: the first `limit` documents."""
        if mode != "keyword":
            self.encoder.encode([query.text for query in self.queries])
        engine = Engine(self.index, self.encoder, settings=settings)
        return outcomes_of(engine, self.queries, mode=mode, limit=limit)

    def line(self, mode: str, beside: Sequence[tuple[Signals, bool]] = ()) -> Line:
        """The refusal threshold that fits these queries in a mode, and what stands beside them.

        `beside` are signals of other lines and whether these have an answer; they come after the
        queries in what the line says of each.
        """
        self.encoder.encode([query.text for query in self.queries])
        engine = Engine(self.index, self.encoder)
        signals = [engine.ranker.score(query.text, mode).signals for query in self.queries]
        answerable = [any(g > 0 for g in query.relevant.values()) for query in self.queries]
        signals += [one for one, _ in beside]
        every = [*answerable, *(has for _, has in beside)]
        return draw_line(signals, every, mode, judged=len(answerable))

    def fitting(self, *, settings: Settings | None = None) -> Fitting:
        """The same queries, to measure and fit weights on, refusals left aside."""
        self.encoder.encode([query.text for query in self.queries])
        engine = Engine(self.index, self.encoder, settings=settings or load_settings())
        tried = [
            Tried(
                query=query,
                scored=engine.ranker.score(query.text),
                kept=engine.keep(query.filters),
            )
            for query in self.queries
        ]
        return Fitting(
            [entry.id for entry in self.index.entries], tried, tuple(engine.ranker.weights)
        )


def outcomes_of(
    engine: Engine, queries: Sequence[JudgedQuery], *, mode: str, limit: int
) -> dict[str, Outcome]:
    """What an engine does with each query and its filters: the first `limit` documents."""
    outcomes = {}
    for query in queries:
        ranking, refused = engine.rank(query.text, mode=mode, filters=query.filters, limit=limit)
        outcomes[query.id] = Outcome(ranking=tuple(ranking), abstained=refused)
    return outcomes


@contextmanager
def open_trial(
    *,
    queries: Path | None,
    beir: Path | None,
    index_dir: Path | None,
    content_dir: Path,
    encoder: str | None,
    progress: Progress | None = None,
) -> Iterator[Trial]:
    """Give judged queries with their index.

    Args:
        queries: a file of judged queries; those of `DEFAULT_QUERIES` that exist if neither it nor
            `beir` is given.
        beir: the folder of a public collection, in place of `queries`.
        index_dir: the index; for a collection the folder to keep its index in, or None to make
            one that is removed afterwards.
        content_dir: the content that the index must have been made from.
        encoder: as in `kb.search.open.choose_encoder`; None for the small table of the content's
            index, and for the full model with a collection, which has no such table unless it is
            asked for.
        progress: called with how far the indexing of a collection is.

    Raises:
        QueryError: if both are given, or what is given cannot be read.
        IndexStoreError: if the index is missing, stale or damaged.
    """
    if queries is not None and beir is not None:
        raise QueryError("--queries and --beir: both given; allowed one of them; leave one out")
    if beir is None:
        files = [queries] if queries else [path for path in DEFAULT_QUERIES if path.is_file()]
        sets = _read_sets(files or DEFAULT_QUERIES[:1])
        index = open_index(index_dir or DEFAULT_INDEX, content_dir)
        yield Trial(
            index=index,
            encoder=Remembering(choose_encoder(encoder or "student", index)),
            queries=tuple(chain.from_iterable(judged for _, judged in sets)),
            sets=sets,
        )
        return
    collection = read_collection(beir)
    encoder = encoder or "transformer"
    digest = hashlib.sha256((beir / "corpus.jsonl").read_bytes()).hexdigest()
    content = f"{digest}-{encoder}"
    general = General.load(GENERAL) if encoder == "student" else None
    with tempfile.TemporaryDirectory(prefix="kb-") as folder:
        kept_in = index_dir or Path(folder) / "index"
        index = _collection_index(collection, kept_in, content, general, progress)
        yield Trial(
            index=index,
            encoder=Remembering(choose_encoder(encoder, index)),
            queries=collection.queries,
        )


def _read_sets(paths: Sequence[Path]) -> tuple[tuple[str, tuple[JudgedQuery, ...]], ...]:
    """The queries of each file under its name.

    Raises:
        QueryError: if a file cannot be read, or two queries of different files share an identifier.
    """
    sets = tuple((path.as_posix(), read_queries(path)) for path in paths)
    seen: dict[str, str] = {}
    for name, judged in sets:
        for query in judged:
            other = seen.setdefault(query.id, name)
            if other != name:
                raise QueryError(
                    f"{name}: {query.id}: duplicate-id: {other} has it too; "
                    "give each query its own id"
                )
    return sets


def _collection_index(
    collection: Collection,
    index_dir: Path,
    content: str,
    general: General | None,
    progress: Progress | None,
) -> LoadedIndex:
    """The index of a collection, built unless the folder holds it already."""
    try:
        return load_index(index_dir, content=content)
    except IndexStoreError:
        build_entries(
            collection.entries,
            Lexicon(),
            index_dir,
            encoder=TransformerEncoder(),
            general=general,
            content=content,
            progress=progress,
        )
        return load_index(index_dir, content=content)
