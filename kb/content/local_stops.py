"""What a local edition adds to the stops of roadmaps, and the order it puts them in.

The file ``stops.yaml`` of an edition stands in its content folder as ``local-stops.yaml``. What it
adds is proved like any other task or fact. The order is that of the roadmaps' own text, so that
every reader of the folder, the index too, finds the stops as the edition has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kb.content.checks.references import check_shared_stops
from kb.content.checks.stops import check_stop
from kb.content.folder import LOCAL_STOPS, ContentFolder
from kb.content.frontmatter import YamlError, read_yaml_file
from kb.content.reference import ReferenceData, with_added
from kb.content.schema import LocalStopsModel, check_entry, local_stop_of
from kb.content.source_page import SourcePage, stops_page
from kb.model.documents import ConceptId, DocId, Document, Roadmap
from kb.model.problems import ContentFile, Problem

_ITEM = re.compile(r"\s+- moment:\s*[\"']?([a-z0-9-]+)")
_SECTION = "## "


def with_local_stops(
    documents: Mapping[DocId, Document],
    folder: ContentFolder,
    reference: ReferenceData,
    known: set[DocId],
    today: date,
) -> tuple[dict[DocId, Document], Sequence[Problem]]:
    """Return the documents with what the folder's ``local-stops.yaml`` adds, and its problems."""
    if LOCAL_STOPS not in folder.texts:
        return dict(documents), ()
    file = ContentFile(path=folder.shown(LOCAL_STOPS))
    try:
        yaml = read_yaml_file(folder.texts[LOCAL_STOPS])
    except YamlError as error:
        return dict(documents), (error.problem_in(file),)
    file = replace(file, lines=yaml.lines)
    model = check_entry(LocalStopsModel, yaml.value, file=file, prefix="", today=today)
    if isinstance(model, list):
        return dict(documents), model
    page = stops_page(file.path, LOCAL_STOPS, yaml)
    roads = [one for one in documents.values() if isinstance(one, Roadmap)]
    problems = tuple(_check(page, reference, roads, {*known, *reference.planned}))
    added = {ConceptId(key): local_stop_of(key, one) for key, one in model.add.items()}
    return {doc_id: with_added(one, added) for doc_id, one in documents.items()}, problems


def in_order(text: str, first: Sequence[str]) -> str:
    """Return the text of a roadmap with some stops before the others, each with its section.

    Args:
        text: the page, with its stops as a list to the line, each beginning with its moment.
        first: the moments of the stops that come first, in this order.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return text
    start = next((at for at, line in enumerate(lines) if re.match(r"stops\s*:", line)), -1) + 1
    closing = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    end = next((at for at in range(start, closing) if lines[at][:1].strip()), closing)
    stops = _pieces(lines[start:end], lambda line: bool(_ITEM.match(line)))
    found = [_ITEM.match(stop[0]) for stop in stops[1:]]
    moments = [one.group(1) for one in found if one]
    body = _pieces(lines[closing + 1 :], lambda line: line.startswith(_SECTION))
    if not start or len(body) - 1 < len(moments):
        return text
    moved = sorted(
        range(len(moments)),
        key=lambda at: first.index(moments[at]) if moments[at] in first else len(first),
    )
    own = [body[at + 1] for at in moved]
    ordered = [
        *lines[:start],
        *(line for piece in [stops[0], *(stops[at + 1] for at in moved)] for line in piece),
        *lines[end : closing + 1],
        *(line for piece in [body[0], *own, *body[len(moments) + 1 :]] for line in piece),
    ]
    return "\n".join(ordered)


def _pieces(lines: Sequence[str], begins: Callable[[str], bool]) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for line in lines:
        if begins(line):
            pieces.append([])
        pieces[-1].append(line)
    return pieces


def _check(
    page: SourcePage, reference: ReferenceData, roads: Sequence[Roadmap], known: set[DocId]
) -> Iterator[Problem]:
    yield from check_shared_stops(page, reference, known, key="add")
    for moment, stop in page.mapping("add").items():
        anchors = [one.anchor for road in roads for one in road.stops if one.moment == moment]
        if anchors:
            whole = {**stop, "anchor": next(filter(None, anchors), "")}
            yield from check_stop(page, reference, whole, f"add.{moment}")
        elif roads and moment in reference.vocabularies["moments"]:
            yield page.problem(
                "unknown-stop",
                field=f"add.{moment}",
                found=f'"{moment}", at which no roadmap stops',
                allowed="a moment that is a stop of a roadmap",
                remedy="add it to the stop where a reader would look for it",
            )
