"""Nothing waits for ever: not for a frozen server, a slow statement, a commit, or a connection."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bench.local_server import LocalServer

pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")


def test_a_frozen_server_is_waited_for_no_longer(server: LocalServer) -> None:
    """A statement ends after its time, for readers and for writers; then all is as before."""
    from kb.postgres.connections import Connections, LateError, StoreDownError
    from kb.postgres.store import connect

    pool = Connections(server.dsn, statement_ms=200)
    with connect(server.dsn, seconds=0.5) as writer, pool.connection() as held:
        server.signal(signal.SIGSTOP)
        try:
            began = time.monotonic()
            with pytest.raises(LateError):
                writer.execute("select 1")
            with pytest.raises(LateError):
                held.execute("select 1")
            assert time.monotonic() - began < 5
            assert writer.closed
        finally:
            server.signal(signal.SIGCONT)
    with pytest.raises(StoreDownError, match="57014"), pool.connection() as one:
        one.execute("select pg_sleep(5)")
    with pool.connection() as one:
        assert one.execute("select 1").fetchone() == (1,)
    pool.close()


def test_a_commit_that_no_standby_has_is_none(server: LocalServer) -> None:
    """It is given up in time; a wait that is broken off by the server is no success either."""
    from kb.postgres.connections import LateError, NotReplicatedError
    from kb.postgres.store import connect

    with connect(server.dsn) as admin:
        admin.execute("create table if not exists public.waited (a int)")
        server.set({"synchronous_standby_names": "nobody"})
        try:
            with connect(server.dsn, commit_seconds=0.5) as writer:
                with pytest.raises(LateError), writer.whole():
                    writer.execute("insert into public.waited values (1)")
                assert writer.closed
            with connect(server.dsn) as writer:
                number = writer.info.backend_pid

                def give_up() -> None:
                    for _ in range(100):
                        time.sleep(0.05)
                        row = admin.execute(
                            "select wait_event from pg_stat_activity where pid = %s", (number,)
                        ).fetchone()
                        if row and row[0] == "SyncRep":
                            admin.execute("select pg_cancel_backend(%s)", (number,))
                            return

                other = threading.Thread(target=give_up)
                other.start()
                with pytest.raises(NotReplicatedError), writer.whole():
                    writer.execute("insert into public.waited values (2)")
                other.join(timeout=60)
        finally:
            server.set({"synchronous_standby_names": ""})
        admin.execute("drop table public.waited")


def test_all_taken_is_refused_at_once(server: LocalServer) -> None:
    """After a quarter of a second, and not after the ones before have ended."""
    from kb.postgres.connections import Connections, StoreBusyError

    pool = Connections(server.dsn, most=1)
    with pool.connection() as held:
        assert held.execute("select 1").fetchone() == (1,)
        began = time.monotonic()
        with pytest.raises(StoreBusyError, match="busy"), pool.connection():
            pass
        assert time.monotonic() - began < 2
    pool.close()


def test_what_an_ended_process_took_stays_counted(server: LocalServer) -> None:
    """The measure of `bench.hosted` does not fall where a connection, or a worker, ends."""
    from kb.postgres.store import connect

    before = server.processor_seconds()
    for _ in range(2):
        with connect(server.dsn) as connection:
            own = connection.info.backend_pid
            connection.execute("select count(*) from generate_series(1, 1500000)")
        while own in server.processes():
            time.sleep(0.01)
        after = server.processor_seconds()
        assert after > before
        before = after
