"""Words near to a typed one, as Whoosh finds them in an index."""

from __future__ import annotations

import pytest

from kb.index.load import LoadedIndex
from kb.postgres.spelling import Vocabulary


def test_the_words_that_whoosh_finds(made: LoadedIndex) -> None:
    """For words whole, shortened, lengthened and changed, one and two letters away."""
    words = made.keyword.vocabulary()
    vocabulary = Vocabulary(words)
    for word in list(words)[::500]:
        for typed in (word, word[:-1], f"{word}s", f"{word[0]}x{word[2:]}"):
            for distance in (1, 2):
                wanted = made.keyword.words_within(typed, distance)
                assert vocabulary.within(typed, distance) == wanted, typed
        assert word in vocabulary


@pytest.mark.parametrize(
    ("typed", "distance", "found"),
    [("locun", 1, [("locum", 3)]), ("lcoum", 1, []), ("lcoum", 2, [("locum", 3)]), ("", 2, [])],
)
def test_a_swap_counts_as_two(typed: str, distance: int, found: list[tuple[str, int]]) -> None:
    """And the first letter is taken to be right."""
    assert Vocabulary({"locum": 3, "gone": 0}).within(typed, distance) == found


def test_words_that_nobody_has_any_more_are_gone() -> None:
    """As those of pages that another owner's replaced."""
    assert "gone" not in Vocabulary({"locum": 3, "gone": 0})
