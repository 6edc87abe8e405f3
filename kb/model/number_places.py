"""Where the numbers of a source are, without its text: each with hashes of words near it.

A number of a page is set against the places where the source speaks of the same matter: those
whose words it shares most. A hash of a word has three digits, so that it stands for many words
and gives none away.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from kb.text.numbers import Number, numbers

NEAR_IN_SOURCE = 20
"""Words on each side of a number that are kept of a source."""
NEAR_ON_PAGE = 12
"""Words on each side of a number that are looked at on a page."""

_HASH_DIGITS = 3
_NUMBER_DIGITS = 10
_KEPT_LETTERS = 6
_PLACE = re.compile(rf"[0-9a-f]{{{_NUMBER_DIGITS}}}:(?:[0-9a-f]{{{_HASH_DIGITS}}})*")
_WORDS = re.compile(rf"[0-9a-f]{{{_HASH_DIGITS}}}")
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    "about after also another around because been before being between both does done each else "
    "even ever every from have having here into itself just like made make many more most much "
    "must only other over same should since some such than that their them then there these they "
    "this those through under until upon very were what when where which while whose will with "
    "within without would your".split()
)


@dataclass(frozen=True)
class NumberPlaces:
    """The places of a source's numbers, in no order of the text.

    `lines` holds for each a number in its hashed form, a colon and the hashes of the words near
    it, each place once and all in order: as `dumps` writes them.
    """

    lines: tuple[str, ...] = ()

    @cached_property
    def _by_word(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, line in enumerate(self.lines):
            for word in set(_WORDS.findall(line, _NUMBER_DIGITS + 1)):
                found.setdefault(word, []).append(at)
        return found

    def shared(self, near: Iterable[str]) -> dict[str, int]:
        """Return for each hashed number the most words that one of its places shares with `near`.

        Numbers that share none are left out.
        """
        by_word = self._by_word
        counts = Counter(chain.from_iterable(by_word[word] for word in near if word in by_word))
        best: dict[str, int] = {}
        for at, count in counts.items():
            number = self.lines[at][:_NUMBER_DIGITS]
            if count > best.get(number, 0):
                best[number] = count
        return best

    @classmethod
    def of(cls, places: Iterable[tuple[str, frozenset[str]]]) -> NumberPlaces:
        """Return places in the one order in which they are kept, each once."""
        return cls(tuple(sorted({_line(place) for place in places})))

    def dumps(self) -> list[str]:
        """Return a line for each place: the number's hash, a colon, the words' hashes."""
        return list(self.lines)

    @classmethod
    def loads(cls, lines: Iterable[str]) -> NumberPlaces:
        """Return the places that `dumps` wrote.

        Raises:
            ValueError: a line is none.
        """
        given = sorted(set(lines))
        for line in given:
            if not _PLACE.fullmatch(line):
                raise ValueError(f'"{line[:20]}" is not the place of a number')
        return cls(tuple(given))


class Surroundings:
    """The words of a text with their places, to find those near a number; made once for a text."""

    def __init__(self, text: str) -> None:
        found = [
            (match.start(), _hash(match.group()))
            for match in _WORD.finditer(text.lower())
            if match.group() not in _COMMON
        ]
        self._starts = [start for start, _ in found]
        self._words = [word for _, word in found]

    @property
    def all(self) -> frozenset[str]:
        """The hashes of all words of the text."""
        return frozenset(self._words)

    def near(
        self, number: Number, distance: int, within: tuple[int, int] | None = None
    ) -> frozenset[str]:
        """Return the hashes of the words up to `distance` words before and after a number.

        With `within` only those between two offsets of the text count.
        """
        before = bisect_left(self._starts, number.offset)
        after = bisect_left(self._starts, number.offset + len(number.shown))
        words = self._words
        first, last = max(0, before - distance), after + distance
        if within is not None:
            first = max(first, bisect_left(self._starts, within[0]))
            last = min(last, bisect_left(self._starts, within[1]))
        return frozenset((*words[first:before], *words[after:last]))


def places_of(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each number of a text in normal form with the hashes of the words near it."""
    surroundings = Surroundings(text)
    for number in numbers(text):
        yield number.normal, surroundings.near(number, NEAR_IN_SOURCE)


def _line(place: tuple[str, frozenset[str]]) -> str:
    number, near = place
    return f"{number}:{''.join(sorted(near))}"


@lru_cache(maxsize=65536)
def _hash(word: str) -> str:
    return hashlib.sha256(word[:_KEPT_LETTERS].encode()).hexdigest()[:_HASH_DIGITS]
