"""A file of judged queries in, `JudgedQuery` values out. eval/README.md explains the format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kb.content.frontmatter import YamlError, read_yaml
from kb.evaluation.measures import JudgedQuery
from kb.model.problems import QueryError

_KEYS = ("id", "persona", "type", "text", "filters", "relevant", "note")


def read_queries(path: Path) -> tuple[JudgedQuery, ...]:
    """The judged queries of a YAML file, in its order.

    Raises:
        QueryError: if the file cannot be read, or a query lacks an identifier or a text.
    """
    try:
        text = path.read_text(encoding="utf-8")
        listed = read_yaml(text).value
    except OSError as error:
        raise QueryError(
            f"{path}: cannot be read: {error.strerror}; name another file with --queries"
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError(
            f"{path}: not-utf-8: found the byte 0x{error.object[error.start]:02x} at "
            f'{error.start}; allowed text in UTF-8; save it again with the encoding "UTF-8"'
        ) from error
    except YamlError as error:
        raise QueryError(f"{path}: {error}") from error
    if not isinstance(listed, list):
        raise QueryError(f"{path}: not-a-list: allowed a list of queries; begin each with a dash")
    queries = tuple(_query(path, number, raw) for number, raw in enumerate(listed, start=1))
    seen: set[str] = set()
    for query in queries:
        if query.id in seen:
            raise QueryError(f"{path}: {query.id}: duplicate-id: give each query its own id")
        seen.add(query.id)
    return queries


def _query(path: Path, number: int, raw: Any) -> JudgedQuery:
    where = f"{path}: query {number}"
    if not isinstance(raw, dict):
        raise QueryError(f"{where}: not-a-mapping: allowed the keys {', '.join(_KEYS)}")
    for key in raw:
        if key not in _KEYS:
            raise QueryError(
                f'{where}: unknown-key: found "{key}"; allowed {", ".join(_KEYS)}; remove it'
            )
    for key in ("id", "text"):
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            raise QueryError(f"{where}: {key}: missing-text: write it in quotation marks")
    return JudgedQuery(
        id=raw["id"],
        text=raw["text"],
        relevant=_grades(where, raw.get("relevant") or {}),
        persona=str(raw.get("persona") or ""),
        types=tuple(map(str, raw.get("type") or ())),
        filters=_filters(raw.get("filters") or {}),
    )


def _grades(where: str, raw: Any) -> dict[str, int]:
    if not isinstance(raw, dict) or not all(isinstance(grade, int) for grade in raw.values()):
        raise QueryError(
            f"{where}: relevant: wrong-type: allowed document identifiers with grades from 0 to 3"
        )
    return {str(document): grade for document, grade in raw.items()}


def _filters(raw: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {
        str(facet): tuple(map(str, concepts)) if isinstance(concepts, list) else (str(concepts),)
        for facet, concepts in raw.items()
    }
