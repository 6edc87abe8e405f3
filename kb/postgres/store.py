"""A database in, its editions out: made and brought up to date, opened, told about, cleared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import sql

from kb.model.problems import IndexStoreError
from kb.postgres.connections import (
    CONNECT_SECONDS,
    Connections,
    LateError,
    NotReplicatedError,
    StoreDownError,
    standings,
)
from kb.postgres.held import HeldReleases
from kb.postgres.servers import hosts_of, writer_of
from kb.postgres.snapshot import PostgresSnapshot, read_snapshot
from kb.postgres.writer import ANSWER_SECONDS, COMMIT_SECONDS, Writer

QUIET = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_min_messages": "fatal",
}
"""Settings with which a server writes down nothing of a statement."""


class PostgresStore:
    """Editions in one database, for reading."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._held = HeldReleases(connections)

    def open(self, edition: str) -> PostgresSnapshot:
        """What is live of an edition.

        Raises:
            IndexStoreError: if nothing is published, or it is not what this program reads.
        """
        return read_snapshot(self._connections, self._held, edition)

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


def connect(
    dsn: str,
    *,
    writes: bool = True,
    seconds: float = ANSWER_SECONDS,
    commit_seconds: float = COMMIT_SECONDS,
) -> Writer:
    """A connection outside the pool.

    Of several hosts the one that may be written to is taken; a server that a failover left behind,
    or that does not wait for the standby that is there, is refused.

    Args:
        dsn: where the database is.
        writes: whether it is for writing; else any server that answers will do.
        seconds: how long an answer may take, save what is known to take long.
        commit_seconds: how long a commit may take.

    Raises:
        IndexStoreError: if no server can be reached.
        FencedError: if none may be written to.
    """
    hosts = hosts_of(dsn)
    try:
        if writes and len(hosts) > 1:
            told = standings(hosts, min(seconds, CONNECT_SECONDS))
            dsn = writer_of(told, len(hosts)).dsn
        made: Writer = Writer.connect(
            dsn,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            options="-c synchronous_commit=on" if writes else "",
        )
    except psycopg.Error as error:
        raise IndexStoreError(
            f"--dsn: unreachable: {type(error).__name__}; look whether the server runs, and at the"
            " host, port, name and role"
        ) from error
    made.seconds, made.commit_seconds = seconds, commit_seconds
    if writes:
        made.heed_standby()
    return made


@contextmanager
def failure() -> Iterator[None]:
    """Turn what the server says of a failure into one line with what to do.

    Raises:
        StoreDownError: instead of an error of psycopg.
    """
    try:
        yield
    except LateError as error:
        raise StoreDownError(
            "store: late: the server did not answer in time, and whether it did what was asked is "
            "not known; give the same command again: what is done already is not done twice"
        ) from error
    except NotReplicatedError as error:
        raise StoreDownError(
            "store: not-replicated: it is on one server alone; look after the standby, and give "
            "the same command again"
        ) from error
    except psycopg.Error as error:
        kind = error.sqlstate or "connection-lost"
        told = error.diag.message_primary or type(error).__name__
        raise StoreDownError(f"store: failed: {kind} {told}") from error


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
    connection.execute("select kb.set_edition(%s, %s::text[])", (edition, list(owners)))


def retire(connection: psycopg.Connection[Any], *, minutes: int = 60) -> list[int]:
    """Remove the releases that are not live and older than so many minutes; return their numbers.

    Whoever has one open goes on with it until then.

    Raises:
        psycopg.errors.LockNotAvailable: if readers keep a table; run it again.
    """
    gone = []
    for (release,) in connection.execute("select kb.to_retire(%s)", (minutes,)).fetchall():
        connection.execute("select kb.drop_release(%s)", (release,))
        gone.append(int(release))
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
