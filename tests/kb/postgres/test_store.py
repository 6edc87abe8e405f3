"""A smoke test of one node: PostgreSQL answers as a whole index, and says nothing of queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from kb.index.load import LoadedIndex
from kb.model.problems import IndexStoreError
from kb.search.embedded import EmbeddedSnapshot
from kb.search.engine import Engine
from kb.search.stored import StoreEngine
from tests.hashes import HashEncoder
from tests.stores import compared, queries, ranking

if TYPE_CHECKING:
    from bench.local_server import LocalServer
    from kb.postgres.connections import Connections

pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")

NATION, BOARD = "nation", "board"


@pytest.fixture(scope="module")
def writer(server: LocalServer) -> Iterator[Any]:
    """A connection of the owner of the schema, which is up to date."""
    from kb.postgres.store import connect, migrate, quieten

    with connect(server.dsn) as connection:
        migrate(connection)
        assert migrate(connection) == []
        assert quieten(connection) == []
        yield connection


@pytest.fixture(scope="module")
def readers(server: LocalServer, writer: Any) -> Iterator[Connections]:
    """A pool, with the documents of two owners published."""
    from kb.postgres.connections import Connections

    del writer
    pool = Connections(server.dsn)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def shared(made: LoadedIndex, writer: Any) -> str:
    """An edition whose documents belong to two owners."""
    from kb.postgres.publish import publish
    from kb.postgres.store import set_edition

    local = {entry.id for entry in made.entries[60:]}
    publish(writer, made, NATION, only=lambda name: name not in local)
    publish(writer, made, BOARD, only=lambda name: name in local)
    set_edition(writer, "both", (NATION, BOARD))
    return "both"


def test_two_owners_answer_as_one_index(
    made: LoadedIndex, readers: Connections, shared: str
) -> None:
    """The same documents, order, scores, reasons, snippets and counts; from few candidates too."""
    from kb.postgres.store import PostgresStore

    snapshot = PostgresStore(readers).open(shared)
    whole = Engine(made, HashEncoder())
    texts = list(queries(made, 12))
    every = compared(whole, StoreEngine(snapshot, HashEncoder()), texts)
    assert all(one.proved for one in every)
    for text, one in zip(texts, every, strict=True):
        assert one.answer.as_dict() == whole.search(text).as_dict()
    few = StoreEngine(snapshot, HashEncoder(), depth=25, deepest=50)
    again = StoreEngine(EmbeddedSnapshot(made), HashEncoder(), depth=25, deepest=50)
    filters = {"kind": ["casestudies"], "role": ["role-1", "role-2"]}
    for chosen in ({}, filters):
        found = compared(whole, few, texts, filters=chosen)
        assert any(one.proved and one.looked_at < 100 for one in found)
        for text, one in zip(texts, found, strict=True):
            other = again.search(text, filters=chosen)
            assert ranking(one.answer) == ranking(other.answer)
            assert (one.proved, one.counted) == (other.proved, other.counted)
            assert one.looked_at == pytest.approx(other.looked_at, abs=2)


def test_what_is_known_of_words(made: LoadedIndex, readers: Connections, shared: str) -> None:
    """Statistics, spelling and names are those of the whole index."""
    from kb.postgres.store import PostgresStore

    snapshot, wanted = PostgresStore(readers).open(shared), EmbeddedSnapshot(made)
    terms = [*made.keyword.terms("body")[::40], *made.keyword.terms("situations")[::40], "nowhere"]
    mine, theirs = snapshot.statistics(terms), wanted.statistics(terms)
    assert (mine.documents, mine.lengths) == (theirs.documents, theirs.lengths)
    assert mine.holders == theirs.holders
    assert mine.anywhere == theirs.anywhere
    assert all(mine.occurrences.get(t, 0) == theirs.occurrences[t] for t in terms)
    for word in list(made.keyword.vocabulary())[::60]:
        slipped = word[:2] + word[3:]
        assert snapshot.words_within(slipped, 2) == wanted.words_within(slipped, 2)
        assert snapshot.knows_word(word)
        assert snapshot.knows_name_term(word) == wanted.knows_name_term(word)


def test_a_later_owner_replaces_a_page(
    made: LoadedIndex, readers: Connections, writer: Any
) -> None:
    """As if the first owner had never had it: statistics and all."""
    from kb.postgres.publish import publish
    from kb.postgres.store import PostgresStore, set_edition

    taken = {entry.id for entry in made.entries[10:25]}
    publish(writer, made, "all")
    publish(writer, made, "some", only=lambda name: name in taken)
    set_edition(writer, "replaced", ("all", "some"))
    snapshot = PostgresStore(readers).open("replaced")
    assert [len(one.hidden) for one in snapshot.releases] == [15, 0]
    engine = StoreEngine(snapshot, HashEncoder(), depth=30, deepest=60)
    found = compared(Engine(made, HashEncoder()), engine, queries(made, 12))
    assert any(one.proved for one in found)


def test_publishing_again_changes_nothing(made: LoadedIndex, writer: Any) -> None:
    """The receipt says so; another selection is another release, and the old one can be retired."""
    from kb.postgres.publish import publish
    from kb.postgres.store import retire

    first = publish(writer, made, "twice")
    assert first.new
    again = publish(writer, made, "twice")
    assert (again.release, again.new) == (first.release, False)
    other = publish(writer, made, "twice", only=lambda name: name.endswith("7"))
    assert other.new
    assert retire(writer, minutes=60) == []
    assert first.release in retire(writer, minutes=0)
    assert publish(writer, made, "twice").release > other.release


def test_other_rows_are_refused(made: LoadedIndex, readers: Connections, writer: Any) -> None:
    """Whatever they differ in; and an edition that nobody published."""
    from kb.postgres.publish import publish
    from kb.postgres.store import PostgresStore

    store = PostgresStore(readers)
    with pytest.raises(IndexStoreError, match="nowhere: not-published"):
        store.open("nowhere")
    assert store.live("nowhere") == ""
    publish(writer, made, "old")
    assert store.live("old") == store.open("old").generation
    for column, value in (("format", "1"), ("analyser", "'x'"), ("settings", "'x'")):
        with writer.transaction(force_rollback=False):
            writer.execute(f"update kb.release set {column} = {value} where owner = 'old'")
        with pytest.raises(IndexStoreError, match=f"old: other-rows: .*{column}: found"):
            store.open("old")


def test_large_partitions_have_an_index_and_prove_nothing(
    made: LoadedIndex, readers: Connections, writer: Any
) -> None:
    """The nearest by an approximate index are the true ones nearly always, and never called so."""
    from kb.index import port
    from kb.postgres.publish import publish
    from kb.postgres.store import PostgresStore

    publish(writer, made, "large", exact_rows=50)
    snapshot = PostgresStore(readers).open("large")
    assert snapshot.releases[0].approximate
    vector = made.vectors.query(HashEncoder().encode(["tea at four"])[0])
    near = snapshot.nearest(port.PASSAGE, vector, 10)
    true = EmbeddedSnapshot(made).nearest(port.PASSAGE, vector, 10)
    assert not near.exact
    assert len({*near.numbers} & {*true.numbers}) >= 5


def test_no_word_of_a_query_is_written_down(
    server: LocalServer, readers: Connections, shared: str
) -> None:
    """After answers, a statement that fails and one that takes too long: in no file of its."""
    from kb.postgres.connections import Connections, StoreDownError
    from kb.postgres.store import PostgresStore

    marked = "zanzibarmark"
    snapshot = PostgresStore(readers).open(shared)
    engine = StoreEngine(snapshot, HashEncoder(), depth=10, deepest=10)
    for text in (marked, f'"{marked} two" -{marked}s tea', f"{marked}ed locum"):
        engine.search(text)
    hasty = Connections(server.dsn, statement_ms=20)
    with pytest.raises(StoreDownError) as late, hasty.connection() as connection:
        connection.execute("select pg_sleep(5), %s", (marked,))
    with pytest.raises(StoreDownError) as failed, readers.connection() as connection:
        connection.execute("select %s::int", (marked,))
    hasty.close()
    assert str(late.value) == "store: failed: 57014"
    assert marked not in f"{late.value}{failed.value}"
    files = [path for path in server.folder.rglob("*") if path.is_file()]
    assert [path for path in files if marked.encode() in path.read_bytes()] == []
