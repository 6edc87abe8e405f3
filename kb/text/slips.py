"""Two words in, how many slips of the keyboard lie between them out."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=10_000)
def slips(one: str, other: str) -> int:
    """The least number of letters put in, left out, changed or swapped with the next.

    The restricted form of the distance of Damerau (1964).
    """
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, before_last[j - 2] + 1)
            row.append(least)
        before_last, last = last, row
    return last[-1]
