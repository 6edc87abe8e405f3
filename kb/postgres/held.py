"""A release in, what a service keeps of it in memory out: read once, since its rows never change.

The statistics of words, the names, lengths and tags of documents and, of what was asked for last,
postings and documents; of sources of vectors without an index, every row. Whoever searches compares
these with a query by itself, so that the server is asked for what is new, and for what is near in a
large release. An index for BM25 in the server would take the place of `read_postings`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.index.documents import IndexedDocument
from kb.index.vectors import FULL_BITS, Codes
from kb.index.words import TEXT_FIELDS
from kb.postgres.connections import Connections
from kb.postgres.kept import Kept
from kb.postgres.rows import SOURCES, DocumentRows, entry_from

RELEASES = 200
"""Releases of which something is kept; the one not asked for longest is let go."""
POSTINGS_BYTES = 256 << 20
"""Bytes of postings that are kept of one release."""
REMEMBERED = 5_000
"""Documents of one release that are kept, some 30 kB each."""
_WIDTH = len(TEXT_FIELDS)

Numbers = NDArray[np.int32]
"""Numbers of documents in a release, ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """The documents with a term in one field, and how often each has it there; both of shape (n,).

    `times` is int16.
    """

    numbers: Numbers
    times: NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """Of each number: whether there is a document, shape (n,), its lengths, (n, fields), its name.

    The name is "" where there is no document.
    """

    there: NDArray[np.bool_]
    lengths: NDArray[np.int32]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCodes:
    """Every row of one source of vectors; of each number its first row and how many it has."""

    codes: Codes
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a release knows of words: of stems as `kb.term` has it, and of words as written."""

    stems: Mapping[str, tuple[int, ...]]
    words: Mapping[str, int]


class HeldRelease:
    """One release, read through connections; safe to use from several threads."""

    def __init__(
        self, connections: Connections, release: int, approximate: frozenset[int] = frozenset()
    ) -> None:
        """`approximate` are the sources of vectors that have an index in the server."""
        self._connections = connections
        self.release = release
        self.approximate = approximate
        self._figures: Figures | None = None
        self._shapes: Shapes | None = None
        self._tags: dict[int, Numbers] | None = None
        self._name_keys: NDArray[np.int64] | None = None
        self._codes: Mapping[int, HeldCodes] | None = None
        self.postings: Kept[int, Mapping[int, Posting]] = Kept(POSTINGS_BYTES, bytes_of)
        """By term, then by the place of the field."""
        self.entries: Kept[int, IndexedDocument] = Kept(REMEMBERED, _one)
        self._vectors: Kept[int, DocumentRows] = Kept(REMEMBERED, _one)

    def figures(self) -> Figures:
        """What is known of words."""
        if self._figures is None:
            stems = self._rows(
                "select stem, holders, anywhere, occurrences, named from kb.term"
                " where release = %(release)s"
            )
            words = self._rows("select word, documents from kb.word where release = %(release)s")
            self._figures = Figures(
                stems={stem: (*holders, *more) for stem, holders, *more in stems},
                words=dict(words),
            )
        return self._figures

    def shapes(self) -> Shapes:
        """Which numbers there are, and how long their documents."""
        if self._shapes is None:
            sums = ", ".join(
                f"string_agg(int4send(lengths[{at}]), '' order by number)"
                for at in range(1, _WIDTH + 1)
            )
            (row,) = self._rows(
                f"select array_agg(id order by number), string_agg(int4send(number), '' order by"
                f" number), {sums} from kb.document where release = %(release)s"
            )
            numbers, *lengths = [_unpacked(packed, ">i4", np.int32) for packed in row[1:]]
            size = int(numbers[-1]) + 1 if len(numbers) else 0
            there = np.zeros(size, dtype=np.bool_)
            there[numbers] = True
            whole = np.zeros((size, _WIDTH), dtype=np.int32)
            whole[numbers] = np.stack(lengths, axis=1)
            ids = [""] * size
            for number, name in zip(numbers.tolist(), row[0] or (), strict=True):
                ids[number] = name
            self._shapes = Shapes(there=there, lengths=whole, ids=tuple(ids))
        return self._shapes

    def under(self, tags: Sequence[int]) -> NDArray[np.bool_]:
        """Whether each document stands under one of some tags, by number."""
        if self._tags is None:
            self._tags = {
                int(one): _unpacked(packed, ">i4", np.int32)
                for one, packed in self._rows(
                    "select tag, string_agg(int4send(number), '' order by number)"
                    " from kb.document, unnest(tags) as tag where release = %(release)s group by 1"
                )
            }
        found = np.zeros(len(self.shapes().there), dtype=np.bool_)
        for one in tags:
            if one in self._tags:
                found[self._tags[one]] = True
        return found

    def named(self, key: int) -> dict[int, str]:
        """The documents of which a name has that key, and the name; nothing is asked for none."""
        if self._name_keys is None:
            ((packed,),) = self._rows(
                "select string_agg(int8send(key), '' order by key) from kb.name"
                " where release = %(release)s"
            )
            self._name_keys = _unpacked(packed, ">i8", np.int64)
        at = int(np.searchsorted(self._name_keys, key))
        if at == len(self._name_keys) or self._name_keys[at] != key:
            return {}
        rows = self._rows(
            "select number, name from kb.name where release = %(release)s and key = %(key)s",
            {"key": key},
        )
        return {int(number): str(name) for number, name in rows}

    def likeness(self, source: str, vector: NDArray[np.float64]) -> NDArray[np.float64]:
        """The best value of each document's rows of a source; minus infinity of none, by number.

        Right to six digits.
        """
        held = self.codes()[SOURCES[source]]
        best = np.full(len(self.shapes().there), -np.inf)
        has = held.counts > 0
        if has.any():
            best[has] = np.maximum.reduceat(held.codes.roughly(vector), held.starts[has])
        return best

    def codes(self) -> Mapping[int, HeldCodes]:
        """Every row of each source without an index."""
        if self._codes is None:
            wanted = frozenset(SOURCES.values()) - self.approximate
            self._codes = self._read_codes(wanted) if wanted else {}
        return self._codes

    def _read_codes(self, wanted: frozenset[int]) -> dict[int, HeldCodes]:
        """Rows stand document by document, those of one after its source."""
        rows = self._rows(
            "select number, counts, codes, scales from kb.document"
            " where release = %(release)s order by number"
        )
        counts = np.zeros((len(self.shapes().there), len(SOURCES)), dtype=np.int64)
        for number, own, _, _ in rows:
            counts[number] = own
        kinds = np.repeat(np.tile(list(SOURCES.values()), len(counts)), counts.ravel())
        codes = np.frombuffer(b"".join(row[2] for row in rows), np.int8)
        codes = codes.reshape(len(kinds), -1) if len(kinds) else codes.reshape(0, 0)
        scales = np.frombuffer(b"".join(row[3] for row in rows), np.float32)
        del rows
        found = {}
        for place, kind in enumerate(SOURCES.values()):
            if kind in wanted:
                own = counts[:, place]
                found[kind] = HeldCodes(
                    codes=Codes(
                        rows=codes[kinds == kind], scales=scales[kinds == kind], bits=FULL_BITS
                    ),
                    starts=np.cumsum(own) - own,
                    counts=own.copy(),
                )
        return found

    def vectors(self, numbers: Sequence[int]) -> dict[int, DocumentRows]:
        """The rows of vectors of some documents, of every source; for a source with an index."""
        found = self._vectors.among(numbers)
        missing = [number for number in numbers if number not in found]
        if missing:
            for number, counts, codes, scales in self._rows(
                "select number, counts, codes, scales from kb.document"
                " where release = %(release)s and number = any(%(numbers)s::int[])",
                {"numbers": missing},
            ):
                found[int(number)] = DocumentRows(
                    codes=np.frombuffer(codes, np.int8).reshape(sum(counts), -1),
                    scales=np.frombuffer(scales, np.float32),
                    counts=tuple(counts),
                )
        self._vectors.keep(found)
        return found

    def _rows(self, statement: str, given: Mapping[str, Any] | None = None) -> list[Any]:
        with self._connections.connection() as connection:
            values = {"release": self.release, **(given or {})}
            rows: list[Any] = connection.execute(statement, values).fetchall()
            return rows


class HeldReleases:
    """What is kept of each release, for all editions that search it."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lock = Lock()
        self._held: OrderedDict[int, HeldRelease] = OrderedDict()

    def of(self, release: int, approximate: frozenset[int]) -> HeldRelease:
        """What is kept of a release, with nothing in it if it was not asked for before."""
        with self._lock:
            fresh = HeldRelease(self._connections, release, approximate)
            held = self._held.setdefault(release, fresh)
            self._held.move_to_end(release)
            while len(self._held) > RELEASES:
                self._held.popitem(last=False)
            return held


