"""Reads the areas of England, one file each, and checks each against its sources and the others.

Two areas may share a council, a county or a town: a reader then chooses. A name or a code is one
area's alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kb.content.checks.proof import COPIED_ALLOWED, COPIED_REMEDY, check_copied
from kb.content.checks.stops import check_claim
from kb.content.england import Board, boards_with, england
from kb.content.entries import EntryReader, YamlFile
from kb.content.folder import AREAS, ContentFolder
from kb.content.reference import ReferenceData
from kb.content.schema import AreaModel, check_entry
from kb.content.schema.text import shown
from kb.content.source_page import SourcePage
from kb.model.areas import Area, AreaId, Contact, ContactKind
from kb.model.bibliography import Fingerprint, SourceKind
from kb.model.documents import DocId, Kind, SourceId
from kb.model.problems import ContentFile, Problem, Severity
from kb.text.numbers import numbers

_PREFIX = f"{AREAS}/"
_ALONE = ("name", "codes", "gss")
"""The fields by which an area is known, so that no other area has the same."""


def area_files(folder: ContentFolder) -> tuple[str, ...]:
    """Return the path of each area's file below the content folder."""
    return tuple(path for path in folder.texts if path.startswith(_PREFIX))


def read_areas(
    folder: ContentFolder, reference: ReferenceData, today: date, prints: Fingerprint
) -> tuple[Mapping[AreaId, Area], tuple[Problem, ...]]:
    """Return the areas of a content folder in order of identifier, and every problem of them.

    Args:
        folder: the files.
        reference: the bibliography and its fingerprints.
        today: dates after it are in the future.
        prints: the runs of twelve words of every source.
    """
    reader = EntryReader(folder, today)
    areas: dict[AreaId, Area] = {}
    files: dict[AreaId, YamlFile] = {}
    for path in area_files(folder):
        file = reader.file(path, required=False)
        if path in reader.unreadable:
            continue
        area_id = AreaId(path.removeprefix(_PREFIX).removesuffix(".yaml"))
        checked = check_entry(AreaModel, file.value, file=file, prefix="", today=today)
        reader.problems += _check_sources(file, reference)
        reader.problems += _check_wording(file, reference, prints)
        if isinstance(checked, list):
            reader.problems += checked
            continue
        areas[area_id], files[area_id] = _area(area_id, checked), file
    reader.problems += _check_alone(areas, files)
    reader.problems += _check_councils(areas, files)
    return areas, tuple(reader.problems)


def _check_wording(
    file: YamlFile, reference: ReferenceData, prints: Fingerprint
) -> Iterator[Problem]:
    for field, found in check_copied(file.value, prints, reference.allowed_phrases):
        yield file.problem(
            "copied-words", field=field, found=found, allowed=COPIED_ALLOWED, remedy=COPIED_REMEDY
        )


def _check_sources(file: YamlFile, reference: ReferenceData) -> Iterator[Problem]:
    """Yield a problem for each quote, figure or telephone number that its source does not have."""
    fields = file.value if isinstance(file.value, dict) else {}
    page = _as_page(file, fields)
    for field, claim in [("board", page.mapping("board"))] + [
        (f"contacts[{at}]", contact) for at, contact in enumerate(page.items("contacts"))
    ]:
        status = claim.get("status")
        said = status.get("says") if isinstance(status, dict) else None
        yield from check_claim(
            page, reference, {**claim, "status.says": said}, field, ("note", "status.says")
        )
        yield from _check_source(file, reference, claim, field)


def _check_source(
    file: ContentFile, reference: ReferenceData, claim: Mapping[str, Any], field: str
) -> Iterator[Problem]:
    """Yield a problem for a telephone number that its source lacks, or a source that is no page."""
    source = SourceId(str(claim.get("source")))
    entry = reference.bibliography.get(source)
    if entry is not None and entry.kind is not SourceKind.PAGE:
        yield file.problem(
            "wrong-type",
            field=f"{field}.source",
            found=f"{shown(source)}, a document",
            allowed="a web page of the bibliography, which a reader can open",
        )
    prints, number = reference.fingerprints.get(source), claim.get("telephone")
    if prints is None or not isinstance(number, str):
        return
    absent = [part for part in number.replace("-", " ").split() if not _has(prints, part)]
    if absent:
        yield file.problem(
            "unproved-number",
            field=f"{field}.telephone",
            found=f'"{number}"',
            allowed=f"a number that stands in {source}",
            remedy="copy it from the source again, with its spaces",
        )


