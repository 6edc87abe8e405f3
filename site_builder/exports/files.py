"""Every file of the open data, by output path, and the page that describes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from kb.model.areas import AreaId
from kb.model.documents import CaseStudy, Kind
from kb.model.kinds import KIND_NAMES
from kb.text.csv_text import csv_text
from site_builder.exports.citing import bibtex, ris
from site_builder.exports.feeds import feed_files
from site_builder.exports.plain import (
    DICTIONARY,
    VERSION,
    areas_schema,
    document_data,
    plain,
    schema,
)
from site_builder.exports.twins import llms_txt, twin, twin_url
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.tools.leader_files import json_bytes
from site_builder.views.linked_data import LICENCE

BOM = "\ufeff"
"""At the start of comma-separated text: without it Excel takes another encoding."""


def export_files(content: SiteContent, *, base_url: str) -> Mapping[PurePosixPath, bytes]:
    """All files: the data and its description, feeds, twins and `llms.txt`."""
    files = {_path(f"{permalinks.DATA}{name}"): data for name, data in _data(content, base_url)}
    files |= feed_files(content, base_url=base_url)
    for document in content.documents():
        files[_path(twin_url(document.id))] = twin(content, document, base_url=base_url).encode()
    files[PurePosixPath("llms.txt")] = llms_txt(content, base_url=base_url).encode()
    return files


def _data(content: SiteContent, base_url: str) -> Iterator[tuple[str, bytes]]:
    """The files of the folder of the data, each by its name."""
    for kind in Kind:
        documents = [document_data(d, base_url=base_url) for d in content.documents(kind)]
        yield f"{kind.value}.json", json_bytes(_envelope(content, "documents", documents))
        yield f"{kind.value}.csv", _documents_csv(documents)
        yield f"{kind.value}.schema.json", json_bytes(schema(kind))
    yield "results.csv", _results_csv(content)
    vocabularies = {
        name: [
            {"id": concept.id, "label": concept.label, "about": concept.about, "also": concept.also}
            for concept in taxonomy
        ]
        for name, taxonomy in content.corpus.vocabularies.items()
    }
    yield "vocabularies.json", json_bytes(_envelope(content, "vocabularies", vocabularies))
    glossary = plain(content.corpus.glossary.entries)
    yield "glossary.json", json_bytes(_envelope(content, "glossary", glossary))
    sources = list(content.corpus.bibliography.values())
    yield "sources.json", json_bytes(_envelope(content, "sources", plain(tuple(sources))))
    yield "sources.bib", bibtex(sources).encode()
    yield "sources.ris", ris(sources).encode()
    if content.corpus.areas:
        areas = [
            {**plain(area), "url": _of_area(area.id, base_url)}
            for area in content.corpus.areas.values()
        ]
        yield "areas.json", json_bytes(_envelope(content, "areas", areas))
        yield "areas.schema.json", json_bytes(areas_schema())
        yield "areas.csv", _areas_csv(content)
    yield "dictionary.csv", _csv(("field", "meaning"), [*map(list, DICTIONARY.items())])


def _envelope(content: SiteContent, name: str, value: Any) -> dict[str, Any]:
    checked = content.checked()
    return {
        "version": VERSION,
        "licence": LICENCE,
        "as_at": checked.isoformat() if checked else "",
        name: value,
    }


def _of_area(area: AreaId, base_url: str) -> str:
    url = permalinks.area_url(area)
    return permalinks.absolute(base_url, url) if base_url else url


_ASKED = ("kind", "name", "ask", "address", "telephone", "email", "says", "as_at", "source")


def _areas_csv(content: SiteContent) -> bytes:
    """A line for each contact of each area: whom to ask there, and for what."""
    rows = []
    for area in content.areas():
        for contact in map(plain, area.all_contacts()):
            rows.append([str(area.id), area.name, *(_cell(contact[name]) for name in _ASKED)])
    return _csv(("area", "area_name", *_ASKED), rows)


_NESTED = ("sources", "now", "results", "stops", "terms", "evidence")


def _documents_csv(documents: list[dict[str, Any]]) -> bytes:
    """A line for each document: plain fields, lists joined by semicolons, status and grade."""
    header: dict[str, None] = {}
    rows = []
    for document in documents:
        row = {name: _cell(value) for name, value in document.items() if name not in _NESTED}
        row |= {
            "status": document["now"]["status"] or "",
            "status_as_at": document["now"]["as_at"],
            "status_checked": document["now"]["checked"],
            "status_note": document["now"]["note"],
            "source_ids": "; ".join(dict.fromkeys(s["source"] for s in document["sources"])),
        }
        if "evidence" in document:
            row["evidence_level"] = str(document["evidence"]["level"])
            row["evidence_reason"] = document["evidence"]["reason"]
        header |= dict.fromkeys(row)
        rows.append(row)
    return _csv(tuple(header), [[row.get(name, "") for name in header] for row in rows])


def _results_csv(content: SiteContent) -> bytes:
    """A line for each result of each case study."""
    rows = []
    for document in content.documents(Kind.CASE_STUDY):
        if isinstance(document, CaseStudy):
            data = document_data(document)
            for result in data["results"]:
                graded = result.pop("evidence")
                cells = {"case_study": data["id"], **result}
                cells |= {"evidence_level": graded["level"], "evidence_reason": graded["reason"]}
                rows.append({name: _cell(value) for name, value in cells.items()})
    header = tuple(rows[0]) if rows else ("case_study",)
    return _csv(header, [list(row.values()) for row in rows])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def _csv(header: tuple[str, ...], rows: list[list[str]]) -> bytes:
    return f"{BOM}{csv_text(header, rows)}".encode()


def _path(url: str) -> PurePosixPath:
    return permalinks.output_path(url)


def data_page(content: SiteContent) -> Page:
    """The page of the open data: its files, its fields, and what is promised of them."""
    return Page(
        url=permalinks.DATA,
        template="data.jinja",
        title="Open data",
        description="Everything on this site as JSON, CSV, Markdown and feeds, with a schema and "
        "a data dictionary, free to use with its source named.",
        context={
            "files": tuple(_described(content)),
            "version": VERSION,
            "dictionary": tuple(DICTIONARY.items()),
        },
    )


def _described(content: SiteContent) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What there is, a sentence about it, and the names of its files."""
    for kind in Kind:
        names = tuple(f"{kind.value}.{end}" for end in ("json", "csv", "schema.json"))
        count = len(content.documents(kind))
        yield KIND_NAMES[kind].title, f"{count}, with status and sources.", names
    yield "Results", "Every result of every case study, with its grade.", ("results.csv",)
    yield "Vocabularies", "Stages, levels, roles and the other tags.", ("vocabularies.json",)
    yield "Glossary", "What words and initials mean, and what followed.", ("glossary.json",)
    yield (
        "Sources",
        "Every document and web page that anything rests on.",
        ("sources.json", "sources.bib", "sources.ris"),
    )
    if content.corpus.areas:
        yield (
            "Areas",
            f"{len(content.corpus.areas)} areas of England: who can be asked there, and for what.",
            ("areas.json", "areas.csv", "areas.schema.json"),
        )
    yield "Data dictionary", "Every field with its meaning, as below.", ("dictionary.csv",)
    yield (
        "Feed of all pages",
        "New pages, and those whose status changed.",
        ("feed.xml", "feed.json"),
    )
