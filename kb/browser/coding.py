"""Numbers in, the text that carries them in a script out, as the browser engine reads it."""

from __future__ import annotations

import base64
import bz2
import math
import re
import zlib
from collections.abc import Iterable
from string import ascii_uppercase
from typing import Any

import numpy as np
from numpy.typing import NDArray

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_CAPITAL = re.compile("[A-Z]")
_SIGNS = _DIGITS + "!#$%&()*+,./:;<=>"
_MODULUS = 65521
_WORTH_UNPACKING = 0.9
"""The most of what gzip makes of a text for which the page has to unpack it."""


def number_text(numbers: Iterable[int]) -> str:
    """The numbers, none below 0, five bits to a character, the lowest first.

    A character whose sixth bit is set has more to come. Small numbers take one character, which
    gzip packs better than the bytes of a varint in base64.
    """
    found = []
    for number in numbers:
        rest = int(number)
        while rest > 31:
            found.append(_DIGITS[32 | rest & 31])
            rest >>= 5
        found.append(_DIGITS[rest])
    return "".join(found)


def word_text(words: Iterable[str]) -> str:
    """Words in alphabetical order, each as a capital and the rest of it.

    The capital says how many letters the word shares with the one before: A for none, Z for 25.

    Raises:
        ValueError: a word has a capital.
    """
    found, last = [], ""
    for word in words:
        if _CAPITAL.search(word):
            raise ValueError(f"{word!r} has a capital; give words in small letters")
        shared = _shared(word, last)
        found.append(ascii_uppercase[shared] + word[shared:])
        last = word
    return "".join(found)


def _shared(word: str, other: str) -> int:
    """How many letters two words begin with alike, as many as a capital can say."""
    count = 0
    for one, two in zip(word, other[: len(ascii_uppercase) - 1], strict=False):
        if one != two:
            break
        count += 1
    return count


def code_text(codes: NDArray[np.uint8], levels: int) -> str:
    """Codes from 0 to levels - 1, as many to a character as fit, the first counting least.

    Of three levels four make one of 81 characters, which gzip gives the bits that they are worth.
    The last character is filled up with noughts.
    """
    share = int(math.log(len(_SIGNS)) / math.log(levels))
    filled = np.zeros(-(-len(codes) // share) * share, dtype=np.int64)
    filled[: len(codes)] = codes
    numbers = filled.reshape(-1, share) @ levels ** np.arange(share)
    return "".join(_SIGNS[number] for number in numbers.tolist())


def packed(codes: NDArray[np.uint8], bits: int) -> NDArray[np.uint8]:
    """Codes of 2, 4 or 8 bits side by side in bytes, the first in the lowest bits.

    The number of codes in a row fills whole bytes.
    """
    share = 8 // bits
    if codes.shape[1] % share:
        raise ValueError(f"{codes.shape[1]} codes of {bits} bits do not fill whole bytes")
    groups = codes.reshape(codes.shape[0], codes.shape[1] // share, share)
    shifted = groups.astype(np.uint16) << (np.arange(share, dtype=np.uint16) * bits)
    return np.asarray(shifted.sum(axis=2), dtype=np.uint8)


def base64_text(array: NDArray[Any]) -> str:
    """The bytes of an array, row by row, in base64."""
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")


def shortest(text: str) -> str:
    """The text, or its bytes as bzip2 packs them in base64, where that is shorter by a tenth.

    The browser tells them apart by how bzip2 begins. A site is sent with gzip, which looks back
    32 kB: of long texts it leaves half as much again as bzip2 does.
    """
    content = text.encode()
    short = bz2.compress(content)
    if len(short) >= _WORTH_UNPACKING * len(zlib.compress(content)):
        return text
    return base64.b64encode(short).decode("ascii")


def adler(text: str) -> int:
    """Adler-32 (RFC 1950, section 8.2) over the UTF-16 code units of a text."""
    units = np.frombuffer(text.encode("utf-16-le"), dtype="<u2").astype(np.uint64)
    count = len(units)
    places = np.arange(count, 0, -1, dtype=np.uint64) % _MODULUS
    low = (1 + int(units.sum())) % _MODULUS
    high = (count + int(((places * units) % _MODULUS).sum())) % _MODULUS
    return high * 65536 + low
