"""`kb.model.timing`: offsets from an anchor date, over month ends and leap days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.timing import ANY_TIME, Offset, Timing, Unit, in_words, read_timing


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("-6 months", date(2027, 8, 31), date(2027, 2, 28)),
        ("-6 months", date(2028, 8, 31), date(2028, 2, 29)),
        ("+1 month", date(2027, 1, 31), date(2027, 2, 28)),
        ("-1 year", date(2028, 2, 29), date(2027, 2, 28)),
        ("+4 years", date(2028, 2, 29), date(2032, 2, 29)),
        ("-16 weeks", date(2027, 8, 4), date(2027, 4, 14)),
        ("+10 weeks", date(2026, 12, 25), date(2027, 3, 5)),
        ("-1 day", date(2027, 3, 28), date(2027, 3, 27)),
        ("+1 day", date(2027, 10, 31), date(2027, 11, 1)),
        ("-14 months", date(2027, 1, 15), date(2025, 11, 15)),
    ],
)
def test_dates_are_those_of_the_calendar(text: str, anchor: date, expected: date) -> None:
    """Months keep the day or end on the month's last; clocks going back or forward move nothing."""
    timing = read_timing(text)
    assert timing.start is not None
    assert timing.start.after(anchor) == expected


@pytest.mark.parametrize(
    "text",
    [
        "-6 months",
        "+10 weeks",
        "-6 months..-3 months",
        "any time",
        "+1 day",
        "-60 years",
        "+0 days",
    ],
)
def test_a_timing_survives_a_round_trip(text: str) -> None:
    """What is read is written the same."""
    assert str(read_timing(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "6 months",
        "-6 fortnights",
        "-6months",
        "-3 months..-6 months",
        "soon",
        "",
        "-61 years",
        "+601 days",
        "-6 months..",
        "Any time",
    ],
)
def test_what_is_no_timing(text: str) -> None:
    """Units, signs and order are held to."""
    with pytest.raises(ValueError, match=r"no offset|later than|too far"):
        read_timing(text)


def test_a_date_outside_the_calendar() -> None:
    """It is an error of arithmetic, not another date."""
    with pytest.raises(OverflowError):
        Offset(-60, Unit.YEAR).after(date(30, 1, 1))


@given(
    st.integers(-600, 600),
    st.sampled_from(Unit),
    st.dates(date(1950, 1, 1), date(2150, 12, 31)),
)
def test_the_order_of_offsets_is_that_of_dates(amount: int, unit: Unit, anchor: date) -> None:
    """An offset before the anchor gives an earlier day, one after it a later; years too."""
    amount = max(-60, min(60, amount)) if unit is Unit.YEAR else amount
    found = Offset(amount, unit).after(anchor)
    assert (found > anchor) == (amount > 0)
    assert (found < anchor) == (amount < 0)
    assert abs((found - anchor).days - Offset(amount, unit).days) <= 3 + abs(amount) * 0.02
    assert found - anchor != timedelta(0) or amount == 0


def test_any_time_comes_last() -> None:
    """Tasks are put in order of their start, then of their end."""
    texts = [ANY_TIME, "+10 weeks", "-3 months", "-6 months..-3 months", "-6 months", "-1 week"]
    ordered = sorted((read_timing(text) for text in texts), key=lambda timing: timing.order)
    assert [str(timing) for timing in ordered] == [
        "-6 months",
        "-6 months..-3 months",
        "-3 months",
        "-1 week",
        "+10 weeks",
        "any time",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-6 months", "6 months before your CCT date"),
        ("+1 week", "1 week after your CCT date"),
        ("-6 months..-3 months", "6 months to 3 months before your CCT date"),
        ("+2 weeks..+1 month", "2 weeks to 1 month after your CCT date"),
        ("-1 month..+1 month", "From 1 month before your CCT date to 1 month after your CCT date"),
        ("+0 days", "On your CCT date"),
        ("any time", "Any time"),
    ],
)
def test_a_timing_in_words(text: str, words: str) -> None:
    """As a reader meets it without a date of their own."""
    assert in_words(read_timing(text), "your CCT date") == words


def test_the_default_is_any_time() -> None:
    """A timing without ends is no date."""
    assert Timing() == read_timing(ANY_TIME)
