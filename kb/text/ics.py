"""Calendar files as RFC 5545 has them: whole days, in UTF-8, lines folded at 75 bytes.

Only what a list of dates needs. `site_builder/static/plan_rule.js` writes the same bytes in the
browser; the tests compare the two and read both with a calendar library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_PRODUCT = "-//Keeping GPs in practice//My dates//EN"
_LINE_BYTES = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One all-day event from `start` to `end`, both included.

    `uid` names it for good, so that a file that is imported again changes it and adds no second.
    `details` may have several lines; `url` may be empty.
    """

    uid: str
    start: date
    end: date
    title: str
    details: str = ""
    url: str = ""


def calendar_text(events: Sequence[Event], *, made: datetime) -> str:
    """Return a calendar file with one event for each of `events`.

    Args:
        events: in the order in which they are to stand.
        made: when the file is made, with its time zone.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += _event(event, made.astimezone(UTC))
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(event: Event, made: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(event.start)}"
    if event.end < date.max:
        yield f"DTEND;VALUE=DATE:{_day(event.end + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.details:
        yield f"DESCRIPTION:{escaped(event.details)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    # strftime("%Y") leaves out the noughts of early years
    return day.isoformat().replace("-", "")


def escaped(text: str) -> str:
    """Return a text as a value of type TEXT: marks escaped, line ends written out.

    Other control characters, which such a value cannot hold, become spaces.
    """
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, written)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(" " if _is_control(mark) else mark for mark in text)
    return plain.replace("\n", "\\n")


def _is_control(mark: str) -> bool:
    return mark != "\n" and (mark < " " or mark == "\x7f")


def folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 bytes, each after the first with a space before it.

    No character is cut in two.
    """
    piece, size = "", 0
    for mark in line:
        width = len(mark.encode())
        if size + width > _LINE_BYTES:
            yield piece
            piece, size = " ", 1
        piece += mark
        size += width
    yield piece
