"""What the last release keeps is brought forward, read, replaced and removed by this one."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.index.load import LoadedIndex
from kb.model.problems import IndexStoreError
from kb.search.stored import StoreEngine
from tests.hashes import HashEncoder

if TYPE_CHECKING:
    from bench.local_server import LocalServer

pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")

LAST = Path(__file__).parents[2] / "fixtures" / "hosted" / "0001.sql.gz"
"""A dump of a database that the release with migration 1 made and published to: five documents of
the nation, four of a board, one of which is in both."""


def test_data_of_the_last_release(server: LocalServer, made: LoadedIndex) -> None:
    """No row is lost on the way; it is refused until it is published anew, and can be removed."""
    from kb.postgres.connections import Connections
    from kb.postgres.publish import publish
    from kb.postgres.roles import READ, grant
    from kb.postgres.store import PostgresStore, connect, migrate, retire

    with connect(server.dsn) as admin:
        admin.execute("create database of_last_release")
    dsn = server.dsn.replace("dbname=postgres", "dbname=of_last_release")
    with connect(dsn) as older:
        older.execute("create extension vector schema public")
        older.execute(gzip.decompress(LAST.read_bytes()).decode())
    with connect(dsn) as admin:
        assert migrate(admin) == [2]
        assert migrate(admin) == []
        grant(admin, "last_read", READ, ["*"])
        pool = Connections(dsn.replace("user=kb", "user=last_read"))
        store = PostgresStore(pool)
        with connect(dsn.replace("user=kb", "user=last_read"), writes=False) as reader:
            rows = "select release, count(*), count(distinct id) from kb.{} group by 1 order by 1"
            assert reader.execute(rows.format("document")).fetchall() == [(1, 5, 5), (2, 4, 4)]
            assert reader.execute("select count(*) from kb.vector_row").fetchone() == (36,)
        admin.execute("update kb.release set settings = 'of the last release'")
        with pytest.raises(IndexStoreError, match=r"other-rows: .*settings: found of the last"):
            store.open("both")
        assert publish(admin, made, "england").new
        publish(admin, made, "board", only=lambda name: name.endswith("3"))
        assert retire(admin, minutes=0) == [1, 2]
        hits = StoreEngine(store.open("both"), HashEncoder()).search("", limit=200).answer.hits
        assert {hit.id for hit in hits} == {entry.id for entry in made.entries}
        pool.close()
