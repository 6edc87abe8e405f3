"""What a store says of some documents in, an index of these alone out, ready to be ranked.

Its words have the statistics of the whole edition, so that a document is worth there what it is
worth among all. A document itself is read when it is looked at: ranking needs only some figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import overload

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import Settings
from kb.index.documents import IndexedDocument, Lexicon
from kb.index.port import Evidence, Numbers, Snapshot, Statistics
from kb.index.vectors import IndexVectors
from kb.index.words import TEXT_FIELDS, FieldBM25, ScoredPostings, worth_of

_NONE = np.zeros(0, dtype=np.int64), np.zeros(0)


class Entries(Sequence[IndexedDocument]):
    """Documents of a snapshot in some order, each read when it is first looked at."""

    def __init__(self, snapshot: Snapshot, numbers: Numbers) -> None:
        self._snapshot = snapshot
        self._numbers = numbers
        self._read: dict[int, IndexedDocument] = {}

    def taken(self, places: Iterable[int]) -> list[IndexedDocument]:
        """The documents at those places, read together."""
        wanted = list(places)
        missing = [place for place in dict.fromkeys(wanted) if place not in self._read]
        if missing:
            found = self._snapshot.entries(self._numbers[missing].tolist())
            self._read.update(zip(missing, found, strict=True))
        return [self._read[place] for place in wanted]

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> IndexedDocument: ...
    @overload
    def __getitem__(self, place: slice) -> list[IndexedDocument]: ...
    def __getitem__(self, place: int | slice) -> IndexedDocument | list[IndexedDocument]:
        if isinstance(place, slice):
            return self.taken(range(len(self))[place])
        return self.taken([range(len(self))[place]])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The documents that a store proposes for one query, in the order of their identifiers.

    `numbers` has what the store calls each of them; `led_to` has that number of each document that
    the lexicon leads to, by its identifier.
    """

    numbers: Numbers
    entries: Entries = field(repr=False)
    lexicon: Lexicon = field(repr=False)
    keyword: CandidateWords = field(repr=False)
    vectors: IndexVectors = field(repr=False)
    closed: NDArray[np.bool_] = field(repr=False)
    led_to: Mapping[str, int] = field(repr=False)

    def taken(self, numbers: Sequence[int]) -> list[IndexedDocument]:
        """Those documents, by their places here."""
        return self.entries.taken(numbers)

    def found(self, identifiers: Sequence[str]) -> Mapping[str, int]:
        """The place of each document that is here, of those that the lexicon leads to."""
        own = self.places()
        known = ((name, self.led_to.get(name)) for name in identifiers)
        return {name: own[n] for name, n in known if n is not None and n in own}

    def places(self) -> dict[int, int]:
        """The place of each number of the store."""
        return {number: place for place, number in enumerate(self.numbers.tolist())}


class CandidateWords:
    """The words of some documents, with the statistics of all; a `kb.index.port.WordIndex`."""

    def __init__(
        self,
        snapshot: Snapshot,
        numbers: Numbers,
        evidence: Evidence,
        statistics: Statistics,
        terms: Sequence[str],
        settings: Settings,
    ) -> None:
        """`evidence` and `statistics` are of those terms; no other term may be asked for."""
        self._snapshot = snapshot
        self._numbers = numbers
        self._evidence = evidence
        self._statistics = statistics
        self._terms = frozenset(terms)
        self._settings = settings
        # One query asks for the same lists again and again.
        self.postings = lru_cache(maxsize=None)(self._postings)
        self.having = lru_cache(maxsize=None)(self._having)
        self.tagged = lru_cache(maxsize=None)(self._tagged)

    @property
    def documents(self) -> int:
        """How many documents the edition has."""
        return self._statistics.documents

    @property
    def lengths(self) -> Mapping[str, Numbers]:
        """The exact number of terms of each document here, by field."""
        return self._evidence.lengths

    def _postings(self, field: str, term: str) -> ScoredPostings:
        """The documents here with the term in the field."""
        documents = self._statistics.documents
        numbers, times = self._evidence.frequencies.get((field, self._asked(term)), _NONE)
        worth = worth_of(
            self.rarity(field, term),
            self._statistics.lengths[field] / documents if documents else 0.0,
            k1=self._settings.k1,
            b=self._settings.b,
        )
        return ScoredPostings.of(numbers, times, self._evidence.lengths[field][numbers], worth)

    def _having(self, term: str) -> NDArray[np.bool_]:
        """Whether each document here has the term in any field that is scored."""
        found = np.zeros(len(self._numbers), dtype=np.bool_)
        for name in TEXT_FIELDS:
            found[self._evidence.frequencies.get((name, self._asked(term)), _NONE)[0]] = True
        return found

    def _tagged(self, facet: str, concept: str) -> NDArray[np.bool_]:
        """Whether each document here is tagged with a concept of a facet."""
        return self._snapshot.tagged(self._numbers, facet, concept)

    def rarity(self, field: str, term: str) -> float:
        """The inverse document frequency of a term in a field, over the whole edition."""
        return FieldBM25.rarity(self._statistics.documents, self.frequency(field, term))

    def frequency(self, field: str, term: str) -> int:
        """How many documents of the edition have the term in the field."""
        return self._statistics.holders.get((field, self._asked(term)), 0)

    def holding(self, term: str) -> int:
        """How many documents of the edition have the term in any field that is scored."""
        return self._statistics.anywhere.get(self._asked(term), 0)

    def occurrences(self, field: str, term: str) -> float:
        """How often the term stands in situations, over all documents of the edition."""
        if field != "situations":
            raise KeyError(f"{field}: occurrences are known of situations alone")
        return self._statistics.occurrences.get(self._asked(term), 0.0)

    def knows_word(self, word: str) -> bool:
        """Whether some document of the edition has the word, as written."""
        return self._snapshot.knows_word(word)

    def knows_term(self, term: str) -> bool:
        """Whether some document of the edition has a word of that stem."""
        return self._snapshot.knows_term(term)

    def words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """(word, documents that have it) of words so many letters away."""
        return self._snapshot.words_within(word, distance)

    def _asked(self, term: str) -> str:
        if term not in self._terms:
            raise KeyError(f"{term}: the store was not asked for this term")
        return term


def candidates(
    snapshot: Snapshot,
    numbers: Sequence[int],
    terms: Sequence[str],
    settings: Settings,
    led_to: Mapping[str, int],
) -> Candidates:
    """An index of the documents with those numbers, for a query with those terms.

    `led_to` is as `Candidates` has it.
    """
    ordered = snapshot.ordered(numbers)
    evidence = snapshot.evidence(ordered, terms)
    return Candidates(
        numbers=ordered,
        entries=Entries(snapshot, ordered),
        lexicon=snapshot.lexicon(),
        keyword=CandidateWords(
            snapshot, ordered, evidence, snapshot.statistics(terms), terms, settings
        ),
        vectors=evidence.vectors,
        closed=evidence.closed,
        led_to=led_to,
    )
