"""The dates of a stop in the browser and on the command line: the same days, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.content.planning import events_of, find_place, places
from kb.model.corpus import Corpus
from kb.model.plan import planned
from kb.model.timing import Offset, Unit
from kb.text.ics import Event, calendar_text
from site_builder.model.site_content import SiteContent
from site_builder.tools.plan_data import plan_data
from tests.site_builder.scripts import run_scripts, static

RULE = [static("plan_rule.js")]
MADE = datetime(2026, 11, 28, 9, 5, 7, tzinfo=UTC)
TODAY = date(2026, 11, 28)
DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
OFFSETS = st.builds(Offset, st.integers(-600, 600), st.sampled_from(Unit))


def in_browser(body: str, given: object) -> Any:
    """Give what the browser's rule makes of something."""
    return run_scripts(RULE, f"const rule = window.kbPlan;\n{body}", given)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.tuples(DAYS, OFFSETS), min_size=200, max_size=300))
def test_a_day_is_the_same_on_both_sides(pairs: list[tuple[date, Offset]]) -> None:
    """Over month ends, leap days, changes of clocks and the ends of the calendar."""
    expected = []
    for day, offset in pairs:
        try:
            expected.append(offset.after(day).isoformat())
        except OverflowError:
            expected.append("outside")
    found = in_browser(
        "return given.map(([day, offset]) => {"
        " try { return rule.after(offset, day); } catch (error) {"
        " if (error instanceof RangeError) { return 'outside'; } throw error; } });",
        [[day.isoformat(), [offset.amount, offset.unit.value]] for day, offset in pairs],
    )
    assert found == expected


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("2027-02-28", True),
        ("2027-02-29", False),
        ("2028-02-29", True),
        ("2100-02-29", False),
        ("2000-02-29", True),
        ("2027-04-31", False),
        ("2027-00-10", False),
        ("2027-13-01", False),
        ("0000-01-01", False),
        ("27-01-01", False),
        ("2027-1-1", False),
        ("", False),
    ],
)
def test_a_day_is_one_of_the_calendar(text: str, valid: bool) -> None:
    """Or it is none."""
    assert in_browser("return rule.parseDay(given) !== null;", text) is valid


def road_and_stop(content: SiteContent, name: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return what the browser knows of a road and of a stop of it."""
    role, _, moment = name.partition("#")
    road = plan_data(content)[role]
    return road, road["stops"][moment]  # type: ignore[index]


@pytest.mark.parametrize("anchor", [date(2027, 8, 31), date(2028, 8, 29), date(2026, 11, 28)])
def test_a_stop_gives_the_same_calendar(corpus: Corpus, anchor: date) -> None:
    """Byte for byte, at every stop; and a calendar library reads it."""
    content = SiteContent(corpus)
    address = "https://gp.example/roadmaps/x/"
    for place in places(corpus):
        tasks = planned(place.name, place.stop.tasks, anchor, TODAY)
        ours = calendar_text(tuple(events_of(corpus, place, tasks, address=address)), made=MADE)
        road, stop = road_and_stop(content, place.name)
        found = in_browser(
            "const list = rule.planned(given.tasks, given.anchor, given.today);"
            "return {order: list.map((one) => [one.id, one.start, one.end, one.due]),"
            " text: rule.calendarText(rule.eventsOf(list, given.sources, given.address),"
            " new Date(given.made))};",
            {
                "tasks": stop["tasks"],
                "sources": road["sources"],
                "anchor": anchor.isoformat(),
                "today": TODAY.isoformat(),
                "address": address,
                "made": MADE.isoformat(),
            },
        )
        assert found["text"] == ours
        assert found["order"] == [
            [
                one.id,
                one.start.isoformat() if one.start else None,
                one.end.isoformat() if one.end else None,
                one.due.value,
            ]
            for one in tasks
        ]
        calendar = icalendar.Calendar.from_ical(found["text"])
        dated = [one for one in tasks if one.start]
        assert [event["DTSTART"].dt for event in calendar.walk("VEVENT")] == [
            one.start for one in dated
        ]
        assert all(event["URL"].startswith("https://") for event in calendar.walk("VEVENT"))


def test_any_text_is_written_the_same() -> None:
    """Marks, line ends, control characters, letters of one to four bytes, long lines."""
    texts = [
        "a, b; c\\d",
        "one\r\ntwo\rthree\nfour\ttab\x00",
        "é" * 100,
        "€" * 74 + "x",
        "👩‍⚕️" * 30,
        "x" * 300,
    ]
    day = date(2027, 2, 28)
    events = [
        Event(uid=f"{at}@x", start=day, end=day, title=text, details=text, url="https://x.example/")
        for at, text in enumerate(texts)
    ]
    found = in_browser(
        "return rule.calendarText(given.texts.map((text, at) => ({uid: at + '@x',"
        " start: '2027-02-28', end: '2027-02-28', title: text, details: text,"
        " url: 'https://x.example/'})), new Date(given.made));",
        {"texts": texts, "made": MADE.isoformat()},
    )
    assert found == calendar_text(events, made=MADE)


PLAN = {
    "stop": "locum/thinking-of-leaving",
    "date": "2027-08-31",
    "ticked": [{"id": "a1", "do": "Tell the board"}],
    "own": [{"id": "own-1", "do": "Book a holiday", "date": "", "done": True}],
}


def test_a_saved_plan_opens_again() -> None:
    """All of it, with its schema and version in the file."""
    text = in_browser("return rule.writePlan(given, '2026-11-28');", PLAN)
    saved = json.loads(text)
    assert (saved["schema"], saved["version"], saved["saved"]) == (
        "gp-retention-kb/plan",
        1,
        "2026-11-28",
    )
    assert in_browser("return rule.readPlan(given);", text) == {"plan": PLAN}


def saved(**changes: object) -> str:
    """Return a plan file with changes."""
    return json.dumps({"schema": "gp-retention-kb/plan", "version": 1, **PLAN, **changes})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read as a plan: it is damaged"),
        ("[]", "not a plan saved from this page"),
        ("null", "not a plan saved from this page"),
        ('{"schema": "other"}', "not a plan saved from this page"),
        (saved(version=2), "saved by a newer version of this page (version 2;"),
        (saved(version="1"), "damaged: it does not say its version"),
        (saved(stop="../x"), "damaged: it names no stop"),
        (saved(date="2027-02-30"), "damaged: its date is not in the calendar: 2027-02-30"),
        (saved(own=None), "damaged: a list is missing from it"),
        (saved(ticked=[{"id": 1}]), "damaged: one of its ticks cannot be read"),
        (saved(own=[{"id": "x", "do": " ", "date": ""}]), "one of your own lines cannot be read"),
        (
            saved(own=[{"id": "x", "do": "Call", "date": "2027-02-31"}]),
            "the date of “Call” is not in the calendar: 2027-02-31",
        ),
        (saved(ticked=[PLAN["ticked"][0]] * 201), "more than 200 lines"),  # type: ignore[index]
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_its_reason(text: str, said: str) -> None:
    """Damaged, newer, or of another kind."""
    found = in_browser("return rule.readPlan(given);", text)
    assert "plan" not in found
    assert said in found["error"]


def test_the_identifiers_are_those_of_the_command_line(corpus: Corpus) -> None:
    """So that a calendar that came from one is changed by the other."""
    place = find_place(corpus, "locum#thinking-of-leaving")
    _, stop = road_and_stop(SiteContent(corpus), place.name)
    tasks = planned(place.name, place.stop.tasks, date(2027, 1, 1), TODAY)
    assert [task["id"] for task in stop["tasks"]] == [one.id for one in tasks]
