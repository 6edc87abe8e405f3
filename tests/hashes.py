"""A small encoder for tests: texts that share words are alike, and it loads no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.text.words import terms_of

DIMENSIONS = 64


class HashEncoder:
    """The sum of one fixed direction for each word, of unit length; counts what it encodes."""

    name = "hashes"

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector for each text; a text without words has zeros."""
        self.encoded.extend(texts)
        rows = np.zeros((len(texts), DIMENSIONS))
        for row, text in zip(rows, texts, strict=True):
            for term in terms_of(text):
                row += _direction(term)
        lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
        return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _direction(term: str) -> NDArray[np.float64]:
    digest = hashlib.sha256(term.encode()).digest()
    bits = np.unpackbits(np.frombuffer(digest, dtype=np.uint8))[:DIMENSIONS]
    return np.where(bits > 0, 1.0, -1.0)
