"""Checks of the footnotes of a page: each reference has its note, and each note its reference."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.content.checks.body import without_code
from kb.content.source_page import SourcePage, strings_of
from kb.model.problems import Problem
from kb.model.vocabulary import nearest

_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$", re.MULTILINE)
_REFERENCE = re.compile(r"(?<!\\)\[\^([^\]\s]{1,80})\]")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t].*$", re.MULTILINE)


def check_notes(page: SourcePage) -> Iterator[Problem]:
    """Yield a problem for each footnote that is not there, not used, written twice or empty.

    One in a heading or in a field of the front matter is a problem too: it would stand in the
    list of contents, on cards and in search results, where no note can follow.
    """
    body = without_code(page.body)
    defined: dict[str, int] = {}
    for match in _DEFINITION.finditer(body):
        label, line = match[1], page.line_at(match.start())
        if label in defined:
            yield _problem(page, label, line, "a second note of this name", "give it another name")
        elif not match[2].strip():
            yield _problem(page, label, line, "a note that says nothing", "say where it stands")
        defined.setdefault(label, line)
    text = _DEFINITION.sub(lambda match: " " * (match.start(2) - match.start()) + match[2], body)
    used = {match[1] for match in _REFERENCE.finditer(text)}
    for match in _REFERENCE.finditer(text):
        if match[1] not in defined:
            yield page.problem(
                "unknown-note",
                line=page.line_at(match.start()),
                found=f"[^{match[1]}]",
                allowed=", ".join(f"[^{label}]" for label in defined),
                suggestion=nearest(match[1], defined),
                remedy=f'write "[^{match[1]}]: where it stands" on a line at the end of the page',
            )
    for label, line in defined.items():
        if label not in used:
            yield _problem(page, label, line, "a note that nothing refers to", "take it out")
    yield from _misplaced(page, text)


def _misplaced(page: SourcePage, text: str) -> Iterator[Problem]:
    remedy = "put it behind a sentence of the body"
    for heading in _HEADING.finditer(text):
        for match in _REFERENCE.finditer(heading.group()):
            line = page.line_at(heading.start())
            yield _problem(page, match[1], line, "a reference in a heading", remedy)
    for field, said in strings_of(page.fields):
        for match in _REFERENCE.finditer(said):
            yield page.problem(
                "loose-note",
                field=field,
                found=f"[^{match[1]}]: a reference in a field",
                remedy=remedy,
            )


def _problem(page: SourcePage, label: str, line: int, found: str, remedy: str) -> Problem:
    return page.problem("loose-note", line=line, found=f"[^{label}]: {found}", remedy=remedy)
