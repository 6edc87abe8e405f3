"""The live releases of an edition, seen through `kb.index.port.Snapshot`.

What is known of words is added up over the owners when an edition is opened. With a query, numbers
of stems and of names and vectors go to the server, always as parameters that it binds; what it
answered once stays in memory (`kb.postgres.held`). The sums over words, and the likeness of vectors
that have no index, are worked out here, as the index of one machine does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from kb.data.settings import load_settings
from kb.index import port
from kb.index.documents import IndexedDocument, Lexicon
from kb.index.vectors import IndexVectors
from kb.index.words import TEXT_FIELDS, FieldBM25, Worth, worth_of
from kb.model.documents import ANY
from kb.model.problems import IndexStoreError
from kb.postgres.connections import Connections
from kb.postgres.held import HeldRelease, HeldReleases
from kb.postgres.merged import Merged
from kb.postgres.publish import summed
from kb.postgres.rows import (
    CLOSED,
    SOURCES,
    Terms,
    lexicon_from,
    number_of,
    tag,
    terms_in,
    vectors_from,
)
from kb.postgres.spelling import Vocabulary

_WIDTH = len(TEXT_FIELDS)
_ROWS_EACH = {port.PAGE: 1, port.DIRECTION: 1, port.PASSAGE: 5, port.SITUATION: 5}
"""Rows looked at in an index of vectors for each document wanted."""
_FEWEST_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release of an edition; `hidden` are its documents that a later owner's replace."""

    release: int
    owner: str
    generation: str
    documents: int
    lengths: tuple[int, ...]
    approximate: frozenset[int]
    hidden: tuple[int, ...]


