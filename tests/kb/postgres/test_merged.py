"""Releases end to end are what they are one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kb.index import port
from kb.index.load import LoadedIndex
from kb.index.words import TEXT_FIELDS
from kb.search.embedded import EmbeddedSnapshot, rows_of
from tests.hashes import HashEncoder

if TYPE_CHECKING:
    from bench.local_server import LocalServer
    from kb.postgres.connections import Connections
    from kb.postgres.merged import Merged

pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")

Parts = tuple["Merged", "Merged", list[int]]


@pytest.fixture(scope="module")
def parts(server: LocalServer, made: LoadedIndex) -> Iterator[Parts]:
    """Three owners' releases, every row of vectors held, and with an index for passages.

    Also the number in the whole index of each document there, in the order of the releases.
    """
    from kb.postgres.connections import Connections
    from kb.postgres.publish import publish
    from kb.postgres.store import connect, migrate

    with connect(server.dsn) as admin:
        admin.execute("create database merged")
    dsn = server.dsn.replace("dbname=postgres", "dbname=merged")
    owners = [
        [n for n in range(len(made.entries)) if n % 7 in ends]
        for ends in ((3, 4), (0, 1, 6), (2, 5))
    ]
    with connect(dsn) as admin:
        migrate(admin)
        releases = []
        for at, own in enumerate(owners):
            names = {made.entries[n].id for n in own}
            releases.append(publish(admin, made, f"owner-{at}", only=names.__contains__).release)
    pool = Connections(dsn)
    yield (
        _merged(pool, releases, frozenset()),
        _merged(pool, releases, frozenset({2})),
        [n for own in owners for n in own],
    )
    pool.close()


def test_numbers_stand_in_the_order_of_identifiers(parts: Parts, made: LoadedIndex) -> None:
    """Each once, whatever release they are of; what is hidden is not there."""
    merged, _, numbers = parts
    asked = [5, 40, 60, 5, 0, 99]
    found = [numbers[n] for n in merged.ordered(asked).tolist()]
    assert found == sorted({numbers[n] for n in asked})
    assert [entry.id for entry in merged.entries(asked)] == [
        made.entries[numbers[n]].id for n in asked
    ]
    assert merged.there.all()
    with pytest.raises(ValueError, match="read-only"):
        merged.having(1, (0,))[0] = True


def test_words_and_tags_are_those_of_the_whole_index(parts: Parts, made: LoadedIndex) -> None:
    """Postings, who has a term in some fields, lengths, choices."""
    from kb.postgres.rows import CLOSED, number_of, tag

    merged, _, numbers = parts
    body, title = TEXT_FIELDS.index("body"), TEXT_FIELDS.index("title")
    for term in [*made.keyword.terms("body")[::40], "unheard-of"]:
        number = number_of(term)
        fields = merged.postings([number])[number]
        wanted = made.keyword.postings("body", term)
        pairs = zip(wanted.numbers.tolist(), wanted.times.tolist(), strict=True)
        found = fields.get(body)
        told = zip(found.numbers.tolist(), found.times.tolist(), strict=True) if found else ()
        assert sorted((numbers[n], times) for n, times in told) == sorted(pairs)
        titled = {*wanted.numbers.tolist(), *made.keyword.postings("title", term).numbers.tolist()}
        has = np.flatnonzero(merged.having(number, (body, title)))
        assert {numbers[n] for n in has} == titled
    role = np.flatnonzero(merged.under([tag("role", "role-2")]))
    assert {numbers[n] for n in role} == {*made.keyword.concepts("role")["role-2"]}
    closed = {n for n, entry in enumerate(made.entries) if entry.closed}
    assert {numbers[n] for n in np.flatnonzero(merged.under([CLOSED]))} == closed != set()


@pytest.mark.parametrize("source", port.VECTOR_SOURCES)
def test_likeness_is_that_of_the_whole_index(parts: Parts, made: LoadedIndex, source: str) -> None:
    """To six digits; a source with an index is left to the server."""
    merged, partly, numbers = parts
    vector = made.vectors.query(HashEncoder().encode(["tea at four"])[0])
    true = EmbeddedSnapshot(made).nearest(source, vector, 200)
    values = dict(zip(true.numbers, true.values, strict=True))
    wanted = [values.get(n, -np.inf) for n in numbers]
    assert merged.likeness(source, vector).tolist() == pytest.approx(wanted, abs=1e-6)
    left = partly.likeness(source, vector)
    assert np.isneginf(left).all() == (source == port.PASSAGE)


def test_rows_of_vectors_are_those_of_the_documents(parts: Parts, made: LoadedIndex) -> None:
    """To the bit, in the order asked for, held or read from the server."""
    merged, partly, numbers = parts
    asked = np.array([70, 3, 41, 4, 99], dtype=np.int64)
    wanted = [rows_of(made.vectors, [numbers[n]]) for n in asked]
    for one in (merged, partly):
        found = one.vectors(rows_of(made.vectors, []), asked)
        for name in ("documents", "passages", "situations", "pages"):
            codes = getattr(found, name)
            assert np.array_equal(
                codes.rows, np.concatenate([getattr(own, name).rows for own in wanted])
            )
            assert np.array_equal(
                codes.scales, np.concatenate([getattr(own, name).scales for own in wanted])
            )
        counts = [len(own.passages) for own in wanted]
        assert found.passage_of.tolist() == np.repeat(np.arange(5), counts).tolist()
        counts = [len(own.situations) for own in wanted]
        assert found.situation_of.tolist() == np.repeat(np.arange(5), counts).tolist()


def _merged(pool: Connections, releases: list[int], approximate: frozenset[int]) -> Merged:
    from kb.postgres.held import HeldRelease
    from kb.postgres.merged import Merged

    held = [HeldRelease(pool, one, approximate) for one in releases]
    return Merged(pool, held, [(), (), ()])
