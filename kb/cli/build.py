"""`kb build`: the static site from the content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.options import (
    content_option,
    index_option,
    jobs_option,
    kept_of,
    kept_of_edition,
    kept_of_index,
    kept_pages_of,
    national_of,
    national_option,
)

if TYPE_CHECKING:
    from kb.content.folder import ContentFolder
    from kb.content.kept import Kept
    from kb.content.national import National
    from kb.index.encoder.table import Student
    from kb.index.load import IndexData
    from kb.model.corpus import Corpus
    from site_builder.render.render import SharedPages


_YOUNG = 200_000
"""Objects made until memory is looked through: several editions make many, and keep most."""


@click.command("build")
@content_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build/site"),
    show_default=True,
    metavar="DIR",
    help="Folder of the site; replaced whole.",
)
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    help="Address the site will have, for canonical links and the site map.",
)
@click.option(
    "--packed",
    is_flag=True,
    help="Put .gz and .br copies beside the files, for a host that sends them.",
)
@index_option
@click.option(
    "--area",
    "areas",
    multiple=True,
    metavar="NAME",
    help="Build the local edition NAME, in build/editions/NAME/site; may be given again.",
)
@click.option(
    "--all-areas",
    is_flag=True,
    help="Build the national site and every local edition; what is the same is rendered once.",
)
@jobs_option
@national_option
def command(
    content_dir: Path,
    out: Path,
    base_url: str,
    packed: bool,
    index_dir: Path,
    areas: tuple[str, ...],
    all_areas: bool,
    jobs: int,
    national: Path | None,
) -> None:
    """Build the static site from the content.

    Search in the browser needs an up-to-date index (kb index). Without one the site is still
    built: its search page only lists and filters, and related pages are found by their tags alone.

    The site opens from a disk as well as from a server. If the build fails, the previous site stays
    as it was.

    \b
    Example:
      kb build
      kb build --base-url https://example.org/gps
      kb build --packed
      kb build --area somerset --area isle-of-wight
      kb build --all-areas
    """
    from site_builder.render.render import SharedPages

    if areas and all_areas:
        raise click.UsageError("--area and --all-areas: give one of them")
    if areas:
        address = check_options(out, base_url, areas)
        where = national_of(national, content_dir)
        shared = SharedPages(kept_pages_of(where.content), several=len(areas) > 1)
        with _kept_at_the_end(shared):
            _build_editions(areas, where, address, packed=packed, shared=shared)
        return
    shared = SharedPages(kept_pages_of(content_dir), several=all_areas)
    if national:
        raise click.UsageError("--national goes with --area; name other content with --content")
    if base_url and all_areas:
        raise click.UsageError("--base-url goes with one site, since each has its own")
    from kb.cli.findings import failed_searches
    from kb.content.clock import today
    from kb.content.read import read_corpus
    from kb.text.markdown import outlines_kept
    from site_builder.build import check_base_url
    from site_builder.editors.gather import gather_editors
    from site_builder.render.packed import can_pack_brotli

    address = check_base_url(base_url)
    day = today()
    kept = kept_of(content_dir)
    corpus = read_corpus(content_dir, today=day, kept=kept, jobs=jobs)
    base = kept if all_areas else None
    del kept  # what was found out of a large folder takes as much memory as its pages
    with _kept_at_the_end(shared), outlines_kept(shared.known):
        pages = build_with_index(
            corpus,
            out,
            index_dir,
            base_url=address,
            today=day,
            editors=gather_editors(corpus, today=day, failed=failed_searches()),
            packed=packed,
            shared=shared,
            jobs=jobs,
        )
        if packed and not can_pack_brotli():
            _say('no .br copies: run "pip install brotli" for files that are an eighth smaller')
        click.echo(f"{pages} pages in {out}; open {out / 'index.html'}", err=True)
        if all_areas:
            from kb.content.editions import edition_names

            where = national_of(None, content_dir)
            _build_editions(edition_names(), where, packed=packed, shared=shared, base=base)


@contextmanager
def _kept_at_the_end(shared: SharedPages) -> Iterator[None]:
    """Keep the pages that were rendered, also by a build that fails: the next has them already."""
    try:
        yield
    except BaseException:
        shared.save(finished=False)
        raise
    shared.save()


def check_options(out: Path, base_url: str, areas: tuple[str, ...]) -> str:
    """Return the checked address that the sites will have.

    Raises:
        click.UsageError: one folder was named for several sites, or one address.
    """
    from site_builder.build import check_base_url

    if out != Path("build/site"):
        raise click.UsageError("--out goes with the national site; an edition has its own folder")
    if base_url and len(areas) > 1:
        raise click.UsageError("--base-url goes with one --area, since each site has its own")
    return check_base_url(base_url)


def _build_editions(
    areas: tuple[str, ...],
    national: National,
    address: str = "",
    *,
    packed: bool,
    shared: SharedPages,
    base: Kept | None = None,
) -> None:
    import gc

    from kb.content.folder import read_folder

    names = tuple(dict.fromkeys(areas))
    if base is None and len(names) > 1:
        base = _checked_once(names, national)
    files = read_folder(national.content)
    gc.set_threshold(_YOUNG)
    for name in names:
        gc.freeze()  # what is here is kept for the next edition: nobody need look whether it is
        pages, out = build_edition(
            name, national, address, packed=packed, shared=shared, base=base, files=files
        )
        click.echo(f"{name}: {pages} pages in {out}; open {out / 'index.html'}", err=True)


def _checked_once(names: tuple[str, ...], national: National) -> Kept:
    """Return what is found out of the national content, so that each edition need not."""
    from kb.content.clock import today
    from kb.content.editions import edition_folder
    from kb.content.read import check_corpus

    for name in names:
        edition_folder(name)  # a name that is none is said before the work
    kept = kept_of(national.content)
    check_corpus(national.content, today=today(), kept=kept)
    return kept


def build_edition(
    name: str,
    national: National,
    address: str = "",
    *,
    packed: bool = False,
    shared: SharedPages | None = None,
    base: Kept | None = None,
    files: ContentFolder | None = None,
) -> tuple[int, Path]:
    """Build the site of a local edition; return the number of its pages and its folder.

    Args:
        name: of the edition.
        national: the content that it is laid over.
        address: that the site will have; "" if it is not known.
        packed: whether packed copies lie beside the files.
        shared: the pages of other sites of this run.
        base: what was found out of the national content; None takes what is kept of it.
        files: the files of the national content; None reads them.

    Raises:
        KbError: there is no such edition, or it cannot be built.
        ContentError: it has an error; it carries every one.
    """
    from kb.content.clock import today
    from kb.content.editions import WORK, edition_folder, read_edition
    from kb.model.problems import ContentError, Severity

    day, work = today(), WORK / name
    kept = kept_of_edition(name, national.content, base)
    there = files or national.content
    reading = read_edition(edition_folder(name), there, work, today=day, kept=kept)
    if reading.corpus is None:
        raise ContentError(reading.errors)
    for problem in reading.problems:
        if problem.severity is Severity.WARNING and problem.fault == "changed-nationally":
            click.echo(problem, err=True)
    pages = build_with_index(
        reading.corpus,
        work / "site",
        work / "index",
        base_url=address,
        today=day,
        packed=packed,
        frontend_dir=national.frontend,
        shared=shared,
    )
    return pages, work / "site"


def build_with_index(corpus: Corpus, out: Path, index_dir: Path, **options: Any) -> int:
    """Build a site with what its index knows, and say what it does not; return the pages.

    Args:
        corpus: the content.
        out: the folder of the site.
        index_dir: the index of that content, if there is one.
        options: what else `site_builder.build.build_site` takes.
    """
    from site_builder.build import build_site

    return build_site(corpus, out, **known_from(corpus, index_dir), **options)


def known_from(corpus: Corpus, index_dir: Path) -> dict[str, Any]:
    """Return what `site_builder.build.build_site` takes of an index, and say what it lacks."""
    from kb.browser.site_data import read_likeness, read_search_data
    from site_builder.model.site_content import SiteContent
    from site_builder.views.related import related_documents

    kept = kept_of_index(index_dir)
    likeness = read_likeness(index_dir, corpus.digest, say=_say, kept=kept)
    search_data = read_search_data(index_dir, corpus.digest, say=_say, kept=kept)
    kept.save()
    return {
        "related": related_documents(SiteContent(corpus), likeness),
        "search_data": search_data,
    }


def known_in_memory(
    corpus: Corpus,
    index: IndexData,
    student: Student,
    *,
    show: Callable[[Mapping[str, bytes]], None] = lambda _: None,
) -> dict[str, Any]:
    """Return what `site_builder.build.build_site` takes of an index that is in memory.

    `show` is given the data of the search as soon as they are made.
    """
    from kb.browser.export import search_data
    from kb.search.related import likeness
    from site_builder.model.site_content import SiteContent
    from site_builder.views.related import related_documents

    data = search_data(index, student)
    show(data)
    return {
        "related": related_documents(SiteContent(corpus), likeness(index)),
        "search_data": data,
    }


def _say(message: str) -> None:
    click.echo(f"kb: {message}", err=True)
