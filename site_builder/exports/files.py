"""Every file of the open data, by output path, and the page that describes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import PurePosixPath
from typing import Any

from kb.model.areas import Area, AreaId
from kb.model.bibliography import BibliographyEntry
from kb.model.documents import CaseStudy, Document, Kind, SourceId
from kb.model.glossary import Glossary
from kb.model.kinds import KIND_NAMES
from kb.model.vocabulary import Vocabularies
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
from site_builder.model.same import once_for_same
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
    checked = content.checked()
    as_at = checked.isoformat() if checked else ""
    for kind in Kind:
        documents = content.documents(kind)
        known = content.known
        texts = [
            known.of("text", (one, base_url), partial(_document_text, one, base_url))
            for one in documents
        ]
        rows = [known.of("row", (one, base_url), partial(_row, one, base_url)) for one in documents]
        yield f"{kind.value}.json", _enveloped(as_at, "documents", texts)
        yield f"{kind.value}.csv", _documents_csv(rows)
        yield f"{kind.value}.schema.json", _schema_file(kind)
    yield "results.csv", _results_csv(content)
    corpus = content.corpus
    yield "vocabularies.json", _vocabularies_file(corpus.vocabularies, as_at)
    yield "glossary.json", _glossary_file(corpus.glossary, as_at)
    yield "sources.json", _sources_file(corpus.bibliography, as_at)
    yield "sources.bib", _bibtex_file(corpus.bibliography)
    yield "sources.ris", _ris_file(corpus.bibliography)
    if corpus.areas:
        texts = [_area_text(area, base_url) for area in corpus.areas.values()]
        yield "areas.json", _enveloped(as_at, "areas", texts)
        yield "areas.schema.json", _areas_schema_file()
        yield "areas.csv", _areas_csv(content)
    yield "dictionary.csv", _dictionary_file()


def _envelope(as_at: str, name: str, value: Any) -> dict[str, Any]:
    return {"version": VERSION, "licence": LICENCE, "as_at": as_at, name: value}


def _enveloped(as_at: str, name: str, texts: Sequence[str]) -> bytes:
    """The file of a list whose entries are written already, as `_entry_text` writes them."""
    empty = json_bytes(_envelope(as_at, name, []))
    if not texts:
        return empty
    head, entries = empty.decode().removesuffix("[]\n}\n"), ",\n  ".join(texts)
    return f"{head}[\n  {entries}\n ]\n}}\n".encode()


def _entry_text(value: Any) -> str:
    """An entry as `json_bytes` writes it in a list of a file: no text in it has a line end."""
    return json_bytes(value).decode().removesuffix("\n").replace("\n", "\n  ")


@once_for_same
def _document_text(document: Document, base_url: str) -> str:
    return _entry_text(document_data(document, base_url=base_url))


@once_for_same
def _area_text(area: Area, base_url: str) -> str:
    return _entry_text({**plain(area), "url": _of_area(area.id, base_url)})


@once_for_same
def _vocabularies_file(vocabularies: Vocabularies, as_at: str) -> bytes:
    found = {
        name: [
            {"id": concept.id, "label": concept.label, "about": concept.about, "also": concept.also}
            for concept in taxonomy
        ]
        for name, taxonomy in vocabularies.items()
    }
    return json_bytes(_envelope(as_at, "vocabularies", found))


@once_for_same
def _glossary_file(glossary: Glossary, as_at: str) -> bytes:
    return json_bytes(_envelope(as_at, "glossary", plain(glossary.entries)))


@once_for_same
def _sources_file(bibliography: Mapping[SourceId, BibliographyEntry], as_at: str) -> bytes:
    return json_bytes(_envelope(as_at, "sources", plain(tuple(bibliography.values()))))


@once_for_same
def _bibtex_file(bibliography: Mapping[SourceId, BibliographyEntry]) -> bytes:
    return bibtex(list(bibliography.values())).encode()


@once_for_same
def _ris_file(bibliography: Mapping[SourceId, BibliographyEntry]) -> bytes:
    return ris(list(bibliography.values())).encode()


@cache
def _schema_file(kind: Kind) -> bytes:
    return json_bytes(schema(kind))


@cache
def _areas_schema_file() -> bytes:
    return json_bytes(areas_schema())


@cache
def _dictionary_file() -> bytes:
    return _csv(("field", "meaning"), [*map(list, DICTIONARY.items())])


def _of_area(area: AreaId, base_url: str) -> str:
    url = permalinks.area_url(area)
    return permalinks.absolute(base_url, url) if base_url else url


_ASKED = ("kind", "name", "ask", "address", "telephone", "email", "says", "as_at", "source")


def _areas_csv(content: SiteContent) -> bytes:
    """A line for each contact of each area: whom to ask there, and for what."""
    rows = [row for area in content.areas() for row in _area_rows(area)]
    return _csv(("area", "area_name", *_ASKED), rows)


@once_for_same
def _area_rows(area: Area) -> list[list[str]]:
    return [
        [str(area.id), area.name, *(_cell(contact[name]) for name in _ASKED)]
        for contact in map(plain, area.all_contacts())
    ]


_NESTED = ("sources", "now", "results", "stops", "terms", "evidence")


def _documents_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """A line for each document, under every field that one of them has."""
    found = list(rows)
    header = tuple(dict.fromkeys(name for row in found for name in row))
    return _csv(header, [[row.get(name, "") for name in header] for row in found])


@once_for_same
def _row(document: Document, base_url: str) -> Mapping[str, str]:
    """Plain fields of a document, lists joined by semicolons, its status and grade."""
    data = document_data(document, base_url=base_url)
    row = {name: _cell(value) for name, value in data.items() if name not in _NESTED}
    row |= {
        "status": data["now"]["status"] or "",
        "status_as_at": data["now"]["as_at"],
        "status_checked": data["now"]["checked"],
        "status_note": data["now"]["note"],
        "source_ids": "; ".join(dict.fromkeys(s["source"] for s in data["sources"])),
    }
    if "evidence" in data:
        row["evidence_level"] = str(data["evidence"]["level"])
        row["evidence_reason"] = data["evidence"]["reason"]
    return row


def _results_csv(content: SiteContent) -> bytes:
    """A line for each result of each case study."""
    rows = [
        row
        for document in content.documents(Kind.CASE_STUDY)
        if isinstance(document, CaseStudy)
        for row in _result_rows(document)
    ]
    header = tuple(rows[0]) if rows else ("case_study",)
    return _csv(header, [list(row.values()) for row in rows])


@once_for_same
def _result_rows(case: CaseStudy) -> list[dict[str, str]]:
    data, rows = document_data(case), []
    for result in data["results"]:
        graded = result.pop("evidence")
        cells = {"case_study": data["id"], **result}
        cells |= {"evidence_level": graded["level"], "evidence_reason": graded["reason"]}
        rows.append({name: _cell(value) for name, value in cells.items()})
    return rows


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
