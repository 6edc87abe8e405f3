"""The releases of an edition in, one run of documents out: what is held of them, end to end.

An edition of forty owners would else cost forty times the steps of one for each word of a query.
Numbers here are those of the releases, each release's after those of the release before it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.index.documents import IndexedDocument
from kb.index.port import Numbers, VectorProbe
from kb.index.vectors import Codes, IndexVectors
from kb.postgres.connections import Connections
from kb.postgres.held import HeldRelease, Posting, bytes_of, read_entries, read_postings
from kb.postgres.kept import Kept
from kb.postgres.rows import SOURCES

MERGED_BYTES = 128 << 20
"""Bytes of postings that are kept end to end, beside those of each release."""
MASKS_BYTES = 64 << 20
"""Bytes of what else is worked out for every document: who has a word, a tag, what is near."""


class Merged:
    """What is held of some releases; safe to use from several threads."""

    def __init__(
        self,
        connections: Connections,
        held: Sequence[HeldRelease],
        hidden: Sequence[Sequence[int]],
    ) -> None:
        """`hidden` has for each release the documents that a later owner's replace."""
        self._connections = connections
        self._held = tuple(held)
        shapes = [one.shapes() for one in held]
        sizes = [len(one.there) for one in shapes]
        self._ends = np.cumsum(sizes, dtype=np.int64)
        self._bases = self._ends - sizes
        self.there = np.concatenate([one.there for one in shapes])
        for base, own in zip(self._bases, hidden, strict=True):
            self.there[base + np.array(own, dtype=np.int64)] = False
        self.lengths = np.concatenate([one.lengths for one in shapes])
        ids = [name for one in shapes for name in one.ids]
        order = sorted(range(len(ids)), key=ids.__getitem__)
        self._rank = np.empty(len(ids), dtype=np.int32)
        self._rank[order] = np.arange(len(ids), dtype=np.int32)
        self._postings: Kept[int, Mapping[int, Posting]] = Kept(MERGED_BYTES, bytes_of)
        self._made: Kept[Hashable, NDArray[Any]] = Kept(MASKS_BYTES, lambda made: made.nbytes)

    def base(self, place: int) -> int:
        """The number of the first document of a release."""
        return int(self._bases[place])

    def ordered(self, numbers: Sequence[int]) -> Numbers:
        """Those numbers, each once, in the order of the documents' identifiers."""
        wanted = np.unique(np.array(numbers, dtype=np.int64))
        return np.asarray(wanted[np.argsort(self._rank[wanted])])

    def postings(self, terms: Sequence[int]) -> dict[int, Mapping[int, Posting]]:
        """The postings of some terms by the place of the field, of all releases."""
        found = self._postings.among(terms)
        missing = [one for one in dict.fromkeys(terms) if one not in found]
        if missing:
            own = read_postings(self._connections, self._held, missing)
            for term in missing:
                found[term] = self._end_to_end([one[term] for one in own])
            self._postings.keep({term: found[term] for term in missing})
        return found

    def _end_to_end(self, own: Sequence[Mapping[int, Posting]]) -> Mapping[int, Posting]:
        if len(own) == 1:
            return own[0]
        fields: dict[int, list[tuple[int, Posting]]] = {}
        for place, one in enumerate(own):
            for field, posting in one.items():
                fields.setdefault(field, []).append((place, posting))
        bases = self._bases.astype(np.int32)
        return {
            field: Posting(
                numbers=np.concatenate([one.numbers + bases[place] for place, one in found]),
                times=np.concatenate([one.times for _, one in found]),
            )
            for field, found in fields.items()
        }

    def having(self, term: int, fields: Sequence[int]) -> NDArray[np.bool_]:
        """Whether each document has a term in some of the fields."""

        def made() -> NDArray[np.bool_]:
            has = np.zeros(len(self.there), dtype=np.bool_)
            postings = self.postings([term])[term]
            for field in fields:
                if field in postings:
                    has[postings[field].numbers] = True
            return has

        return self._kept(("having", term, tuple(fields)), made)

    def under(self, tags: Sequence[int]) -> NDArray[np.bool_]:
        """Whether each document stands under one of some tags."""

        def made() -> NDArray[np.bool_]:
            return np.concatenate([one.under(tags) for one in self._held])

        return self._kept(("under", tuple(tags)), made)

    def likeness(self, source: str, vector: VectorProbe) -> NDArray[np.float64]:
        """The best value of each document's rows of a source, as `HeldRelease.likeness`.

        Minus infinity for the documents of a release that has an index for the source.
        """

        def made() -> NDArray[np.float64]:
            best = np.full(len(self.there), -np.inf)
            for base, end, one in zip(self._bases, self._ends, self._held, strict=True):
                if SOURCES[source] not in one.approximate:
                    best[base:end] = one.likeness(source, vector)
            return best

        return self._kept(("likeness", source, vector.tobytes()), made)

    def _kept(self, key: Hashable, made: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """What was worked out for every document, from memory or made now; not to be changed."""
        there = self._made.among((key,))
        if key in there:
            return there[key]
        found = made()
        found.flags.writeable = False
        self._made.keep({key: found})
        return found

    def entries(self, numbers: Sequence[int]) -> list[IndexedDocument]:
        """Those documents."""
        asked = np.array(numbers, dtype=np.int64)
        places = np.searchsorted(self._ends, asked, side="right")
        own = asked - self._bases[places]
        wanted: list[list[int]] = [[] for _ in self._held]
        for place, number in zip(places.tolist(), own.tolist(), strict=True):
            wanted[place].append(number)
        found = read_entries(self._connections, self._held, wanted)
        pairs = zip(places.tolist(), own.tolist(), strict=True)
        return [found[place][number] for place, number in pairs]

    def vectors(self, model: IndexVectors, numbers: Numbers) -> IndexVectors:
        """The vectors of a model with those of some documents, whose places are the owners."""
        places = np.searchsorted(self._ends, numbers, side="right")
        spans = [
            (self._held[place], np.flatnonzero(places == place)) for place in np.unique(places)
        ]
        own = numbers - self._bases[places]
        empty = (model.documents, model.passages, model.situations, model.pages)
        codes, owners = zip(
            *(
                _gathered(one, kind, spans, own)
                for one, kind in zip(empty, SOURCES.values(), strict=True)
            ),
            strict=True,
        )
        return replace(
            model,
            documents=codes[0],
            passages=codes[1],
            passage_of=owners[1],
            situations=codes[2],
            situation_of=owners[2],
            pages=codes[3],
        )


def _gathered(
    empty: Codes,
    kind: int,
    spans: Sequence[tuple[HeldRelease, NDArray[np.intp]]],
    own: Numbers,
) -> tuple[Codes, NDArray[np.int32]]:
    """The rows of one source of some documents, in their order, and the place of each row's."""
    counts = np.zeros(len(own), dtype=np.int64)
    read = []
    for held, at in spans:
        rows, scales, starts, many = _rows_of(held, kind, own[at])
        counts[at] = many
        read.append((at, rows, scales, starts))
    starts_here = np.cumsum(counts) - counts
    rows_here = np.empty((int(counts.sum()), empty.rows.shape[1]), dtype=np.int8)
    scales_here = np.empty(len(rows_here), dtype=np.float32)
    for at, rows, scales, starts in read:
        there, here = _run(starts, counts[at]), _run(starts_here[at], counts[at])
        rows_here[here] = rows[there]
        scales_here[here] = scales[there]
    owner = np.repeat(np.arange(len(own), dtype=np.int32), counts)
    return replace(empty, rows=rows_here, scales=scales_here), owner


def _rows_of(
    held: HeldRelease, kind: int, numbers: Numbers
) -> tuple[NDArray[np.int8], NDArray[np.float32], Numbers, Numbers]:
    """Rows and scales, and of each of some documents its first row there and how many it has."""
    if kind not in held.approximate:
        every = held.codes()[kind]
        return every.codes.rows, every.codes.scales, every.starts[numbers], every.counts[numbers]
    documents = held.vectors(numbers.tolist())
    found = [documents[number] for number in numbers.tolist()]
    before = np.array([sum(one.counts[: kind - 1]) for one in found], dtype=np.int64)
    sizes = np.array([len(one.scales) for one in found], dtype=np.int64)
    return (
        np.concatenate([one.codes for one in found]),
        np.concatenate([one.scales for one in found]),
        np.cumsum(sizes) - sizes + before,
        np.array([one.counts[kind - 1] for one in found], dtype=np.int64),
    )


def _run(starts: Numbers, counts: Numbers) -> Numbers:
    """The numbers from each start on, so many of each, one run after the other."""
    first = np.cumsum(counts) - counts
    return np.asarray(np.repeat(starts - first, counts) + np.arange(int(counts.sum())))
