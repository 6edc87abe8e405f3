"""The words of an index: postings with their worth, the spelling words, the facets.

They are analysed and inverted by Whoosh (`kb.index.keyword`), and read from a copy of what it
made that opens at once (`kb.index.word_file`); an index without that copy is read by Whoosh. What
a posting is worth is `FieldBM25` below.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import load_settings
from kb.model.problems import IndexStoreError
from kb.text.words import forms_of, terms_of

TEXT_FIELDS = load_settings().text_fields
"""The fields whose words are scored, each on its own."""
SPELLING_FIELD = "words"
Postings = tuple[tuple[int, float], ...]
"""(document number, times that the term stands there), in order of the numbers."""
_TEXTS = 2048
"""Texts whose words are kept while a process goes on: those of 250 documents."""
_LISTS = 4096
"""Lists of postings that an open index keeps; where the terms are all of a large index, some
hundred bytes each, and those that were asked for last."""


class StoredWords(Protocol):
    """The words of an index as they are stored."""

    @property
    def documents(self) -> int:
        """How many documents there are."""
        ...

    def has(self, field: str, term: str) -> bool:
        """Whether some document has the term in the field."""
        ...

    def postings(self, field: str, term: str) -> Postings:
        """(document number, times) of every document with the term in the field, in order."""
        ...

    def terms(self, field: str) -> list[str]:
        """Every term of a field, in alphabetical order."""
        ...

    def holding(self, field: str, term: str) -> int:
        """How many documents have the term in the field."""
        ...

    def words_within(self, word: str, distance: int) -> list[str]:
        """The spelling words so many letters away at most, in alphabetical order.

        The first letter is taken to be right, and a swap of two letters is two changes.
        """
        ...


@lru_cache(maxsize=_TEXTS)
def indexed_terms(text: str) -> tuple[str, ...]:
    """The stems of a text that are indexed, in order; those of the last texts are kept."""
    return tuple(terms_of(text))


@lru_cache(maxsize=_TEXTS)
def offered_words(text: str) -> tuple[str, ...]:
    """The words of a text that may be offered as a correction, in order; kept likewise."""
    shortest = load_settings().spelling.shortest_offered
    return tuple(
        word
        for word, _, stop in forms_of(text)
        if not stop and word.isalpha() and len(word) >= shortest
    )


class FieldBM25:
    """What a posting is worth: BM25 of one field (Robertson and Zaragoza, 2009, section 3.3).

    idf = ln(1 + (N - df + .5) / (df + .5)), with N the documents of the index and df those with
    the term in this field. Lengths are exact, from our own table: Whoosh keeps them in one byte.
    """

    def __init__(self, lengths: Mapping[str, Sequence[int]], k1: float, b: float) -> None:
        self.lengths = lengths
        self.means = {
            name: math.fsum(column) / len(column) if column else 0.0
            for name, column in lengths.items()
        }
        self.k1 = k1
        self.b = b
        self._columns = {name: np.array(column, np.int64) for name, column in lengths.items()}

    def worths(self, field: str, postings: Postings) -> ScoredPostings:
        """The postings of a term with the worth of each."""
        lengths = self._columns[field]
        idf = self.rarity(len(lengths), len(postings))
        worth = worth_of(idf, self.means[field], k1=self.k1, b=self.b)
        numbers = np.array([number for number, _ in postings], dtype=np.int64)
        times = np.array([times for _, times in postings], dtype=np.float64)
        return ScoredPostings.of(numbers, times, lengths[numbers], worth)

    @staticmethod
    def rarity(documents: int, frequency: int) -> float:
        """The inverse document frequency of a term that so many documents of an index have."""
        return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True, slots=True)
class Worth:
    """What a term that stands so often in a field of such a length is worth, by BM25."""

    idf: float
    gain: float
    base: float
    slope: float

    def of(self, frequency: float, length: int) -> float:
        """The worth of one posting."""
        return self.idf * (frequency * self.gain / (frequency + self.base + self.slope * length))


def worth_of(idf: float, mean: float, *, k1: float, b: float) -> Worth:
    """The worth of a term of that rarity in a field of that mean length."""
    return Worth(idf, k1 + 1, k1 * (1 - b), k1 * b / mean if mean else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPostings:
    """The documents with a term in a field, in order, how often each has it there, and its worth.

    Each of shape (n,); `worths` are BM25 scores.
    """

    numbers: NDArray[np.int64]
    times: NDArray[np.float64]
    worths: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Whoever keeps them may hand them out again and again."""
        for column in (self.numbers, self.times, self.worths):
            column.flags.writeable = False

    @classmethod
    def of(
        cls,
        numbers: NDArray[np.int64],
        times: NDArray[np.float64],
        lengths: NDArray[np.int64],
        worth: Worth,
    ) -> ScoredPostings:
        """Postings in fields of those lengths; each is worth what `Worth.of` says, to the bit."""
        spread = times + worth.base + worth.slope * lengths
        return cls(numbers=numbers, times=times, worths=worth.idf * (times * worth.gain / spread))


