"""The slips of the keyboard between two words are counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.slips import pairs_of, slips


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("", "", 0),
        ("gp", "", 2),
        ("somerest", "somerset", 1),
        ("partnerhsip", "partnership", 1),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),
    ],
)
def test_slips_by_hand(one: str, other: str, apart: int) -> None:
    """A swap of neighbours is one slip; the last case tells the restricted form."""
    assert slips(one, other) == apart


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_slips_are_a_measure(one: str, other: str) -> None:
    """The same either way round, 0 for equal words alone, at most the longer word."""
    assert slips(one, other) == slips(other, one) <= max(len(one), len(other))
    assert (slips(one, other) == 0) == (one == other)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("tired", "tyred", 1), ("tired", "tures", 2), ("tired", "tirsd", 1), ("tired", "tiped", 2)],
)
def test_a_letter_changed_to_one_that_is_not_alike_counts_two(
    one: str, other: str, apart: int
) -> None:
    """Vowels are alike, and neighbours in a row of the keyboard."""
    assert slips(one, other, pairs_of("aeiouy qwertyuiop asdfghjkl es")) == apart


def test_pairs_of_letters() -> None:
    """All of the first word, neighbours of the others, each either way round."""
    assert pairs_of("aei qwe") == {"ae", "ea", "ai", "ia", "ei", "ie", "qw", "wq", "we", "ew"}
    assert pairs_of("") == frozenset()
