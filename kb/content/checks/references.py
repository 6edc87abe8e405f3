"""Checks across pages: one title, one address and one step each, and no name that leads nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any

from kb.content.reference import ReferenceData
from kb.content.schema.text import shown
from kb.content.schema.types import DOC_ID
from kb.content.source_page import SourcePage
from kb.model.documents import DocId, Kind
from kb.model.problems import Problem
from kb.model.vocabulary import nearest

DOCUMENTS = "a document, or one of planned.yaml"

_LEADS_TO_KINDS = (Kind.CASE_STUDY, Kind.SIGNPOSTING)


def check_references(
    pages: Sequence[SourcePage], reference: ReferenceData, documents: Set[DocId]
) -> Iterator[Problem]:
    """Yield a problem for each name in the fields of pages that does not lead anywhere.

    Args:
        pages: the pages that could be read.
        reference: what they may refer to.
        documents: every page there is, readable or not.
    """
    known = {*documents, *reference.planned}
    stops = {
        f"{page.id.split('/', 1)[1]}#{stop.get('moment')}"
        for page in pages
        for stop in page.items("stops")
    }
    unread = known - {page.id for page in pages}
    for page in pages:
        instead = page.mapping("now").get("instead")
        yield from _check_documents(page, instead, "now.instead", known)
        for at, stop in enumerate(page.items("stops")):
            field = f"stops[{at}]"
            yield from _check_documents(page, stop.get("leads_to"), f"{field}.leads_to", known)
            yield from _check_kinds(page, stop.get("leads_to"), f"{field}.leads_to")
            yield from _check_crossings(
                page, stop.get("crosses_to"), f"{field}.crosses_to", stops, unread
            )
            yield from _check_seen(page, stop, field, known)
        yield from _check_moments(page)


def check_shared_stops(
    page: SourcePage, reference: ReferenceData, known: Set[DocId], *, key: str = ""
) -> Iterator[Problem]:
    """Yield a problem for each moment and document that the shared stops name in vain.

    They stand in the field `key` of the file, or are the file if it is "".
    """
    moments = reference.vocabularies.get("moments")
    for name, stop in (page.mapping(key) if key else page.fields).items():
        moment = f"{key}.{name}" if key else name
        if moments is not None and name not in moments:
            yield page.problem(
                "unknown-concept",
                field=moment,
                found=shown(name),
                allowed=", ".join(moments.ids),
                suggestion=moments.nearest(name),
            )
        if isinstance(stop, dict):
            yield from _check_documents(page, stop.get("leads_to"), f"{moment}.leads_to", known)
            yield from _check_kinds(page, stop.get("leads_to"), f"{moment}.leads_to")
            yield from _check_seen(page, stop, moment, known)
            yield from _check_roles(page, reference, stop, moment)


def _check_seen(
    page: SourcePage, stop: Mapping[str, Any], field: str, known: Set[DocId]
) -> Iterator[Problem]:
    """Yield a problem for each document that a task of a stop names in vain."""
    tasks = stop.get("tasks")
    for at, task in enumerate(tasks if isinstance(tasks, list) else []):
        if isinstance(task, dict):
            inner = f"{field}.tasks[{at}].see"
            yield from _check_documents(page, task.get("see"), inner, known)
            yield from _check_kinds(page, task.get("see"), inner)


def _check_roles(
    page: SourcePage, reference: ReferenceData, stop: Mapping[str, Any], field: str
) -> Iterator[Problem]:
    """Yield a problem for each role that a task or fact of a stop names in vain."""
    known = reference.vocabularies.get("roles")
    for key in ("tasks", "facts"):
        entries = stop.get(key)
        for at, entry in enumerate(entries if isinstance(entries, list) else []):
            named = entry.get("roles") if isinstance(entry, dict) else None
            for role in named if isinstance(named, list) else []:
                if known is not None and isinstance(role, str) and role not in known:
                    yield page.problem(
                        "unknown-concept",
                        field=f"{field}.{key}[{at}].roles",
                        found=shown(role),
                        allowed=", ".join(known.ids),
                        suggestion=known.nearest(role),
                    )


def check_duplicates(pages: Sequence[SourcePage]) -> Iterator[Problem]:
    """Yield a problem for each second use of a title, an address or a step of a series.

    Each of the two pages is told, since either may be the new one, and the one that is looked at.
    """
    yield from _second(pages, lambda page: [(page.text("title").casefold(), "title")], _same_title)
    yield from _second(pages, _addresses, _same_address)
    yield from _second(pages, _steps, _same_step)


def _check_documents(
    page: SourcePage, ids: object, field: str, known: Set[DocId]
) -> Iterator[Problem]:
    for at, found in enumerate(ids if isinstance(ids, list) else []):
        if isinstance(found, str) and DOC_ID.fullmatch(found) and found not in known:
            yield page.problem(
                "unknown-document",
                field=f"{field}[{at}]",
                found=shown(found),
                allowed=DOCUMENTS,
                suggestion=nearest(found, map(str, sorted(known))),
            )
        if found == page.id:
            yield page.problem(
                "leads-to-itself",
                field=f"{field}[{at}]",
                found=shown(found),
                remedy="name another document",
            )


def _check_kinds(page: SourcePage, ids: object, field: str) -> Iterator[Problem]:
    for at, found in enumerate(ids if isinstance(ids, list) else []):
        if isinstance(found, str) and found.split("/")[0] in {Kind.TOOLKIT, Kind.ROADMAP}:
            yield page.problem(
                "wrong-kind-of-document",
                field=f"{field}[{at}]",
                found=shown(found),
                allowed="a page of " + " or ".join(_LEADS_TO_KINDS),
                remedy="link to it in the body instead",
            )


def _check_crossings(
    page: SourcePage, ids: object, field: str, stops: set[str], unread: Set[str]
) -> Iterator[Problem]:
    own = page.id.split("/", 1)[1]
    for at, found in enumerate(ids if isinstance(ids, list) else []):
        if not isinstance(found, str) or found.count("#") != 1:
            continue
        roadmap = f"{Kind.ROADMAP}/{found.split('#')[0]}"
        if roadmap in unread:
            continue
        if found not in stops:
            yield page.problem(
                "unknown-stop",
                field=f"{field}[{at}]",
                found=shown(found),
                allowed="a stop of another roadmap, as partner#taking-on-partnership",
                suggestion=nearest(found, sorted(stops)),
            )
        elif found.startswith(f"{own}#"):
            yield page.problem(
                "leads-to-itself",
                field=f"{field}[{at}]",
                found=shown(found),
                remedy="name a stop of another roadmap",
            )


def _check_moments(page: SourcePage) -> Iterator[Problem]:
    seen = set()
    for at, stop in enumerate(page.items("stops")):
        moment = stop.get("moment")
        if not isinstance(moment, str):
            continue
        if moment in seen:
            yield page.problem(
                "repeated-value",
                field=f"stops[{at}].moment",
                found=shown(moment),
                remedy="make one stop of the two",
            )
        seen.add(moment)


Name = tuple[str, str]
"""What must be used once, and the field that uses it."""


def _second(
    pages: Sequence[SourcePage],
    names: Callable[[SourcePage], Sequence[Name]],
    problem: Callable[[SourcePage, str, str, SourcePage], Problem],
) -> Iterator[Problem]:
    first: dict[str, tuple[SourcePage, str]] = {}
    for page in pages:
        for name, field in names(page):
            if not name:
                continue
            other, its_field = first.setdefault(name, (page, field))
            if other is not page:
                yield problem(page, field, name, other)
                yield problem(other, its_field, name, page)
            elif field != its_field:
                yield problem(page, field, name, other)


def _addresses(page: SourcePage) -> list[Name]:
    """The address of a page in small letters, and those that lead to it from former ones."""
    was = page.fields.get("was")
    former = [str(old) for old in was] if isinstance(was, list) else []
    return [
        (page.id.casefold(), ""),
        *((old, f"was[{at}]") for at, old in enumerate(former)),
    ]


def _steps(page: SourcePage) -> list[Name]:
    series, step = page.fields.get("series"), page.fields.get("step")
    return [(f"{series} {step}", "step")] if page.kind is Kind.TOOLKIT and series and step else []


def _same_title(page: SourcePage, field: str, _name: str, other: SourcePage) -> Problem:
    return page.problem(
        "duplicate-title",
        field=field,
        found=f"{shown(page.text('title'))}, the title of {other.path}",
        remedy="give each page a title of its own",
    )


def _same_address(page: SourcePage, field: str, name: str, other: SourcePage) -> Problem:
    return page.problem(
        "duplicate-permalink",
        field=field,
        found=f'"/{name}/", already the address of {other.path}',
        remedy="rename one file, or take the former identifier out of one was",
    )


def _same_step(page: SourcePage, field: str, name: str, other: SourcePage) -> Problem:
    return page.problem(
        "duplicate-step",
        field=field,
        found=f"{name}, already that of {other.path}",
        remedy="give each page of a series a step of its own",
    )
