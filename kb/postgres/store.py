"""A database in, its editions out: made and brought up to date, opened, told about, cleared."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import sql

from kb.model.problems import IndexStoreError
from kb.postgres.connections import Connections
from kb.postgres.publish import TABLES, partition
from kb.postgres.snapshot import PostgresSnapshot, read_snapshot

QUIET = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_min_messages": "fatal",
}
"""Settings with which a server writes down nothing of a statement."""
_LOCK_MS = 300


class PostgresStore:
    """Editions in one database, for reading."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def open(self, edition: str) -> PostgresSnapshot:
        """What is live of an edition.

        Raises:
            IndexStoreError: if nothing is published, or it is not what this program reads.
        """
        return read_snapshot(self._connections, edition)

    def live(self, edition: str) -> str:
        """The generation that `open` would give; "" if nothing is published."""
        with self._connections.connection() as connection:
            row = connection.execute(
                "select string_agg(r.generation, '+' order by o.place) from kb.edition e,"
                " unnest(e.owners) with ordinality as o(owner, place)"
                " join kb.live l using (owner) join kb.release r using (release)"
                " where e.edition = %s",
                (edition,),
            ).fetchone()
        return str(row[0]) if row and row[0] else ""


def connect(dsn: str) -> psycopg.Connection[Any]:
    """A connection for whoever writes, outside the pool.

    Raises:
        IndexStoreError: if the server cannot be reached.
    """
    try:
        return psycopg.connect(dsn, autocommit=True, connect_timeout=5)
    except psycopg.Error as error:
        raise IndexStoreError(
            f"--dsn: unreachable: {type(error).__name__}; look whether the server runs, and at the"
            " host, port, name and role"
        ) from error


def migrate(connection: psycopg.Connection[Any]) -> list[int]:
    """Bring the schema up to date, and return the numbers of the migrations that were run."""
    done = []
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(17)")
        connection.execute("create schema if not exists kb")
        connection.execute(
            "create table if not exists kb.migration"
            " (number int primary key, at timestamptz not null default now())"
        )
        known = {row[0] for row in connection.execute("select number from kb.migration")}
        for number, text in _migrations():
            if number not in known:
                connection.execute(text)
                connection.execute("insert into kb.migration values (%s)", (number,))
                done.append(number)
    return done


def _migrations() -> list[tuple[int, str]]:
    folder = files("kb.postgres") / "migrations"
    found = sorted(path.name for path in folder.iterdir() if path.name.endswith(".sql"))
    return [
        (int(name.partition(".")[0]), (folder / name).read_text(encoding="utf-8")) for name in found
    ]


def live_releases(connection: psycopg.Connection[Any]) -> list[dict[str, Any]]:
    """What is live of each owner, by name: release, generation, documents and when published."""
    rows = connection.execute(
        "select owner, release, generation, documents, published from kb.live"
        " join kb.release using (owner, release) order by owner"
    ).fetchall()
    return [
        {
            "owner": owner,
            "release": release,
            "generation": generation,
            "documents": documents,
            "published": published.isoformat(timespec="seconds"),
        }
        for owner, release, generation, documents, published in rows
    ]


def set_edition(connection: psycopg.Connection[Any], edition: str, owners: Sequence[str]) -> None:
    """Say whose rows an edition searches; a later owner's page replaces an earlier one's."""
    connection.execute(
        "insert into kb.edition values (%s, %s)"
        " on conflict (edition) do update set owners = excluded.owners",
        (edition, list(owners)),
    )


def retire(connection: psycopg.Connection[Any], *, minutes: int = 60) -> list[int]:
    """Remove the releases that are not live and older than so many minutes; return their numbers.

    Whoever has one open goes on with it until then.

    Raises:
        psycopg.errors.LockNotAvailable: if readers keep a table; run it again.
    """
    rows = connection.execute(
        "select release from kb.release where release not in (select release from kb.live)"
        " and published < now() - make_interval(mins => %s) order by release",
        (minutes,),
    ).fetchall()
    gone = []
    for (release,) in rows:
        with connection.transaction():
            connection.execute(
                sql.SQL("set local lock_timeout = {}").format(sql.Literal(f"{_LOCK_MS}ms"))
            )
            for table in TABLES:
                name = sql.Identifier(partition(table, release))
                connection.execute(sql.SQL("drop table if exists kb.{}").format(name))
            connection.execute("delete from kb.release where release = %s", (release,))
        gone.append(int(release))
    connection.execute("delete from kb.model where digest not in (select model from kb.release)")
    return gone


def quieten(connection: psycopg.Connection[Any]) -> list[str]:
    """Have this database's server write down no statement; return the settings it refused."""
    refused = []
    name = sql.Identifier(connection.info.dbname)
    for setting, value in QUIET.items():
        try:
            connection.execute(
                sql.SQL("alter database {} set {} = {}").format(
                    name, sql.Identifier(setting), sql.Literal(value)
                )
            )
        except psycopg.Error:
            refused.append(setting)
    return refused


def loud(connection: psycopg.Connection[Any]) -> list[str]:
    """The settings with which the server may write down something of a statement."""
    found = []
    for setting, value in QUIET.items():
        row = connection.execute("select current_setting(%s)", (setting,)).fetchone()
        if row is None or row[0] != value:
            found.append(setting)
    return found
