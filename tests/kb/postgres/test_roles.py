"""A role reads and publishes for the owners that it was given, and can do nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from kb.index.load import LoadedIndex
from kb.model.problems import IndexStoreError, KbError
from kb.search.stored import StoreEngine
from tests.hashes import HashEncoder
from tests.stores import queries

if TYPE_CHECKING:
    from bench.local_server import LocalServer

pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")

OWNERS = ("fens", "wolds")


@pytest.fixture(scope="module")
def admin(server: LocalServer, made: LoadedIndex) -> Iterator[Any]:
    """The owner of the schema, with two boards' pages published."""
    from kb.postgres.publish import publish
    from kb.postgres.store import connect, migrate

    with connect(server.dsn) as connection:
        migrate(connection)
        for owner in OWNERS:
            publish(connection, made, owner, only=lambda n: int(n[-1]) < 5, exact_rows=0)
        yield connection


def dsn_of(server: LocalServer, role: str) -> str:
    """How a role reaches the server."""
    return server.dsn.replace("user=kb", f"user={role}")


def test_a_reader_sees_its_owners_alone(server: LocalServer, admin: Any, made: LoadedIndex) -> None:
    """By row-level security, in every table; what it finds is what the owner of all finds."""
    from kb.postgres.connections import Connections
    from kb.postgres.roles import READ, grant, granted, revoke
    from kb.postgres.store import PostgresStore, connect

    assert grant(admin, "fens_read", READ, ["fens"])
    assert not grant(admin, "fens_read", READ, ["fens"])
    assert {"role": "fens_read", "may": "read", "owner": "fens"} in granted(admin)
    pool, mighty = Connections(dsn_of(server, "fens_read")), Connections(server.dsn)
    try:
        found = StoreEngine(PostgresStore(pool).open("fens"), HashEncoder(), depth=10, deepest=20)
        wanted = StoreEngine(
            PostgresStore(mighty).open("fens"), HashEncoder(), depth=10, deepest=20
        )
        for text in queries(made, 12):
            assert found.search(text).answer.as_dict() == wanted.search(text).answer.as_dict()
        with pytest.raises(IndexStoreError, match="wolds: not-published"):
            PostgresStore(pool).open("wolds")
    finally:
        pool.close()
        mighty.close()
    with connect(dsn_of(server, "fens_read")) as own:
        for table in ("document", "term", "posting", "vector_row", "word", "name"):
            seen = own.execute(f"select distinct release from kb.{table}").fetchall()
            assert len(seen) == 1, table
        for forbidden in (
            "select * from kb.access",
            "delete from kb.live",
            "insert into kb.edition values ('mine', array['wolds'])",
            "select kb.go_live(1)",
            "create table kb.mine (a int)",
            f"select * from kb.document_r{release_of(admin, 'wolds')}",
        ):
            with pytest.raises(Exception, match="permission denied"):
                own.execute(forbidden)
    assert revoke(admin, "fens_read", ["fens"]) == 1
    with connect(dsn_of(server, "fens_read")) as own:
        assert own.execute("select count(*) from kb.document").fetchone() == (0,)


def release_of(admin: Any, owner: str) -> int:
    """The release that is live of an owner."""
    return int(
        admin.execute("select release from kb.live where owner = %s", (owner,)).fetchone()[0]
    )


def test_a_publisher_publishes_for_its_owner_alone(
    server: LocalServer, admin: Any, made: LoadedIndex
) -> None:
    """It makes, attaches and retires releases, and owns none of their tables."""
    from kb.postgres.publish import publish
    from kb.postgres.roles import PUBLISH, grant
    from kb.postgres.store import connect, retire, set_edition

    grant(admin, "wolds_publish", PUBLISH, ["wolds"])
    before = release_of(admin, "wolds")
    with connect(dsn_of(server, "wolds_publish")) as own:
        new = publish(own, made, "wolds", only=lambda name: name.endswith("3"))
        assert new.new
        assert release_of(admin, "wolds") == new.release
        set_edition(own, "wolds", ["wolds"])
        assert before in retire(own, minutes=0)
        for act in (
            lambda: publish(own, made, "fens", only=lambda name: name.endswith("3")),
            lambda: set_edition(own, "fens", ["wolds"]),
            lambda: set_edition(own, "wolds", ["fens", "wolds"]),
            lambda: own.execute("select kb.drop_release(%s)", (release_of(admin, "fens"),)),
            lambda: own.execute("update kb.release set documents = 0"),
            lambda: own.execute(f"drop table kb.document_r{new.release}"),
            lambda: own.execute(f"insert into kb.word_r{new.release} values (1, 'a', 1)"),
        ):
            with pytest.raises(Exception, match=r"may not|permission denied|must be owner"):
                act()
        with pytest.raises(Exception, match="the release is live"):
            own.execute("select kb.drop_release(%s)", (new.release,))


def test_a_role_that_may_all_is_refused(admin: Any) -> None:
    """It would pass over row-level security."""
    from kb.postgres.roles import READ, grant

    with pytest.raises(KbError, match="too-mighty"):
        grant(admin, "kb", READ, ["fens"])
