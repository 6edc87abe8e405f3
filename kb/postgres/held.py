"""A release in, what a service keeps of it in memory out: read once, since its rows never change.

The statistics of words, the lengths and tags of documents and, of what was asked for last, postings
and documents; of sources of vectors without an index, every row. Whoever searches compares these
with a query by itself, so that the server is asked for what is new, and for what is near in a large
release. An index for BM25 in the server would take the place of `HeldRelease.postings`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.index.documents import IndexedDocument
from kb.index.vectors import FULL_BITS, Codes
from kb.index.words import TEXT_FIELDS
from kb.postgres.connections import Connections
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
class HeldDocument:
    """What is kept of a document."""

    entry: IndexedDocument
    rows: DocumentRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """The documents with a term in one field, and how often each has it there; both of shape (n,).

    `times` is int16.
    """

    numbers: Numbers
    times: NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """Of each number: whether there is a document, shape (n,), and its lengths, (n, fields)."""

    there: NDArray[np.bool_]
    lengths: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a release knows of words: of stems as `kb.term` has it, and of words as written."""

    stems: Mapping[str, tuple[int, ...]]
    words: Mapping[str, int]


class HeldRelease:
    """One release, read through connections; safe to use from several threads."""

    def __init__(self, connections: Connections, release: int) -> None:
        self._connections = connections
        self._release = release
        self._lock = Lock()
        self._figures: Figures | None = None
        self._shapes: Shapes | None = None
        self._tags: dict[int, Numbers] | None = None
        self._name_keys: NDArray[np.int64] | None = None
        self._codes: dict[int, tuple[Codes, Numbers, NDArray[np.int64]]] = {}
        self._postings: OrderedDict[int, Mapping[int, Posting]] = OrderedDict()
        self._bytes = 0
        self._documents: OrderedDict[int, HeldDocument] = OrderedDict()

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
                f"select string_agg(int4send(number), '' order by number), {sums}"
                " from kb.document where release = %(release)s"
            )
            numbers, *lengths = [_unpacked(packed, ">i4", np.int32) for packed in row]
            size = int(numbers[-1]) + 1 if len(numbers) else 0
            there = np.zeros(size, dtype=np.bool_)
            there[numbers] = True
            whole = np.zeros((size, _WIDTH), dtype=np.int32)
            whole[numbers] = np.stack(lengths, axis=1)
            self._shapes = Shapes(there=there, lengths=whole)
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
        """The best value of each document's rows of a source; minus infinity of none, by number."""
        codes, owners, starts = self._codes_of(SOURCES[source])
        best = np.full(len(self.shapes().there), -np.inf)
        if not len(codes):
            return best
        best[owners] = np.maximum.reduceat(codes.likeness(vector), starts)
        return best

    def _codes_of(self, which: int) -> tuple[Codes, Numbers, NDArray[np.int64]]:
        """Every row of a source, the documents that have any, and where those of each begin."""
        if which not in self._codes:
            codes, numbers, counts = self._read_codes(which)
            has = counts > 0
            starts = np.cumsum(counts) - counts
            self._codes[which] = codes, numbers[has], starts[has]
        return self._codes[which]

    def _read_codes(self, which: int) -> tuple[Codes, Numbers, NDArray[np.int64]]:
        rows: list[NDArray[np.int8]] = []
        scales: list[NDArray[np.float32]] = []
        owners: list[tuple[int, int]] = []
        for number, counts, codes, own_scales in self._rows(
            "select number, counts, codes, scales from kb.document"
            " where release = %(release)s order by number"
        ):
            start = sum(counts[: which - 1])
            span = slice(start, start + counts[which - 1])
            whole = np.frombuffer(codes, np.int8).reshape(sum(counts), -1)
            rows.append(whole[span].copy())
            scales.append(np.frombuffer(own_scales, np.float32)[span])
            owners.append((number, counts[which - 1]))
        numbers, counted = np.array(owners, dtype=np.int32).reshape(-1, 2).T
        codes_of_all = Codes(
            rows=np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.int8),
            scales=np.concatenate(scales) if scales else np.zeros(0, dtype=np.float32),
            bits=FULL_BITS,
        )
        return codes_of_all, numbers, counted.astype(np.int64)

    def postings(self, terms: Sequence[int]) -> dict[int, Mapping[int, Posting]]:
        """The postings of some terms, by the place of the field; both by number."""
        with self._lock:
            found = {one: self._postings[one] for one in terms if one in self._postings}
            for one in found:
                self._postings.move_to_end(one)
        missing = [one for one in dict.fromkeys(terms) if one not in found]
        if missing:
            fresh: dict[int, dict[int, Posting]] = {one: {} for one in missing}
            for term, field, numbers, times in self._rows(
                "select term, field, numbers, times from kb.posting"
                " where release = %(release)s and term = any(%(terms)s::bigint[])",
                {"terms": missing},
            ):
                fresh[term][field] = Posting(
                    numbers=_unpacked(numbers, ">i4", np.int32),
                    times=_unpacked(times, ">i2", np.int16),
                )
            self._keep(fresh)
            found.update(fresh)
        return found

    def _keep(self, fresh: Mapping[int, Mapping[int, Posting]]) -> None:
        with self._lock:
            for term, fields in fresh.items():
                if term not in self._postings:
                    self._postings[term] = fields
                    self._bytes += _bytes_of(fields)
            while self._bytes > POSTINGS_BYTES and len(self._postings) > 1:
                _, gone = self._postings.popitem(last=False)
                self._bytes -= _bytes_of(gone)

    def documents(self, numbers: Sequence[int]) -> dict[int, HeldDocument]:
        """Those documents."""
        with self._lock:
            found = {n: self._documents[n] for n in numbers if n in self._documents}
        missing = [number for number in numbers if number not in found]
        if missing:
            found.update(self._read_documents(missing))
        with self._lock:
            for number in numbers:
                self._documents[number] = found[number]
                self._documents.move_to_end(number)
            while len(self._documents) > REMEMBERED:
                self._documents.popitem(last=False)
        return found

    def _read_documents(self, numbers: Sequence[int]) -> Iterator[tuple[int, HeldDocument]]:
        for number, counts, codes, scales, entry in self._rows(
            "select number, counts, codes, scales, entry from kb.document"
            " where release = %(release)s and number = any(%(numbers)s::int[])",
            {"numbers": list(numbers)},
        ):
            yield (
                int(number),
                HeldDocument(
                    entry=entry_from(entry),
                    rows=DocumentRows(
                        codes=np.frombuffer(codes, np.int8).reshape(sum(counts), -1),
                        scales=np.frombuffer(scales, np.float32),
                        counts=tuple(counts),
                    ),
                ),
            )

    def _rows(self, statement: str, given: Mapping[str, Any] | None = None) -> list[Any]:
        with self._connections.connection() as connection:
            values = {"release": self._release, **(given or {})}
            rows: list[Any] = connection.execute(statement, values).fetchall()
            return rows


class HeldReleases:
    """What is kept of each release, for all editions that search it."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lock = Lock()
        self._held: OrderedDict[int, HeldRelease] = OrderedDict()

    def of(self, release: int) -> HeldRelease:
        """What is kept of a release, with nothing in it if it was not asked for before."""
        with self._lock:
            held = self._held.setdefault(release, HeldRelease(self._connections, release))
            self._held.move_to_end(release)
            while len(self._held) > RELEASES:
                self._held.popitem(last=False)
            return held


def _bytes_of(fields: Mapping[int, Posting]) -> int:
    return 200 + sum(one.numbers.nbytes + one.times.nbytes for one in fields.values())


def _unpacked(packed: bytes | None, kept: str, wanted: type[Any]) -> NDArray[Any]:
    return np.frombuffer(packed or b"", kept).astype(wanted)
