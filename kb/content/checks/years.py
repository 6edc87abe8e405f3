"""Warns of a figure in a roadmap that does not say of when it is.

Money, shares and counts grow old: a reader must see their year. A fact has `as_at`, and a task
shows the date of its page, so theirs are looked at only where that page is undated. How long
before a date something is due, ages and sessions are no figures of a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from kb.content.checks.proof import blank_targets
from kb.content.citations import UNDATED
from kb.content.reference import ReferenceData
from kb.content.source_page import SourcePage
from kb.model.documents import Kind, SourceId
from kb.model.problems import Problem, Severity
from kb.text.numbers import Number, claims

FEWEST = 10
"""A count of people or practices from here up is a figure; "ask two colleagues" is none."""
LARGE = 100
"""Any number from here up is a figure, whatever it counts, but for days and the like."""

_YEAR = re.compile(r"(?<![£$€\d,.])\b(?:19|20)\d\d\b(?![,.]\d|%)")
_MONEY = re.compile(r"[£$€]\s?$")
_SHARE = re.compile(r"\s?(?:%|per ?cent\b|in (?:\d|ten|five|four|three|two)\b)")
_SPAN = re.compile(
    r"[- ]?(?:to \w+ |or \w+ )?(?:more )?(?:working )?"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?|sessions?|points?)\b"
)
_PEOPLE = re.compile(
    r"(?: \w+){0,2} (?:GPs?|doctors?|locums?|partners?|registrars?|trainees?|people|practices?"
    r"|patients?|nurses?|members?|networks?|boards?)\b"
)
_PHONE = re.compile(
    r"(?<![\w,.£])(?:0\d{2,4}(?:[ \u00a0]\d{2,4}){2,3}|0\d{4}[ \u00a0]\d{6}"
    r"|116[ \u00a0]123|999|11[12])"
    r"(?!\w|[,.]\d|%)"
)
_PARAGRAPH_END = re.compile(r"\n\s*\n|\n(?=[ \t>]*(?:[-*+#|]|\d+[.)])\s)")


def undated_figures(text: str) -> Iterator[Number]:
    """Yield each figure of a text whose paragraph names no year.

    A figure is a sum of money, a share, a count of people or practices from `FEWEST` up, and any
    number from `LARGE` up; not a time span, a telephone number, or a number set apart by
    `kb.text.numbers.claims`.
    """
    bare = _PHONE.sub(lambda match: " " * len(match.group()), text)
    starts = [0, *(match.end() for match in _PARAGRAPH_END.finditer(text)), len(text)]
    for begin, end in pairwise(starts):
        if _YEAR.search(text, begin, end):
            continue
        for number in claims(bare[begin:end]):
            if _is_figure(bare[begin:end], number):
                yield Number(begin + number.offset, number.shown, number.normal)


def check_years(page: SourcePage) -> Iterator[Problem]:
    """Yield a warning for each figure of a roadmap's summary and body that names no year."""
    if page.kind is not Kind.ROADMAP:
        return
    for number in undated_figures(page.text("summary")):
        yield _no_year(page, "summary", number)
    for number in undated_figures(blank_targets(page.body)):
        yield _no_year(page, "", number, line=page.line_at(number.offset))


def check_task_years(
    page: SourcePage, reference: ReferenceData, task: Mapping[str, Any], field: str
) -> Iterator[Problem]:
    """Yield a warning for each figure of a task that neither its words nor its page date."""
    entry = reference.bibliography.get(SourceId(str(task.get("source") or "")))
    if entry is None or entry.date != UNDATED:
        return
    for key in ("do", "why"):
        for number in undated_figures(str(task.get(key) or "")):
            yield _no_year(page, f"{field}.{key}", number)


def _no_year(page: SourcePage, field: str, number: Number, line: int | None = None) -> Problem:
    return page.problem(
        "figure-without-year",
        field=field,
        line=line,
        found=f'"{number.shown}"',
        allowed="money, shares and counts with the year they speak of",
        remedy='say of when it is, as "(2024)", or leave the figure out',
        severity=Severity.WARNING,
    )


def _is_figure(text: str, number: Number) -> bool:
    after = number.offset + len(number.shown)
    if _SPAN.match(text, after):
        return False
    size = float(number.normal)
    return bool(
        _MONEY.search(text, 0, number.offset)
        or _SHARE.match(text, after)
        or size >= LARGE
        or (size >= FEWEST and _PEOPLE.match(text, after))
    )
