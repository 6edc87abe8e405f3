"""Comma-separated text: quoting as RFC 4180 has it, and no formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.csv_text import csv_text, safe_cell


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+44 20", "-cmd|' /C calc'!A0", "@SUM(A1)", "\tx", "\r=1", "  =A1", "＝1+1", "-1-1"],
)
def test_what_may_be_a_formula_has_an_apostrophe_in_front(cell: str) -> None:
    """Whatever blank stands before it."""
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-11", "12.5", "£3 million", "a=b", "", "GPs: 3+"])
def test_plain_numbers_and_words_stay(cell: str) -> None:
    """A fall of 11 sessions is a number."""
    assert safe_cell(cell) == cell


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    """Quotes, commas and lines within cells included."""
    text = csv_text(["a", "b"], rows)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [["a", "b"], *[[safe_cell(cell) for cell in row] for row in rows]]
    assert not any(cell.startswith(("=", "@", "\t")) for row in read for cell in row)
