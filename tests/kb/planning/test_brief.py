"""The brief, and what it cites."""

from __future__ import annotations

from datetime import date

import pytest

from kb.model.corpus import Corpus
from kb.model.problems import KbError
from kb.planning.brief import MOST, brief
from kb.planning.cited import cite
from kb.text.pieces import markdown

DAY = date(2026, 11, 28)
PAGES = (
    "casestudies/marsh-and-wolds-mentoring",
    "casestudies/ely-listening-line",
    "signposting/gp-listening-line",
)


def made(corpus: Corpus, *pages: str, **given: str) -> str:
    """Return a brief as Markdown."""
    return markdown(
        brief(
            [cite(corpus, page) for page in pages],
            today=DAY,
            title=given.get("title", ""),
            purpose=given.get("purpose", ""),
            address=given.get("address", ""),
        )
    )


def test_a_brief_cites_grades_dates_and_what_is_not_known(corpus: Corpus) -> None:
    """Each result with its grade, each page with a number, its status and its sources."""
    text = made(corpus, *PAGES, purpose="Agree to a pilot.", address="https://e.org/x/")
    assert "28 November 2026" in text
    assert "**What is asked:** Agree to a pilot." in text
    assert "(Evidence 5 of 5: measured and compared:" in text
    assert "## What is not known\n\n- " in text
    assert "https://e.org/x/signposting/gp-listening-line/, checked on " in text
    assert [text.count(f"\\[{n}\\]") >= 2 for n in (1, 2, 3)] == [True] * 3
    parts = [line for line in text.split("\n") if line.startswith("## ")]
    assert parts[-3:] == ["## What is not known", "## How to read this", "## Sources"]


def test_hopes_are_counted_and_not_told_as_results(corpus: Corpus) -> None:
    """A result that is only hoped for is none."""
    for page in PAGES[:2]:
        one = cite(corpus, page)
        assert all("1 of 5" not in grade for _, grade, _ in one.results)


def test_too_many_and_unknown_pages_are_refused(corpus: Corpus) -> None:
    """With what is allowed."""
    with pytest.raises(KbError, match=f"allowed 1 to {MOST}"):
        brief([], title="", today=DAY)
    with pytest.raises(KbError, match="found no case study or support option"):
        cite(corpus, "toolkit/keep-count")
    with pytest.raises(KbError, match="found no case study or support option"):
        cite(corpus, "no such page")
