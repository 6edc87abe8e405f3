"""Stems are those of Porter's algorithm, in which related words of our field meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.lang.porter import stem as whoosh_stem

from kb.text.stemmer import stem

PUBLISHED = {
    "caresses": "caress",
    "ponies": "poni",
    "cats": "cat",
    "agreed": "agre",
    "plastered": "plaster",
    "motoring": "motor",
    "conflated": "conflat",
    "hopping": "hop",
    "falling": "fall",
    "filing": "file",
    "happy": "happi",
    "sky": "sky",
    "relational": "relat",
    "conditional": "condit",
    "valenci": "valenc",
    "radicalli": "radic",
    "triplicate": "triplic",
    "hopefulness": "hope",
    "revival": "reviv",
    "adjustable": "adjust",
    "adoption": "adopt",
    "controller": "control",
    "rate": "rate",
    "cease": "ceas",
    "controll": "control",
    "yield": "yield",
}
"""Words with the stems that Porter's paper and its published vocabulary give."""


@pytest.mark.parametrize(("word", "stemmed"), PUBLISHED.items())
def test_published_stems(word: str, stemmed: str) -> None:
    """The examples of the paper come out as printed."""
    assert stem(word) == stemmed


@pytest.mark.parametrize(
    "words",
    [
        ("isolated", "isolation", "isolating"),
        ("planned", "planning", "plans"),
        ("retired", "retiring", "retire"),
        ("mentor", "mentors", "mentoring", "mentored"),
        ("organisation", "organization", "organise", "organized", "organizing", "organizer"),
        ("analyse", "analyze", "analyzed", "analysing"),
        ("programme", "program", "programs"),
        ("centre", "centers"),
        ("licence", "license", "licensed"),
    ],
)
def test_words_of_one_family_meet(words: tuple[str, ...]) -> None:
    """A query in one form finds a page in another."""
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize("word", ["", "a", "gp", "y"])
def test_short_words_are_their_own_stems(word: str) -> None:
    """Acronyms of two letters are never cut."""
    assert stem(word) == word


@given(st.text("abcdeiklmnoprstuvyz", min_size=1, max_size=12))
def test_only_step_1b_differs_from_whoosh(word: str) -> None:
    """Apart from words in -ed, -ing and -ize, and their kin, both give the same stem."""
    if not any(end in word for end in ("ed", "ing", "iz", "yz")):
        assert stem(word) == whoosh_stem(word)
