"""`kb review`: a check is recorded."""

from __future__ import annotations

import pytest

from tests.conftest import Kb, Tree

NAME = "casestudies/ely-listening-line"


def test_a_review_is_recorded(kb: Kb, tree: Tree) -> None:
    """Today's date in both places, and the page passes."""
    outcome = kb("review", NAME, "--by", "the LMC")
    assert (outcome.code, outcome.out) == (0, f"wrote content/{NAME}.md: reviewed 2024-06-01\n")
    text = tree.path(f"{NAME}.md").read_text(encoding="utf-8")
    assert "  checked: 2024-06-01\n  checked_by: the LMC\n" in text
    assert "\nreviewed: 2024-06-01\n" in text


def test_a_page_may_be_named_by_its_file(kb: Kb, tree: Tree) -> None:
    """As the shell completes it."""
    outcome = kb("review", str(tree.path(f"{NAME}.md")), "--by", "the LMC")
    assert (outcome.code, outcome.out) == (0, f"wrote content/{NAME}.md: reviewed 2024-06-01\n")


@pytest.mark.parametrize("by", ["a\nb", "the **LMC**", "<b>us</b>", "To do: ask"])
def test_a_name_that_cannot_stand_writes_nothing(kb: Kb, tree: Tree, by: str) -> None:
    """Neither it nor the dates."""
    before = tree.path(f"{NAME}.md").read_bytes()
    outcome = kb("review", NAME, "--by", by)
    assert outcome.code == 1
    assert "now.checked_by: " in outcome.out
    assert outcome.out.endswith(f"nothing was written to content/{NAME}.md\n")
    assert tree.path(f"{NAME}.md").read_bytes() == before


def test_a_date_that_cannot_be_is_told(kb: Kb, tree: Tree) -> None:
    """By `kb check`'s own words, the code says so, and nothing is written."""
    before = tree.path(f"{NAME}.md").read_bytes()
    outcome = kb("review", NAME, "--as-at", "2030")
    assert outcome.code == 1
    assert f'content/{NAME}.md:26: now.as_at: later-than-checked: found "2030"' in outcome.out
    assert tree.path(f"{NAME}.md").read_bytes() == before


def test_a_page_that_is_not_there(kb: Kb, tree: Tree) -> None:
    """The nearest is offered."""
    assert tree.root.is_dir()
    outcome = kb("review", "ely-listening-line")
    assert outcome.code == 1
    assert outcome.err == (
        'kb: found no page "ely-listening-line"; allowed folder/name, '
        f'as casestudies/newham-staff-bank; did you mean "{NAME}"?\n'
    )
