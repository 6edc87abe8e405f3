"""One answer of a form or document, as the value of its field: text, lists, results.

Concepts may be named by identifier or by label, lists by lines or bullets, results by a table or
by lines "key: value". What cannot be understood gives None, and stays where it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.model.documents import KnownBy, Strength
from kb.model.vocabulary import VOCABULARY_NAMES, Taxonomy, Vocabularies
from kb.text.markdown import render

_LISTS = {"also_called", "organisations", "situations"}
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+(?:\[( |x|X)\]\s+)?")
_SOURCE = re.compile(r"^([a-z0-9]+(?:-[a-z0-9]+)*)\s*[:,]\s+(\S.*)$")

RESULT_LABELS: Mapping[str, tuple[str, ...]] = {
    "known_by": ("known by", "how it is known", "how known", "how do you know"),
    "outcome": ("outcome", "what changed"),
    "finding": ("finding", "result", "what was found", "sentence"),
    "value": ("value", "figure", "number", "after"),
    "change": ("change", "difference"),
    "before": ("before", "earlier figure", "baseline"),
    "unit": ("unit", "what was counted", "counted"),
    "strength": ("strength", "hedge"),
    "population": ("population", "group", "who", "in whom"),
    "period": ("period", "over what time", "time"),
    "method": ("method", "how it was measured", "measured by"),
    "sample": ("sample", "how many answered", "answers"),
    "comparison": ("comparison", "compared with"),
    "evaluator": ("evaluator", "evaluated by"),
    "source": ("source",),
    "place": ("place", "where in the source"),
    "quote": ("quote", "words of the source", "exact words"),
}
"""What people call the parts of a result."""

_RESULT_KEYS = {label: key for key, labels in RESULT_LABELS.items() for label in labels}
_FIGURES = {"value", "change", "before", "sample"}
_SIGNS = {"%": "percent", "£": "pounds"}


def read_answer(name: str, text: str, vocabularies: Vocabularies) -> Any:
    """Return an answer as the value of a field; None if it cannot be one."""
    text = text.strip()
    if not text:
        return None
    if name in VOCABULARY_NAMES:
        return _concepts(text, vocabularies[name])
    if name in _LISTS:
        return [_plain(line) for line in _lines(text)] or None
    if name == "sources":
        return _sources(text)
    if name == "results":
        return _results(text, vocabularies)
    if name == "summary" and "\n\n" in text:
        return None
    line = _plain(text)
    return line if len(line) <= 600 and "\n\n" not in text and "|" not in text else None


def _plain(text: str) -> str:
    return " ".join(render(text).plain.split()) or " ".join(text.split())


def _lines(text: str) -> Iterator[str]:
    """Yield the entries of a list: bullets that are ticked or have no box, or lines."""
    for line in text.split("\n"):
        match = _BULLET.match(line)
        if match and match[1] == " ":
            continue
        bare = line[match.end() :] if match else line
        if bare.strip():
            yield bare.strip()


def _concepts(text: str, taxonomy: Taxonomy) -> list[str] | None:
    """Return the concepts that lines or words between commas name; None if one is unknown."""
    lines = list(_lines(text))
    whole = [_concept(line, taxonomy) for line in lines]
    if lines and all(whole):
        return list(dict.fromkeys(whole))
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    found = [_concept(part, taxonomy) for part in parts]
    return list(dict.fromkeys(found)) if parts and all(found) else None


def _concept(text: str, taxonomy: Taxonomy) -> str:
    wanted = _plain(text).casefold()
    for concept in taxonomy:
        if wanted in {concept.id.casefold(), concept.label.casefold()}:
            return concept.id
    return taxonomy.nearest(wanted)


def _sources(text: str) -> list[dict[str, str]] | None:
    found = []
    for line in _lines(text):
        match = _SOURCE.match(line)
        if not match:
            return None
        found.append({"source": match[1], "place": _plain(match[2])})
    return found or None


def _results(text: str, vocabularies: Vocabularies) -> list[dict[str, Any]] | None:
    rows = list(_table(text)) if text.lstrip().startswith("|") else list(_blocks(text))
    found = [_result(row, vocabularies) for row in rows]
    return found if found and all("finding" in result for result in found) else None


def _table(text: str) -> Iterator[dict[str, str]]:
    rows = [_cells(line) for line in text.split("\n") if line.strip().startswith("|")]
    rows = [row for row in rows if not all(re.fullmatch(r":?-*:?", cell) for cell in row)]
    if rows:
        keys = [_RESULT_KEYS.get(cell.casefold().strip(" ?:*_"), "") for cell in rows[0]]
        for row in rows[1:]:
            yield {key: cell for key, cell in zip(keys, row, strict=False) if key and cell}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _blocks(text: str) -> Iterator[dict[str, str]]:
    for block in re.split(r"\n\s*\n", text):
        found: dict[str, str] = {}
        for line in block.split("\n"):
            label, sign, value = _BULLET.sub("", line).partition(":")
            key = _RESULT_KEYS.get(label.casefold().strip(" *_?"), "")
            if sign and key and value.strip():
                found[key] = value.strip()
        if found:
            yield found


def _result(row: Mapping[str, str], vocabularies: Vocabularies) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in RESULT_LABELS:
        if key not in row:
            continue
        text = row[key].strip()
        if key in _FIGURES:
            found[key] = _figure(text, found)
        elif key in {"outcome", "unit"}:
            found[key] = _concept(text, vocabularies[f"{key}s"]) or text
        elif key in {"known_by", "strength"}:
            found[key] = _choice(text, KnownBy if key == "known_by" else Strength)
        elif key == "quote":
            found[key] = text.strip("\"“”' ")
        else:
            found[key] = _plain(text)
    return found


def _figure(text: str, found: dict[str, Any]) -> Any:
    """Return a figure without its sign, which becomes the unit; a range as two numbers."""
    for sign, unit in _SIGNS.items():
        if sign in text:
            found.setdefault("unit", unit)
    bare = re.sub(r"[£%,\s]|per ?cent", "", text)
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)(?:to|-|–)(\d+(?:\.\d+)?)", bare):
        return [_number(match[1]), _number(match[2])]
    return _number(bare) if re.fullmatch(r"[-−+]?\d+(?:\.\d+)?", bare) else text


def _number(text: str) -> float | int:
    value = float(text.replace("−", "-"))
    return int(value) if value.is_integer() else value


def _choice(text: str, choices: Sequence[str] | type[KnownBy] | type[Strength]) -> str:
    wanted = re.sub(r"[^a-z]+", "-", text.casefold().replace(" and ", " ")).strip("-")
    for choice in choices:
        if wanted == str(choice) or wanted.startswith(f"{choice}-"):
            return str(choice)
    return text
