"""Dates as people write them, whatever the locale."""

from __future__ import annotations

from datetime import date

import pytest

from kb.text.dates import date_text, month_text, when_text


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ("2031", "2031"),
        ("2031-02", "February 2031"),
        ("2031-02-09", "9 February 2031"),
        ("spring 2031", "spring 2031"),
        ("31-02-2031", "31-02-2031"),
        ("", ""),
    ],
)
def test_what_is_a_date_is_written_out(when: str, text: str) -> None:
    """A year, a month or a day; anything else is left as it is."""
    assert when_text(when) == text


def test_a_day_and_its_month() -> None:
    """No leading zero."""
    assert date_text(date(2031, 5, 3)) == "3 May 2031"
    assert month_text(date(2031, 5, 3)) == "May 2031"
