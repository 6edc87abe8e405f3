"""`kb.text.figures_in_words`: figures that a text gives without a number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kb.text.figures_in_words import figures_in_words, make_share


@pytest.mark.parametrize(
    ("text", "shown", "some"),
    [
        ("Three-quarters of them", "Three-quarters", {"0.75", "75"}),
        ("two thirds of them", "two thirds", {"67", "66.7", "0.67"}),
        ("One tenth said so", "One tenth", {"0.1", "10"}),
        ("more than half the list", "half", {"0.5", "50"}),
        ("posts quadrupled", "quadrupled", {"4", "400", "300"}),
        ("twice as many", "twice", {"2", "100"}),
        ("a tenfold rise", "tenfold", {"10", "1000", "900"}),
        ("half a dozen", "half a dozen", {"6"}),
        ("a million pounds", "a million", {"1000000"}),
        ("seven and a half hours", "seven and a half", {"7.5"}),
        ("⅔ of them", "⅔", {"0.67", "67"}),
        ("rates were halved", "halved", {"0.5", "50"}),
    ],
)
def test_a_figure_may_be_several_numbers(text: str, shown: str, some: set[str]) -> None:
    """A share is a part of one or so many per cent."""
    (figure,) = figures_in_words(text)
    assert figure.shown == shown
    assert text[figure.offset :].startswith(shown)
    assert some <= figure.normals


@pytest.mark.parametrize(
    "text",
    [
        "the third year, and a third GP joined",
        "each quarter, a quarter of an hour, the last quarter of 2019",
        "half-day, half an hour, half past nine, the first half of 2016",
        "twice a week, twice-yearly, met twice, double appointments",
        "manifold and blindfold, unfolded",
        "many hundred, the dozens that came",
    ],
)
def test_ordinals_and_spans_of_time_are_none(text: str) -> None:
    """Nor are words that end alike, or name no one figure."""
    assert figures_in_words(text) == ()


def test_two_figures_make_a_share() -> None:
    """As a part, as what is left, or as what was added."""
    assert make_share(Decimal("0.25"), {"12", "48"})
    assert make_share(Decimal("0.25"), {"30", "40"})
    assert make_share(Decimal(2), {"310", "625"})
    assert not make_share(Decimal("0.25"), {"12", "30"})
    assert not make_share(Decimal("0.5"), {"12", "0"})
    assert not make_share(Decimal("0.5"), {"12"})
