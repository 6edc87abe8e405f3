"""The everyday words of English."""

from __future__ import annotations

from functools import cache

from kb.data import DATA

ENGLISH = DATA / "words.txt"
"""The whole words of four letters and more of the vocabulary of all-MiniLM-L6-v2."""


@cache
def english() -> frozenset[str]:
    """Everyday English words of four letters and more."""
    return frozenset(ENGLISH.read_text(encoding="utf-8").split())
