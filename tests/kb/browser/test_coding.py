"""What is written for the browser can be read back, and a change is seen."""

from __future__ import annotations

import base64
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.browser.coding import adler, base64_text, number_text, packed

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def read_numbers(text: str) -> list[int]:
    """Read numbers as the browser's engine does."""
    found, value, shift = [], 0, 0
    for character in text:
        digit = DIGITS.index(character)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            found.append(value)
            value, shift = 0, 0
    return found


@given(st.lists(st.integers(min_value=0, max_value=2**31 - 1)))
def test_numbers_survive(numbers: list[int]) -> None:
    """In order, whatever their size."""
    assert read_numbers(number_text(numbers)) == numbers


def test_small_numbers_take_one_character() -> None:
    """Most steps between postings are small."""
    assert number_text([0, 1, 31]) == "ABf"
    assert number_text([32]) == "gB"


@pytest.mark.parametrize(("bits", "byte"), [(2, 0b11100100), (4, 0b00010000), (8, 0)])
def test_codes_lie_in_bytes_the_first_lowest(bits: int, byte: int) -> None:
    """Four, two or one to a byte."""
    codes = np.array([[0, 1, 2, 3]], dtype=np.uint8)
    assert packed(codes, bits)[0, 0] == byte


def test_codes_that_fill_no_byte_are_refused() -> None:
    """They could not be told from what follows."""
    with pytest.raises(ValueError, match=r"^3 codes of 2 bits do not fill whole bytes$"):
        packed(np.zeros((1, 3), dtype=np.uint8), 2)


def test_no_rows_are_no_bytes() -> None:
    """An index without situations has none."""
    assert base64_text(packed(np.zeros((0, 8), dtype=np.uint8), 2)) == ""


def test_bytes_are_in_base64() -> None:
    """Row by row."""
    array = np.array([[1, 2], [3, 4]], dtype="<u2")
    assert base64.b64decode(base64_text(array)) == bytes([1, 0, 2, 0, 3, 0, 4, 0])


@given(st.text(alphabet=st.characters(max_codepoint=255)))
def test_the_checksum_of_narrow_text_is_adler_32(text: str) -> None:
    """As zlib has it."""
    assert adler(text) == zlib.adler32(text.encode("latin-1"))


@given(st.text(alphabet="abc\u2019\u4e2d", min_size=1), st.data())
def test_a_changed_character_changes_the_checksum(text: str, data: st.DataObject) -> None:
    """Wherever it stands."""
    at = data.draw(st.integers(min_value=0, max_value=len(text) - 1))
    assert adler(text[:at] + "z" + text[at + 1 :]) != adler(text)