def read_postings(
    connections: Connections, releases: Sequence[HeldRelease], terms: Sequence[int]
) -> list[Mapping[int, Mapping[int, Posting]]]:
    """The postings of some terms in each of some releases; what is not kept is read at once."""
    found = [release.postings.among(terms) for release in releases]
    lacking = [place for place, own in enumerate(found) if len(own) < len({*terms})]
    if not lacking:
        return list(found)
    missing = [one for one in dict.fromkeys(terms) if any(one not in found[n] for n in lacking)]
    fresh: dict[int, dict[int, dict[int, Posting]]] = {
        releases[place].release: {one: {} for one in missing} for place in lacking
    }
    with connections.connection() as connection:
        rows = connection.execute(
            "select release, term, field, numbers, times from kb.posting"
            " where release = any(%(releases)s::int[]) and term = any(%(terms)s::bigint[])",
            {"releases": [*fresh], "terms": missing},
        ).fetchall()
    for release, term, field, numbers, times in rows:
        fresh[release][term][field] = Posting(
            numbers=_unpacked(numbers, ">i4", np.int32), times=_unpacked(times, ">i2", np.int16)
        )
    for place in lacking:
        own = fresh[releases[place].release]
        releases[place].postings.keep(own)
        found[place] = {**own, **found[place]}
    return list(found)


