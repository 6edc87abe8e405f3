"""What the search asks of a store, whatever keeps the rows: protocols and plain data alone.

A store keeps editions; an open edition at one moment is a `Snapshot`. It says what the edition
knows as a whole (its lexicon, its statistics, its spelling) and proposes documents: those nearest
to a query by one of `SOURCES`, those that hold its words. Of the proposed documents it hands over
the `Evidence`, from which `kb.search` computes the same score as it does over a whole index. So
there is one ranking, and a store has none of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import Settings
from kb.index.documents import IndexedDocument, Lexicon
from kb.index.store import FORMAT
from kb.index.vectors import IndexVectors
from kb.index.words import ScoredPostings
from kb.model.problems import IndexStoreError
from kb.text.words import words_of

WORDS, SITUATION_WORDS = "words", "situation_words"
PAGE, PASSAGE, SITUATION, DIRECTION = "page", "passage", "situation", "direction"
WORD_SOURCES = (WORDS, SITUATION_WORDS)
VECTOR_SOURCES = (PAGE, PASSAGE, SITUATION, DIRECTION)
SOURCES = (*WORD_SOURCES, *VECTOR_SOURCES)
"""What documents can be near to a query by."""

WordProbe = Mapping[tuple[str, str], float]
"""What each (field, term) of a query counts; times BM25, it is summed over a document."""
VectorProbe = NDArray[np.float64]
"""A query's vector in the space of the codes, shape (dimensions,)."""
Filters = Mapping[str, Sequence[str]]
"""Facet to the concepts chosen in it."""
Numbers = NDArray[np.int64]
"""Documents of a snapshot, or figures of them, shape (n,)."""
Held = tuple[Numbers, NDArray[np.float64]]
"""Places of documents, in order, and how often each has a term in a field."""

_ROWS = 100
"""Added to the format of an index: the second kind of rows, with a tag of what has closed."""
_SAMPLE = "Dr O'Brien's GP-trainees (ST3) weren't re-organising 24-hour clinics at No. 7, naïve?"


class WordIndex(Protocol):
    """The words of some documents, with the statistics of all documents of their edition."""

    @property
    def documents(self) -> int:
        """How many documents the edition has."""
        ...

    @property
    def lengths(self) -> Mapping[str, Sequence[int] | Numbers]:
        """The exact number of terms of each document here, by field."""
        ...

    @property
    def postings(self) -> Callable[[str, str], ScoredPostings]:
        """From a field and a term to the documents here with the term in the field."""
        ...

    @property
    def having(self) -> Callable[[str], NDArray[np.bool_]]:
        """From a term to whether each document here has it in any field that is scored."""
        ...

    @property
    def tagged(self) -> Callable[[str, str], NDArray[np.bool_]]:
        """From a facet and a concept to whether each document here is tagged with it."""
        ...

    def rarity(self, field: str, term: str) -> float:
        """The inverse document frequency of a term in a field, over the whole edition."""
        ...

    def frequency(self, field: str, term: str) -> int:
        """How many documents of the edition have the term in the field."""
        ...

    def holding(self, term: str) -> int:
        """How many documents of the edition have the term in any field that is scored."""
        ...

    def occurrences(self, field: str, term: str) -> float:
        """How often the term stands in the field, over all documents of the edition."""
        ...

    def knows_word(self, word: str) -> bool:
        """Whether some document of the edition has the word, as written."""
        ...

    def knows_term(self, term: str) -> bool:
        """Whether some document of the edition has a word of that stem."""
        ...

    def words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """(word, documents that have it) of words so many letters away, in alphabetical order."""
        ...


class SearchIndex(Protocol):
    """What is ranked: a whole index, or the documents that a store proposes for one query."""

    @property
    def entries(self) -> Sequence[IndexedDocument]:
        """The documents in the order of their identifiers; a document's number is its place."""
        ...

    def taken(self, numbers: Sequence[int]) -> list[IndexedDocument]:
        """Those documents: asked for together, they are read together."""
        ...

    def found(self, identifiers: Sequence[str]) -> Mapping[str, int]:
        """The number of each document, of those that are led to; others are left out."""
        ...

    @property
    def closed(self) -> NDArray[np.bool_]:
        """Whether each document is of an offer that has closed."""
        ...

    @property
    def lexicon(self) -> Lexicon:
        """What is known about words."""
        ...

    @property
    def keyword(self) -> WordIndex:
        """Their words."""
        ...

    @property
    def vectors(self) -> IndexVectors:
        """Their vectors, and those of needs and of what lies elsewhere."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What rows and program must agree in: the format, the encoder, the analyser, the settings.

    `encoder` names the model of the vectors; `analyser` is a digest of what `kb.text.words` makes
    of a sample, `settings` one of `kb/data/search.json`.
    """

    format: int
    encoder: str
    analyser: str
    settings: str

    def check(self, found: Identity, where: str) -> None:
        """Make sure that rows found in a store are what this program reads.

        Raises:
            IndexStoreError: naming each difference.
        """
        names = ("format", "encoder", "analyser", "settings")
        other = [
            f"{name}: found {getattr(found, name)}, allowed {getattr(self, name)}"
            for name in names
            if getattr(found, name) != getattr(self, name)
        ]
        if other:
            raise IndexStoreError(
                f"{where}: other-rows: {'; '.join(other)}; publish the index anew with this program"
            )


