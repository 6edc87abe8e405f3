"""A DSN in, connections out: few, each with a deadline, refused at once when all are taken.

Parameters are bound by the server, so that no statement that it may write down has what was asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout, TooManyRequests

from kb.model.problems import KbError

STATEMENT_MS = 2_000
"""Milliseconds that a statement may take."""
WAIT_SECONDS = 0.25
"""Seconds to wait for a free connection."""


class StoreBusyError(KbError):
    """All connections are taken; ask again in a moment."""


class StoreDownError(KbError):
    """The server cannot be reached, or ended the statement. The message has no word of it."""


class Connections:
    """A pool of connections to one DSN, which may name several hosts."""

    def __init__(self, dsn: str, *, most: int = 8, statement_ms: int = STATEMENT_MS) -> None:
        """Open no connection before one is asked for."""
        self._pool = ConnectionPool(
            dsn,
            min_size=0,
            max_size=most,
            max_waiting=2 * most,
            timeout=WAIT_SECONDS,
            open=True,
            kwargs={
                "autocommit": True,
                "connect_timeout": 3,
                "options": f"-c statement_timeout={statement_ms} -c search_path=kb,public",
                "keepalives_idle": 5,
                "keepalives_interval": 2,
                "keepalives_count": 3,
                "tcp_user_timeout": 2 * statement_ms,
            },
        )

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection for a moment.

        Raises:
            StoreBusyError: if none is free.
            StoreDownError: if the server fails; the message names the kind of failure alone.
        """
        try:
            with self._pool.connection() as connection:
                yield connection
        except (PoolTimeout, TooManyRequests):
            raise StoreBusyError("store: busy: every connection is taken; ask again") from None
        except psycopg.Error as error:
            kind = error.sqlstate or type(error).__name__
            raise StoreDownError(f"store: failed: {kind}") from None

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()
