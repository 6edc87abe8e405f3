"""The action plan in use: saved, opened again whatever its age or state, and handed over."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.office import pages_of

PLAN = "plan-support/plan/"
BRIEF = "plan-support/brief/#list=casestudies/ely-listening-line,signposting/gp-listening-line"
PAGE = "casestudies/marsh-and-wolds-mentoring"
OLD = {
    "schema": "gp-support-plan",
    "version": 1,
    "title": "From last year",
    "answers": {},
    "actions": [{"action": "Ask everyone", "owner": "Dr A", "due": "2027-02-28"}],
}


def saved(page: Any, button: str, file: Path) -> Path:
    """Return the file that a button hands over."""
    with page.expect_download() as saving:
        page.get_by_role("button", name=button, exact=True).click()
    saving.value.save_as(file)
    return file


def write(page: Any) -> None:
    """Write a title and an action with an owner and a review date."""
    page.get_by_label("Title of the plan").fill("Keep them =1+1")
    page.get_by_label("Modelled on", exact=True).select_option(PAGE)
    page.get_by_role("button", name="Add the action").click()
    page.get_by_label("What will be done", exact=True).fill("Mentors <b>for all</b>")
    page.get_by_label("Owner", exact=True).fill("=cmd()")
    page.get_by_label("Review", exact=True).fill("2027-10-01")


def shown(page: Any) -> dict[str, Any]:
    """Return what the form holds, read at once."""
    found: dict[str, Any] = page.evaluate(
        "() => ({title: document.getElementById('action-title').value,"
        "cards: Array.from(document.querySelectorAll('.app-action'), (card) =>"
        "Array.from(card.querySelectorAll('textarea, input'), (box) => box.value)"
        ".filter(Boolean)), said: document.querySelector('[data-action-said]').textContent,"
        "faults: Array.from(document.querySelectorAll('[data-action-faults] li'),"
        "(item) => item.textContent)})"
    )
    return found


def open_text(page: Any, text: str, said: str) -> None:
    """Open a plan, and wait for what the page says of it."""
    file = {"name": "plan.json", "mimeType": "application/json", "buffer": text.encode()}
    page.locator("[data-action-file]").set_input_files(file)
    page.locator("[data-action-said]", has_text=said).wait_for()


def test_a_plan_is_saved_and_opens_again(watched: Any, base_url: str, tmp_path: Path) -> None:
    """After a reload, which would have lost it; what is saved is asked about no more."""
    watched.goto(base_url + PLAN)
    write(watched)
    before = shown(watched)
    file = saved(watched, "Save the plan as a file", tmp_path / "plan.json")
    asked: list[str] = []
    watched.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    watched.reload()
    assert asked == []
    assert shown(watched)["cards"] == []
    open_text(watched, file.read_text(encoding="utf-8"), "Opened.")
    after = shown(watched)
    assert (after["title"], after["cards"]) == (before["title"], before["cards"])
    assert after["cards"] == [["Mentors <b>for all</b>", "=cmd()", "2027-10-01"]]
    assert watched.locator(".app-action b").count() == 0


def test_leaving_with_something_unsaved_is_asked_about(watched: Any, base_url: str) -> None:
    """And staying keeps it."""
    watched.goto(base_url + PLAN)
    write(watched)
    watched.once("dialog", lambda dialog: dialog.dismiss())
    with watched.expect_event("dialog") as asking:
        watched.evaluate("() => { window.setTimeout(() => { location.href = '../'; }, 0); }")
    assert asking.value.type == "beforeunload"
    assert shown(watched)["title"] == "Keep them =1+1"


@pytest.mark.parametrize(
    ("text", "said", "title", "cards", "fault"),
    [
        (
            json.dumps(OLD),
            "Opened, with what is said below",
            "From last year",
            [["Ask everyone", "Dr A", "2027-02-28"]],
            "saved by an older version and was brought up to date",
        ),
        (
            json.dumps(OLD | {"version": 2})[:-20],
            "Opened, with what is said below",
            "From last year",
            [["Dr A"]],
            "cut off or damaged",
        ),
        (json.dumps(OLD | {"version": 9}), "newer version (version 9", "Mine", [], ""),
        ("PK\x03\x04 a Word file", "Open the plan itself, saved as .json", "Mine", [], ""),
        ("Dear all", "damaged, or of another kind", "Mine", [], ""),
    ],
    ids=["older", "damaged", "newer", "a Word file", "another kind"],
)
def test_a_plan_of_any_age_is_opened_or_explained(
    watched: Any, base_url: str, text: str, said: str, title: str, cards: list[Any], fault: str
) -> None:
    """An older one is upgraded, a damaged one read as far as it goes, others change nothing."""
    watched.goto(base_url + PLAN)
    watched.get_by_label("Title of the plan").fill("Mine")
    watched.on("dialog", lambda dialog: dialog.accept())
    open_text(watched, text, said)
    found = shown(watched)
    assert (found["title"], found["cards"]) == (title, cards)
    assert fault in " ".join(found["faults"])
    if title == "Mine":
        assert "Nothing on this page was changed." in found["said"]


def test_a_plan_is_made_by_keyboard_alone(watched: Any, base_url: str, tmp_path: Path) -> None:
    """From the first field to the file; the focus goes to what was added, and is seen."""
    watched.goto(base_url + PLAN)
    keys = watched.keyboard
    watched.get_by_role("button", name="Save the plan as a file").focus()
    keys.press("Tab")
    keys.press("Tab")
    keys.type("By keys")
    assert shown(watched)["title"] == "By keys"
    watched.get_by_label("Modelled on", exact=True).focus()
    keys.press("Tab")
    keys.press("Enter")
    watched.locator(".app-action").wait_for()
    keys.type("Written where the focus went")
    assert shown(watched)["cards"] == [["Written where the focus went"]]
    watched.get_by_role("button", name="Save the plan as a file").focus()
    with watched.expect_download() as saving:
        keys.press("Enter")
    saving.value.save_as(tmp_path / "plan.json")
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert plan["title"] == "By keys"
    assert [action["what"] for action in plan["actions"]] == ["Written where the focus went"]


def test_word_files_of_the_page_are_editable_and_open(
    watched: Any, base_url: str, tmp_path: Path
) -> None:
    """A plan and a brief: no macro, field or address to load; text stays text."""
    watched.goto(base_url + PLAN)
    write(watched)
    files = [saved(watched, "Save as Word", tmp_path / "plan.docx")]
    rows = saved(watched, "Save the actions as CSV", tmp_path / "plan.csv")
    assert "'=cmd()" in rows.read_text(encoding="utf-8-sig")
    saved(watched, "Save the plan as a file", tmp_path / "plan.json")
    watched.goto(base_url + BRIEF)
    watched.locator("[data-brief-sheet] h2").first.wait_for()
    files.append(saved(watched, "Save as Word", tmp_path / "brief.docx"))
    for file in files:
        with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as parts:
            body = parts.read("word/document.xml").decode()
            assert not [name for name in parts.namelist() if "vba" in name.lower()]
        assert "instrText" not in body
        assert "fldSimple" not in body
    word = docx.Document(str(files[0]))
    assert word.paragraphs[0].text == "Keep them =1+1"
    assert word.tables[0].rows[1].cells[0].text == "Mentors <b>for all</b>"
    found = pages_of(files, tmp_path)
    assert found["brief.docx"] <= 2
