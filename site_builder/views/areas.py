"""The areas of England as their pages show them: a list with a map, and who to ask in each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kb.content.england import boards_of, england
from kb.model.areas import Area, AreaId, Contact, ContactKind
from kb.model.documents import CaseStudy, Kind
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.model.words import when_text
from site_builder.views.navigation import Step
from site_builder.views.sources import SourceLine, source_line

KIND_HEADINGS: Mapping[ContactKind, str] = {
    ContactKind.TRAINING_HUB: "Training hub",
    ContactKind.LOCAL_MEDICAL_COMMITTEE: "Local medical committee (LMC)",
    ContactKind.BOARD: "Integrated care board (ICB)",
    ContactKind.DEANERY: "Deanery",
    ContactKind.PRIMARY_CARE_SCHOOL: "Primary care school",
    ContactKind.LOCAL_SCHEME: "Local schemes",
    ContactKind.MENTORING: "Mentoring and coaching",
    ContactKind.LOCUM_BANK: "Locum bank",
    ContactKind.HEALTH_SERVICE: "Your own health",
}
"""The heading under which the contacts of a kind stand, in the order of a page."""


_MOST_AREAS = 8
"""An organisation of more areas than these is none of an area's own."""
_OF_COUNCILS = re.compile(
    r"^(?:(?:London|Royal) Borough of|Council of the) "
    r"| (?:(?:City|County|Borough|Metropolitan|District) )*Council$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """One contact as a page shows it; `telephone_url` and `says` are "" if there is none."""

    contact: Contact
    telephone_url: str
    says: str
    source: SourceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """One area in the list: `names` are all by which it is looked for, joined by "|"."""

    area: Area
    url: str
    codes: str
    councils: str
    names: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One board on the map; its area may be that of several, and is None if no file has it."""

    code: str
    path: str
    name: str
    url: str


def area_lines(content: SiteContent) -> tuple[tuple[str, tuple[AreaLine, ...]], ...]:
    """The areas by region, both in order of their names."""
    areas = sorted(content.areas(), key=lambda area: area.region)
    names = names_of_areas(areas)
    return tuple(
        (region, tuple(_line(area, names[area.id]) for area in found))
        for region, found in groupby(areas, key=lambda area: area.region)
    )


def names_of_areas(areas: Sequence[Area]) -> Mapping[AreaId, tuple[str, ...]]:
    """Return the names by which each area is looked for, its own first.

    Those are its councils, counties and towns, and its board and people; what serves more than
    `_MOST_AREAS` areas leads to none.
    """
    shared = Counter(one.name for area in areas for one in area.contacts)
    return {
        area.id: tuple(
            dict.fromkeys(
                (
                    area.name,
                    area.board.name,
                    *area.councils,
                    *area.counties,
                    *area.towns,
                    *(
                        one.name
                        for one in area.contacts
                        if not one.to_look_up and shared[one.name] <= _MOST_AREAS
                    ),
                )
            )
        )
        for area in areas
    }


def _line(area: Area, names: tuple[str, ...]) -> AreaLine:
    return AreaLine(
        area=area,
        url=permalinks.area_url(area.id),
        codes=" ".join(area.codes),
        councils="; ".join(council_name(council) for council in area.councils),
        names="|".join(names[1:]),
    )


def council_name(council: str) -> str:
    """A council by the name of its place: "Swindon" for "Swindon Borough Council"."""
    return _OF_COUNCILS.sub("", council)


def outlines(content: SiteContent) -> tuple[Outline, ...]:
    """The boards that have an area, as drawn on the map, in order of the areas' names."""
    of_code = {code: area for area in content.areas() for code in area.codes}
    found = [
        Outline(
            code=board.code,
            path=board.path,
            name=area.name,
            url=permalinks.area_url(area.id),
        )
        for board in england().boards
        if (area := of_code.get(board.code))
    ]
    return tuple(sorted(found, key=lambda outline: outline.name.casefold()))


def contact_groups(
    content: SiteContent, area: Area
) -> tuple[tuple[ContactKind, str, tuple[ContactView, ...]], ...]:
    """The contacts of an area by kind, each kind with its heading."""
    return tuple(
        (kind, KIND_HEADINGS[kind], tuple(_view(content, contact) for contact in found))
        for kind, found in groupby(area.all_contacts(), key=lambda contact: contact.kind)
    )


def _view(content: SiteContent, contact: Contact) -> ContactView:
    as_at = f" (As of {when_text(contact.as_at)}.)" if contact.as_at else ""
    return ContactView(
        contact=contact,
        telephone_url=telephone_url(contact.telephone),
        says=f"{contact.says}{as_at}" if contact.says else "",
        source=source_line(content, contact.source),
    )


def telephone_url(number: str) -> str:
    """A telephone number as the address that a phone rings; "" for none."""
    return f"tel:{re.sub(r'[^0-9]', '', number)}" if number else ""


def shared_councils(content: SiteContent, area: Area) -> tuple[tuple[str, tuple[Step, ...]], ...]:
    """The councils of an area that lie in others as well, each with those others."""
    others: dict[str, list[Area]] = {}
    for other in content.areas():
        for council in other.councils:
            if other.id != area.id:
                others.setdefault(council, []).append(other)
    return tuple(
        (council, _steps(others[council])) for council in area.councils if council in others
    )


def _steps(areas: Sequence[Area]) -> tuple[Step, ...]:
    return tuple(Step(text=area.name, url=permalinks.area_url(area.id)) for area in areas)


def neighbours(content: SiteContent, area: AreaId) -> tuple[Step, ...]:
    """The other areas of the same region."""
    own = content.corpus.areas[area]
    return _steps(
        [other for other in content.areas() if other.region == own.region and other.id != area]
    )


def cases_of(content: SiteContent, area: Area) -> tuple[CaseStudy, ...]:
    """Return the case studies from an area, by the places that they name; not those of England."""
    return tuple(
        case
        for case in content.documents(Kind.CASE_STUDY)
        if isinstance(case, CaseStudy)
        and any(board.code in area.codes for board in boards_of(case.area))
    )


def last_read(content: SiteContent, area: Area) -> date | None:
    """Return the day on which the last page behind the contacts of an area was read."""
    sources = [content.corpus.bibliography.get(one.source) for one in area.all_contacts()]
    return max((source.read for source in sources if source and source.read), default=None)
