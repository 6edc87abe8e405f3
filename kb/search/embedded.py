"""The index of one machine as a store: an open index in, what the port asks of it out.

Its lists are whole, so whatever bound it gives is exact. It is the reference that every other
store is compared with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kb.index import port
from kb.index.documents import IndexedDocument, Lexicon
from kb.index.load import LoadedIndex
from kb.index.vectors import Codes, IndexVectors
from kb.index.words import TEXT_FIELDS
from kb.model.documents import ANY
from kb.search.names import Names

SITUATIONS = "situations"


class EmbeddedSnapshot:
    """An open index, seen through `kb.index.port.Snapshot`."""

    def __init__(self, index: LoadedIndex) -> None:
        self._index = index
        self._ids = {entry.id: number for number, entry in enumerate(index.entries)}
        self._names = Names(index.entries)
        self._name_terms = self._names.terms()

    @property
    def generation(self) -> str:
        """The digest of the content and that of the program that made the index."""
        return f"{self._index.manifest.content}-{self._index.manifest.made_by}"

    def lexicon(self) -> Lexicon:
        """What is known about words."""
        return self._index.lexicon

    def statistics(self, terms: Sequence[str]) -> port.Statistics:
        """The statistics of some terms, and of the index as a whole."""
        keyword = self._index.keyword
        return port.Statistics(
            documents=keyword.documents,
            lengths={name: sum(column) for name, column in keyword.lengths.items()},
            holders={
                (name, term): found
                for term in terms
                for name in TEXT_FIELDS
                if (found := keyword.frequency(name, term))
            },
            anywhere={term: found for term in terms if (found := keyword.holding(term))},
            occurrences={term: keyword.occurrences(SITUATIONS, term) for term in terms},
        )

    def nearest(
        self,
        source: str,
        probe: port.WordProbe | port.VectorProbe,
        depth: int,
        filters: port.Filters | None = None,
    ) -> port.Nearest:
        """The nearest documents by one source; every value is worked out."""
        if isinstance(probe, Mapping):
            values = self._by_words(probe)
            there = values > 0
        else:
            values, there = self._by_vector(source, probe)
        numbers = np.flatnonzero(there & self._kept(filters or {}))
        order = numbers[np.argsort(-values[numbers], kind="stable")]
        first, rest = order[:depth], order[depth:]
        return port.Nearest(
            numbers=tuple(first.tolist()),
            values=tuple(values[first].tolist()),
            bound=float(values[rest[0]]) if len(rest) else -np.inf,
            exact=True,
        )

    def _by_words(self, probe: port.WordProbe) -> NDArray[np.float64]:
        values = np.zeros(len(self._ids))
        for (name, term), weight in probe.items():
            found = self._index.keyword.postings(name, term)
            values[found.numbers] += weight * found.worths
        return values

    def _by_vector(
        self, source: str, vector: port.VectorProbe
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """The best value of each document, and whether it has any row of that kind."""
        vectors = self._index.vectors
        everyone = np.arange(len(self._ids), dtype=np.int32)
        codes, owner = {
            port.PAGE: (vectors.documents, everyone),
            port.PASSAGE: (vectors.passages, vectors.passage_of),
            port.SITUATION: (vectors.situations, vectors.situation_of),
            port.DIRECTION: (vectors.pages, everyone[: len(vectors.pages)]),
        }[source]
        best = np.full(len(self._ids), -np.inf)
        np.maximum.at(best, owner, codes.likeness(vector))
        return best, ~np.isneginf(best)

    def _kept(self, filters: port.Filters) -> NDArray[np.bool_]:
        kept = np.ones(len(self._ids), dtype=np.bool_)
        for facet, concepts in filters.items():
            under = [self._index.keyword.tagged(facet, concept) for concept in (*concepts, ANY)]
            kept &= np.logical_or.reduce(under)
        return kept

    def holders(
        self, groups: Sequence[port.Group], fields: Sequence[str], least: float, limit: int
    ) -> tuple[int, ...]:
        """The documents with words worth so much in some of the fields, by number."""
        worths = np.zeros(len(self._ids))
        for group in groups:
            found = np.zeros(len(worths), dtype=np.bool_)
            for way in group.ways:
                found |= np.logical_and.reduce([self._having(term, fields) for term in way])
            worths[found] += group.worth
        return tuple(np.flatnonzero(worths >= least)[:limit].tolist())

    def _having(self, term: str, fields: Sequence[str]) -> NDArray[np.bool_]:
        has = np.zeros(len(self._ids), dtype=np.bool_)
        for name in fields:
            has[self._index.keyword.postings(name, term).numbers] = True
        return has

    def named(self, key: str) -> Mapping[int, str]:
        """The documents of which a name has that key, and the name."""
        return self._names.by_key(key)

    def knows_name_term(self, term: str) -> bool:
        """Whether the name of some document has a word of that stem."""
        return term in self._name_terms

    def numbers(self, identifiers: Sequence[str]) -> Mapping[str, int]:
        """The number of each document that is there."""
        return {name: self._ids[name] for name in identifiers if name in self._ids}

    def ordered(self, numbers: Sequence[int]) -> port.Numbers:
        """Those numbers in order, which is that of the identifiers."""
        return np.unique(np.array(numbers, dtype=np.int64))

    def tagged(self, numbers: port.Numbers, facet: str, concept: str) -> NDArray[np.bool_]:
        """Whether each of those documents is tagged with a concept of a facet."""
        return self._index.keyword.tagged(facet, concept)[numbers]

    def entries(self, numbers: Sequence[int]) -> tuple[IndexedDocument, ...]:
        """The documents with those numbers."""
        return tuple(self._index.entries[number] for number in numbers)

    def evidence(self, numbers: port.Numbers, terms: Sequence[str]) -> port.Evidence:
        """What the parts of a score need of those documents."""
        keyword = self._index.keyword
        return port.Evidence(
            frequencies={
                (name, term): self._times(numbers, name, term)
                for term in terms
                for name in TEXT_FIELDS
            },
            lengths={
                name: np.array([column[number] for number in numbers], dtype=np.int64)
                for name, column in keyword.lengths.items()
            },
            closed=self._index.closed[numbers],
            vectors=rows_of(self._index.vectors, numbers),
        )

    def _times(self, numbers: port.Numbers, name: str, term: str) -> port.Held:
        found = self._index.keyword.postings(name, term)
        every = np.zeros(len(self._ids))
        every[found.numbers] = found.times
        times = every[numbers]
        places = np.flatnonzero(times)
        return places, times[places]

    def knows_word(self, word: str) -> bool:
        """Whether some document has the word, as written."""
        return self._index.keyword.knows_word(word)

    def knows_term(self, term: str) -> bool:
        """Whether some document has a word of that stem."""
        return self._index.keyword.knows_term(term)

    def words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """(word, documents that have it) of words so many letters away."""
        return self._index.keyword.words_within(word, distance)


def rows_of(vectors: IndexVectors, numbers: Sequence[int] | port.Numbers) -> IndexVectors:
    """The vectors of some documents alone, with their places as owners; all else stays whole."""
    passages, passage_of = _owned(vectors.passages, vectors.passage_of, numbers)
    situations, situation_of = _owned(vectors.situations, vectors.situation_of, numbers)
    own = np.array(numbers, dtype=np.int64)
    return replace(
        vectors,
        documents=_taken(vectors.documents, own),
        passages=passages,
        passage_of=passage_of,
        situations=situations,
        situation_of=situation_of,
        pages=_taken(vectors.pages, own) if len(vectors.pages) else vectors.pages,
    )


def _owned(
    codes: Codes, owner: NDArray[np.int32], numbers: Sequence[int] | port.Numbers
) -> tuple[Codes, NDArray[np.int32]]:
    """The rows of some owners, owner by owner; rows of one owner stand together."""
    starts = np.searchsorted(owner, numbers, side="left")
    counts = np.searchsorted(owner, numbers, side="right") - starts
    rows = [np.arange(start, start + count) for start, count in zip(starts, counts, strict=True)]
    wanted = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    return _taken(codes, wanted), np.repeat(np.arange(len(numbers), dtype=np.int32), counts)


def _taken(codes: Codes, rows: NDArray[np.int64]) -> Codes:
    return replace(codes, rows=codes.rows[rows], scales=codes.scales[rows])
