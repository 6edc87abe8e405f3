"""Plain data in, the YAML of a content file out; the other way is `kb.content.frontmatter`.

Only what front matter needs is written, in the form that editors meet in every page: short lists
of identifiers in brackets, longer texts one to a line, quotes always in double quotation marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.content.frontmatter import YamlError, read_yaml

ALWAYS_QUOTED = frozenset({"quote"})
"""Keys whose value is put in double quotation marks whatever it is."""

_WIDTH = 96
_PLAIN = re.compile(r"[A-Za-z£(“‘’'&0-9][^\n]*")
_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_ID_LIST = re.compile(r"[a-z0-9]+(?:[-/#][a-z0-9]+)*")


def yaml_lines(fields: Mapping[str, Any], notes: Mapping[str, str] | None = None) -> list[str]:
    """Return fields as lines of YAML, in the order given.

    Args:
        fields: text, numbers, lists and mappings; None is written as an empty value.
        notes: for a field (``now.note`` for an inner one) a comment that is put behind it.
    """
    return list(_mapping(fields, "", notes or {}, ""))


def scalar(value: object, *, quoted: bool = False) -> str:
    """Return one value as YAML on one line; text that could be misread is quoted."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float):
        return f"{value}"
    text = str(value)
    if not quoted and _PLAIN.fullmatch(text) and text == text.strip() and _reads_back(text):
        return text
    written = json.dumps(text, ensure_ascii=False)
    return _BREAKS.sub(lambda match: f"\\u{ord(match.group()):04x}", written)


def _reads_back(text: str) -> bool:
    try:
        return bool(read_yaml(f"a: {text}\nb:\n  - {text}\n").value == {"a": text, "b": [text]})
    except YamlError:
        return False


def _mapping(
    fields: Mapping[str, Any], indent: str, notes: Mapping[str, str], above: str
) -> Iterator[str]:
    for key, value in fields.items():
        path = f"{above}{key}"
        note = f"  # {notes[path]}" if path in notes else ""
        if isinstance(value, Mapping) and value:
            yield f"{indent}{key}:{note}"
            yield from _mapping(value, indent + "  ", notes, f"{path}.")
        elif isinstance(value, list | tuple):
            yield from _sequence(f"{indent}{key}:", value, indent, note)
        else:
            written = "{}" if value == {} else scalar(value, quoted=key in ALWAYS_QUOTED)
            yield f"{indent}{key}: {written}".rstrip() + note


def _sequence(start: str, items: Sequence[Any], indent: str, note: str) -> Iterator[str]:
    flat = all(isinstance(item, int | float) or _is_id(item) for item in items)
    line = f"{start} [{', '.join(scalar(item) for item in items)}]"
    if flat and len(line) <= _WIDTH:
        yield line + note
        return
    yield start + note
    for item in items:
        if isinstance(item, Mapping):
            inner = list(_mapping(item, indent + "    ", {}, ""))
            yield f"{indent}  - {inner[0].strip()}"
            yield from inner[1:]
        else:
            yield f"{indent}  - {scalar(item)}"


def _is_id(item: object) -> bool:
    return isinstance(item, str) and bool(_ID_LIST.fullmatch(item))
