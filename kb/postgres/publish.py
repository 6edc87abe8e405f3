"""An open index in, its documents as a release of one owner out: built aside, swapped in whole.

Everything happens in one transaction, so that a publication that is killed at any moment leaves
what was there. One writer an owner: an advisory lock makes a second one wait.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from psycopg import sql

from kb.data.settings import load_settings
from kb.index.load import LoadedIndex
from kb.index.port import digest_of, identity_of
from kb.index.words import TEXT_FIELDS
from kb.postgres.rows import (
    SOURCES,
    Terms,
    document_rows,
    entry_bytes,
    model_of,
    name_keys,
    number_of,
    tags_of,
    terms_in,
)
from kb.postgres.writer import Writer

TABLES = ("document", "name", "term", "word", "posting", "vector_row")
"""The tables that have a partition for each release."""
EXACT_ROWS = 20_000
"""Rows of one source and release up to which every one is compared with the query."""
INDEX_SECONDS = 0.02
"""How much longer a server may take to index a release, for each document of it."""
_SITUATIONS = TEXT_FIELDS.index("situations")
_MOST_TIMES = 32_767
"""How often a term is counted in one field of a document: what two bytes hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was published: `new` is False where the same rows were live already."""

    owner: str
    release: int
    generation: str
    documents: int
    new: bool


def publish(
    connection: Writer,
    index: LoadedIndex,
    owner: str,
    *,
    only: Callable[[str], bool] = lambda _: True,
    exact_rows: int = EXACT_ROWS,
) -> Receipt:
    """Publish the documents of an index as the live release of an owner.

    Publishing the same again changes nothing.

    Args:
        connection: of a role that may write; outside a transaction.
        index: what to publish.
        owner: whose rows they are: the nation's, a board's, a network's.
        only: whether a document, by its identifier, belongs to this owner.
        exact_rows: with more rows of one source than these, an index of vectors is made.

    Raises:
        psycopg.Error: if it fails; nothing has changed then, unless it is a `LateError` or a
            `NotReplicatedError`: nobody knows then, and publishing again settles it.
    """
    numbers = [number for number, entry in enumerate(index.entries) if only(entry.id)]
    with connection.whole(), connection.cursor() as cursor:
        release, generation, new = begin(cursor, index, owner, numbers)
        if new:
            _fill(cursor, release, index, numbers, exact_rows)
        with connection.patient(len(numbers) * INDEX_SECONDS):
            finish(cursor, release, exact_rows, new=new)
    return Receipt(
        owner=owner, release=release, generation=generation, documents=len(numbers), new=new
    )


def begin(
    cursor: psycopg.Cursor[Any], index: LoadedIndex, owner: str, numbers: Sequence[int]
) -> tuple[int, str, bool]:
    """A release of those documents, its generation, and whether its tables are new and empty."""
    model = model_of(index)
    identity = identity_of(index.manifest.encoder, load_settings())
    generation = digest_of(
        [index.manifest.content, model.digest, [index.entries[n].id for n in numbers]]
    )
    cursor.execute(
        f"select number, made from kb.begin_release({', '.join(['%s'] * 12)})",
        (
            owner,
            generation,
            identity.format,
            identity.encoder,
            identity.analyser,
            identity.settings,
            model.digest,
            model.lexicon,
            model.vectors,
            model.student,
            len(numbers),
            [
                sum(index.keyword.lengths[name][number] for number in numbers)
                for name in TEXT_FIELDS
            ],
        ),
    )
    release, new = cursor.fetchone() or (0, False)
    return release, generation, new


def finish(cursor: psycopg.Cursor[Any], release: int, exact_rows: int, *, new: bool) -> None:
    """Index the tables of a release and attach them, if they are new; make it live."""
    if new:
        cursor.execute("select kb.index_release(%s, %s)", (release, exact_rows))
        cursor.execute("select kb.attach_release(%s)", (release,))
    cursor.execute("select kb.go_live(%s)", (release,))


def partition(table: str, release: int) -> str:
    """The name of a release's part of a table."""
    return f"{table}_r{release}"


