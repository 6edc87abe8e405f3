"""An open index in, its documents as a release of one owner out: built aside, swapped in whole.

Everything happens in one transaction, so that a publication that is killed at any moment leaves
what was there. One writer an owner: an advisory lock makes a second one wait.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from psycopg import sql

from kb.data.settings import load_settings
from kb.index.keyword import TEXT_FIELDS
from kb.index.load import LoadedIndex
from kb.index.port import digest_of, identity_of
from kb.postgres.rows import (
    SOURCES,
    Terms,
    document_rows,
    entry_bytes,
    model_of,
    name_keys,
    number_of,
    tag,
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
    model = model_of(index)
    identity = identity_of(index.manifest.encoder, load_settings())
    generation = digest_of(
        [index.manifest.content, model.digest, [index.entries[n].id for n in numbers]]
    )
    told = [terms_in(index.entries[number]) for number in numbers]
    with connection.whole(), connection.cursor() as cursor:
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
        if new:
            _fill(cursor, release, index, numbers, told)
            with connection.patient(len(numbers) * INDEX_SECONDS):
                cursor.execute("select kb.index_release(%s, %s)", (release, exact_rows))
            cursor.execute("select kb.attach_release(%s)", (release,))
        cursor.execute("select kb.go_live(%s)", (release,))
    return Receipt(
        owner=owner, release=release, generation=generation, documents=len(numbers), new=new
    )


def partition(table: str, release: int) -> str:
    """The name of a release's part of a table."""
    return f"{table}_r{release}"


def _fill(
    cursor: psycopg.Cursor[Any],
    release: int,
    index: LoadedIndex,
    numbers: Sequence[int],
    told: Sequence[Terms],
) -> None:
    """Copy the rows of a release into tables of its own."""
    rows = {
        "document": _documents(release, index, numbers),
        "name": (
            (release, key, number, name)
            for number in numbers
            for key, name in name_keys(index.entries[number])
        ),
        "term": _terms(release, told),
        "word": _words(release, told),
        "posting": _postings(release, index, numbers, told),
        "vector_row": _vectors(release, index, numbers),
    }
    for table in TABLES:
        own = sql.Identifier(partition(table, release))
        with cursor.copy(sql.SQL("copy kb.{} from stdin").format(own)) as copy:
            for row in rows[table]:
                copy.write_row(row)


def _documents(
    release: int, index: LoadedIndex, numbers: Sequence[int]
) -> Iterator[tuple[object, ...]]:
    for number in numbers:
        entry = index.entries[number]
        rows = document_rows(index.vectors, number)
        yield (
            release,
            number,
            entry.id,
            [tag(facet, one) for facet, concepts in entry.facets.items() for one in concepts],
            [index.keyword.lengths[name][number] for name in TEXT_FIELDS],
            list(rows.counts),
            rows.codes.tobytes(),
            rows.scales.tobytes(),
            entry_bytes(entry),
        )


def _terms(release: int, told: Sequence[Terms]) -> Iterator[tuple[object, ...]]:
    for term, figures in summed(told).items():
        yield (release, term, list(figures[: len(TEXT_FIELDS)]), *figures[len(TEXT_FIELDS) :])


def summed(told: Sequence[Terms]) -> dict[str, tuple[int, ...]]:
    """For each stem the documents with it in each field and in any, times in situations, names."""
    width = len(TEXT_FIELDS)
    found: dict[str, list[int]] = {}
    for one in told:
        for term, times in one.times.items():
            figures = found.setdefault(term, [0] * (width + 3))
            for place, count in enumerate(times):
                figures[place] += count > 0
            figures[width] += 1
            figures[width + 1] += times[_SITUATIONS]
        for term in one.named:
            found.setdefault(term, [0] * (width + 3))[width + 2] += 1
    return {term: tuple(figures) for term, figures in found.items()}


def _words(release: int, told: Sequence[Terms]) -> Iterator[tuple[object, ...]]:
    counts = Counter(word for one in told for word in one.words)
    yield from ((release, word, count) for word, count in counts.items())


def _postings(
    release: int, index: LoadedIndex, numbers: Sequence[int], told: Sequence[Terms]
) -> Iterator[tuple[object, ...]]:
    for number, one in zip(numbers, told, strict=True):
        lengths = [index.keyword.lengths[name][number] for name in TEXT_FIELDS]
        for term, times in one.times.items():
            yield release, number_of(term), number, list(times), lengths


def _vectors(
    release: int, index: LoadedIndex, numbers: Sequence[int]
) -> Iterator[tuple[object, ...]]:
    for number in numbers:
        rows = document_rows(index.vectors, number)
        values = (rows.codes.astype(np.float64) * rows.scales[:, None]).astype(np.float32)
        sources = np.repeat(list(SOURCES.values()), rows.counts)
        for source, value in zip(sources.tolist(), values, strict=True):
            yield release, source, number, f"[{','.join(map(str, value.tolist()))}]"
