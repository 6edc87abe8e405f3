"""Dates as people write them, whatever the locale."""

from __future__ import annotations

from datetime import date

import pytest

from kb.text.dates import date_text, month_text, read_day, when_text


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ("2031", "2031"),
        ("2031-02", "February 2031"),
        ("2031-02-09", "9 February 2031"),
        ("spring 2031", "spring 2031"),
        ("31-02-2031", "31-02-2031"),
        ("", ""),
        *((odd, odd) for odd in ("2031-00", "2031-13", "2031-02-00", "2031-02-40", "2031-2")),
        *((odd, odd) for odd in ("2031-02-09-01", "2031-02-", "٢٠٣١-٠٢", "20²1-02", "2031-0²")),
    ],
)
def test_what_is_a_date_is_written_out(when: str, text: str) -> None:
    """A year, a month or a day; anything else is left as it is."""
    assert when_text(when) == text


def test_a_month_is_in_english_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in a program that speaks another language."""
    monkeypatch.setattr("calendar.month_name", ["", *(f"mois {number}" for number in range(1, 13))])
    when_text.cache_clear()
    assert [when_text(f"2031-{month:02}") for month in (1, 8, 12)] == [
        "January 2031",
        "August 2031",
        "December 2031",
    ]


def test_a_day_and_its_month() -> None:
    """No leading zero."""
    assert date_text(date(2031, 5, 3)) == "3 May 2031"
    assert month_text(date(2031, 5, 3)) == "May 2031"


def test_a_day_is_read_in_one_way_alone() -> None:
    """Neither weeks nor days without dashes, whatever else ISO 8601 allows."""
    assert read_day("2028-02-29") == date(2028, 2, 29)
    for text in ("20280229", "2028-W09-2", "29/02/2028", "2028-2-29", "٢٠٢٨-٠٢-٢٩", "", "2028-02"):
        with pytest.raises(ValueError, match="allowed year, month and day, as 2027-04-01"):
            read_day(text)
    for text in ("2027-02-29", "0000-01-01", "2027-13-01", "2027-04-31"):
        with pytest.raises(ValueError, match=f'found "{text}", a day that is not in the calendar'):
            read_day(text)
