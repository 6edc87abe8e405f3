"""When a task of a roadmap is due: an offset from the stop's anchor date, a range, or any time.

Written as ``-6 months``, ``+10 weeks``, ``-6 months..-3 months`` or ``any time``. Dates are plain
calendar days, so that no time zone or change of clocks can move one.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ANY_TIME = "any time"
"""The timing of a task that no date bounds."""
MOST = 600
"""The largest number of days, weeks or months of an offset; for years it is 60."""
MOST_YEARS = 60

_OFFSET = re.compile(r"([+-])(\d{1,3}) (day|week|month|year)s?")


class Unit(StrEnum):
    """The unit of an offset, as the page that a task rests on gives it."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_DAYS = {Unit.DAY: 1.0, Unit.WEEK: 7.0, Unit.MONTH: 30.44, Unit.YEAR: 365.25}
"""Days of each unit, to put offsets in order; dates are worked out by the calendar."""


@dataclass(frozen=True, slots=True)
class Offset:
    """A span from an anchor date: `amount` of a `unit`, negative before the anchor."""

    amount: int
    unit: Unit

    @property
    def days(self) -> float:
        """The span in days, about; only to compare offsets."""
        return self.amount * _DAYS[self.unit]

    def after(self, anchor: date) -> date:
        """Return the day that lies this far from `anchor`.

        Months and years keep the day of the month; where the month is shorter it is its last
        day, so that six months before 31 August is 28 (or 29) February.

        Raises:
            OverflowError: there is no such day in the calendar (before year 1 or after 9999).
        """
        if self.unit in (Unit.DAY, Unit.WEEK):
            return anchor + timedelta(days=self.amount * int(_DAYS[self.unit]))
        months = self.amount * (12 if self.unit is Unit.YEAR else 1)
        year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
        if not date.min.year <= year <= date.max.year:
            raise OverflowError(f"{self} from {anchor} lies outside the calendar")
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(anchor.day, last))

    def __str__(self) -> str:
        """The offset as it is written: ``-6 months``."""
        ending = "" if abs(self.amount) == 1 else "s"
        return f"{self.amount:+d} {self.unit}{ending}"


@dataclass(frozen=True, slots=True)
class Timing:
    """When a task may be done: from `start` to `end`, both None for any time.

    A single offset has the same start and end.
    """

    start: Offset | None = None
    end: Offset | None = None

    @property
    def order(self) -> tuple[int, float, float]:
        """What tasks are sorted by: the earliest first, any time last."""
        if self.start is None or self.end is None:
            return (1, 0.0, 0.0)
        return (0, self.start.days, self.end.days)

    def __str__(self) -> str:
        """The timing as it is written."""
        if self.start is None or self.end is None:
            return ANY_TIME
        return str(self.start) if self.start == self.end else f"{self.start}..{self.end}"


def read_timing(text: str) -> Timing:
    """Return the timing that a text gives.

    Raises:
        ValueError: it is none, or a range that ends before it starts.
    """
    if text == ANY_TIME:
        return Timing()
    first, dots, second = text.partition("..")
    start = _offset(first)
    end = _offset(second) if dots else start
    if end.days < start.days:
        raise ValueError(f"{start} is later than {end}")
    return Timing(start, end)


def _offset(text: str) -> Offset:
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is no offset')
    amount, unit = int(match[2]), Unit(match[3])
    if amount > (MOST_YEARS if unit is Unit.YEAR else MOST):
        raise ValueError(f'"{text}" lies too far away')
    return Offset(-amount if match[1] == "-" else amount, unit)


def in_words(timing: Timing, anchor: str) -> str:
    """Return a timing as a reader meets it, beside what its dates count from.

    ``-6 months`` and "your CCT date" give "6 months before your CCT date".
    """
    if timing.start is None or timing.end is None:
        return "Any time"
    if timing.start == timing.end:
        return _words(timing.start, anchor)
    first, second = timing.start, timing.end
    if (first.amount < 0) == (second.amount < 0) and first.amount and second.amount:
        side = "before" if first.amount < 0 else "after"
        return f"{_span(first)} to {_span(second)} {side} {anchor}"
    return f"From {_lower(_words(first, anchor))} to {_lower(_words(second, anchor))}"


def _words(offset: Offset, anchor: str) -> str:
    if not offset.amount:
        return f"On {anchor}" if "date" in anchor or "day" in anchor else f"At {anchor}"
    side = "before" if offset.amount < 0 else "after"
    return f"{_span(offset)} {side} {anchor}"


def _span(offset: Offset) -> str:
    amount = abs(offset.amount)
    return f"{amount} {offset.unit}{'' if amount == 1 else 's'}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
