"""The live releases of an edition, seen through `kb.index.port.Snapshot`.

What is small is read once: the lexicon, the statistics of every stem, the words for spelling. What
the server is asked for with a query are numbers of stems, of names and of tags, and vectors; always
as parameters that the server binds. Rows of a release never change, so that those of documents are
remembered.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from typing import Any

import numpy as np
import psycopg

from kb.data.settings import load_settings
from kb.index import port
from kb.index.documents import IndexedDocument, Lexicon
from kb.index.keyword import TEXT_FIELDS, FieldBM25, worth_of
from kb.index.vectors import IndexVectors
from kb.model.documents import ANY
from kb.model.problems import IndexStoreError
from kb.postgres.connections import Connections
from kb.postgres.publish import summed
from kb.postgres.rows import (
    SOURCES,
    DocumentRows,
    Terms,
    entry_from,
    lexicon_from,
    number_of,
    tag,
    terms_in,
    together,
    vectors_from,
)
from kb.postgres.spelling import Vocabulary

REMEMBERED = 5_000
"""Documents whose rows are kept in memory, some 30 kB each."""
_SHIFT = 32
_WIDTH = len(TEXT_FIELDS)
_DEEPER = 4
"""Rows looked at in an index of vectors for each document wanted."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """What is remembered of a document."""

    entry: IndexedDocument
    rows: DocumentRows
    lengths: tuple[int, ...]


class PostgresSnapshot:
    """One edition at one moment. `PostgresStore.open` makes it."""

    def __init__(
        self,
        connections: Connections,
        releases: Sequence[Release],
        lexicon: Lexicon,
        vectors: IndexVectors,
        student: bytes | None,
        encoder: str,
    ) -> None:
        """`encoder` names the model of the vectors, `student` is the table for queries, if any."""
        self._connections = connections
        self._releases = tuple(releases)
        self._vectors = vectors
        self.student = student
        self.encoder = encoder
        self._settings = load_settings()
        self._remembered: OrderedDict[int, _Document] = OrderedDict()
        self._lock = Lock()
        hidden = [self._told(place) for place in range(len(self._releases))]
        self._read_statistics(hidden)
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
        found: list[tuple[float, int]] = []
        exact = True
        chosen = [
            [tag(facet, one) for one in (*concepts, ANY)]
            for facet, concepts in (filters or {}).items()
        ]
        for place, one in enumerate(self._releases):
            if isinstance(probe, Mapping):
                rows = self._by_words(one, probe, depth, chosen)
            else:
                approximate = SOURCES[source] in one.approximate and not chosen
                exact &= not approximate
                rows = self._by_vector(one, source, probe, depth, chosen, approximate)
            found += [(float(value), place << _SHIFT | int(number)) for number, value in rows]
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        return port.Nearest(
            numbers=tuple(number for _, number in found[:depth]),
            values=tuple(value for value, _ in found[:depth]),
            bound=found[depth][0] if len(found) > depth else -np.inf,
            exact=exact,
        )

    def _by_words(
        self, one: Release, probe: port.WordProbe, depth: int, chosen: list[list[int]]
    ) -> list[tuple[Any, ...]]:
        """Documents with the sum of BM25 over fields, from the postings of the terms."""
        terms = sorted({term for _, term in probe if term in self._stems})
        fields = [name for name in TEXT_FIELDS if any(field == name for field, _ in probe)]
        if not terms or not fields:
            return []
        given: dict[str, Any] = {
            "release": one.release,
            "hidden": list(one.hidden),
            "terms": [number_of(term) for term in terms],
            "limit": depth + 1,
            "gain": self._settings.k1 + 1,
            "base": self._settings.k1 * (1 - self._settings.b),
        }
        sums, names = [], []
        for at, name in enumerate(fields):
            place = TEXT_FIELDS.index(name) + 1
            given[f"w{at}"] = [
                probe.get((name, term), 0.0) * self._rarity(name, term) for term in terms
            ]
            mean = self._lengths[place - 1] / self._documents if self._documents else 0.0
            slope = worth_of(1.0, mean, k1=self._settings.k1, b=self._settings.b).slope
            given[f"s{at}"] = slope
            names.append(f"w{at}")
            sums.append(
                f"q.w{at} * p.times[{place}] * %(gain)s::float8 / (p.times[{place}]"
                f" + %(base)s::float8 + %(s{at})s::float8 * p.lengths[{place}])"
            )
        arrays = ", ".join(f"%({name})s::float8[]" for name in names)
        return self._rows(
            f"select p.number, sum({' + '.join(sums)}) as value"
            f" from unnest(%(terms)s::bigint[], {arrays}) as q(term, {', '.join(names)})"
            " join kb.posting p on p.release = %(release)s and p.term = q.term"
            f" where p.number <> all(%(hidden)s::int[]){_tagged('p', chosen, given)}"
            f" group by p.number having sum({' + '.join(sums)}) > 0"
            " order by value desc, p.number limit %(limit)s",
            given,
        )

    def _by_vector(
        self,
        one: Release,
        source: str,
        vector: port.VectorProbe,
        depth: int,
        chosen: list[list[int]],
        approximate: bool,
    ) -> list[tuple[Any, ...]]:
        """Documents with the best value of their rows; the index may pass some over."""
        given: dict[str, Any] = {
            "release": one.release,
            "hidden": list(one.hidden),
            "source": SOURCES[source],
            "vector": vector.tolist(),
            "limit": depth + 1,
        }
        if not approximate:
            return self._rows(
                "select p.number, max(-(p.v <#> %(vector)s::float8[]::vector)) as value"
                " from kb.vector_row p where p.release = %(release)s and p.source = %(source)s"
                f" and p.number <> all(%(hidden)s::int[]){_tagged('p', chosen, given)}"
                " group by p.number order by value desc, p.number limit %(limit)s",
                given,
            )
        dims = len(vector)
        given["rows"] = (depth + 1) * _DEEPER
        return self._rows(
            "select number, max(value) as value from ("
            f"select p.number, -(p.v::vector({dims}) <#> %(vector)s::float8[]::vector({dims}))"
            f" as value from kb.vector_row p where p.release = %(release)s"
            f" and p.source = {SOURCES[source]}"
            f" order by p.v::vector({dims}) <#> %(vector)s::float8[]::vector({dims})"
            " limit %(rows)s) as near where number <> all(%(hidden)s::int[])"
            " group by number order by value desc, number limit %(limit)s",
            given,
        )

    def holders(
        self, groups: Sequence[port.Group], fields: Sequence[str], least: float, limit: int
    ) -> tuple[int, ...]:
        """The documents with words worth so much in some of the fields."""
        found: list[int] = []
        for place, one in enumerate(self._releases):
            given: dict[str, Any] = {
                "release": one.release,
                "hidden": list(one.hidden),
                "limit": limit,
                "least": least,
            }
            if groups:
                having = " + ".join(_worth(at, group, given) for at, group in enumerate(groups))
                held = " or ".join(f"p.times[{TEXT_FIELDS.index(name) + 1}] > 0" for name in fields)
                given["terms"] = [
                    number_of(term) for group in groups for way in group.ways for term in way
                ]
                statement = (
                    "select p.number from kb.posting p where p.release = %(release)s"
                    " and p.term = any(%(terms)s::bigint[])"
                    f" and ({held}) and p.number <> all(%(hidden)s::int[])"
                    f" group by p.number having {having} >= %(least)s::float8"
                    " order by p.number limit %(limit)s"
                )
            else:
                statement = (
                    "select number from kb.document where release = %(release)s"
                    " and number <> all(%(hidden)s::int[]) order by number limit %(limit)s"
                )
            found += [place << _SHIFT | int(row[0]) for row in self._rows(statement, given)]
        return tuple(found[:limit])

    def named(self, key: str) -> Mapping[int, str]:
        """The documents of which a name has that key, and the name."""
        found = {}
        for place, one in enumerate(self._releases):
            rows = self._rows(
                "select number, name from kb.name where release = %(release)s"
                " and key = %(key)s and number <> all(%(hidden)s::int[])",
                {"release": one.release, "key": number_of(key), "hidden": list(one.hidden)},
            )
            found.update({place << _SHIFT | int(number): str(name) for number, name in rows})
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
            found.update({str(name): place << _SHIFT | int(number) for name, number in rows})
        return found

    def entries(self, numbers: Sequence[int]) -> tuple[IndexedDocument, ...]:
        """The documents with those numbers."""
        return tuple(one.entry for one in self._known(numbers))

    def evidence(self, numbers: Sequence[int], terms: Sequence[str]) -> port.Evidence:
        """What the parts of a score need of those documents."""
        known = self._known(numbers)
        frequencies: dict[tuple[str, str], list[tuple[int, float]]] = {}
        there = {number_of(term): term for term in terms if term in self._stems}
        places = {number: at for at, number in enumerate(numbers)}
        for place, one in enumerate(self._releases):
            own = [number & (1 << _SHIFT) - 1 for number in numbers if number >> _SHIFT == place]
            if not own or not there:
                continue
            rows = self._rows(
                "select term, number, times from kb.posting where release = %(release)s"
                " and term = any(%(terms)s::bigint[]) and number = any(%(numbers)s::int[])",
                {"release": one.release, "terms": list(there), "numbers": own},
            )
            for term, number, times in rows:
                at = places[place << _SHIFT | number]
                for name, count in zip(TEXT_FIELDS, times, strict=True):
                    if count:
                        found = frequencies.setdefault((name, there[term]), [])
                        found.append((at, float(count)))
        return port.Evidence(
            frequencies={pair: sorted(found) for pair, found in frequencies.items()},
            lengths={
                name: [one.lengths[at] for one in known] for at, name in enumerate(TEXT_FIELDS)
            },
            vectors=together(self._vectors, [one.rows for one in known]),
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

    def _rarity(self, field: str, term: str) -> float:
        return FieldBM25.rarity(self._documents, self._stems[term][TEXT_FIELDS.index(field)])

    def _rows(self, statement: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        with self._connections.connection() as connection:
            rows: list[tuple[Any, ...]] = connection.execute(statement, given).fetchall()
            return rows

    def _known(self, numbers: Sequence[int]) -> list[_Document]:
        """Those documents, from memory or from the server."""
        with self._lock:
            found = {n: self._remembered[n] for n in numbers if n in self._remembered}
        missing = [number for number in numbers if number not in found]
        for place, one in enumerate(self._releases):
            own = [number & (1 << _SHIFT) - 1 for number in missing if number >> _SHIFT == place]
            found.update(
                (place << _SHIFT | number, document) for number, document in self._read(one, own)
            )
        with self._lock:
            for number in numbers:
                self._remembered[number] = found[number]
                self._remembered.move_to_end(number)
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return [found[number] for number in numbers]

    def _read(self, one: Release, numbers: Sequence[int]) -> Iterator[tuple[int, _Document]]:
        if not numbers:
            return
        width = self._vectors.documents.rows.shape[1]
        for number, lengths, counts, codes, scales, entry in self._rows(
            "select number, lengths, counts, codes, scales, entry from kb.document"
            " where release = %(release)s and number = any(%(numbers)s::int[])",
            {"release": one.release, "numbers": list(numbers)},
        ):
            yield (
                int(number),
                _Document(
                    entry=entry_from(entry),
                    rows=DocumentRows(
                        codes=np.frombuffer(codes, np.int8).reshape(-1, width),
                        scales=np.frombuffer(scales, np.float32),
                        counts=tuple(counts),
                    ),
                    lengths=tuple(lengths),
                ),
            )

    def _told(self, place: int) -> list[tuple[Terms, tuple[int, ...]]]:
        """The words and lengths of the documents of a release that are hidden."""
        one = self._releases[place]
        return [
            (terms_in(document.entry), document.lengths)
            for _, document in self._read(one, one.hidden)
        ]

    def _read_statistics(self, hidden: Sequence[Sequence[tuple[Terms, tuple[int, ...]]]]) -> None:
        """Add up what the owners know of words, less what is hidden."""
        gone = list(chain.from_iterable(hidden))
        self._documents = sum(one.documents for one in self._releases) - len(gone)
        lengths = np.zeros(_WIDTH, dtype=np.int64)
        stems: dict[str, list[int]] = {}
        words: dict[str, int] = {}
        for one in self._releases:
            lengths += np.array(one.lengths, dtype=np.int64)
            given = {"release": one.release}
            for stem, holders, anywhere, occurrences, named in self._rows(
                "select stem, holders, anywhere, occurrences, named from kb.term"
                " where release = %(release)s",
                given,
            ):
                figures = stems.setdefault(stem, [0] * (_WIDTH + 3))
                for at, count in enumerate((*holders, anywhere, occurrences, named)):
                    figures[at] += count
            for word, count in self._rows(
                "select word, documents from kb.word where release = %(release)s", given
            ):
                words[word] = words.get(word, 0) + count
        for stem, taken in summed([told for told, _ in gone]).items():
            stems[stem] = [a - b for a, b in zip(stems[stem], taken, strict=True)]
        for told, own in gone:
            lengths -= np.array(own, dtype=np.int64)
            for word in told.words:
                words[word] -= 1
        self._lengths = [int(value) for value in lengths]
        self._stems = {stem: tuple(figures) for stem, figures in stems.items() if any(figures)}
        self._words = Vocabulary(words)


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


def _worth(at: int, group: port.Group, given: dict[str, Any]) -> str:
    """What a group of terms is worth to a document, in SQL."""
    ways = []
    for way_at, way in enumerate(group.ways):
        terms = []
        for term_at, term in enumerate(way):
            name = f"t{at}_{way_at}_{term_at}"
            given[name] = number_of(term)
            terms.append(f"bool_or(p.term = %({name})s::bigint)")
        ways.append(f"({' and '.join(terms)})")
    given[f"worth{at}"] = group.worth
    return f"case when {' or '.join(ways)} then %(worth{at})s::float8 else 0 end"


def read_snapshot(connections: Connections, edition: str) -> PostgresSnapshot:
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
