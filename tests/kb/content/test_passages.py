"""Passages are cut at headings, packed from whole sentences, and lose no text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.content.passages import PASSAGE_WORDS, TAIL_WORDS, pack, sentences, stopped


def test_sentences_end_at_marks_and_at_lines() -> None:
    """Quotation marks and brackets stay with their sentence."""
    assert sentences('He said "go." Then he left. (Yes.) £5 it was.\nA list item') == (
        'He said "go."',
        "Then he left.",
        "(Yes.)",
        "£5 it was.",
        "A list item",
    )


@given(st.lists(st.integers(min_value=1, max_value=200), max_size=20))
def test_packing_loses_no_word_and_keeps_to_the_size(sizes: list[int]) -> None:
    """Every word is in one passage, in order; only a long sentence or a joined tail is longer."""
    pieces = [" ".join(f"w{number}-{k}" for k in range(size)) for number, size in enumerate(sizes)]
    packed = pack(pieces)
    assert " ".join(packed) == " ".join(pieces)
    longest = max(sizes, default=0)
    for text in packed:
        assert len(text.split()) < max(PASSAGE_WORDS, longest) + TAIL_WORDS


def test_a_short_tail_joins_the_passage_before_it() -> None:
    """No passage of a few words stands alone, unless it is all there is."""
    long, tail = "word " * PASSAGE_WORDS, "the end."
    assert len(pack([long.strip(), tail])) == 1
    assert pack([tail]) == (tail,)


def test_items_of_a_list_do_not_run_together() -> None:
    """A line without a stop gets one, by what follows; one that has a stop or a colon keeps it."""
    assert stopped("It helps with:\nrows\nmoney (yours)\nNobody pays.\nEnd") == (
        "It helps with:\nrows;\nmoney (yours).\nNobody pays.\nEnd."
    )
