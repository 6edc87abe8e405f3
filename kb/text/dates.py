"""Dates as people write them, whatever the locale."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


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
    parts = when.split("-")
    if not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        return when
    if len(parts) == 1:
        return parts[0]
    month = calendar.month_name[int(parts[1])]
    return f"{int(parts[2])} {month} {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"


def date_text(day: date) -> str:
    """A date as "22 November 2026"."""
    return when_text(day.isoformat())


def month_text(day: date) -> str:
    """The month of a date: "November 2026"."""
    return when_text(day.isoformat()[:7])
