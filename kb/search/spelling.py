"""Words that no document has in, the nearest word of the content out.

A word of everyday English that the content does not use is no slip, and is left alone: such words
stand in `kb/data/words.txt`, the whole words of the vocabulary of all-MiniLM-L6-v2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from kb.data import DATA
from kb.data.settings import SpellingSettings
from kb.text.stemmer import stem
from kb.text.words import Word

ENGLISH = DATA / "words.txt"


class Words(Protocol):
    """What knows the words of the content, as `kb.index.keyword.KeywordIndex` does."""

    def knows_word(self, word: str) -> bool:
        """Whether some document has the word, as written."""
        ...

    def words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """(word, documents that have it) of the words at most so many letters away."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A word as typed, with its place in the text, and the word that was taken for it."""

    typed: str
    meant: str
    term: str
    start: int
    end: int


class Speller:
    """Corrects the words that no document has."""

    def __init__(
        self, words: Words, known_terms: frozenset[str], settings: SpellingSettings
    ) -> None:
        """`known_terms` are stems that are never corrected: those of names, cues and synonyms."""
        self._words = words
        self._known_terms = known_terms
        self._settings = settings

    def corrections(self, words: Sequence[Word]) -> Iterator[Correction]:
        """The correction of each word that needs one and has one, in the order of the text."""
        for word in words:
            if word.stop or not word.text.isalpha() or len(word.text) < self._settings.shortest:
                continue
            meant = self.correct(word.text)
            if meant:
                yield Correction(
                    typed=word.text, meant=meant, term=stem(meant), start=word.start, end=word.end
                )

    def correct(self, word: str) -> str:
        """The nearest word of the content: by letters, then by documents, then alphabet; or "".

        A transposition counts as one slip among equals. "" also for a word that is known.
        """
        if stem(word) in self._known_terms or self._words.knows_word(word):
            return ""
        if word in english():
            return ""
        most = 2 if len(word) >= self._settings.two_slips_from else 1
        # A swap of two letters is one slip, but two changes to Whoosh, which counts no swaps.
        near = self._words.words_within(word, max(most, 2))
        ranked = sorted((slips(word, name), -documents, name) for name, documents in near)
        return ranked[0][2] if ranked and ranked[0][0] <= most else ""


@cache
def english() -> frozenset[str]:
    """Everyday English words of four letters and more."""
    return frozenset(ENGLISH.read_text(encoding="utf-8").split())


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
