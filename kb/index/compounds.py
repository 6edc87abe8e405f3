"""Documents in, the pairs of words out that people also write as one: part-time, GP Spin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.index.documents import IndexedDocument
from kb.text.words import fold

_HYPHENED = re.compile("(?<![a-z0-9])[a-z0-9]+(?:-[a-z0-9]+)+")
_PAIR = re.compile("([a-z0-9]+) ([a-z0-9]+)")
_SHORTEST = 2
"""Letters that each word of a pair has at least."""


def compounds_of(entries: Sequence[IndexedDocument]) -> tuple[str, ...]:
    """Each pair once, joined by a hyphen, in alphabetical order.

    Words that a hyphen joins anywhere, and names of two words.
    """
    return tuple(sorted({pair for entry in entries for pair in _pairs(entry)}))


def _pairs(entry: IndexedDocument) -> Iterator[str]:
    for text in entry.texts().values():
        for run in _HYPHENED.findall(fold(text)):
            words = run.split("-")
            yield from filter(None, map(_pair, words, words[1:]))
    for name in (entry.title, *entry.also):
        match = _PAIR.fullmatch(fold(name))
        if match:
            yield _pair(*match.groups())


def _pair(one: str, other: str) -> str:
    """The two with a hyphen between, or "" if either is short or a number."""
    usable = all(len(word) >= _SHORTEST and word[0].isalpha() for word in (one, other))
    return f"{one}-{other}" if usable else ""
