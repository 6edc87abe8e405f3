"""What is written for the browser can be read back, and a change is seen."""

from __future__ import annotations

import base64
import bz2
import json
import random
import subprocess
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.browser.coding import (
    adler,
    base64_text,
    code_text,
    number_text,
    packed,
    shortest,
    word_text,
)
from kb.browser.node import node

UNPACK = Path(__file__).parents[3] / "site_builder" / "static" / "search" / "unpack.js"
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


def unpacked(packages: Sequence[bytes]) -> list[str]:
    """The text of each, as the page unpacks it; "?" where it cannot be."""
    script = f"""
        const {{ unpacking }} = require({json.dumps(str(UNPACK))});
        const whole = (steps) => {{
          for (;;) {{ const one = steps.next(); if (one.done) return one.value; }}
        }};
        const tried = (text) => {{
          try {{ return whole(unpacking(new Uint8Array(Buffer.from(text, "base64")))); }}
          catch {{ return "?"; }}
        }};
        const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
        process.stdout.write(JSON.stringify(given.map(tried)));
    """
    done = subprocess.run(
        [str(node()), "-e", script],
        input=json.dumps([base64.b64encode(one).decode() for one in packages]),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def _of_letters(letters: str, count: int) -> str:
    return "".join(random.Random(count).choices(letters, k=count))


def test_the_page_unpacks_what_bzip2_packs() -> None:
    """Nothing, runs of each length, other alphabets, one sign alone, noise, and several blocks."""
    texts = [
        "",
        "a",
        *("x" * count for count in (3, 4, 5, 6, 258, 259, 260, 1000)),
        "aaaabbbbbccccccd" * 40,
        "Größe, naïve, 😀 and \u200b",
        _of_letters("ab", 5000),
        _of_letters("abcdefghijklmnopqrstuvwxyzäöü€😀 ", 40_000),
        "to be or not to be, " * 4000,
    ]
    packages = [bz2.compress(text.encode()) for text in texts]
    blocks = _of_letters("abcdefgh ", 250_000)
    packages.append(bz2.compress(blocks.encode(), 1))
    assert unpacked(packages) == [*texts, blocks]


def test_what_is_cut_short_is_no_text() -> None:
    """Rather than half of one: a page that waits for ever is worse."""
    package = bz2.compress(_of_letters("abcdefgh ", 20_000).encode())
    cut = [package[: len(package) * share // 10] for share in range(2, 10)]
    assert set(unpacked(cut)) == {"?"}


def test_a_long_text_is_packed_and_a_short_one_is_not() -> None:
    """What gzip does as well with stays JSON, which needs nothing more."""
    words = [_of_letters("abcdefghijklmnop", 6) for _ in range(40)]
    chance = random.Random(1)
    long = " ".join(chance.choices(words, k=40_000))
    assert bz2.decompress(base64.b64decode(shortest(long))).decode() == long
    assert shortest('{"a":1}') == '{"a":1}'


def test_words_share_the_letters_of_the_one_before() -> None:
    """As many as a capital can say."""
    assert word_text(["gp", "gpspin", "##s", "a"]) == "AgpCspinA##sAa"
    assert word_text([]) == ""
    long = "a" * 30
    assert word_text([long, long]) == f"A{long}Z{long[25:]}"
    with pytest.raises(ValueError, match="'Gp' has a capital"):
        word_text(["Gp"])


def test_codes_fill_characters_evenly() -> None:
    """Four of three levels to one, the first counting least; the last is filled up."""
    codes = np.array([1, 0, 0, 0, 0, 1, 2, 2, 2], dtype=np.uint8)
    assert code_text(codes, 3) == "B" + "!#$%&()*+,./:;<=>"[3 + 18 + 54 - 64] + "C"
    assert code_text(np.array([0, 14], dtype=np.uint8), 15) == "AO"
