"""The words of an edition in, those near to a typed one out; no word is ever sent to a server."""

from __future__ import annotations

from collections.abc import Mapping


class Vocabulary:
    """Every word of an edition with the documents that have it."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = {word: count for word, count in words.items() if count > 0}
        self._by_start: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self._words):
            self._by_start.setdefault((word[:1], len(word)), []).append(word)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """(word, documents that have it) of words so many letters away, in alphabetical order.

        The first letter is taken to be right; a swap of two letters counts as two.
        """
        lengths = range(max(len(word) - distance, 1), len(word) + distance + 1)
        near = [
            other
            for length in lengths
            for other in self._by_start.get((word[:1], length), ())
            if _is_within(word, other, distance)
        ]
        return [(other, self._words[other]) for other in sorted(near)]


def _is_within(one: str, other: str, most: int) -> bool:
    """Whether so many letters put in, left out or changed make one word of the other."""
    before = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        row = [at]
        for place, sign in enumerate(other, start=1):
            changed = before[place - 1] + (letter != sign)
            row.append(min(changed, before[place] + 1, row[place - 1] + 1))
        if min(row) > most:
            return False
        before = row
    return before[-1] <= most
