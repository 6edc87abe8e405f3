"""`kb.editing.upkeep.review`: dates are set, and every other line stays as it is."""

from __future__ import annotations

from datetime import date

import pytest

from kb.editing.upkeep.review import record_review
from kb.model.problems import KbError
from tests.conftest import Tree

DAY = date(2024, 6, 1)


def test_only_the_dates_change(tree: Tree) -> None:
    """Line by line."""
    text = tree.path("casestudies/fenland-peer-circle.md").read_text(encoding="utf-8")
    changed = record_review(text, today=DAY, checked_by="the LMC: a clerk", as_at="2024-05")
    before, after = text.split("\n"), changed.split("\n")
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert differing == [
        ("  as_at: 2018", "  as_at: 2024-05"),
        ("  checked: 2024-05-01", "  checked: 2024-06-01"),
        ("  checked_by: the editors", '  checked_by: "the LMC: a clerk"'),
        ("reviewed: 2024-05-01", "reviewed: 2024-06-01"),
    ]


def test_where_it_stands_now_can_be_left_alone(tree: Tree) -> None:
    """If only the sources were read."""
    text = tree.path("casestudies/fenland-peer-circle.md").read_text(encoding="utf-8")
    changed = record_review(text, today=DAY, sources_only=True)
    assert "  checked: 2024-05-01\n" in changed
    assert "reviewed: 2024-06-01\n" in changed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: X\n---\n", "reviewed: missing-key: add it, then record the review again"),
        (
            "---\nreviewed: 2024-05-01\nnow: {checked: 2024-05-01}\n---\n",
            "now.checked: found on line 3 beside other fields; write it on a line of its own",
        ),
    ],
)
def test_a_page_that_cannot_be_changed_line_by_line(text: str, message: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(KbError) as caught:
        record_review(text, today=DAY)
    assert str(caught.value) == message
