"""Slips are corrected to words of the content; words that are right are left alone."""

from __future__ import annotations

import pytest

from kb.data.settings import load_settings
from kb.search.spelling import Speller
from kb.text.words import words_of
from tests.kb.search.test_query import FewWords

SPELLER = Speller(FewWords(), frozenset({"soma"}), load_settings().spelling)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mentro", "mentor"),
        ("somersett", "somerset"),
        ("partnershop", "partnership"),
        ("mentor", ""),
        ("partners", ""),
        ("partnrshiip", "partnership"),
        ("pxrtnxrshxp", ""),
        ("soma", ""),
    ],
)
def test_corrections(typed: str, meant: str) -> None:
    """Known words, plain English and names are left alone; a long word may have two slips."""
    assert SPELLER.correct(typed) == meant


def test_the_likeliest_of_equals_is_taken() -> None:
    """Fewest slips first, then the word that most documents have, then the alphabet."""

    class Near(FewWords):
        def words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
            del word, distance
            return [("coaxh", 2), ("coach", 2), ("coatch", 9), ("coakh", 1)]

    assert Speller(Near(), frozenset(), load_settings().spelling).correct("coazh") == "coach"


class MoreWords(FewWords):
    """A vocabulary for words that are joined, parted or without an ending."""

    words = ("wellbeing", "overtime", "retire", "part", "time", "year", "old", "fellow", "lmc")


MORE = Speller(MoreWords(), frozenset(), load_settings().spelling, ("part-time", "part-timer"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("well being", ["wellbeing"]),
        ("well-being of retirees", ["wellbeing", "retire"]),
        ("l m c", ["lmc"]),
        ("ask an L M C", ["lmc"]),
        ("parttime", ["part time"]),
        ("a PARTTIME post", ["part time"]),
        ("58year", ["58 year"]),
        ("fellowship", ["fellow"]),
        ("part time", []),
        ("well, being", []),
        ("x y z", []),
        ("ownership", []),
    ],
)
def test_words_are_joined_parted_and_cut(typed: str, meant: list[str]) -> None:
    """Where the content has what comes of it; what is written right is left alone."""
    assert [one.meant for one in MORE.corrections(typed, words_of(typed))] == meant


def test_a_correction_knows_its_place_and_its_terms() -> None:
    """What was typed spans all its words; stop words have no stem to be known."""
    text = "my well being"
    (found,) = MORE.corrections(text, words_of(text))
    assert text[found.start : found.end] == found.typed == "well being"
    assert (found.stems, found.terms) == (("well",), ("wellb",))
