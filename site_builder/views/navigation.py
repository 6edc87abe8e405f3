"""Where a page stands: the menu, the trail of breadcrumbs, previous and next."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model.documents import Document, Kind, ToolkitPage
from kb.model.fields import TAG_FIELDS
from kb.model.kinds import KIND_NAMES
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent

SITE_NAME = "Keeping GPs in practice"
"""The name of the site, in its header and behind every page's title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One link of the menu, a trail or a pair of neighbours."""

    text: str
    url: str


MENU: tuple[Step, ...] = (
    *(
        Step(text=KIND_NAMES[kind].title, url=permalinks.kind_url(kind))
        for kind in (Kind.ROADMAP, Kind.CASE_STUDY, Kind.SIGNPOSTING, Kind.TOOLKIT)
    ),
    Step(text="Search", url=permalinks.SEARCH),
)
"""The menu in the header of every page."""

_TOOLS = {
    permalinks.FINDER: "Where are you now?",
    permalinks.SHEET: "Signposting sheet",
    permalinks.PLAN: "My dates",
    permalinks.SOURCES: "Sources",
    permalinks.EVIDENCE: "How strong is the evidence?",
    permalinks.LEADERS: "Plan support for GPs",
    permalinks.AREAS: "Your area",
}
"""Pages with others below them, by address."""

_HOME = Step(text="Home", url=permalinks.HOME)


def section_of(url: str) -> str:
    """The address of the menu entry under which a page lies, or "" if under none."""
    return next((step.url for step in MENU if url.startswith(step.url)), "")


def trail(url: str) -> tuple[Step, ...]:
    """The pages above the one at `url`, home first, itself left out; none for home."""
    if url == permalinks.HOME:
        return ()
    first = url.strip("/").split("/", 1)[0]
    above = f"/{first}/"
    if above == url:
        return (_HOME,)
    for kind in Kind:
        if above == permalinks.kind_url(kind):
            return (_HOME, Step(text=KIND_NAMES[kind].title, url=above))
    if above in _TOOLS:
        return (_HOME, Step(text=_TOOLS[above], url=above))
    for field in TAG_FIELDS:
        if first == field.folder:
            return (_HOME, Step(text=field.title, url=above))
    return (_HOME,)


def series_pages(content: SiteContent, series: str) -> tuple[ToolkitPage, ...]:
    """The toolkit pages of a series, in the order of their steps."""
    pages = [
        page
        for page in content.documents(Kind.TOOLKIT)
        if isinstance(page, ToolkitPage) and page.series == series
    ]
    return tuple(sorted(pages, key=lambda page: (page.step, page.id)))


def neighbours(content: SiteContent, page: ToolkitPage) -> tuple[Step | None, Step | None]:
    """The pages before and after one of a series; None at its ends."""
    pages = series_pages(content, page.series)
    at = pages.index(page)
    before = pages[at - 1] if at > 0 else None
    after = pages[at + 1] if at + 1 < len(pages) else None
    return _step(before), _step(after)


def _step(document: Document | None) -> Step | None:
    if document is None:
        return None
    return Step(text=document.title, url=permalinks.document_url(document.id))
