"""`kb.text.ics`: calendar files that a calendar library reads back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.ics import Event, calendar_text, escaped, folded

MADE = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def read(text: str) -> list[icalendar.Event]:
    """Read a calendar file; the library raises where it is not one."""
    calendar = icalendar.Calendar.from_ical(text)
    assert not calendar.errors
    found = list(calendar.walk("VEVENT"))
    assert all(not event.errors for event in found)
    return found


def event(**more: object) -> Event:
    """An event of one day."""
    day = date(2027, 2, 28)
    given = {"uid": "a1@example", "start": day, "end": day, "title": "Send form AW8", **more}
    return Event(**given)  # type: ignore[arg-type]


def test_an_event_is_read_back() -> None:
    """Every property reaches the library, and a day ends before the next begins."""
    text = calendar_text(
        [event(details="Why: it takes time.\nWith: PCSE", url="https://pcse.example/aw8?a=1,2")],
        made=MADE,
    )
    (found,) = read(text)
    assert found["UID"] == "a1@example"
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2027, 2, 28), date(2027, 3, 1))
    assert found["SUMMARY"] == "Send form AW8"
    assert found["DESCRIPTION"] == "Why: it takes time.\nWith: PCSE"
    assert found["URL"] == "https://pcse.example/aw8?a=1,2"
    assert found["DTSTAMP"].dt == MADE
    assert "DTSTART;VALUE=DATE:20270228\r\n" in text


def test_a_range_has_both_its_ends() -> None:
    """From the first day to the day after the last, over a leap day."""
    (found,) = read(
        calendar_text([event(start=date(2028, 2, 28), end=date(2028, 2, 29))], made=MADE)
    )
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2028, 2, 28), date(2028, 3, 1))


def test_the_stamp_is_in_universal_time() -> None:
    """An hour of summer time is taken off."""
    summer = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert "DTSTAMP:20260630T233000Z\r\n" in calendar_text([event()], made=summer)


def test_the_last_day_of_the_calendar() -> None:
    """There is no day after it, so that the event has no end of its own."""
    (found,) = read(calendar_text([event(start=date.max, end=date.max)], made=MADE))
    assert "DTEND" not in found


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a, b; c\\d", "a\\, b\\; c\\\\d"),
        ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
        ("tab\there\x00", "tab here "),
        ("BEGIN:VEVENT\nEND:VCALENDAR", "BEGIN:VEVENT\\nEND:VCALENDAR"),
    ],
)
def test_marks_are_escaped(text: str, written: str) -> None:
    """A text can neither end its line nor begin another."""
    assert escaped(text) == written


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=200)


@given(title=_TEXT, details=_TEXT)
def test_any_text_comes_back(title: str, details: str) -> None:
    """Whatever is written is what a library reads, in lines of at most 75 bytes."""
    text = calendar_text([event(title=title, details=details)], made=MADE)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (found,) = read(text)
    assert found["SUMMARY"] == title
    assert found.get("DESCRIPTION", "") == details


def test_a_fold_cuts_no_character() -> None:
    """A character of three bytes that does not fit goes to the next piece whole."""
    pieces = list(folded("x" * 74 + "€" + "y"))
    assert pieces == ["x" * 74, " €y"]
