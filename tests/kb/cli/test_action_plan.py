"""`kb action-plan`: a saved plan in every form."""

from __future__ import annotations

import csv
from pathlib import Path

import docx
import icalendar
import pytest

from kb.planning.action_plan import open_plan
from tests.conftest import Kb
from tests.kb.planning.test_action_plan import PLAN, TEXT


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A plan as the site saves it."""
    file = tmp_path / "plan.json"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_a_plan_in_every_form(kb: Kb, corpus_dir: Path, saved: Path, tmp_path: Path) -> None:
    """Each is read again by a reader of its kind."""
    content = ("--content", str(corpus_dir))
    assert kb("action-plan", str(saved), *content).out.startswith("# Keep GPs “here”\n")
    for ending in ("docx", "csv", "ics", "json", "md"):
        out = tmp_path / f"made.{ending}"
        found = kb("action-plan", str(saved), "--out", str(out), *content)
        assert (found.code, found.err) == (0, f"{out}: written\n")
    assert docx.Document(str(tmp_path / "made.docx")).paragraphs[0].text == PLAN.title
    calendar = icalendar.Calendar.from_ical((tmp_path / "made.ics").read_bytes())
    assert len(calendar.events) == 2
    with (tmp_path / "made.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["what"] for row in csv.DictReader(file)] == ["Mentors for all", "Not named yet"]
    assert open_plan((tmp_path / "made.json").read_text(encoding="utf-8")).plan == PLAN


def test_half_of_a_sign_is_left_out_and_named(
    kb: Kb, corpus_dir: Path, saved: Path, tmp_path: Path
) -> None:
    """As where a program cut a text within an emoji; every form can be written."""
    content = ("--content", str(corpus_dir))
    title = '"title": "Keep \\ud83d GPs'
    saved.write_text(TEXT.replace('"title": "Keep GPs', title, 1), encoding="utf-8")
    for ending in ("docx", "csv", "ics", "json", "md"):
        out = tmp_path / f"made.{ending}"
        found = kb("action-plan", str(saved), "--out", str(out), *content)
        assert (found.code, found.err) == (
            0,
            f"{saved}: title: half of a sign, such as a face, was left out\n{out}: written\n",
        )
    assert kb("action-plan", str(saved), *content).out.startswith("# Keep GPs ")


def test_a_damaged_plan_is_used_and_its_faults_are_named(
    kb: Kb, corpus_dir: Path, saved: Path
) -> None:
    """One that is none is refused, and nothing is written."""
    saved.write_text(TEXT[:-40], encoding="utf-8")
    found = kb("action-plan", str(saved), "--content", str(corpus_dir))
    assert found.code == 0
    assert "the file is cut off or damaged" in found.err
    saved.write_text("no plan", encoding="utf-8")
    found = kb("action-plan", str(saved), "--content", str(corpus_dir))
    assert found.code == 1
    assert "cannot be read as a plan" in found.err
    saved.write_text(TEXT, encoding="utf-8")
    found = kb("action-plan", str(saved), "--out", "plan.xls", "--content", str(corpus_dir))
    assert 'found the ending "xls"; allowed md, docx, csv, ics, json' in found.err


def test_a_plan_may_name_pages_that_are_not_cited(kb: Kb, corpus_dir: Path, saved: Path) -> None:
    """A toolkit page, or one that is gone: the action stands, without a model."""
    for page in ("toolkit/keep-count", "casestudies/gone", "", "../../etc"):
        found = TEXT.replace("casestudies/marsh-and-wolds-mentoring", page)
        assert found != TEXT
        saved.write_text(found, encoding="utf-8")
        shown = kb("action-plan", str(saved), "--content", str(corpus_dir))
        assert (shown.code, shown.err) == (0, "")
        assert "Modelled on" not in shown.out
