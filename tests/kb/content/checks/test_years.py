"""`kb.content.checks.years`: money, shares and counts of a roadmap say of when they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.content.checks.years import check_task_years, undated_figures
from kb.content.clock import today
from kb.content.folder import read_folder
from kb.content.reference import read_reference
from kb.content.source_page import SourcePage
from kb.model.documents import DocId, Kind, SourceId
from tests.conftest import FIXTURES


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A locum asks £90 an hour.", ["90"]),
        ("A locum asked £90 an hour in 2023.", []),
        ("A third of them, 34%, had no work.", ["34"]),
        ("In 2024 many asked.\nOf them 34% had no work.", []),
        ("In 2024 many asked.\n\nOf them 34% had no work.", ["34"]),
        ("- In 2024 many asked.\n- Of them 34% had no work.", ["34"]),
        ("Some 40 practices closed.", ["40"]),
        ("Some forty small rural practices closed.", ["forty"]),
        ("Ask two colleagues and three practices.", []),
        ("The list has 2,400 names.", ["2,400"]),
        ("One in five left.", []),
        ("Of ten, 3 in ten left.", ["3"]),
    ],
)
def test_a_figure_needs_its_year(text: str, found: list[str]) -> None:
    """In its paragraph or its item of a list; a few colleagues are no figure."""
    assert [number.shown for number in undated_figures(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Give notice 12 weeks before, or 15 working days.",
        "From 55 you may draw a part, and from 60 the rest.",
        "Ring 0300 311 22 33, 020 7383 6707, 01234 567890 or 116 123; in danger, 999 or 111.",
        "A 24-hour break, and 208 sessions at most.",
        "Form AW8, ST3, level 12 and case study 110.",
        "Work older than 120 days cannot be pensioned.",
    ],
)
def test_spans_ages_and_telephone_numbers_need_none(text: str) -> None:
    """They are terms, or no figures at all."""
    assert list(undated_figures(text)) == []


def test_a_task_shows_the_date_of_its_page() -> None:
    """So only one whose page is undated must say the year itself."""
    page = SourcePage(
        path="content/shared-stops.yaml",
        id=DocId("shared-stops.yaml"),
        kind=Kind.ROADMAP,
        fields={},
        lines={},
        quoted=frozenset(),
        body="",
        body_line=1,
    )
    dated, _ = read_reference(read_folder(FIXTURES / "corpus"), today())
    rules = SourceId("fen-rules")
    undated = replace(
        dated,
        bibliography={rules: replace(dated.bibliography[rules], date="undated")},
    )
    task = {"do": "Cut your sessions by 10%.", "why": "In 2023 it was 20%.", "source": "fen-rules"}
    assert list(check_task_years(page, dated, task, "x")) == []
    (problem,) = check_task_years(page, undated, task, "x")
    assert (problem.field, problem.found) == ("x.do", '"10"')
