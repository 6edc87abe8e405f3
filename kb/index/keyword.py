"""Entries in, a Whoosh index out; terms in, postings with their worth out. Alone imports whoosh.

Whoosh analyses, keeps the postings of each field, the unstemmed words for spelling and the
concepts of each facet. What a posting is worth is `FieldBM25` below. Only the interface that
Whoosh 2.7.4 shares with its living forks is used, so that any of them can take its place.

Whoosh unpickles the schema of an index it opens: never open one from elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import fields
from whoosh.analysis import Analyzer, Token
from whoosh.filedb.filestore import RamStorage
from whoosh.index import EmptyIndexError, open_dir

from kb.data.settings import load_settings
from kb.model.problems import IndexStoreError
from kb.text.words import forms_of, terms_of

TEXT_FIELDS = load_settings().text_fields
"""The fields whose words are scored, each on its own."""
SPELLING_FIELD = "words"
_TEXTS = 2048
"""Texts whose words are kept while a process goes on: those of 250 documents."""
_LISTS = 4096
"""Lists of postings that an open index keeps; where the terms are all of a large index, some
hundred bytes each, and those that were asked for last."""
_MEMORY = 2048
"""Megabytes of postings that Whoosh may hold before it would turn to temporary files."""


class TermAnalyzer(Analyzer):  # type: ignore[misc]
    """Whoosh's view of `kb.text.words`: the stems of a text, stop words left out."""

    def __call__(self, value: str, **_options: Any) -> Iterator[Token]:
        """Yield one token for each word; Whoosh reads it before the next is made."""
        token = Token()
        for term in indexed_terms(value):
            token.text = term
            yield token


class SpellingAnalyzer(Analyzer):  # type: ignore[misc]
    """The words of a text as written, for spelling help: letters only, no stop words."""

    def __call__(self, value: str, **_options: Any) -> Iterator[Token]:
        """Yield one token for each word that may be offered as a correction."""
        token = Token()
        for word in offered_words(value):
            token.text = word
            yield token


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


class _Memory(RamStorage):  # type: ignore[misc]
    """Files in memory, temporary ones too.

    Whoosh leaves files open where a write fails, and a full disk is then met again when they are
    closed; so it never writes to the disk itself.
    """

    def temp_storage(self, name: str | None = None) -> _Memory:
        del name
        return _Memory()


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
class Postings:
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
    ) -> Postings:
        """Postings in fields of those lengths; each is worth what `Worth.of` says, to the bit."""
        spread = times + worth.base + worth.slope * lengths
        return cls(numbers=numbers, times=times, worths=worth.idf * (times * worth.gain / spread))


def write_keyword_index(
    folder: Path,
    texts: Iterable[Mapping[str, str]],
    facets: Iterable[Mapping[str, Sequence[str]]],
    facet_names: Sequence[str],
) -> dict[str, list[int]]:
    """Write a Whoosh index of documents into an empty folder and return their exact lengths.

    Args:
        folder: an existing empty folder.
        texts: for each document, in order, the text of each of `TEXT_FIELDS` (a missing one is
            empty). A document's number is its place in this order.
        facets: for each document, the concepts of each facet.
        facet_names: every facet.

    Returns:
        For each field the number of terms of each document, in order.
    """
    schema = fields.Schema(
        **{name: fields.TEXT(analyzer=TermAnalyzer(), phrase=False) for name in TEXT_FIELDS},
        **{_facet_field(name): fields.KEYWORD(scorable=False) for name in facet_names},
        words=fields.TEXT(analyzer=SpellingAnalyzer(), phrase=False),
    )
    lengths: dict[str, list[int]] = {name: [] for name in TEXT_FIELDS}
    memory = _Memory()
    writer = memory.create_index(schema).writer(limitmb=_MEMORY)
    for text, tags in zip(texts, facets, strict=True):
        given = {name: text.get(name, "") for name in TEXT_FIELDS}
        for name, value in given.items():
            lengths[name].append(len(indexed_terms(value)))
        writer.add_document(
            **given,
            **{_facet_field(name): " ".join(tags.get(name, ())) for name in facet_names},
            words=" ".join(given.values()),
        )
    writer.commit(optimize=True)
    for name, content in memory.files.items():
        (folder / name).write_bytes(content)
    return lengths


