"""The build of the site as one list of steps: everything is gathered, then written at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from kb.content.files import write_whole
from kb.model.corpus import Corpus
from kb.model.documents import DocId
from kb.model.problems import BuildError
from site_builder.editors.pages import Editors, editor_files, editor_pages
from site_builder.exports.files import data_page, export_files
from site_builder.hosting import Hosting
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.pages.all_pages import all_pages, document_page
from site_builder.render.assets import read_assets
from site_builder.render.link_check import Ends, check_links
from site_builder.render.minify import squeezed
from site_builder.render.packed import packed_copies
from site_builder.render.render import Renderer, SharedPages, marker
from site_builder.render.search_data import search_files
from site_builder.render.sitemap import robots_txt, sitemap_xml
from site_builder.render.write import MARKER, write_site
from site_builder.tools.leader_files import leader_files
from site_builder.views.navigation import Step
from site_builder.views.related import Related, related_documents

FRONTEND_DIR = Path("build/frontend")
"""Where set-up puts the patched NHS.UK front end."""


def build_site(
    corpus: Corpus,
    out_dir: Path,
    *,
    base_url: str = "",
    related: Mapping[DocId, tuple[Related, ...]] | None = None,
    search_data: Mapping[str, bytes] | None = None,
    today: date,
    frontend_dir: Path = FRONTEND_DIR,
    editors: Editors | None = None,
    packed: bool = False,
    shared: SharedPages | None = None,
    jobs: int = 0,
) -> int:
    """Builds the site of a corpus and swaps it in; returns the number of pages.

    Args:
        corpus: Checked content.
        out_dir: Where the site goes; replaced whole, and only once all of it is there.
        base_url: The address the site will have, for canonical links, the site map and the
            social picture; "" leaves these out.
        related: What to read next, for each document; None works it out from shared tags.
        search_data: Data for the browser's search by file name, put under ``assets/search/``
            with the scripts that read it; without any, the search page lists and filters.
        today: The date by which pages are due for review or not; nothing else depends on it.
        frontend_dir: The patched front end, as ``tools/frontend.py`` writes it.
        editors: What the editors' pages are made from; None leaves them out.
        packed: Whether packed copies lie beside the files, for a host that sends them.
        shared: The pages of other sites, and of builds before; what is the same is not rendered
            again.
        jobs: How many processes render pages; 0 is as many as pays.

    Raises:
        BuildError: Two pages share a permalink, a link leads nowhere, the front end is missing,
            or the site cannot be written. The site that was there is as it was.
    """
    content = SiteContent(corpus, today=today, known=shared.known if shared else None)
    if related is None:
        related = related_documents(content)
    hosting = editors.hosting if editors else Hosting()
    pages = all_pages(content, related=related, today=today, hosting=hosting)
    added = editor_pages(content, editors) if editors else ()
    pages = tuple(sorted((*pages, data_page(content), *added), key=lambda page: page.url))
    _check_permalinks(pages)
    renderer = Renderer(
        content,
        base_url=base_url,
        about=_about(added),
        searchable=bool(search_data),
        hosting=hosting,
        shared=shared,
    )
    renderer.render_ahead(pages, jobs)
    files: dict[PurePosixPath, bytes] = {}
    ends: dict[PurePosixPath, Sequence[Ends]] = {}
    for page in pages:
        path = permalinks.output_path(page.url)
        html, ends[path] = renderer.render_with_ends(page)
        files[path] = html.encode()
    files |= read_assets(content, frontend_dir)
    files |= search_files(search_data)
    files |= leader_files(content, base_url=base_url)
    files |= export_files(content, base_url=base_url)
    if editors:
        files |= editor_files(content, editors, base_url=base_url)
    if base_url:
        files[PurePosixPath("sitemap.xml")] = sitemap_xml(pages, base_url).encode()
        files[PurePosixPath("robots.txt")] = robots_txt(base_url).encode()
    files = squeezed(files)
    files[MARKER] = marker(corpus.digest).encode()
    check_links(files, ends)
    if packed:
        files |= packed_copies(files)
    write_site(out_dir, files)
    return len(pages)


def show_documents(
    corpus: Corpus,
    out_dir: Path,
    documents: Collection[DocId],
    *,
    related: Mapping[DocId, tuple[Related, ...]],
    searchable: bool,
    today: date,
    editors: Editors | None = None,
) -> None:
    """Puts the pages of some documents into a site that stands, ahead of a whole build.

    Each is as the whole build will make it, save that what to read next may be that of the last.

    Args:
        corpus: Checked content.
        out_dir: The site; without one nothing is done.
        documents: Whose pages are wanted at once; one that is not in the corpus has none.
        related: What to read next, for each document.
        searchable: Whether the site has data for the browser's search.
        today: The date by which pages are due for review or not.
        editors: What the editors' pages are made from; None leaves them out.

    Raises:
        BuildError: A page cannot be rendered.
        OSError: It cannot be written.
    """
    if not (out_dir / MARKER).is_file():
        return
    content = SiteContent(corpus, today=today)
    added = editor_pages(content, editors) if editors else ()
    renderer = Renderer(
        content,
        base_url="",
        about=_about(added),
        searchable=searchable,
        hosting=editors.hosting if editors else None,
    )
    for name in documents:
        document = content.get(name)
        if document is not None:
            page = document_page(content, document, related.get(name, ()), today)
            write_whole(out_dir / permalinks.output_path(page.url), renderer.render(page))


def show_search(data: Mapping[str, bytes], out_dir: Path) -> None:
    """Puts data of the search into a site that stands and has a search, ahead of a whole build.

    A page that is reading the data meanwhile may be given files that do not go together; each says
    of which data it is, and the page asks its reader to load it again.

    Raises:
        KbError: They cannot be written.
        OSError: Those that stand cannot be read.
    """
    for name, content in data.items():
        path = out_dir / permalinks.output_path(permalinks.asset_url(f"search/{name}"))
        if path.is_file() and path.read_bytes() != content:
            write_whole(path, content)


def _about(added: Iterable[Page]) -> list[Step]:
    """The further links about the site for its footer: the editors' pages."""
    return [Step(text=page.title, url=page.url) for page in added]


def check_base_url(base_url: str) -> str:
    """The address if a site can have it, or "" if none is given.

    Raises:
        BuildError: It is no full http or https address.
    """
    if base_url and not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", base_url):
        raise BuildError(
            f'--base-url: found "{base_url}"; allowed a full address such as '
            "https://example.org/gps, with no ? or # in it"
        )
    return base_url


def _check_permalinks(pages: tuple[Page, ...]) -> None:
    """Refuses two pages with one permalink, whose output would overwrite each other."""
    seen: dict[PurePosixPath, Page] = {}
    for page in pages:
        path = permalinks.output_path(page.url)
        if path in seen:
            raise BuildError(
                f'{page.url}: two pages have this permalink: "{seen[path].title}" and '
                f'"{page.title}"; rename one of the files, or take its former name out of "was"'
            )
        seen[path] = page
