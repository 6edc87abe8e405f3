"""What was read of a release once is not read again, and is what the whole index has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from kb.index import port
from kb.index.load import LoadedIndex
from kb.index.words import TEXT_FIELDS
from kb.search.embedded import EmbeddedSnapshot
from kb.search.engine import Engine
from kb.search.stored import StoreEngine
from tests.hashes import HashEncoder
from tests.stores import compared, queries

if TYPE_CHECKING:
    from bench.local_server import LocalServer
    from kb.postgres.connections import Connections

pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")


class Counted:
    """Connections that count how often one is asked for."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self.asked = 0

    @contextmanager
    def connection(self) -> Iterator[Any]:
        """A connection for a moment."""
        self.asked += 1
        with self._connections.connection() as one:
            yield one


@pytest.fixture(scope="module")
def counted(server: LocalServer, made: LoadedIndex) -> Iterator[Counted]:
    """Connections to a database of its own, with two owners published and an edition of both."""
    from kb.postgres.connections import Connections
    from kb.postgres.publish import publish
    from kb.postgres.store import connect, migrate, set_edition

    with connect(server.dsn) as admin:
        admin.execute("create database held")
    dsn = server.dsn.replace("dbname=postgres", "dbname=held")
    with connect(dsn) as admin:
        migrate(admin)
        publish(admin, made, "most", only=lambda name: not name.endswith("7"))
        publish(admin, made, "some", only=lambda name: name.endswith("7"))
        set_edition(admin, "both", ("most", "some"))
    pool = Connections(dsn)
    yield Counted(pool)
    pool.close()


def test_rows_are_those_of_the_whole_index(made: LoadedIndex, counted: Counted) -> None:
    """Postings, lengths, tags and the best likeness of each document."""
    from kb.postgres.held import HeldRelease, read_postings
    from kb.postgres.rows import number_of, tag

    every = [n for n, entry in enumerate(made.entries) if not entry.id.endswith("7")]
    (release,) = _releases(counted, "most")
    held = HeldRelease(counted, release)  # type: ignore[arg-type]
    body = TEXT_FIELDS.index("body")
    terms = made.keyword.terms("body")[::50]
    (found,) = read_postings(counted, [held], [number_of(term) for term in terms])  # type: ignore[arg-type]
    for term in terms:
        posting = found[number_of(term)].get(body)
        pairs = zip(posting.numbers, posting.times, strict=True) if posting else ()
        wanted = [(n, times) for n, times in made.keyword.frequencies("body", term) if n in every]
        assert [(every[n], times) for n, times in pairs] == wanted, term
    lengths = [made.keyword.lengths["body"][n] for n in every]
    assert held.shapes().lengths[:, body].tolist() == lengths
    assert held.shapes().ids == tuple(made.entries[n].id for n in every)
    role = held.under([tag("role", "role-1"), tag("role", "nowhere")])
    assert [every[n] for n in np.flatnonzero(role)] == [
        n for n in made.keyword.concepts("role")["role-1"] if n in every
    ]
    vector = made.vectors.query(HashEncoder().encode(["tea at four"])[0])
    true = EmbeddedSnapshot(made).nearest(port.PASSAGE, vector, 100)
    values = dict(zip(true.numbers, true.values, strict=True))
    best = held.likeness(port.PASSAGE, vector)
    assert best.tolist() == pytest.approx([values.get(n, -np.inf) for n in every], abs=1e-6)


def test_nothing_is_read_twice(made: LoadedIndex, counted: Counted) -> None:
    """Neither by a query asked again, nor for an edition of which another owner was published."""
    from kb.postgres.store import PostgresStore

    store = PostgresStore(counted)  # type: ignore[arg-type]
    engine = StoreEngine(store.open("both"), HashEncoder(), depth=25, deepest=50)
    texts = list(queries(made, 12))
    first = [engine.search(text) for text in texts]
    before = counted.asked
    assert [engine.search(text) for text in texts] == first
    names = counted.asked - before  # the document is asked for where the whole query is a name
    assert 0 < names <= 2
    before = counted.asked
    again = StoreEngine(store.open("both"), HashEncoder(), depth=25, deepest=50)
    opened = counted.asked - before
    assert [again.search(text) for text in texts] == first
    assert counted.asked - before == opened + names
    assert opened <= 8


def test_what_is_let_go_is_read_again(
    made: LoadedIndex, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for next to nothing the answers are the same."""
    from kb.postgres import held, merged
    from kb.postgres.store import PostgresStore

    monkeypatch.setattr(held, "POSTINGS_BYTES", 1_000)
    monkeypatch.setattr(held, "REMEMBERED", 3)
    monkeypatch.setattr(merged, "MERGED_BYTES", 1_000)
    monkeypatch.setattr(merged, "MASKS_BYTES", 1_000)
    snapshot = PostgresStore(counted).open("both")  # type: ignore[arg-type]
    engine = StoreEngine(snapshot, HashEncoder(), depth=25, deepest=50)
    found = compared(Engine(made, HashEncoder()), engine, queries(made, 12))
    assert any(one.proved for one in found)
    assert all(0 < len(one.entries) <= 3 for one in snapshot._held)
    assert all(one.postings.size <= 1_000 or len(one.postings) == 1 for one in snapshot._held)


def _releases(counted: Counted, owner: str) -> list[int]:
    with counted.connection() as connection:
        rows = connection.execute("select release from kb.live where owner = %s", (owner,))
        return [int(row[0]) for row in rows]