def read_entries(
    connections: Connections, releases: Sequence[HeldRelease], numbers: Sequence[Sequence[int]]
) -> list[dict[int, IndexedDocument]]:
    """Those documents of each of some releases, by number; what is not kept is read at once."""
    found = [one.entries.among(own) for one, own in zip(releases, numbers, strict=True)]
    places = {one.release: place for place, one in enumerate(releases)}
    missing = [
        (releases[place].release, number)
        for place, own in enumerate(numbers)
        for number in own
        if number not in found[place]
    ]
    if missing:
        with connections.connection() as connection:
            rows = connection.execute(
                "select release, number, entry from kb.document"
                " where release = any(%(releases)s::int[]) and number = any(%(numbers)s::int[])"
                " and (release::bigint << 32 | number) = any(%(pairs)s::bigint[])",
                {
                    "releases": [*{release for release, _ in missing}],
                    "numbers": [*{number for _, number in missing}],
                    "pairs": [release << 32 | number for release, number in missing],
                },
            ).fetchall()
        for release, number, entry in rows:
            found[places[release]][number] = entry_from(entry)
    for release, entries in zip(releases, found, strict=True):
        release.entries.keep(entries)
    return found


def bytes_of(fields: Mapping[int, Posting]) -> int:
    """How much memory postings take, roughly."""
    return 200 + sum(one.numbers.nbytes + one.times.nbytes for one in fields.values())


def _one(_: object) -> int:
    """What each document counts of the room for documents."""
    return 1


def _unpacked(packed: bytes | None, kept: str, wanted: type[Any]) -> NDArray[Any]:
    return np.frombuffer(packed or b"", kept).astype(wanted)
