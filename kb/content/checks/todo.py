"""Finds what a draft leaves to be written: a line that begins with "To do:"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.content.checks.page import Page, strings_of
from kb.content.schema.text import shown
from kb.model.problems import Problem

_TODO = re.compile(r"^[ \t>*_+-]*(?:\d+[.)]\s+)?to[ -]?do\s*:", re.IGNORECASE)


def check_todo(page: Page) -> Iterator[Problem]:
    """Yield a problem for each field and each line of the body that is still to be written."""
    for field, text in strings_of(page.fields):
        if _TODO.match(text):
            yield _problem(page, text, field=field)
    for at, line in enumerate(page.body.split("\n")):
        if _TODO.match(line):
            yield _problem(page, line.strip(), line=page.body_line + at)


def _problem(page: Page, text: str, *, field: str = "", line: int | None = None) -> Problem:
    return page.problem(
        "to-do",
        field=field,
        line=line,
        found=shown(text),
        remedy="write what it asks for in its place",
    )
