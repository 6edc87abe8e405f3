"""Where the numbers of a source stand, told without its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.bibliography import Fingerprint, hashed
from kb.model.number_places import NumberPlaces, Surroundings, places_of
from kb.text.numbers import numbers

TEXT = "The ferry carried 31 surgeons to the island, where a piper met them with 8 lanterns."


def test_a_number_is_near_the_words_around_it() -> None:
    """Common words and short ones do not count, and endings are cut."""
    number = numbers(TEXT)[0]
    near = Surroundings(TEXT).near(number, 2)
    assert near == Surroundings("ferry carries surgeons island").all
    within = (TEXT.index("31"), len(TEXT))
    assert Surroundings(TEXT).near(number, 2, within) == Surroundings("surgeon islands").all


def test_the_best_place_of_each_number_counts() -> None:
    """Not the sum of several."""
    places = NumberPlaces.of(
        (hashed(number), near)
        for text in (TEXT, "Of 31 lanterns none burnt.")
        for number, near in places_of(text)
    )
    assert places.shared(Surroundings("ferry surgeons lanterns").all)[hashed("31")] == 3
    assert places.shared(Surroundings("burnt").all) == {hashed("31"): 1}
    assert places.shared(frozenset()) == {}


def test_nothing_of_the_text_is_kept_and_all_is_read_again() -> None:
    """The fingerprint is the same after it was written and read."""
    prints = Fingerprint.of(TEXT)
    written = prints.dumps()
    assert Fingerprint.loads(written) == prints
    assert not any(word in written for word in ("ferry", "surgeons", "lanterns"))


@pytest.mark.parametrize(
    "line", ["", "abc", "0123456789", "0123456789:ab", "0123456789:xyz", ":abc"]
)
def test_a_damaged_line_is_refused(line: str) -> None:
    """It is told by its first signs."""
    with pytest.raises(ValueError, match="is not the place of a number"):
        NumberPlaces.loads([line])


@given(st.lists(st.sampled_from("7 31 ferry lanterns and island. 250".split()), max_size=40))
def test_each_number_shares_most_with_its_own_place(tokens: list[str]) -> None:
    """A number of a text is never doubted beside the words that it has there."""
    text = " ".join(tokens)
    prints = Fingerprint.of(text)
    for number in numbers(text):
        near = Surroundings(text).near(number, 12)
        shared = prints.shared_near(near)
        assert shared is not None
        assert shared.get(hashed(number.normal), 0) == len(near)