class KeywordIndex:
    """An open keyword index: what each posting is worth, the spelling words, the facets."""

    def __init__(
        self, folder: Path, lengths: Mapping[str, Sequence[int]], *, k1: float, b: float
    ) -> None:
        """Open the index in a folder.

        Raises:
            IndexStoreError: if the folder holds no index, or another one than the lengths are of.
        """
        self._words = open_words(folder)
        self.lengths = lengths
        self._model = FieldBM25(lengths, k1, b)
        # One query asks for the same lists again and again, and so does the next.
        self.postings = lru_cache(maxsize=_LISTS)(self._read_postings)
        self.having = lru_cache(maxsize=_LISTS)(self._read_having)
        self.tagged = lru_cache(maxsize=_LISTS)(self._read_tagged)
        self._frequencies = lru_cache(maxsize=_LISTS)(self._words.postings)
        self._holders = lru_cache(maxsize=_LISTS)(self._read_holders)
        self.documents = len(lengths[TEXT_FIELDS[0]])
        if self._words.documents != self.documents:
            raise IndexStoreError(
                f"{folder}: the keyword index holds {self._words.documents} documents, "
                f"its table of lengths {self.documents}"
            )

    def frequencies(self, field: str, term: str) -> list[tuple[int, float]]:
        """(document number, times) of every document with the term in the field, in order."""
        return list(self._frequencies(field, term))

    def holders(self, term: str) -> frozenset[int]:
        """The numbers of the documents that have the term in any field that is scored."""
        return self._holders(term)

    def _read_postings(self, field: str, term: str) -> ScoredPostings:
        """Every document with the term in the field."""
        return self._model.worths(field, self._frequencies(field, term))

    def _read_having(self, term: str) -> NDArray[np.bool_]:
        """Whether each document has the term in any field that is scored, by number."""
        return self._mask(self._holders(term))

    def _read_tagged(self, facet: str, concept: str) -> NDArray[np.bool_]:
        """Whether each document is tagged with a concept of a facet, by number."""
        name = facet_field(facet)
        return self._mask([number for number, _ in self._words.postings(name, concept)])

    def _mask(self, numbers: Collection[int]) -> NDArray[np.bool_]:
        mask = np.zeros(self.documents, dtype=np.bool_)
        mask[list(numbers)] = True
        mask.flags.writeable = False
        return mask

    def _read_holders(self, term: str) -> frozenset[int]:
        fields = (self._frequencies(field, term) for field in TEXT_FIELDS)
        return frozenset(document for found in fields for document, _ in found)

    def rarity(self, field: str, term: str) -> float:
        """The inverse document frequency of a term in a field, as `FieldBM25` has it."""
        return self._model.rarity(len(self.lengths[field]), self.frequency(field, term))

    def frequency(self, field: str, term: str) -> int:
        """How many documents have the term in the field."""
        return len(self._frequencies(field, term))

    def holding(self, term: str) -> int:
        """How many documents have the term in any field that is scored."""
        return len(self.holders(term))

    def occurrences(self, field: str, term: str) -> float:
        """How often the term stands in the field, over all documents."""
        return sum(times for _, times in self._frequencies(field, term))

    def knows_word(self, word: str) -> bool:
        """Whether some document has the word, as written."""
        return self._words.has(SPELLING_FIELD, word)

    def knows_term(self, term: str) -> bool:
        """Whether some document has a word of that stem in a field that is scored."""
        return any(self._words.has(field, term) for field in TEXT_FIELDS)

    def words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """(word, documents that have it) of the words that differ by so many letters at most.

        The first letter is taken to be right. In alphabetical order.
        """
        near = self._words.words_within(word, distance)
        return [(name, self._words.holding(SPELLING_FIELD, name)) for name in near]

    def concepts(self, facet: str) -> dict[str, tuple[int, ...]]:
        """The documents tagged with each concept of a facet, by number."""
        name = facet_field(facet)
        return {
            term: tuple(number for number, _ in self._words.postings(name, term))
            for term in self._words.terms(name)
        }

    def vocabulary(self) -> dict[str, int]:
        """Every spelling word and the number of documents that have it, in alphabetical order."""
        names = self._words.terms(SPELLING_FIELD)
        return {name: self._words.holding(SPELLING_FIELD, name) for name in names}

    def terms(self, field: str) -> list[str]:
        """Every term of a field, in alphabetical order."""
        return self._words.terms(field)


def open_words(folder: Path) -> StoredWords:
    """The words of the index in a folder, read from their copy where there is a whole one.

    Raises:
        IndexStoreError: if the folder holds no index.
    """
    from kb.index.word_file import read_words

    found = read_words(folder)
    if found is not None:
        return found
    from kb.index.keyword import WhooshWords

    return WhooshWords(folder)


def facet_field(name: str) -> str:
    """The field that holds the concepts of a facet."""
    return f"facet_{name}"
