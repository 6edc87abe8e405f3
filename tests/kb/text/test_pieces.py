"""Pieces as Markdown and as plain data."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kb.text.pieces import Blank, Grid, Heading, Items, Paragraph, as_data, markdown


def test_each_piece_has_its_form() -> None:
    """Signs of Markdown in the text are text."""
    text = markdown(
        [
            Heading(2, "A *b*"),
            Paragraph("# no heading"),
            Paragraph("said", "Who:"),
            Items(("one", "2. two"), numbered=True),
            Grid(("", "B|C"), (("a", "b\nc"),)),
        ]
    )
    assert text == (
        "## A \\*b\\*\n\n\\# no heading\n\n**Who:** said\n\n1. one\n2. 2\\. two\n\n"
        "|  | B\\|C |\n| --- | --- |\n| a | b c |\n"
    )


@given(st.text())
def test_no_text_becomes_markup(text: str) -> None:
    """A paragraph stays one paragraph without headings, lists, tables or links."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown([Paragraph(f"x {text}")]))
    kinds = {token.type for token in tokens} - {"inline"}
    assert kinds <= {"paragraph_open", "paragraph_close"}


def test_the_data_is_plain() -> None:
    """As the page has it."""
    pieces = [Heading(1, "T"), Items(("a",)), Grid(("h",), (("c",),)), Blank(2), Paragraph("p")]
    assert json.loads(json.dumps(as_data(pieces))) == [
        ["heading", 1, "T"],
        ["items", ["a"], False],
        ["grid", ["h"], [["c"]]],
        ["blank", 2],
        ["paragraph", "p", ""],
    ]