def _fill(
    cursor: psycopg.Cursor[Any],
    release: int,
    index: LoadedIndex,
    numbers: Sequence[int],
    exact_rows: int,
) -> None:
    """Copy the rows of a release into tables of its own; documents are numbered from 0."""
    words = _Words()
    for place, number in enumerate(numbers):
        words.add(place, terms_in(index.entries[number]))
    rows = {
        "document": document_table(release, index, numbers),
        "name": (
            (release, key, place, name)
            for place, number in enumerate(numbers)
            for key, name in name_keys(index.entries[number])
        ),
        "term": words.terms(release),
        "word": ((release, word, count) for word, count in words.written.items()),
        "posting": words.postings(release),
        "vector_row": vector_table(release, index, numbers, exact_rows),
    }
    for table in TABLES:
        own = sql.Identifier(partition(table, release))
        with cursor.copy(sql.SQL("copy kb.{} from stdin").format(own)) as copy:
            for row in rows[table]:
                copy.write_row(row)


class _Words:
    """The words of a release, added up document by document."""

    def __init__(self) -> None:
        self.written: Counter[str] = Counter()
        self._figures: dict[str, list[int]] = {}
        self._postings: dict[tuple[str, int], tuple[array[int], array[int]]] = {}

    def add(self, place: int, told: Terms) -> None:
        """Take in the words of the document with that number."""
        self.written.update(told.words)
        _add_figures(self._figures, told)
        for term, times in told.times.items():
            for field, count in enumerate(times):
                if count:
                    numbers, counts = self._postings.setdefault(
                        (term, field), (array("i"), array("h"))
                    )
                    numbers.append(place)
                    counts.append(min(count, _MOST_TIMES))

    def terms(self, release: int) -> Iterator[tuple[object, ...]]:
        """The rows of `kb.term`."""
        width = len(TEXT_FIELDS)
        for term, figures in self._figures.items():
            yield (release, term, figures[:width], *figures[width:])

    def postings(self, release: int) -> Iterator[tuple[object, ...]]:
        """The rows of `kb.posting`, packed."""
        for (term, field), (numbers, counts) in self._postings.items():
            packed = np.array(numbers, dtype=">i4").tobytes()
            yield release, number_of(term), field, packed, np.array(counts, dtype=">i2").tobytes()


def document_table(
    release: int, index: LoadedIndex, numbers: Sequence[int]
) -> Iterator[tuple[object, ...]]:
    """The rows of `kb.document` of those documents of an index, numbered from 0."""
    for place, number in enumerate(numbers):
        entry = index.entries[number]
        rows = document_rows(index.vectors, number)
        yield (
            release,
            place,
            entry.id,
            tags_of(entry),
            [index.keyword.lengths[name][number] for name in TEXT_FIELDS],
            list(rows.counts),
            rows.codes.tobytes(),
            rows.scales.tobytes(),
            entry_bytes(entry),
        )


def summed(told: Sequence[Terms]) -> dict[str, tuple[int, ...]]:
    """For each stem the documents with it in each field and in any, times in situations, names."""
    found: dict[str, list[int]] = {}
    for one in told:
        _add_figures(found, one)
    return {term: tuple(figures) for term, figures in found.items()}


def _add_figures(found: dict[str, list[int]], told: Terms) -> None:
    width = len(TEXT_FIELDS)
    for term, times in told.times.items():
        figures = found.setdefault(term, [0] * (width + 3))
        for place, count in enumerate(times):
            figures[place] += count > 0
        figures[width] += 1
        figures[width + 1] += times[_SITUATIONS]
    for term in told.named:
        found.setdefault(term, [0] * (width + 3))[width + 2] += 1


def vector_table(
    release: int, index: LoadedIndex, numbers: Sequence[int], exact_rows: int
) -> Iterator[tuple[object, ...]]:
    """The rows of `kb.vector_row`: of those sources alone that are too many to be compared."""
    counts = np.zeros(len(SOURCES), dtype=np.int64)
    for number in numbers:
        counts += document_rows(index.vectors, number).counts
    kinds = np.array(list(SOURCES.values()))
    large = {*kinds[counts > exact_rows].tolist()}
    for place, number in enumerate(numbers if large else ()):
        rows = document_rows(index.vectors, number)
        values = (rows.codes.astype(np.float64) * rows.scales[:, None]).astype(np.float32)
        sources = np.repeat(kinds, rows.counts).tolist()
        for source, value in zip(sources, values, strict=True):
            if source in large:
                yield release, source, place, f"[{','.join(map(str, value.tolist()))}]"
