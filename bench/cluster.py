"""A primary with a synchronous standby on this machine, and what a failover needs.

`Watchdog` is the least that a failover can be: it promotes the standby when the primary has not
answered twice. In production that is for Patroni, or for whoever manages the database.
"""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from bench.local_server import STANDBY, LocalServer, new_server, standby_of

LOOK_SECONDS = 0.25
ANSWER_SECONDS = 1.0
MISSES = 2
"""How often a primary may not answer before its standby takes over."""


def until(true: Callable[[], bool], what: str, seconds: float = 60.0) -> float:
    """Wait until something holds, and return how many seconds that took.

    Raises:
        TimeoutError: if it does not in time.
    """
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"{what}: not after {seconds:g} s")
        time.sleep(0.05)
    return time.monotonic() - began


def ask(server: LocalServer, statement: str) -> Any:
    """The first value that a server answers with; None if it does not answer."""
    from kb.postgres.connections import connect_to

    try:
        with connect_to(server.dsn, seconds=ANSWER_SECONDS) as connection:
            row = connection.execute(statement).fetchone()
            return row[0] if row else None
    except Exception:  # psycopg belongs to kb.postgres: whatever fails is no answer
        return None


@dataclass(slots=True)
class Cluster:
    """Two servers; `primary` is the one that takes writes, as far as is known."""

    primary: LocalServer
    standby: LocalServer
    servers: list[LocalServer] = field(default_factory=list)

    @property
    def dsn(self) -> str:
        """Both, for whoever writes."""
        return self._both("read-write")

    @property
    def reading(self) -> str:
        """Both, for whoever reads."""
        return self._both("prefer-standby")

    def _both(self, kind: str) -> str:
        first, second = self.servers[0], self.servers[-1]
        return (
            f"host=127.0.0.1,127.0.0.1 port={first.port},{second.port} dbname=postgres user=kb"
            f" target_session_attrs={kind}"
        )

    def fail_over(self) -> None:
        """Promote the standby; alone, it waits for nobody."""
        self.standby.promote()
        self.standby.set({"synchronous_standby_names": ""})
        self.primary, self.standby = self.standby, self.primary

    def rebuild(self) -> None:
        """Make the standby anew from the primary, on the port that it had."""
        old = self.standby
        at = self.servers.index(old)
        old.remove()
        made = replace(standby_of(self.primary), port=old.port)
        made.set({"port": str(old.port)}, at_once=False)
        self.servers[at] = self.standby = made
        made.start()
        self.synchronise()

    def synchronise(self) -> None:
        """Have commits wait for the standby, once it follows."""
        until(self.follows, "the standby follows")
        self.primary.set({"synchronous_standby_names": STANDBY})
        until(
            lambda: ask(self.primary, "select sync_state from pg_stat_replication") == "sync",
            "the standby is synchronous",
        )

    def follows(self) -> bool:
        """Whether the standby streams from the primary."""
        return bool(ask(self.primary, "select state from pg_stat_replication") == "streaming")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A primary and a synchronous standby, both stopped and removed at the end."""
    primary = new_server()
    servers = [primary]
    try:
        primary.start()
        standby = standby_of(primary)
        servers.append(standby)
        standby.start()
        made = Cluster(primary, standby, servers)
        made.synchronise()
        yield made
    finally:
        for server in servers:
            server.signal(signal.SIGCONT)
            server.remove()


class Watchdog:
    """Promotes the standby of a cluster when its primary does not answer; once."""

    def __init__(self, of: Cluster) -> None:
        self._cluster = of
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.promoted = threading.Event()

    def __enter__(self) -> Watchdog:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join(timeout=60)

    def _watch(self) -> None:
        missed = 0
        while not self._end.wait(LOOK_SECONDS):
            missed = 0 if ask(self._cluster.primary, "select 1") == 1 else missed + 1
            if missed >= MISSES:
                self._cluster.fail_over()
                self.promoted.set()
                return


class Relay:
    """A port on this machine that passes on to another, until it is cut.

    A standby that follows through it loses its primary when it is cut, and neither of the two is
    told: no connection is reset.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._cut = threading.Event()
        self._end = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Pass nothing on any more."""
        self._cut.set()

    def mend(self) -> None:
        """Pass on again."""
        self._cut.clear()

    def close(self) -> None:
        """End it with every connection."""
        self._end.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while not self._end.is_set():
                one, _ = self._listener.accept()
                other = socket.create_connection(("127.0.0.1", self._to), timeout=5)
                for source, sink in ((one, other), (other, one)):
                    threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        source.settimeout(0.1)
        with suppress(OSError), source, sink:
            while not self._end.is_set():
                if self._cut.is_set():
                    self._end.wait(0.05)
                    continue
                try:
                    got = source.recv(65_536)
                except TimeoutError:
                    continue
                if not got:
                    return
                sink.settimeout(5)
                sink.sendall(got)
                sink.settimeout(0.1)
