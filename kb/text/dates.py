"""Dates as people write them, whatever the locale."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHEN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Those of the module calendar are in the language of whoever has set a locale."""


def read_day(text: str) -> date:
    """Return the day that a text as ``2027-04-01`` gives, written in this way alone.

    Raises:
        ValueError: it is written otherwise, or is a day that is not in the calendar.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(f'found "{text[:40]}"; allowed year, month and day, as 2027-04-01')
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(
            f'found "{text}", a day that is not in the calendar; allowed a day that is, '
            "as 2027-04-01"
        ) from error


@lru_cache(maxsize=4000)
def when_text(when: str) -> str:
    """A date as written in content (``2024-10``) as people write it: "October 2024".

    Whatever is not such a date comes back as it was.
    """
    found = _WHEN.fullmatch(when)
    if found is None or found[2] is None:
        return when
    month = f"{_MONTHS[int(found[2]) - 1]} {found[1]}"
    return f"{int(found[3])} {month}" if found[3] else month


def date_text(day: date) -> str:
    """A date as "22 November 2026"."""
    return when_text(day.isoformat())


def month_text(day: date) -> str:
    """The month of a date: "November 2026"."""
    return when_text(day.isoformat()[:7])
