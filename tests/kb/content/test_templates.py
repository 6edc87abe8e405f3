"""Templates to fill in: read from content files, checked like them, credited to pages there are."""

from __future__ import annotations

import pytest

from kb.content.read import check_corpus
from kb.model.corpus import Corpus
from kb.text.pieces import Blank, Grid, Heading, Items, Paragraph
from tests.conftest import TODAY, Tree

NAME = "templates/circle-questions.md"


def test_a_file_becomes_a_template(corpus: Corpus) -> None:
    """Questions keep their numbers; empty cells and lines are kept to be written in."""
    (one,) = corpus.templates
    assert (one.name, one.title) == ("circle-questions", "Questions for a circle")
    assert one.credit == ("casestudies/fenland-peer-circle", "toolkit/keep-count")
    assert one.pieces == (
        Paragraph("Ask these in the first meeting."),
        Blank(1),
        Heading(2, "Questions"),
        Paragraph("What would make this hour worth your while?", "1."),
        Paragraph("Who else should be asked?", "2."),
        Items(("bring a pen", "bring a diary")),
        Grid(("Hope", "Who", "By when"), (("come again", "", ""), ("", "", ""))),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "fault", "words"),
    [
        ("title: Questions for a circle\n", "", 1, "missing-key", "title"),
        ("credit:\n", "credits:\n", 4, "unknown-key", 'did you mean "credit"'),
        ("- casestudies/fenland-peer-circle", "- casestudies/fenland-peer-circles", 5,
         "unknown-document", 'did you mean "casestudies/fenland-peer-circle"'),
        ("- toolkit/keep-count", "- keep-count", 6, "bad-identifier", "folder/name"),
        ("|  |  |  |", "|  |  |", 21, "bad-template-line", "a row of 2 cells"),
        ("Ask these", "### Ask these", 9, "bad-template-line", "## a heading"),
        ("{blank 1}", "{blank 31}", 9, "bad-template-line", "up to 30"),
        ("- bring a pen", "* bring a pen", 16, "bad-template-line", "- or 1. an item"),
        ("---\n\nAsk", "Ask", 1, "no-front-matter", "does not end"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(
    tree: Tree, old: str, new: str, line: int, fault: str, words: str
) -> None:
    """With what is allowed; and the content is not used."""
    tree.replace(NAME, old, new)
    reading = check_corpus(tree.root, today=TODAY)
    assert reading.corpus is None
    found = [(p.path, p.line, p.fault) for p in reading.errors]
    assert (f"content/{NAME}", line, fault) in found, reading.errors
    assert words in " ".join(map(str, reading.errors))


def test_a_template_has_its_place_and_name(tree: Tree) -> None:
    """Of another kind or name it is refused; a content folder without any is whole."""
    text = (tree.root / NAME).read_text(encoding="utf-8")
    (tree.root / NAME).unlink()
    assert check_corpus(tree.root, today=TODAY).problems == ()
    for name in ("templates/A survey.md", "templates/survey.docx"):
        (tree.root / name).write_text(text, encoding="utf-8")
    faults = [problem.fault for problem in check_corpus(tree.root, today=TODAY).errors]
    assert faults == ["bad-file-name", "unknown-file"]


def test_the_whole_message(tree: Tree) -> None:
    """Where, what was found, what is allowed, and what to do."""
    tree.replace(NAME, "|  |  |  |", "|  |  |")
    assert tree.messages() == [
        f"content/{NAME}:21: bad-template-line: found a row of 2 cells; allowed as many as the "
        "first row of the table, 3; put a | for each cell, an empty one too"
    ]
