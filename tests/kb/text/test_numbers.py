"""Numbers are one number however they are written; dates and list numbers are no claims."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.numbers import claims, normal, numbers

WORDS = [
    ("fifteen", "15"),
    ("twenty-five", "25"),
    ("twenty five", "25"),
    ("forty\nfive", "45"),
    ("one hundred", "100"),
    ("two hundred and ten", "210"),
    ("nine hundred and ninety-nine thousand", "999000"),
    ("three million", "3000000"),
    ("Seven", "7"),
]
FIGURES = [
    ("1,250", "1250"),
    ("15.0", "15"),
    ("£24m", "24000000"),
    ("24 million", "24000000"),
    ("24,000,000", "24000000"),
    ("£1.2 million", "1200000"),
    ("6.30pm", "6.3"),
    ("50%", "50"),
    ("20k", "20000"),
]


@pytest.mark.parametrize(("text", "expected"), WORDS + FIGURES)
def test_a_number_has_one_normal_form(text: str, expected: str) -> None:
    """Figures, words, commas and multipliers come to the same."""
    assert [number.normal for number in numbers(f"about {text} GPs")] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two or three five-minute slots", ["2", "3", "5"]),
        ("8-10 GPs", ["8", "10"]),
        ("eight to ten", ["8", "10"]),
        ("two and three", ["2", "3"]),
        ("24/7", ["24", "7"]),
    ],
)
def test_neighbouring_numbers_stay_apart(text: str, expected: list[str]) -> None:
    """Only a compound is read as one number."""
    assert [number.normal for number in numbers(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "on 14 March 2014",
        "in April 2014",
        "2016/17 and 2016-17",
        "checked 2026-11-22",
        "the 1990s",
        "an ST3 and a First5 group",
        "case study 5, level 3",
        "1. Ask\n2. Listen",
        "one GP, 1 room, zero hours",
    ],
)
def test_dates_pointers_and_list_numbers_are_no_claims(text: str) -> None:
    """They need no source."""
    assert claims(text) == ()


@pytest.mark.parametrize("text", ["2,016 people", "£2016", "2016%"])
def test_a_year_with_a_unit_is_a_claim(text: str) -> None:
    """Four digits are not always a year."""
    assert [number.normal for number in claims(text)] == ["2016"]


def test_a_claim_keeps_its_place() -> None:
    """The offset points at the number as written."""
    text = "After May 2015, nine GPs joined."
    (claim,) = claims(text)
    assert text[claim.offset :].startswith("nine")
    assert claim.shown == "nine"


@given(st.integers(min_value=0, max_value=10**9))
def test_commas_change_nothing(value: int) -> None:
    """A number with thousands commas has the form of the number."""
    (number,) = numbers(f"{value:,}")
    assert number.normal == normal(value)
