"""Everyday English words are known, and those of the content alone are not."""

from __future__ import annotations

from kb.text.english import english


def test_everyday_words_of_four_letters_and_more() -> None:
    """Whole words without capitals; names of this field and pieces of words are not among them."""
    words = english()
    assert {"doctor", "tired", "work"} <= words
    assert not {"locum", "tired-out", "Doctor", "gp"} & words
    assert all(len(word) >= 4 and word == word.casefold() for word in words)
