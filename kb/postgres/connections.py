"""A DSN in, connections out: few, each with a deadline, refused at once when all are taken.

Parameters are bound by the server, so that no statement that it may write down has what was asked.
Nothing waits for ever: `statement_timeout` ends a statement in the server, and `Bounded` ends every
wait for the server, that for a commit too, even where it is frozen and sends no reset.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout, TooManyRequests

from kb.model.problems import KbError
from kb.postgres.servers import UNKNOWN, Standing, hosts_of, standing_of

STATEMENT_MS = 2_000
"""Milliseconds that a statement may take."""
GRACE_SECONDS = 0.5
"""How much longer than a statement may take its answer is waited for."""
WAIT_SECONDS = 0.25
"""Seconds to wait for a free connection where there can be no more."""
CONNECT_SECONDS = 2
"""Seconds to wait for one host."""
NEAR = 200
"""Rows that an index of vectors looks at before it gives any; it goes on from there if need be."""
_OLD_AGE_SECONDS = 120.0


class StoreBusyError(KbError):
    """All connections are taken; ask again in a moment."""


class StoreDownError(KbError):
    """The server cannot be reached, or ended the statement. The message has no word of it."""


class LateError(psycopg.OperationalError):
    """The server did not answer in time; whether it did what was asked is not known."""


class NotReplicatedError(psycopg.OperationalError):
    """A commit is on one server alone: the wait for its standby was broken off."""


class StaleError(psycopg.OperationalError):
    """The server was left behind by a failover."""


class Bounded(psycopg.Connection[Any]):
    """A connection that waits for nothing longer than `seconds`; it is closed then."""

    seconds: float = STATEMENT_MS / 1000 + GRACE_SECONDS
    unreplicated: bool = False

    def wait(self, gen: Any, interval: float = 0.1, *more: Any, **named: Any) -> Any:
        """Wait for one answer of the server.

        Raises:
            LateError: if it does not come in time.
            NotReplicatedError: if what was committed may be on one server alone.
        """
        try:
            found = super().wait(_within(gen, self.seconds), interval, *more, **named)
        except LateError:
            self.pgconn.finish()
            raise
        if self.unreplicated:
            self.pgconn.finish()
            raise NotReplicatedError("the commit may be lost: no standby has it")
        return found

    def heed_standby(self) -> None:
        """Take the server's warning that it gave up waiting for its standby for a failure."""

        def heed(notice: psycopg.errors.Diagnostic) -> None:
            told = (notice.message_primary or "").lower()
            kind = notice.sqlstate
            self.unreplicated |= kind == "57P01" or (kind == "01000" and "repli" in told)

        self.add_notice_handler(heed)


def _within(gen: Generator[Any, Any, Any], seconds: float) -> Generator[Any, Any, Any]:
    """What a generator of psycopg does, ended after so many seconds."""
    ends = time.monotonic() + seconds
    try:
        state = next(gen)
        while True:
            ready = yield state
            if time.monotonic() > ends:
                raise LateError("the server did not answer in time")
            state = gen.send(ready)
    except StopIteration as ended:
        return ended.value


class Connections:
    """A pool of connections to one DSN, which may name several hosts.

    It never goes back to a server that a failover left behind: the newest timeline that any of the
    hosts has shown is remembered.
    """

    def __init__(self, dsn: str, *, most: int = 8, statement_ms: int = STATEMENT_MS) -> None:
        """Open no connection before one is asked for."""
        self._seconds = statement_ms / 1000 + GRACE_SECONDS
        self._newest = 0
        self._most = most
        self._hosts = hosts_of(dsn)
        self._pool: ConnectionPool[Bounded] = ConnectionPool(
            dsn,
            connection_class=Bounded,
            min_size=0,
            max_size=most,
            max_waiting=2 * most,
            max_lifetime=_OLD_AGE_SECONDS,
            timeout=WAIT_SECONDS,
            reconnect_timeout=2 * CONNECT_SECONDS,
            open=True,
            configure=self._prepare,
            kwargs={
                "autocommit": True,
                "connect_timeout": CONNECT_SECONDS,
                "options": f"-c statement_timeout={statement_ms} -c search_path=kb,public"
                f" -c hnsw.ef_search={NEAR} -c hnsw.iterative_scan=relaxed_order",
                "keepalives_idle": 5,
                "keepalives_interval": 2,
                "keepalives_count": 3,
                "tcp_user_timeout": 2 * statement_ms,
            },
        )

    def _prepare(self, connection: Bounded) -> None:
        connection.seconds = self._seconds
        if len(self._hosts) < 2:
            return
        if not self._newest:
            told = standings(self._hosts, self._seconds)
            self._newest = max((one.timeline for one in told), default=0)
        own = standing_of(connection, "")
        if own.timeline == UNKNOWN:
            return
        if own.timeline < self._newest:
            raise StaleError("the server was left behind by a failover")
        self._newest = own.timeline

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection for a moment.

        Raises:
            StoreBusyError: if none is free.
            StoreDownError: if the server fails; the message names the kind of failure alone.
        """
        try:
            with self._pool.connection(self._patience()) as connection:
                yield connection
        except (PoolTimeout, TooManyRequests):
            raise StoreBusyError("store: busy: every connection is taken; ask again") from None
        except psycopg.Error as error:
            kind = error.sqlstate or type(error).__name__
            raise StoreDownError(f"store: failed: {kind}") from None

    def _patience(self) -> float:
        """Seconds to wait: a moment where all are taken, longer while one more is opened."""
        full = self._pool.get_stats().get("pool_size", 0) >= self._most
        return WAIT_SECONDS if full else CONNECT_SECONDS

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


def connect_to(dsn: str, *, seconds: float) -> Bounded:
    """A connection to one host that waits for nothing longer than so many seconds.

    Raises:
        psycopg.Error: if the host cannot be reached.
    """
    made: Bounded = Bounded.connect(
        dsn,
        autocommit=True,
        connect_timeout=CONNECT_SECONDS,
        options="-c statement_timeout=0",
    )
    made.seconds = seconds
    return made


def standings(hosts: Sequence[str], seconds: float) -> list[Standing]:
    """How each host stands that answers in so many seconds."""
    found = []
    for host in hosts:
        try:
            with connect_to(host, seconds=seconds) as connection:
                found.append(standing_of(connection, host))
        except psycopg.Error:
            continue
    return found
