"""What runs is judged by the age of the page that says so, on the day that anybody looked."""

from __future__ import annotations

from datetime import date

import pytest

from kb.model.documents import Now, Stands, Status
from kb.model.standing import last_day, standing


def _now(status: Status | None, as_at: str, checked: date, stands: Stands | None = None) -> Now:
    return Now(
        status=status, as_at=as_at, checked=checked, checked_by="us", note="Runs.", stands=stands
    )


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 28)),
        ("2024-10-25", date(2024, 10, 25)),
    ],
)
def test_a_date_lasts_to_its_last_day(when: str, day: date) -> None:
    """A year to its end, a month to its end."""
    assert last_day(when) == day


@pytest.mark.parametrize("status", [Status.OPEN, Status.CHANGED])
def test_an_offer_runs_for_two_years_after_its_page(status: Status) -> None:
    """To the day, and not a day longer; a leap day ends with February."""
    assert standing(_now(status, "2023", date(2025, 12, 31))) is status
    assert standing(_now(status, "2023", date(2026, 1, 1))) is Status.UNKNOWN
    assert standing(_now(status, "2024-02", date(2026, 2, 28))) is status
    assert standing(_now(status, "2024-02", date(2026, 3, 1))) is Status.UNKNOWN


@pytest.mark.parametrize(("stands", "years"), [(Stands.SERVICE, 5), (Stands.LAW, 10)])
def test_what_stands_until_it_is_changed_runs_for_longer(stands: Stands, years: int) -> None:
    """A service for five years, a law for ten; neither for ever."""
    page = "2016-06"
    assert standing(_now(Status.OPEN, page, date(2016 + years, 6, 30), stands)) is Status.OPEN
    assert standing(_now(Status.OPEN, page, date(2016 + years, 7, 1), stands)) is Status.UNKNOWN


@pytest.mark.parametrize("status", [Status.CLOSED, Status.UNKNOWN, None])
def test_what_does_not_run_stays_as_it_is(status: Status | None) -> None:
    """However old the page: what has closed has closed."""
    assert standing(_now(status, "2010", date(2026, 1, 1))) is status
