"""My dates in use: from a stop and a date to a list, a file, a calendar and paper."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest

PLAN = "plan/"
STOP = "locum/thinking-of-leaving"
TELL = "Tell the board that you are leaving."
TALK = "Talk to somebody outside the practice."


def open_plan(page: Any, base_url: str, day: str = "2099-08-31") -> None:
    """Open the page with a stop and a date behind the #."""
    page.goto(f"{base_url}{PLAN}#stop={STOP}&date={day}")
    page.get_by_text(TELL).wait_for()


def said(page: Any) -> str:
    """Return what the page has said last."""
    text: str = page.locator("[data-plan-said]").inner_text()
    return text


def put(page: Any, name: str, text: str) -> None:
    """Open a file of a text."""
    page.locator("[data-plan-file]").set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    )


def test_a_stop_and_a_date_become_dated_lines(watched: Any, base_url: str) -> None:
    """Chosen by hand; soonest first, any time apart, what is late marked."""
    watched.goto(base_url + PLAN)
    assert not watched.locator("[data-plan-sheet]").is_visible()
    watched.get_by_label("Road").select_option("locum")
    watched.locator("#plan-stop option[value=thinking-of-leaving]").wait_for(state="attached")
    watched.get_by_label("Stop", exact=True).select_option("thinking-of-leaving")
    assert "your last day" in watched.locator("label[for=plan-date]").inner_text()
    watched.locator("#plan-date").fill("2099-08-31")
    lines = watched.locator("[data-plan-dated] > li")
    assert lines.count() == 1
    assert "28 February 2099" in lines.first.inner_text()
    assert "Already late" not in lines.first.inner_text()
    assert TALK in watched.locator("[data-plan-any]").inner_text()
    assert said(watched) == "2 tasks."
    urgent = watched.locator("[data-plan-urgent]")
    assert urgent.is_visible()
    for number in ("999", "03301231245", "03000303300"):
        assert urgent.locator(f'a[href="tel:{number}"]').count() == 1
    watched.locator("#plan-date").fill("2001-08-31")
    assert "Already late" in lines.first.inner_text()
    assert said(watched) == "2 tasks, 1 already late."


def test_a_road_leads_to_the_dates_of_a_stop(watched: Any, base_url: str) -> None:
    """From its box, with the date; no history keeps the date."""
    watched.goto(base_url + "roadmaps/locum/")
    box = watched.locator("[data-plan-box]")
    box.get_by_label("Stop").select_option(STOP)
    assert "your last day" in box.inner_text()
    box.locator("input").fill("2099-08-31")
    box.get_by_role("button", name="Show my dates").click()
    watched.get_by_text("28 February 2099").wait_for()
    assert watched.evaluate("location.hash") == f"#stop={STOP}"


def test_what_is_ticked_and_added_is_saved_and_opens_again(
    watched: Any, base_url: str, tmp_path: Path
) -> None:
    """Ticks, lines of one's own with and without a date, the stop and its date."""
    open_plan(watched, base_url)
    watched.get_by_label(TELL).check()
    watched.get_by_label("What to do").fill("Book a holiday; tell <b>Mum</b>")
    watched.get_by_label("By when, if there is a date").fill("2099-01-05")
    watched.get_by_role("button", name="Add it").click()
    dated = watched.locator("[data-plan-dated] > li")
    assert "tell <b>Mum</b>" in dated.first.inner_text()
    with watched.expect_download() as caught:
        watched.get_by_role("button", name="Save the plan as a file").click()
    file = tmp_path / "plan.json"
    caught.value.save_as(file)
    saved = json.loads(file.read_text("utf-8"))
    assert (saved["schema"], saved["version"]) == ("gp-retention-kb/plan", 1)
    watched.goto(base_url + PLAN)
    watched.reload()
    assert not watched.locator("[data-plan-sheet]").is_visible()
    put(watched, "plan.json", file.read_text("utf-8"))
    watched.get_by_text("28 February 2099").wait_for()
    assert watched.get_by_label(TELL).is_checked()
    assert dated.count() == 2
    assert said(watched).startswith("Opened. 2 tasks")


