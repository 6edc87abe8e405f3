"""Whether a thing still runs, judged by how old the page was on the day that anybody looked.

"Open" on a page of 2022 says little in 2026, unless the law or a body's standing service is
meant, which go on until they are changed.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

from kb.model.documents import Now, Stands, Status

YEARS: Mapping[Stands | None, int] = {None: 2, Stands.SERVICE: 5, Stands.LAW: 10}
"""Years for which a page bears out that something runs: an offer, a service, a law."""

_RUNNING = (Status.OPEN, Status.CHANGED)


def last_day(when: str) -> date:
    """Return the last day of a date as written in content (``2024``, ``2024-10``, a day)."""
    parts = [int(part) for part in when.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return date(year, month, day)


def standing(now: Now) -> Status | None:
    """Return the status that a reader may rely on.

    It is the status as written, but `UNKNOWN` for what runs by a page that was too old when it
    was last looked at; None for a page without a status.
    """
    if now.status not in _RUNNING:
        return now.status
    newest = last_day(now.as_at)
    year = newest.year + YEARS[now.stands]
    until = date(year, newest.month, min(newest.day, calendar.monthrange(year, newest.month)[1]))
    return now.status if now.checked <= until else Status.UNKNOWN
