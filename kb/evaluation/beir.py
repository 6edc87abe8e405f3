"""A public test collection in the BEIR layout in, entries and judged queries out.

The layout (Thakur and others, 2021) is `corpus.jsonl` with `_id`, `title` and `text`,
`queries.jsonl` with `_id` and `text`, and `qrels/test.tsv` with query, document and grade.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.content.passages import pack, sentences
from kb.evaluation.measures import JudgedQuery
from kb.index.documents import IndexedDocument, IndexedPassage
from kb.model.problems import QueryError


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A test collection: its documents in the order of their identifiers, its judged queries."""

    entries: tuple[IndexedDocument, ...]
    queries: tuple[JudgedQuery, ...]


def read_collection(folder: Path) -> Collection:
    """The collection in a folder, queries without a judgement left out.

    Raises:
        QueryError: if a file is missing or a line of it cannot be read.
    """
    entries = sorted(map(_entry, _rows(folder / "corpus.jsonl")), key=lambda entry: entry.id)
    relevant = _read_qrels(folder / "qrels" / "test.tsv")
    queries = (
        JudgedQuery(id=row["_id"], text=row["text"], relevant=relevant[row["_id"]])
        for row in _rows(folder / "queries.jsonl")
        if row["_id"] in relevant
    )
    return Collection(entries=tuple(entries), queries=tuple(queries))


def _entry(row: Mapping[str, Any]) -> IndexedDocument:
    passages = (
        IndexedPassage(anchor="", heading="", text=text) for text in pack(sentences(row["text"]))
    )
    return IndexedDocument(
        id=row["_id"], kind="", title=row.get("title", ""), passages=tuple(passages)
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_read(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not (isinstance(row["_id"], str) and isinstance(row["text"], str)):
                raise TypeError
        except (ValueError, KeyError, TypeError) as error:
            raise QueryError(
                f'{path}:{number}: broken-line: allowed an object with "_id" and "text", '
                "one on a line; correct the line"
            ) from error
        yield row


def _read_qrels(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_read(path).splitlines(), start=1):
        parts = line.split("\t")
        if not line.strip() or (number == 1 and not parts[-1].strip().lstrip("-").isdigit()):
            continue  # a heading
        try:
            query, document, grade = parts
            found.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            raise QueryError(
                f"{path}:{number}: broken-line: allowed query, document and whole-number grade "
                "between tabs; correct the line"
            ) from error
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(
            f"{path}: cannot be read: {error.strerror}; allowed a folder with corpus.jsonl, "
            "queries.jsonl and qrels/test.tsv"
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: not UTF-8; save it as UTF-8") from error
