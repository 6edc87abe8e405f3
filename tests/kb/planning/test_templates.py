"""Templates: every file is whole, and its credit leads to a page of the content."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model.problems import KbError
from kb.planning.templates import read_template, templates, whole
from kb.text.pieces import Blank, Grid, Heading, Items, Paragraph, markdown

CONTENT = Path(__file__).parents[3] / "content"
TEXT = """# T
> About it.
credit: casestudies/a, toolkit/b

Say so. {blank 2}

## Part

- one
- two

3. Third?
4. Fourth?

| A | B |
| c |  |
"""


def test_the_five_are_there_and_owed_to_pages_that_exist() -> None:
    """A survey, a guide, an interview, a diagnostic and prompts."""
    found = templates()
    assert [one.name for one in found] == [
        "appraisal-prompts",
        "focus-group-guide",
        "start-and-end-diagnostic",
        "stay-interview",
        "workforce-survey",
    ]
    for one in found:
        assert all((CONTENT / f"{page}.md").is_file() for page in one.credit), one.name
        assert any(isinstance(piece, Grid) for piece in one.pieces)


def test_a_file_becomes_pieces() -> None:
    """Questions keep their numbers."""
    found = read_template("t", TEXT)
    assert (found.title, found.about, found.credit) == (
        "T",
        "About it.",
        ("casestudies/a", "toolkit/b"),
    )
    assert found.pieces == (
        Paragraph("Say so."),
        Blank(2),
        Heading(2, "Part"),
        Items(("one", "two")),
        Paragraph("Third?", "3."),
        Paragraph("Fourth?", "4."),
        Grid(("A", "B"), (("c", ""),)),
    )
    assert "after: A page; Another." in markdown(whole(found, ["A page", "Another"]))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("credit: casestudies/a, toolkit/b", "", 'one "credit: page"'),
        ("# T", "T", 'allowed a line "# title"'),
        ("| c |  |", "| c |", "has other cells than another"),
    ],
)
def test_a_broken_file_is_named(old: str, new: str, message: str) -> None:
    """With what is allowed."""
    with pytest.raises(KbError) as caught:
        read_template("t", TEXT.replace(old, new))
    assert str(caught.value).startswith("t.md: ")
    assert message in str(caught.value)
