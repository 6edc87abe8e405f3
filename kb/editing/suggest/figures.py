"""Finds figures in a text that are not yet among the results of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.model.documents import KnownBy
from kb.model.evidence import RULES
from kb.model.vocabulary import Taxonomy
from kb.text.numbers import claims, normal

_WORDS = 18
_UNIT_WORDS: Mapping[str, str] = {
    "gp": "gps",
    "gps": "gps",
    "doctors": "gps",
    "people": "people",
    "staff": "people",
    "practices": "practices",
    "surgeries": "practices",
    "patients": "patients",
    "appointments": "appointments-a-week",
    "sessions": "sessions-a-week",
    "percent": "percent",
    "minutes": "minutes",
}
_BY_SIGNS = sorted((rule for rule in reversed(RULES) if rule.signs), key=lambda rule: rule.full > 1)
"""What is hoped for is known by its words first; then the strongest way of knowing."""
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9£])")
_FIGURE_END = re.compile(r"\s{0,3}(%|per ?cent|[A-Za-z]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseFigure:
    """A figure that no result holds, with a guess at how it is known and what was counted."""

    line: int
    shown: str
    sentence: str
    known_by: KnownBy
    unit: str

    def as_dict(self) -> dict[str, object]:
        """The figure as plain data."""
        return {
            "line": self.line,
            "figure": self.shown,
            "sentence": self.sentence,
            "known_by": self.known_by.value,
            "unit": self.unit,
        }


def loose_figures(
    body: str, results: Sequence[Mapping[str, Any]], units: Taxonomy, *, body_line: int
) -> tuple[LooseFigure, ...]:
    """Return the figures of a body that are not in its results, in order.

    Args:
        body: the Markdown below the front matter.
        results: the results of the page as plain data.
        units: the vocabulary of units, for a guess at what was counted.
        body_line: the 1-based line on which the body starts.
    """
    held = set(_held(results))
    found = []
    for number in claims(body):
        if number.normal in held or "our sum" in _sentence_of(body, number.offset).lower():
            continue
        sentence = _around(body, number.offset, len(number.shown))
        found.append(
            LooseFigure(
                line=body_line + body.count("\n", 0, number.offset),
                shown=number.shown,
                sentence=sentence,
                known_by=_known_by(sentence),
                unit=_unit(body, number.offset, number.shown, units),
            )
        )
    return tuple(found)


def _held(results: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for result in results:
        for key in ("value", "change", "before", "sample"):
            value = result.get(key)
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, int | float) and not isinstance(part, bool):
                    yield normal(abs(part))


def _line_of(text: str, offset: int) -> str:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return text[start : end if end >= 0 else len(text)]


def _sentence_of(text: str, offset: int) -> str:
    line, start = _line_of(text, offset), text.rfind("\n", 0, offset) + 1
    ends = [match.end() for match in _SENTENCE_END.finditer(line)]
    first = max((end for end in ends if end <= offset - start), default=0)
    last = min((end for end in ends if end > offset - start), default=len(line))
    return line[first:last]


def _around(text: str, offset: int, length: int) -> str:
    """Return the words round a figure on its line, enough to serve as a quote."""
    start = text.rfind("\n", 0, offset) + 1
    line = _line_of(text, offset)
    at = offset - start
    while at and not line[at - 1].isspace():
        at -= 1
    end = offset - start + length
    while end < len(line) and not line[end].isspace():
        end += 1
    before, after = line[:at].split(), line[end:].split()
    left = min(len(before), max(_WORDS // 2, _WORDS - 1 - len(after)))
    right = _WORDS - 1 - left
    return " ".join([*before[len(before) - left :], line[at:end], *after[:right]])


def _known_by(sentence: str) -> KnownBy:
    for rule in _BY_SIGNS:
        if re.search(rule.signs, sentence, re.IGNORECASE):
            return rule.known_by
    return KnownBy.COUNTED


def _unit(text: str, offset: int, shown: str, units: Taxonomy) -> str:
    if "£" in text[max(0, offset - 1) : offset + 1]:
        return "pounds"
    match = _FIGURE_END.match(text, offset + len(shown))
    word = match[1].lower().replace(" ", "") if match else ""
    if word == "%":
        return "percent"
    return next((unit for name, unit in _UNIT_WORDS.items() if word == name and unit in units), "")
