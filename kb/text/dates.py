"""Dates as people write them, whatever the locale."""

from __future__ import annotations

import calendar
from datetime import date


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