class PostgresSnapshot:
    """One edition at one moment. `PostgresStore.open` makes it."""

    def __init__(
        self,
        connections: Connections,
        releases: Sequence[Release],
        held: Sequence[HeldRelease],
        lexicon: Lexicon,
        vectors: IndexVectors,
        student: bytes | None,
        encoder: str,
    ) -> None:
        """`held` is what is kept of each release, `encoder` names the model of the vectors.

        `student` is the table for queries, if there is one.
        """
        self._connections = connections
        self._releases = tuple(releases)
        self._held = tuple(held)
        self._vectors = vectors
        self.student = student
        self.encoder = encoder
        self._settings = load_settings()
        self._merged = Merged(connections, held, [one.hidden for one in releases])
        self._add_up([self._told(place) for place in range(len(self._releases))])
        self._lexicon = lexicon.leading_to(self.numbers(sorted(lexicon.pages())))

    @property
    def generation(self) -> str:
        """Names the releases of the edition."""
        return "+".join(one.generation for one in self._releases)

    @property
    def releases(self) -> tuple[Release, ...]:
        """The releases, in the order of the owners."""
        return self._releases

    def lexicon(self) -> Lexicon:
        """What is known about words."""
        return self._lexicon

    def statistics(self, terms: Sequence[str]) -> port.Statistics:
        """The statistics of some terms, added up over the owners."""
        known = [term for term in terms if term in self._stems]
        return port.Statistics(
            documents=self._documents,
            lengths=dict(zip(TEXT_FIELDS, self._lengths, strict=True)),
            holders={
                (name, term): count
                for term in known
                for name, count in zip(TEXT_FIELDS, self._stems[term], strict=False)
                if count
            },
            anywhere={term: self._stems[term][_WIDTH] for term in known},
            occurrences={term: float(self._stems[term][_WIDTH + 1]) for term in known},
        )

    def nearest(
        self,
        source: str,
        probe: port.WordProbe | port.VectorProbe,
        depth: int,
        filters: port.Filters | None = None,
    ) -> port.Nearest:
        """The nearest documents by one source, of every owner's."""
        if isinstance(probe, Mapping):
            every = self._by_words(probe)
        else:
            every = self._merged.likeness(source, probe)
        kept = self._kept(filters or {})
        numbers, values = _best(np.where(kept, every, -np.inf), depth + 1)
        exact = True
        for place, one in enumerate(self._releases):
            if not isinstance(probe, Mapping) and SOURCES[source] in one.approximate:
                exact = False
                more, told = self._by_index(one, source, probe, depth, filters or {})
                numbers = np.concatenate([numbers, more + self._merged.base(place)])
                values = np.concatenate([values, told])
        order = np.lexsort((numbers, -values))
        first, rest = order[:depth], order[depth:]
        return port.Nearest(
            numbers=tuple(numbers[first].tolist()),
            values=tuple(values[first].tolist()),
            bound=float(values[rest[0]]) if len(rest) else -np.inf,
            exact=exact,
        )

    def _kept(self, filters: port.Filters) -> NDArray[np.bool_]:
        """Which documents are there, are not hidden, and are kept by filters."""
        kept = self._merged.there
        for facet, concepts in filters.items():
            kept = kept & self._merged.under([tag(facet, one) for one in (*concepts, ANY)])
        return kept

    def _by_words(self, probe: port.WordProbe) -> NDArray[np.float64]:
        """The sum of BM25 over fields of each document; minus infinity for one without a word."""
        lengths = self._merged.lengths
        values = np.zeros(len(lengths))
        terms = {term: number_of(term) for _, term in probe if term in self._stems}
        postings = self._merged.postings(list(terms.values()))
        for (name, term), weight in probe.items():
            field = TEXT_FIELDS.index(name)
            found = postings[terms[term]].get(field) if term in terms else None
            if found is not None:
                worth = self._worth(field, term)
                times = found.times.astype(np.float64)
                spread = times + worth.base + worth.slope * lengths[found.numbers, field]
                values[found.numbers] += weight * (worth.idf * (times * worth.gain / spread))
        return np.where(values > 0, values, -np.inf)

    def _by_index(
        self,
        one: Release,
        source: str,
        vector: port.VectorProbe,
        depth: int,
        filters: port.Filters,
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Documents with the best value of the rows that an index finds; it may pass some over."""
        dims, kind = len(vector), SOURCES[source]
        given: dict[str, Any] = {
            "release": one.release,
            "hidden": list(one.hidden),
            "vector": vector.tolist(),
            "rows": max((depth + 1) * _ROWS_EACH[source], _FEWEST_ROWS),
            "limit": depth + 1,
        }
        chosen = [
            [tag(facet, concept) for concept in (*concepts, ANY)]
            for facet, concepts in filters.items()
        ]
        near = f"p.v::halfvec({dims}) <#> %(vector)s::float8[]::vector({dims})::halfvec({dims})"
        rows = self._rows(
            "select number, max(value) as value from ("
            f"select p.number, -(p.v <#> %(vector)s::float8[]::vector) as value"
            " from kb.vector_row p where p.release = %(release)s"
            f" and p.source = {kind}{_tagged('p', chosen, given)}"
            f" order by {near} limit %(rows)s) as near where number <> all(%(hidden)s::int[])"
            " group by number order by value desc, number limit %(limit)s",
            given,
        )
        numbers = np.array([number for number, _ in rows], dtype=np.int64)
        return numbers, np.array([value for _, value in rows], dtype=np.float64)

    def holders(
        self, groups: Sequence[port.Group], fields: Sequence[str], least: float, limit: int
    ) -> tuple[int, ...]:
        """The documents with words worth so much in some of the fields."""
        places = [TEXT_FIELDS.index(name) for name in fields]
        known = {t: number_of(t) for g in groups for way in g.ways for t in way if t in self._stems}
        self._merged.postings(list(known.values()))  # all at once
        worths = np.zeros(len(self._merged.there))
        for group in groups:
            ways = [
                np.logical_and.reduce([self._merged.having(known[term], places) for term in way])
                for way in group.ways
                if all(term in known for term in way)
            ]
            if ways:
                worths[np.logical_or.reduce(ways)] += group.worth
        numbers = np.flatnonzero(self._merged.there & (worths >= least))
        return tuple(numbers[:limit].tolist())

    def named(self, key: str) -> Mapping[int, str]:
        """The documents of which a name has that key, and the name."""
        found = {}
        for place, held in enumerate(self._held):
            hidden, base = self._releases[place].hidden, self._merged.base(place)
            names = held.named(number_of(key))
            found.update({base + n: name for n, name in names.items() if n not in hidden})
        return found

    def knows_name_term(self, term: str) -> bool:
        """Whether the name of some document has a word of that stem."""
        figures = self._stems.get(term)
        return figures is not None and figures[_WIDTH + 2] > 0

    def numbers(self, identifiers: Sequence[str]) -> Mapping[str, int]:
        """The number of each document that is there."""
        found: dict[str, int] = {}
        for place, one in enumerate(self._releases):
            rows = self._rows(
                "select id, number from kb.document where release = %(release)s"
                " and id = any(%(ids)s) and number <> all(%(hidden)s::int[])",
                {"release": one.release, "ids": list(identifiers), "hidden": list(one.hidden)},
            )
            base = self._merged.base(place)
            found.update({str(name): base + int(number) for name, number in rows})
        return found

    def ordered(self, numbers: Sequence[int]) -> port.Numbers:
        """Those numbers, each once, in the order of the documents' identifiers."""
        return self._merged.ordered(numbers)

    def tagged(self, numbers: port.Numbers, facet: str, concept: str) -> NDArray[np.bool_]:
        """Whether each of those documents is tagged with a concept of a facet."""
        return self._merged.under([tag(facet, concept)])[numbers]

    def entries(self, numbers: Sequence[int]) -> tuple[IndexedDocument, ...]:
        """The documents with those numbers."""
        return tuple(self._merged.entries(numbers))

    def evidence(self, numbers: port.Numbers, terms: Sequence[str]) -> port.Evidence:
        """What the parts of a score need of those documents."""
        numbers = np.asarray(numbers, dtype=np.int64)
        there = {number_of(term): term for term in terms if term in self._stems}
        every = np.zeros(len(self._merged.there), dtype=np.int16)
        frequencies = {}
        for number, fields in self._merged.postings(list(there)).items():
            for field, posting in fields.items():
                every[posting.numbers] = posting.times
                times = every[numbers]
                every[posting.numbers] = 0
                places = np.flatnonzero(times)
                key = (TEXT_FIELDS[field], there[number])
                frequencies[key] = places, times[places].astype(np.float64)
        lengths = self._merged.lengths[numbers].astype(np.int64)
        return port.Evidence(
            frequencies=frequencies,
            lengths={name: lengths[:, at] for at, name in enumerate(TEXT_FIELDS)},
            closed=self._merged.under([CLOSED])[numbers],
            vectors=self._merged.vectors(self._vectors, numbers),
        )

    def knows_word(self, word: str) -> bool:
        """Whether some document has the word, as written."""
        return word in self._words

    def knows_term(self, term: str) -> bool:
        """Whether some document has a word of that stem."""
        figures = self._stems.get(term)
        return figures is not None and figures[_WIDTH] > 0

    def words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """(word, documents that have it) of words so many letters away."""
        return self._words.within(word, distance)

    def _worth(self, field: int, term: str) -> Worth:
        """What a posting of a term in a field is worth, by the statistics of the edition."""
        rarity = FieldBM25.rarity(self._documents, self._stems[term][field])
        mean = self._lengths[field] / self._documents if self._documents else 0.0
        return worth_of(rarity, mean, k1=self._settings.k1, b=self._settings.b)

    def _rows(self, statement: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        with self._connections.connection() as connection:
            rows: list[tuple[Any, ...]] = connection.execute(statement, given).fetchall()
            return rows

    def _told(self, place: int) -> list[tuple[Terms, NDArray[np.int32]]]:
        """The words and lengths of the documents of a release that are hidden."""
        hidden = [self._merged.base(place) + own for own in self._releases[place].hidden]
        entries = self._merged.entries(hidden) if hidden else []
        lengths = self._merged.lengths[hidden]
        return [(terms_in(entry), own) for entry, own in zip(entries, lengths, strict=True)]

    def _add_up(self, hidden: Sequence[Sequence[tuple[Terms, NDArray[np.int32]]]]) -> None:
        """Add up what the owners know of words, less what is hidden."""
        gone = list(chain.from_iterable(hidden))
        self._documents = sum(one.documents for one in self._releases) - len(gone)
        lengths = np.zeros(_WIDTH, dtype=np.int64)
        stems: dict[str, tuple[int, ...]] = {}
        words: dict[str, int] = {}
        for one, held in zip(self._releases, self._held, strict=True):
            lengths += np.array(one.lengths, dtype=np.int64)
            known = held.figures()
            for stem, figures in known.stems.items():
                before = stems.get(stem)
                stems[stem] = (
                    tuple(a + b for a, b in zip(before, figures, strict=True))
                    if before
                    else figures
                )
            for word, count in known.words.items():
                words[word] = words.get(word, 0) + count
        for stem, taken in summed([told for told, _ in gone]).items():
            stems[stem] = tuple(a - b for a, b in zip(stems[stem], taken, strict=True))
        for told, own in gone:
            lengths -= own
            for word in told.words:
                words[word] -= 1
        self._lengths = [int(value) for value in lengths]
        self._stems = {stem: figures for stem, figures in stems.items() if any(figures)}
        self._words = Vocabulary(words)


def _best(values: NDArray[np.float64], most: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The numbers with the largest values, so many at most, and these; of equals the first."""
    if len(values) > most:
        least = float(np.partition(values, len(values) - most)[len(values) - most])
        numbers = np.flatnonzero((values >= least) & ~np.isneginf(values))
    else:
        numbers = np.flatnonzero(~np.isneginf(values))
    order = numbers[np.argsort(-values[numbers], kind="stable")][:most]
    return order, values[order]


def _tagged(alias: str, chosen: list[list[int]], given: dict[str, Any]) -> str:
    """The condition that a document stands under a choice of each facet."""
    if not chosen:
        return ""
    for at, tags in enumerate(chosen):
        given[f"tags{at}"] = tags
    kept = " and ".join(f"d.tags && %(tags{at})s::bigint[]" for at in range(len(chosen)))
    return (
        f" and exists (select from kb.document d where d.release = %(release)s"
        f" and d.number = {alias}.number and {kept})"
    )


def read_snapshot(connections: Connections, held: HeldReleases, edition: str) -> PostgresSnapshot:
    """Open what is live of an edition, all at one moment.

    Raises:
        IndexStoreError: if nothing is published, or it is not what this program reads.
    """
    with connections.connection() as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        row = connection.execute(
            "select owners from kb.edition where edition = %s", (edition,)
        ).fetchone()
        owners: list[str] = row[0] if row else []
        found = {
            one[1]: one
            for one in connection.execute(
                "select release, owner, generation, format, encoder, analyser, settings, model,"
                " documents, lengths, approximate from kb.live join kb.release"
                " using (release, owner) where owner = any(%s)",
                (owners,),
            )
        }
        missing = [owner for owner in owners if owner not in found]
        if missing or not owners:
            what = ", ".join(missing) or "no such edition"
            raise IndexStoreError(
                f"{edition}: not-published: {what}; run `kb hosted publish --edition {edition}`"
            )
        rows = [found[owner] for owner in owners]
        own = port.identity_of(rows[0][4], load_settings())
        for one in rows:
            own.check(
                port.Identity(format=one[3], encoder=one[4], analyser=one[5], settings=one[6]),
                f"{edition}: {one[1]}",
            )
            if one[7] != rows[0][7]:
                raise IndexStoreError(
                    f"{edition}: other-rows: {one[1]} was published with another model than "
                    f"{rows[0][1]}; publish both from one index"
                )
        hidden = _hidden(connection, [one[0] for one in rows])
        model = connection.execute(
            "select lexicon, vectors, student from kb.model where digest = %s", (rows[0][7],)
        ).fetchone()
    if model is None:
        raise IndexStoreError(f"{edition}: damaged: its model is missing; publish it anew")
    releases = [
        Release(
            release=one[0],
            owner=one[1],
            generation=one[2],
            documents=one[8],
            lengths=tuple(one[9]),
            approximate=frozenset(one[10]),
            hidden=hidden[one[0]],
        )
        for one in rows
    ]
    return PostgresSnapshot(
        connections,
        releases,
        [held.of(one.release, one.approximate) for one in releases],
        lexicon_from(model[0]),
        vectors_from(model[1]),
        model[2],
        rows[0][4],
    )


def _hidden(
    connection: psycopg.Connection[Any], releases: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    """For each release its documents whose names a later release has too."""
    found = {}
    for at, release in enumerate(releases):
        rows = connection.execute(
            "select number from kb.document where release = %s and id in"
            " (select id from kb.document where release = any(%s))",
            (release, list(releases[at + 1 :])),
        ).fetchall()
        found[release] = tuple(int(row[0]) for row in rows)
    return found
