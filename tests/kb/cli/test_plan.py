"""The command `kb plan`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import icalendar
import pytest

from tests.conftest import Kb

pytestmark = pytest.mark.usefixtures("tree")

STOP = "locum#thinking-of-leaving"


def test_the_tasks_with_their_days(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates in words, soonest first, what has passed marked."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1803859200")  # 1 March 2027
    outcome = kb("plan", STOP, "--date", "2027-08-31")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[1] == "Counted from your last day: 31 August 2027"
    assert "28 February 2027 (already late): Tell the board that you are leaving." in lines
    assert lines.index("At any time: Talk to somebody outside the practice.") > 3


def test_as_json(kb: Kb) -> None:
    """The same for a program."""
    found = json.loads(kb("plan", STOP, "--date", "2028-08-29", "--json").out)
    assert (found["road"], found["stop"], found["date"]) == (
        "locum",
        "thinking-of-leaving",
        "2028-08-29",
    )
    first, last = found["tasks"]
    assert (first["from"], first["to"]) == ("2028-02-29", "2028-02-29")
    assert first["when"] == "6 months before your last day"
    assert first["source"]["id"] == "fen-rules"
    assert (last["from"], last["source"], last["due"]) == (None, None, "any time")


def test_a_calendar_file(kb: Kb, tmp_path: Path) -> None:
    """A library reads it; a task at any time is not in it."""
    file = tmp_path / "plan.ics"
    outcome = kb("plan", STOP, "--date", "2027-08-31", "--ics", str(file))
    assert outcome.err == f"{file}: 1 event\n"
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == date(2027, 2, 28)
    assert event["SUMMARY"] == "Tell the board that you are leaving"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2027-02-29", 'found "2027-02-29", a day that is not in the calendar'),
        ("1 April 2027", 'found "1 April 2027"; allowed year, month and day, as 2027-04-01'),
        ("20270401", "allowed year, month and day"),
        ("0000-01-01", "a day that is not in the calendar"),
    ],
)
def test_an_impossible_date(kb: Kb, day: str, said: str) -> None:
    """It is refused with what is allowed."""
    outcome = kb("plan", STOP, "--date", day)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in " ".join(outcome.err.split())


def test_a_date_too_far_away(kb: Kb) -> None:
    """A day before the first of the calendar."""
    outcome = kb("plan", STOP, "--date", "0001-01-01")
    assert outcome.code == 1
    assert "outside the calendar; give a nearer date" in outcome.err


def test_an_unknown_stop(kb: Kb) -> None:
    """The nearest is offered."""
    outcome = kb("plan", "locum#thinking-of-leavin", "--date", "2027-01-01")
    assert outcome.code == 1
    assert 'did you mean "locum#thinking-of-leaving"?' in outcome.err