class KeywordIndex:
    """An open keyword index: what each posting is worth, the spelling words, the facets."""

    def __init__(
        self, folder: Path, lengths: Mapping[str, Sequence[int]], *, k1: float, b: float
    ) -> None:
        """Open the index in a folder.

        Raises:
            IndexStoreError: if the folder holds no index, or another one than the lengths are of.
        """
        try:
            index = open_dir(str(folder), readonly=True)
        except (EmptyIndexError, OSError, ValueError, EOFError) as error:
            raise IndexStoreError(f"{folder}: the keyword index cannot be read: {error}") from error
        self.lengths = lengths
        self._model = FieldBM25(lengths, k1, b)
        self._reader = index.reader()
        # One query asks for the same lists again and again, and so does the next.
        self.postings = lru_cache(maxsize=_LISTS)(self._read_postings)
        self.having = lru_cache(maxsize=_LISTS)(self._read_having)
        self.tagged = lru_cache(maxsize=_LISTS)(self._read_tagged)
        self._frequencies = lru_cache(maxsize=_LISTS)(self._read_frequencies)
        self._holders = lru_cache(maxsize=_LISTS)(self._read_holders)
        self._concepts = lru_cache(maxsize=_LISTS)(self.concepts)
        self._columns = {name: np.array(column, np.int64) for name, column in lengths.items()}
        self.documents = len(lengths[TEXT_FIELDS[0]])
        if self._reader.doc_count_all() != self.documents:
            raise IndexStoreError(
                f"{folder}: the keyword index holds {self._reader.doc_count_all()} documents, "
                f"its table of lengths {self.documents}"
            )

    def frequencies(self, field: str, term: str) -> list[tuple[int, float]]:
        """(document number, times) of every document with the term in the field, in order."""
        return list(self._frequencies(field, term))

    def holders(self, term: str) -> frozenset[int]:
        """The numbers of the documents that have the term in any field that is scored."""
        return self._holders(term)

    def _read_postings(self, field: str, term: str) -> Postings:
        """Every document with the term in the field."""
        found = self._frequencies(field, term)
        numbers = np.array([number for number, _ in found], dtype=np.int64)
        return Postings.of(
            numbers,
            np.array([times for _, times in found], dtype=np.float64),
            self._columns[field][numbers],
            worth_of(
                self.rarity(field, term),
                self._model.means[field],
                k1=self._model.k1,
                b=self._model.b,
            ),
        )

    def _read_having(self, term: str) -> NDArray[np.bool_]:
        """Whether each document has the term in any field that is scored, by number."""
        return self._mask(self._holders(term))

    def _read_tagged(self, facet: str, concept: str) -> NDArray[np.bool_]:
        """Whether each document is tagged with a concept of a facet, by number."""
        return self._mask(self._concepts(facet).get(concept, ()))

    def _mask(self, numbers: Collection[int]) -> NDArray[np.bool_]:
        mask = np.zeros(self.documents, dtype=np.bool_)
        mask[list(numbers)] = True
        mask.flags.writeable = False
        return mask

    def _read_frequencies(self, field: str, term: str) -> tuple[tuple[int, float], ...]:
        if (field, term) not in self._reader:
            return ()
        return tuple(_each(self._reader.postings(field, term)))

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
        return (SPELLING_FIELD, word) in self._reader

    def knows_term(self, term: str) -> bool:
        """Whether some document has a word of that stem in a field that is scored."""
        return any((field, term) in self._reader for field in TEXT_FIELDS)

    def words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """(word, documents that have it) of the words that differ by so many letters at most.

        The first letter is taken to be right. In alphabetical order.
        """
        near = self._reader.terms_within(SPELLING_FIELD, word, distance, prefix=1)
        return [(name, self._reader.doc_frequency(SPELLING_FIELD, name)) for name in sorted(near)]

    def concepts(self, facet: str) -> dict[str, tuple[int, ...]]:
        """The documents tagged with each concept of a facet, by number."""
        name = _facet_field(facet)
        found = {}
        for raw in self._reader.lexicon(name):
            term = raw.decode("utf-8")
            matcher = self._reader.postings(name, term)
            found[term] = tuple(matcher.all_ids())
        return found

    def vocabulary(self) -> dict[str, int]:
        """Every spelling word and the number of documents that have it, in alphabetical order."""
        reader = self._reader
        names = [raw.decode("utf-8") for raw in reader.lexicon(SPELLING_FIELD)]
        return {name: reader.doc_frequency(SPELLING_FIELD, name) for name in names}

    def terms(self, field: str) -> list[str]:
        """Every term of a field, in alphabetical order."""
        return [raw.decode("utf-8") for raw in self._reader.lexicon(field)]


def _each(matcher: Any) -> Iterator[tuple[int, float]]:
    """Every posting of a matcher: the document's number, and how often it has the term."""
    while matcher.is_active():
        yield matcher.id(), matcher.weight()
        matcher.next()


def _facet_field(name: str) -> str:
    return f"facet_{name}"
