"""What a store says of some documents in, an index of these alone out, ready to be ranked.

Its words have the statistics of the whole edition, so that a document is worth there what it is
worth among all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kb.data.settings import Settings
from kb.index.documents import IndexedDocument, Lexicon
from kb.index.port import Evidence, Snapshot, Statistics
from kb.index.vectors import IndexVectors
from kb.index.words import TEXT_FIELDS, FieldBM25, worth_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The documents that a store proposes for one query, in the order of their identifiers.

    `numbers` has what the store calls each of them.
    """

    numbers: tuple[int, ...]
    entries: tuple[IndexedDocument, ...] = field(repr=False)
    lexicon: Lexicon = field(repr=False)
    keyword: CandidateWords = field(repr=False)
    vectors: IndexVectors = field(repr=False)


class CandidateWords:
    """The words of some documents, with the statistics of all; a `kb.index.port.WordIndex`."""

    def __init__(
        self,
        snapshot: Snapshot,
        entries: Sequence[IndexedDocument],
        evidence: Evidence,
        statistics: Statistics,
        terms: Sequence[str],
        settings: Settings,
    ) -> None:
        """`evidence` and `statistics` are of those terms; no other term may be asked for."""
        self._snapshot = snapshot
        self._entries = entries
        self._evidence = evidence
        self._statistics = statistics
        self._terms = frozenset(terms)
        self._settings = settings

    @property
    def documents(self) -> int:
        """How many documents the edition has."""
        return self._statistics.documents

    @property
    def lengths(self) -> Mapping[str, Sequence[int]]:
        """The exact number of terms of each document here, by field."""
        return self._evidence.lengths

    def postings(self, field: str, term: str) -> list[tuple[int, float]]:
        """(document, BM25 score) of each document here with the term in the field, in order."""
        documents = self._statistics.documents
        worth = worth_of(
            self.rarity(field, term),
            self._statistics.lengths[field] / documents if documents else 0.0,
            k1=self._settings.k1,
            b=self._settings.b,
        )
        lengths = self._evidence.lengths[field]
        return [(at, worth.of(times, lengths[at])) for at, times in self.frequencies(field, term)]

    def frequencies(self, field: str, term: str) -> list[tuple[int, float]]:
        """(document, times) of each document here with the term in the field, in order."""
        return list(self._evidence.frequencies.get((field, self._asked(term)), ()))

    def holders(self, term: str) -> frozenset[int]:
        """The documents here that have the term in any field that is scored."""
        return frozenset(at for name in TEXT_FIELDS for at, _ in self.frequencies(name, term))

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

    def concepts(self, facet: str) -> dict[str, tuple[int, ...]]:
        """The documents here that are tagged with each concept of a facet."""
        found: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries):
            for concept in entry.facets.get(facet, ()):
                found.setdefault(concept, []).append(number)
        return {concept: tuple(numbers) for concept, numbers in found.items()}

    def _asked(self, term: str) -> str:
        if term not in self._terms:
            raise KeyError(f"{term}: the store was not asked for this term")
        return term


def candidates(
    snapshot: Snapshot, numbers: Sequence[int], terms: Sequence[str], settings: Settings
) -> Candidates:
    """An index of the documents with those numbers, for a query with those terms."""
    found = snapshot.entries(numbers)
    order = sorted(range(len(found)), key=lambda place: found[place].id)
    ordered = tuple(numbers[place] for place in order)
    entries = tuple(found[place] for place in order)
    evidence = snapshot.evidence(ordered, terms)
    return Candidates(
        numbers=ordered,
        entries=entries,
        lexicon=snapshot.lexicon(),
        keyword=CandidateWords(
            snapshot, entries, evidence, snapshot.statistics(terms), terms, settings
        ),
        vectors=evidence.vectors,
    )