def identity_of(encoder: str, settings: Settings) -> Identity:
    """What rows must be like for this program, with vectors of that encoder."""
    return Identity(
        format=FORMAT + _ROWS,
        encoder=encoder,
        analyser=analyser_digest(),
        settings=digest_of(settings.raw),
    )


def analyser_digest() -> str:
    """A digest of the stems that a sample text gives: another analyser gives another."""
    return digest_of([[word.term, word.stop] for word in words_of(_SAMPLE)])


def digest_of(value: Any) -> str:
    """The first 16 digits of the sha256 of plain data as JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What is known of terms over all documents of an edition.

    `lengths` has the number of terms of each field over all documents, `holders` the documents
    with a (field, term), `anywhere` those with a term in any field, `occurrences` how often a
    term stands in situations. A pair or term that is missing is held by none.
    """

    documents: int
    lengths: Mapping[str, int]
    holders: Mapping[tuple[str, str], int]
    anywhere: Mapping[str, int]
    occurrences: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The documents nearest by one source: numbers and values, best first.

    No other document's value is above `bound`, if `exact`; where an index answered that may pass
    some over, it is only likely. All documents in a list have the bound minus infinity.
    """

    numbers: tuple[int, ...]
    values: tuple[float, ...]
    bound: float
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One word of a query with what may stand for it.

    A document has it if it has every term of one of the `ways` in the fields looked at; it is then
    worth `worth`.
    """

    ways: tuple[tuple[str, ...], ...]
    worth: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that the parts of a score need of some documents, in the order that was asked for.

    `frequencies` has places and times for each (field, term), `lengths` the terms of each document
    by field, `closed` whether each is of an offer that has closed. `vectors` has the rows of these
    documents, with their places as owners, and whole what belongs to no document.
    """

    frequencies: Mapping[tuple[str, str], Held] = field(repr=False)
    lengths: Mapping[str, Numbers] = field(repr=False)
    closed: NDArray[np.bool_] = field(repr=False)
    vectors: IndexVectors = field(repr=False)


class Snapshot(Protocol):
    """One edition at one moment: all its answers come from the same rows.

    Documents are named by numbers that mean something to this snapshot alone.
    """

    @property
    def generation(self) -> str:
        """Names what was published; another publication has another name."""
        ...

    def lexicon(self) -> Lexicon:
        """What is known about words: needs, names, hints, distress."""
        ...

    def statistics(self, terms: Sequence[str]) -> Statistics:
        """The statistics of some terms, and of the edition as a whole."""
        ...

    def nearest(
        self,
        source: str,
        probe: WordProbe | VectorProbe,
        depth: int,
        filters: Filters | None = None,
    ) -> Nearest:
        """The `depth` documents nearest by one of `SOURCES`, of those that the filters keep."""
        ...

    def holders(
        self, groups: Sequence[Group], fields: Sequence[str], least: float, limit: int
    ) -> tuple[int, ...]:
        """The documents with words worth `least` or more in some of the fields, `limit` at most."""
        ...

    def named(self, key: str) -> Mapping[int, str]:
        """The documents of which a name has that key (`kb.search.names`), and the name."""
        ...

    def knows_name_term(self, term: str) -> bool:
        """Whether the name of some document has a word of that stem."""
        ...

    def numbers(self, identifiers: Sequence[str]) -> Mapping[str, int]:
        """The number of each document; those that are not there are left out."""
        ...

    def ordered(self, numbers: Sequence[int]) -> Numbers:
        """Those numbers, each once, in the order of the documents' identifiers."""
        ...

    def tagged(self, numbers: Numbers, facet: str, concept: str) -> NDArray[np.bool_]:
        """Whether each of those documents is tagged with a concept of a facet."""
        ...

    def entries(self, numbers: Sequence[int]) -> tuple[IndexedDocument, ...]:
        """The documents with those numbers, in their order."""
        ...

    def evidence(self, numbers: Numbers, terms: Sequence[str]) -> Evidence:
        """What the parts of a score need of those documents."""
        ...

    def knows_word(self, word: str) -> bool:
        """Whether some document has the word, as written."""
        ...

    def knows_term(self, term: str) -> bool:
        """Whether some document has a word of that stem."""
        ...

    def words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """(word, documents that have it) of words so many letters away, in alphabetical order."""
        ...