def test_a_calendar_has_what_is_dated_and_to_do(
    watched: Any, base_url: str, tmp_path: Path
) -> None:
    """A library reads it; each event has its link."""
    open_plan(watched, base_url)
    watched.get_by_label("What to do").fill("Ring Zoë, twice")
    watched.get_by_label("By when, if there is a date").fill("2099-12-31")
    watched.get_by_role("button", name="Add it").click()
    with watched.expect_download() as caught:
        watched.get_by_role("button", name="Save for your calendar").click()
    file = tmp_path / "dates.ics"
    caught.value.save_as(file)
    events = list(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT"))
    assert [(event["DTSTART"].dt, str(event["SUMMARY"])) for event in events] == [
        (date(2099, 2, 28), TELL.rstrip(".")),
        (date(2099, 12, 31), "Ring Zoë, twice"),
    ]
    assert str(events[0]["URL"]) == "https://fens.example/rules"
    assert str(events[1]["URL"]) == f"{base_url}roadmaps/locum/#thinking-of-leaving"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot be read as a plan"),
        ('{"schema": "gp-retention-kb/plan", "version": 9}', "saved by a newer version"),
    ],
)
def test_a_wrong_file_changes_nothing(watched: Any, base_url: str, text: str, message: str) -> None:
    """It is said why, and what is on the page stays."""
    open_plan(watched, base_url)
    watched.get_by_label(TELL).check()
    put(watched, "x.json", text)
    watched.get_by_text(message).wait_for()
    assert said(watched).endswith("Nothing on this page was changed.")
    assert watched.get_by_label(TELL).is_checked()


def test_a_plan_of_a_stop_that_is_gone_keeps_its_lines(watched: Any, base_url: str) -> None:
    """It is said, and saved again as it was."""
    plan = {
        "schema": "gp-retention-kb/plan",
        "version": 1,
        "stop": "locum/gone-stop",
        "date": "2099-08-31",
        "ticked": [{"id": "t1", "do": "An old task"}],
        "own": [{"id": "o1", "do": "Ring Zoë", "date": "", "done": False}],
    }
    watched.goto(base_url + PLAN)
    put(watched, "old.json", json.dumps(plan))
    watched.get_by_text("is no longer on this site").wait_for()
    assert "Ring Zoë" in watched.locator("[data-plan-any]").inner_text()
    with watched.expect_download() as caught:
        watched.get_by_role("button", name="Save the plan as a file").click()
    saved = json.loads(Path(caught.value.path()).read_text("utf-8"))
    assert {key: saved[key] for key in plan} == plan


def test_an_unfinished_date_is_refused_in_words(watched: Any, base_url: str) -> None:
    """Beside its field; a line without words too."""
    open_plan(watched, base_url)
    watched.get_by_role("button", name="Add it").click()
    assert watched.locator("#plan-own-error").inner_text() == "Write what to do."
    assert watched.evaluate("document.activeElement.id") == "plan-own-text"


def test_nothing_is_kept_in_the_browser(watched: Any, base_url: str) -> None:
    """No cookie and no storage of any kind."""
    open_plan(watched, base_url)
    watched.get_by_label(TELL).check()
    assert watched.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"


def test_without_scripts_the_page_leads_to_the_stops(browser: Any, base_url: str) -> None:
    """Whose lists say the same in words."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(base_url + PLAN)
    assert not page.locator("[data-plan]").is_visible()
    page.locator("[data-plan-plain]").get_by_role("link", name="Thinking of leaving").first.click()
    assert page.url.endswith("#thinking-of-leaving")
    page.get_by_text("6 months before your last day").locator("visible=true").first.wait_for()
    page.context.close()


def test_a_plan_is_printed_without_its_form(watched: Any, base_url: str) -> None:
    """The lines with their dates, and where they come from."""
    open_plan(watched, base_url)
    watched.emulate_media(media="print")
    assert watched.get_by_text("28 February 2099").is_visible()
    assert not watched.locator(".app-plan-form").is_visible()
    assert not watched.get_by_role("button", name="Add it").is_visible()
