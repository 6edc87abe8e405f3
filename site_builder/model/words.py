"""Dates, figures and statuses as a reader meets them; plain text in, plain text out."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.model.documents import (
    NOT_STATED,
    Document,
    Figure,
    Kind,
    Result,
    Stands,
    Status,
    Strength,
)
from kb.model.standing import standing
from kb.model.vocabulary import Taxonomy
from kb.text.dates import date_text as date_text
from kb.text.dates import month_text
from kb.text.dates import when_text as when_text

_HEDGES = {
    Strength.ABOUT: "about",
    Strength.NEARLY: "nearly",
    Strength.OVER: "over",
    Strength.UP_TO: "up to",
    Strength.AT_LEAST: "at least",
}
_SINGULAR = {"people": "person"}
_MONEY = {"pounds": "", "pounds-a-year": " a year"}
_STANDS_LABELS = {Stands.LAW: "In force", Stands.SERVICE: "Standing service"}
_SHARES = {"percent": "%", "percentage-points": " percentage points"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """How a page says whether a thing runs: a short label for a tag, and the line beside it.

    `key` is the status that a reader may rely on; `checked` says when anybody last looked.
    """

    key: str
    label: str
    colour: str
    detail: str
    checked: str


def due_date(document: Document) -> date:
    """The day from which a page is due for review.

    `review_in` months after the older of its two dates, `reviewed` and `now.checked`; the last
    day of the month where that month is shorter.
    """
    start = min(document.reviewed, document.now.checked)
    months = start.year * 12 + start.month - 1 + document.review_in
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def number_text(number: float) -> str:
    """A number with thousands separated and no needless decimals: "1,200", "0.5"."""
    if number == int(number):
        return f"{int(number):,}"
    return f"{number:,.4f}".rstrip("0").rstrip(".")


def count_text(number: int, singular: str, plural: str = "") -> str:
    """A count with its noun: "1 case study", "3 case studies"."""
    return f"{number_text(number)} {singular if number == 1 else plural or singular + 's'}"


def figure_text(result: Result, units: Taxonomy) -> str:
    """The figure of a result with hedge, direction and unit: "about 15 more sessions a week".

    Empty for a result without a figure.
    """
    figure = result.figure
    if figure is None:
        return ""
    hedge = f"{_HEDGES[result.strength]} " if result.strength else ""
    unit = result.unit or ""
    label = units.get(unit).label if unit in units else ""
    if result.change is not None:
        return hedge + _change(figure, unit, label)
    if result.before is not None:
        earlier = _amount(result.before, unit, label, bare=unit not in {**_MONEY, "percent": ""})
        return f"{hedge}{_amount(figure, unit, label)}, from {earlier}"
    return hedge + _amount(figure, unit, label)


def _change(figure: Figure, unit: str, label: str) -> str:
    low, high = figure if isinstance(figure, tuple) else (figure, figure)
    falls = low < 0 and high <= 0
    size: Figure = (abs(high), abs(low)) if falls else (low, high)
    size = size[0] if isinstance(size, tuple) and size[0] == size[1] else size
    amount = _amount(size, unit, label)
    if unit in _SHARES:
        return f"{amount} {'lower' if falls else 'higher'}"
    if unit in _MONEY:
        return f"{amount} {'less' if falls else 'more'}"
    number, _, rest = _amount(size, unit, label, marker="\0").partition("\0")
    return f"{number} {'fewer' if falls else 'more'} {rest}".strip()


def _amount(figure: Figure, unit: str, label: str, *, bare: bool = False, marker: str = " ") -> str:
    low, high = figure if isinstance(figure, tuple) else (figure, figure)
    if unit in _MONEY:
        text = _money(low) if low == high else f"{_money(low)} to {_money(high)}"
        return text + _MONEY[unit]
    text = number_text(low) if low == high else f"{number_text(low)} to {number_text(high)}"
    if unit == "percent":
        return f"{text}%"
    if bare or not label:
        return text
    if low == high == 1:
        label = _SINGULAR.get(label, label[:-1] if label.endswith("s") else label)
    return f"{text}{marker}{label}"


def _money(pounds: float) -> str:
    if abs(pounds) >= 1_000_000 and round(pounds / 1_000_000, 3) * 1_000_000 == pounds:
        return f"£{number_text(round(pounds / 1_000_000, 3))} million"
    return f"£{number_text(pounds)}"


def status_view(document: Document) -> StatusView | None:
    """What a page says of whether its scheme or offer runs; None for pages without a status."""
    now = document.now
    status = standing(now)
    if status is None:
        return None
    as_at = when_text(now.as_at)
    option = document.kind is Kind.SIGNPOSTING
    label, colour = {
        Status.OPEN: ("Open" if option else "Running", "green"),
        Status.CHANGED: ("Open, with new rules" if option else "Running, with changes", "blue"),
        Status.CLOSED: ("Closed" if option else "Ended", "grey"),
        Status.UNKNOWN: (f"Running in {as_at}", "orange"),
    }[status]
    return StatusView(
        key=status.value,
        label=_STANDS_LABELS[now.stands] if now.stands and status is Status.OPEN else label,
        colour=colour,
        detail="not confirmed since" if status is Status.UNKNOWN else f"as of {as_at}",
        checked=f"checked {month_text(now.checked)}",
    )


def stated(text: str | None) -> str:
    """A text for a reader, with the value `not stated` as the words "Not stated"."""
    return "Not stated" if text in (None, NOT_STATED) else str(text)


def listed(items: Sequence[str]) -> str:
    """Items as a sentence lists them: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + f" and {items[-1]}"


def sentence_start(text: str) -> str:
    """The text with its first letter a capital, the rest as it was."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """A label inside a sentence: its first letter small, unless it begins with an acronym or I."""
    kept = text[:2].isupper() and text[:2] != "A "
    return text if kept else text[:1].lower() + text[1:]
