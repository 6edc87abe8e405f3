"""Advice on wording: jargon, long sentences, acronyms that are not explained; never a gate.

The words stand in `kb/data/plain-words.json`; the rules are those of the editorial policy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kb.content.passages import sentences
from kb.data import DATA
from kb.model.glossary import Glossary
from kb.text.markdown import sections
from kb.text.shorten import shorten

LONGEST_SENTENCE = 25
"""Words of a sentence that most people still read at once."""

_SHOWN = 70
"""Characters of a sentence that advice shows."""
_ACRONYM = re.compile(
    r"(?<![\w&-])(?:[A-Z][a-z]?){1,}[A-Z&]+[A-Z]s?(?![\w-])|(?<![\w-])[A-Z]{2,}s?(?![\w-])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One piece of advice: the line of the file, what it is about, and what to do."""

    line: int
    about: str
    found: str
    advice: str

    def as_dict(self) -> dict[str, object]:
        """The advice as plain data."""
        return {"line": self.line, "about": self.about, "found": self.found, "advice": self.advice}


def advise(
    summary: str, body: str, glossary: Glossary, *, summary_line: int, body_line: int
) -> tuple[Advice, ...]:
    """Return advice on the wording of a page, in the order of its lines.

    Args:
        summary: the summary, plain.
        body: the Markdown below the front matter.
        glossary: explains acronyms that the page does not have to.
        summary_line: the 1-based line of the summary.
        body_line: the 1-based line on which the body starts.
    """
    found: list[Advice] = []
    explained = {name for entry in glossary.entries for name in entry.short}
    seen: set[str] = set()
    for line, text in _paragraphs(summary, body, summary_line, body_line):
        for sentence in sentences(text):
            found += _long(line, sentence)
            found += _jargon(line, sentence)
        found += _acronyms(line, text, glossary, explained, seen, summary + "\n" + body)
    return tuple(found)


def jargon() -> Mapping[str, str]:
    """Return the words to avoid, each with what to write instead."""
    found: Mapping[str, str] = _data()["jargon"]
    return found


def _paragraphs(
    summary: str, body: str, summary_line: int, body_line: int
) -> Iterator[tuple[int, str]]:
    if summary:
        yield summary_line, summary
    for section in sections(body):
        at = section.line + (1 if section.level else 0)
        for offset, line in enumerate(section.markdown.split("\n")):
            bare = re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", line)
            plain = re.sub(r"\]\([^()]*\)|[\[\]*_`>#|]", "", bare).strip()
            if plain and not plain.startswith("---"):
                yield body_line + at + offset, plain


def _long(line: int, sentence: str) -> Iterator[Advice]:
    count = len(sentence.split())
    if count > LONGEST_SENTENCE:
        yield Advice(
            line=line,
            about="long-sentence",
            found=f"{count} words: {shorten(sentence, _SHOWN)}",
            advice=f"make two of it; up to {LONGEST_SENTENCE} words are read at once",
        )


def _jargon(line: int, sentence: str) -> Iterator[Advice]:
    for phrase, better in jargon().items():
        if re.search(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", sentence, re.IGNORECASE):
            yield Advice(line=line, about="jargon", found=phrase, advice=f"better: {better}")


def _acronyms(
    line: int, text: str, glossary: Glossary, explained: set[str], seen: set[str], whole: str
) -> Iterator[Advice]:
    known = set(_data()["known_acronyms"])
    for match in _ACRONYM.finditer(text):
        name = match.group()
        bare = name.rstrip("s")
        if name in known or bare in known or bare in seen or len(bare) < 2:
            continue
        seen.add(bare)
        if re.search(rf"\({re.escape(bare)}s?\)", whole):
            continue
        entry = next((e for e in glossary.entries if bare in e.short), None)
        advice = (
            f"write it in full at its first use: {entry.term} ({bare})"
            if entry and bare in explained
            else f"write it in full at its first use, as in: full name ({bare})"
        )
        yield Advice(line=line, about="acronym", found=bare, advice=advice)


@cache
def _data() -> Mapping[str, Any]:
    path = DATA / "plain-words.json"
    data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
