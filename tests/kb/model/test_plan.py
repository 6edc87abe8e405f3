"""`kb.model.plan`: the tasks of a stop with their days."""

from __future__ import annotations

from datetime import date

import pytest

from kb.model.documents import Task
from kb.model.plan import Due, planned, task_ids
from kb.model.timing import read_timing

TODAY = date(2026, 11, 28)


def tasks(*timings: str) -> tuple[Task, ...]:
    """One task for each timing, named by it."""
    return tuple(Task(do=timing, at=read_timing(timing)) for timing in timings)


def test_the_soonest_comes_first() -> None:
    """In the order of the days, whatever the order given; any time last, in its order."""
    found = planned(
        "a#b", tasks("any time", "+1 week", "-12 weeks", "-3 months"), date(2027, 5, 31), TODAY
    )
    assert [one.task.do for one in found] == ["-3 months", "-12 weeks", "+1 week", "any time"]
    assert [one.start for one in found] == [
        date(2027, 2, 28),
        date(2027, 3, 8),
        date(2027, 6, 7),
        None,
    ]


@pytest.mark.parametrize(
    ("timing", "anchor", "due"),
    [
        ("-1 day", date(2026, 11, 28), Due.LATE),
        ("+0 days", date(2026, 11, 28), Due.NOW),
        ("+1 day", date(2026, 11, 28), Due.AHEAD),
        ("-6 months..-3 months", date(2027, 2, 28), Due.NOW),
        ("-6 months..-3 months", date(2027, 2, 27), Due.LATE),
        ("-6 months..-3 months", date(2027, 5, 29), Due.AHEAD),
        ("any time", date(2020, 1, 1), Due.ANY),
    ],
)
def test_what_is_late(timing: str, anchor: date, due: Due) -> None:
    """Late from the day after its last day; due from its first."""
    (found,) = planned("a#b", tasks(timing), anchor, TODAY)
    assert found.due is due


def test_a_range_of_two_units_never_ends_before_it_starts() -> None:
    """A month of 31 days before an end in days: the two change places."""
    (found,) = planned("a#b", tasks("-61 days..-2 months"), date(2027, 10, 1), TODAY)
    assert (found.start, found.end) == (date(2027, 8, 1), date(2027, 8, 1))
    (found,) = planned("a#b", tasks("-1 month..-30 days"), date(2027, 3, 1), TODAY)
    assert (found.start, found.end) == (date(2027, 1, 30), date(2027, 2, 1))


def test_an_identifier_lasts() -> None:
    """It depends on the stop and on the words, not on the timing; of two alike the second has 2."""
    one, other = tasks("-1 day")[0], Task(do="-1 day", at=read_timing("+1 day"))
    assert task_ids("a#b", [one]) == task_ids("a#b", [other])
    assert task_ids("a#b", [one]) != task_ids("a#c", [one])
    first, second = task_ids("a#b", [one, other])
    assert second == f"{first}-2"


def test_a_day_outside_the_calendar() -> None:
    """It is an error, not another day."""
    with pytest.raises(OverflowError):
        planned("a#b", tasks("-2 years"), date(2, 1, 1), TODAY)
