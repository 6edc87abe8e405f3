"""The pages of the areas of England: the list to choose from, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator

from kb.content.england import england
from kb.model.areas import Area
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.model.words import listed
from site_builder.views.areas import (
    area_lines,
    cases_of,
    contact_groups,
    council_name,
    last_read,
    neighbours,
    outlines,
    shared_councils,
)


def area_pages(content: SiteContent) -> Iterator[Page]:
    """Yield the list of the areas and the page of each; nothing for content without areas."""
    if not content.corpus.areas:
        return
    yield Page(
        url=permalinks.AREAS,
        template="areas.jinja",
        title="Your area",
        description="Who to ask near you: the training hub, local medical committee, integrated "
        "care board, deanery and local schemes of each area of England.",
        context={
            "regions": area_lines(content),
            "outlines": outlines(content),
            "england": england(),
        },
    )
    for area in content.areas():
        yield _area_page(content, area)


def _area_page(content: SiteContent, area: Area) -> Page:
    return Page(
        url=permalinks.area_url(area.id),
        template="area.jinja",
        title=area.name,
        description=f"Who a GP can ask in {area.name}, and for what: with web addresses, and the "
        "page that each rests on.",
        source=f"areas/{area.id}.yaml",
        context={
            "area": area,
            "groups": contact_groups(content, area),
            "missing": area.not_found(),
            "councils": listed([council_name(council) for council in area.councils]),
            "towns": listed(area.towns),
            "shared": shared_councils(content, area),
            "has_feed": bool(last_read(content, area) or cases_of(content, area)),
            "cases": tuple(
                (case.title, permalinks.document_url(case.id)) for case in cases_of(content, area)
            ),
            "neighbours": neighbours(content, area.id),
        },
    )
