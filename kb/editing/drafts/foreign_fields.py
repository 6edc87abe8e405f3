"""The front matter of a file that somebody sent in, whoever wrote it and however broken it is.

What a page has a field for becomes that field, if it has its shape; every other line is kept as it
was written, so that the draft can say it in a to-do.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.content.frontmatter import YamlError, read_frontmatter, read_yaml
from kb.content.schema import json_schema
from kb.editing.drafts.draft import field_order
from kb.editing.drafts.labels import field_of
from kb.editing.drafts.yaml_text import yaml_lines
from kb.model.documents import Kind

_ENDS = {"---": ("---", "..."), "+++": ("+++",), "{": ("}",)}
"""What ends a front matter that begins so: YAML, TOML or JSON."""
_KEY_ALONE = re.compile(r"[A-Za-z_][\w ?-]{0,60}")
_KEY = re.compile(r"^([A-Za-z_][\w ?-]{0,60}?)\s*[:=](?:\s|$)")
_COMMENT = re.compile(r"(?:^|\s)#\s(.*)$")
_NESTED = {"now", "terms"}
_SCALARS = (str, int, float)
MOST_LINES = 1_000
"""Lines of a front matter; a page has a tenth of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignFields:
    """Fields of the page, the text below them, and the lines that are no field of it.

    `labelled` holds fields by other names and those of another shape, as text: an answer that has
    still to be understood. `comments` are those of the YAML, which nothing here writes back.
    """

    fields: Mapping[str, Any]
    labelled: Mapping[str, str]
    rest: tuple[str, ...]
    comments: tuple[str, ...]
    body: str


def read_foreign_fields(text: str, kind: Kind) -> ForeignFields:
    """Return the fields of a Markdown file and its body; no fields if it has no front matter."""
    split = _split(text)
    if split is None:
        return ForeignFields(fields={}, labelled={}, rest=(), comments=(), body=text)
    fence, head, body = split
    raw = _values("\n".join(head)) if fence == "---" else _toml_values("\n".join(head))
    known = set(field_order(kind))
    properties = json_schema(kind)["properties"]
    fields: dict[str, Any] = {}
    labelled: dict[str, str] = {}
    rest: list[str] = []
    for key, lines in _entries(head):
        value = raw.get(key, _Unread)
        if value is _Unread:
            value = _one_value(key, lines)
        name = key if key in known - _NESTED else field_of(key)
        if key in known and _fits(key, value, properties):
            fields[key] = str(value) if isinstance(value, int | float) else value
        elif name and isinstance(value, _SCALARS) and name not in labelled:
            labelled[name] = str(value)
        elif value not in (None, "", []) or not key:
            rest.append(" ".join(" ".join(lines).split()))
    return ForeignFields(
        fields=fields,
        labelled=labelled,
        rest=tuple(rest),
        comments=tuple(_comments(head)),
        body=body,
    )


class _Unread:
    """Stands for a value that YAML cannot read."""


def _split(text: str) -> tuple[str, list[str], str] | None:
    """Return the fence, the lines between two of it, and the body; None without front matter."""
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in _ENDS:
        return None
    ends = _ENDS[fence]
    end = next((at for at, line in enumerate(lines[1:MOST_LINES], 1) if line.rstrip() in ends), 0)
    head, body = lines[1:end], "\n".join(lines[end + 1 :])
    if fence == "{" and end:
        values = _json_values("\n".join(lines[: end + 1]))
        return ("---", list(yaml_lines(values)), body) if values else None
    if end and not any(map(str.strip, head)):
        return fence, [], body
    return (fence, head, body) if end and any(_KEY.match(line) for line in head) else None


def _json_values(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and all(map(_KEY_ALONE.fullmatch, found)) else {}


def _toml_values(head: str) -> Mapping[str, Any]:
    """Return the plain values of TOML; none if it is broken."""
    try:
        found = tomllib.loads(head)
    except (ValueError, RecursionError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, (*_SCALARS, list))}


def _values(head: str) -> Mapping[str, Any]:
    """Return the fields of YAML; none if it is broken, and each entry is then read alone."""
    try:
        return read_frontmatter(f"---\n{head}\n---\n").fields
    except YamlError:
        return {}


def _entries(head: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each key at the left edge with its lines; "" for lines below none."""
    key, lines = "", list[str]()
    for line in head:
        match = _KEY.match(line)
        if match:
            if lines:
                yield key, lines
            key, lines = match[1].strip(), [line]
        elif line.startswith("[") and lines:
            yield key, lines
            key, lines = "", [line]
        elif line.strip() and not line.lstrip().startswith("#"):
            lines.append(line)
    if lines:
        yield key, lines


def _one_value(key: str, lines: list[str]) -> Any:
    """Return the value of one entry that the whole could not be read with."""
    try:
        read = read_yaml("\n".join(lines)).value
        if isinstance(read, dict) and list(read) == [key]:
            return read[key]
    except YamlError:
        pass
    if len(lines) == 1:
        return re.split(r"[:=]\s*", lines[0], maxsplit=1)[-1].strip().strip("\"“”'")
    return _Unread


def _fits(key: str, value: Any, properties: Mapping[str, Any]) -> bool:
    """Whether a value has the shape of a field, whatever faults it still has within it."""
    if value is None or value is _Unread:
        return False
    if key in _NESTED:
        return isinstance(value, dict) and all(
            isinstance(inner, (*_SCALARS, list)) or inner is None for inner in value.values()
        )
    if key in {"results", "sources"}:
        return isinstance(value, list) and all(isinstance(item, dict) for item in value)
    if properties.get(key, {}).get("type") == "array":
        return isinstance(value, list) and all(isinstance(item, _SCALARS) for item in value)
    return isinstance(value, _SCALARS) and not isinstance(value, bool)


def _comments(head: list[str]) -> Iterator[str]:
    for line in head:
        match = _COMMENT.search(line)
        if match and line.count('"', 0, match.start()) % 2 == 0 and match[1].strip():
            yield match[1].strip()