def _has(prints: Fingerprint, part: str) -> bool:
    return all(prints.has_number(number.normal) for number in numbers(part))


def _as_page(file: YamlFile, fields: Mapping[str, Any]) -> SourcePage:
    """Return the file of an area as a page, for the checks that pages and areas share."""
    return SourcePage(
        path=file.path,
        id=DocId(file.path),
        kind=Kind.SIGNPOSTING,
        fields=fields,
        lines=file.lines,
        quoted=file.quoted,
        body="",
        body_line=1,
    )


def _check_alone(
    areas: Mapping[AreaId, Area], files: Mapping[AreaId, YamlFile]
) -> Iterator[Problem]:
    """Yield a problem for each name or code that an earlier area has as well."""
    first: dict[str, AreaId] = {}
    for area_id, area in areas.items():
        for key in _ALONE:
            value = getattr(area, key)
            for one in (value,) if isinstance(value, str) else value:
                other = first.setdefault(one.casefold(), area_id)
                if other != area_id:
                    yield files[area_id].problem(
                        "duplicate-name",
                        field=key,
                        found=f"{shown(one)}, already that of {_PREFIX}{other}.yaml",
                        allowed="a name and codes of its own",
                        remedy="correct it, or remove one of the two files if they are one area",
                    )


def _check_councils(
    areas: Mapping[AreaId, Area], files: Mapping[AreaId, YamlFile]
) -> Iterator[Problem]:
    """Yield a warning for a council of several areas in one where the map does not have it.

    A council may lie in two boards, and a reader then chooses; but it may also stand in a file by
    mistake, and would make readers choose for nothing.
    """
    having = Counter(council for area in areas.values() for council in area.councils)
    for area_id, area in areas.items():
        boards = set(area.codes) & {board.code for board in england().boards}
        for at, council in enumerate(area.councils):
            lies = boards_with(council) if having[council] > 1 else ()
            if lies and boards and not boards & {board.code for board in lies}:
                yield files[area_id].problem(
                    "council-elsewhere",
                    field=f"councils[{at}]",
                    found=f"{shown(council)}, which lies in {_all_names(lies)} "
                    "by the map of April 2023",
                    allowed="a council of the area; one of two areas stands in both files",
                    remedy="take it out, unless the boundary has moved since",
                    severity=Severity.WARNING,
                )


def _all_names(boards: tuple[Board, ...]) -> str:
    return " and ".join(board.name for board in boards)


def _area(area_id: AreaId, model: AreaModel) -> Area:
    board = model.board
    return Area(
        id=area_id,
        name=model.name,
        region=model.region,
        codes=tuple(model.codes),
        gss=tuple(model.gss),
        councils=tuple(model.councils),
        counties=tuple(model.counties),
        towns=tuple(model.towns),
        board=Contact(kind=ContactKind.BOARD, says=board.note or "", **_asked(board)),
        contacts=tuple(
            Contact(
                kind=ContactKind(contact.kind),
                to_look_up=contact.to_look_up,
                says=contact.status.says if contact.status else "",
                as_at=_as_at(contact.status.as_at) if contact.status else "",
                **_asked(contact),
            )
            for contact in model.contacts
        ),
    )


def _asked(model: Any) -> dict[str, Any]:
    return {
        "name": model.name,
        "ask": model.ask,
        "quote": model.quote,
        "source": SourceId(model.source),
        "address": model.address or "",
        "telephone": model.telephone or "",
        "email": model.email or "",
    }


def _as_at(when: str) -> str:
    return "" if when == "undated" else when
