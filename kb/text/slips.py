"""Two words in, how many slips of the keyboard lie between them out."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from itertools import pairwise, permutations

Pairs = Set[str]
"""Pairs of letters, each either way round."""


def pairs_of(alike: str) -> Pairs:
    """Return the pairs of letters of which one may be a slip for the other.

    Args:
        alike: words of letters, as `alike` in the settings of distress: all of the first are alike,
            in every other word neighbours are.
    """
    every, *rows = alike.split() or [""]
    found = {"".join(pair) for pair in permutations(every, 2)}
    for row in rows:
        for one, other in pairwise(row):
            found |= {one + other, other + one}
    return frozenset(found)


@lru_cache(maxsize=10_000)
def slips(one: str, other: str, alike: Pairs | None = None) -> int:
    """The least number of letters put in, left out, changed or swapped with the next.

    The restricted form of the distance of Damerau (1964). With `alike`, changing a letter counts
    two unless it is one of those pairs.
    """
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            changed = 0 if a == b else 1 if alike is None or a + b in alike else 2
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + changed)
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, before_last[j - 2] + 1)
            row.append(least)
        before_last, last = last, row
    return last[-1]
