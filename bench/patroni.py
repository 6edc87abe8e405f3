"""Three servers on this machine under Patroni with etcd, which fail over by themselves.

Patroni comes with `locks/hosted.txt`, etcd from the machine (Debian: etcd-server). One etcd here;
in earnest there are three, on other machines than the servers.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from bench.cluster import ask, until
from bench.local_server import LocalServer, binaries, free_port, ordinary_user
from bench.local_server import why_not as no_server

MEMBERS = 3
TTL_SECONDS = 20
"""After so long without a word from the primary, Patroni promotes another: the least it takes."""
_ETCD = ("/usr/bin/etcd", "/usr/local/bin/etcd")


def why_not() -> str:
    """Why they cannot be started here; "" if they can."""
    if reason := no_server():
        return reason
    if find_spec("patroni") is None:
        return "patroni is not installed: pip install 'patroni[etcd3,psycopg3]'"
    if _etcd() is None:
        return "etcd is not installed: apt-get install etcd-server"
    return ""


def _etcd() -> str | None:
    return shutil.which("etcd") or next((path for path in _ETCD if Path(path).is_file()), None)


@dataclass(slots=True)
class Member:
    """A server and the Patroni that minds it."""

    server: LocalServer
    patroni: subprocess.Popen[bytes]

    def signal(self, which: signal.Signals) -> None:
        """Send a signal to both, as if the machine died, froze or woke."""
        for number in (*_whole(self.patroni.pid), *self.server.processes()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, which)


@dataclass(slots=True)
class PatroniCluster:
    """The members and their etcd."""

    folder: Path
    etcd: subprocess.Popen[bytes]
    members: list[Member] = field(default_factory=list)

    @property
    def servers(self) -> list[LocalServer]:
        """The servers, in the order of the DSN."""
        return [member.server for member in self.members]

    @property
    def dsn(self) -> str:
        """All of them, for whoever writes."""
        return self._all("read-write")

    @property
    def reading(self) -> str:
        """All of them, for whoever reads."""
        return self._all("prefer-standby")

    def _all(self, kind: str) -> str:
        ports = ",".join(str(server.port) for server in self.servers)
        hosts = ",".join("127.0.0.1" for _ in self.servers)
        return f"host={hosts} port={ports} dbname=postgres user=kb target_session_attrs={kind}"

    def leader(self) -> Member | None:
        """The member that takes writes, if one says so."""
        for member in self.members:
            if ask(member.server, "select not pg_is_in_recovery()") is True:
                return member
        return None

    def leads(self) -> Member:
        """The member that takes writes.

        Raises:
            TimeoutError: if there is none after a minute.
        """
        until(lambda: self.leader() is not None, "a primary", 90)
        found = self.leader()
        assert found is not None
        return found

    def settle(self) -> None:
        """Wait for a primary whose commits wait for one of two standbys that follow it."""

        def settled() -> bool:
            leader = self.leader()
            if leader is None:
                return False
            state = "select count(*) from pg_stat_replication where state = 'streaming'"
            waits = "select current_setting('synchronous_standby_names') <> ''"
            return ask(leader.server, state) == MEMBERS - 1 and ask(leader.server, waits) is True

        until(settled, "two standbys", 180)

    def signal_etcd(self, which: signal.Signals) -> None:
        """Freeze etcd, or wake it."""
        for number in _whole(self.etcd.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, which)


def _whole(first: int) -> list[int]:
    """A process and those that it started, itself first."""
    found = [first]
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) in found:
                found.append(int(path.parent.name))
    return found


@contextmanager
def patroni_cluster() -> Iterator[PatroniCluster]:
    """Start them, and stop and remove all of it at the end.

    Raises:
        TimeoutError: if they do not come up; the log of each is in its folder until then.
    """
    folder = Path(tempfile.mkdtemp(prefix="kb-patroni-"))
    folder.chmod(0o755)
    made: PatroniCluster | None = None
    try:
        client, peer = free_port(), free_port()
        made = PatroniCluster(folder, _start_etcd(folder, client, peer))
        for number in range(MEMBERS):
            made.members.append(_start_member(folder, f"member-{number}", client))
            if number == 0:
                made.leads()
        made.settle()
        yield made
    finally:
        if made is not None:
            made.signal_etcd(signal.SIGCONT)
            for member in made.members:
                member.signal(signal.SIGCONT)
                for number in _whole(member.patroni.pid):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(number, signal.SIGKILL)
                with contextlib.suppress(RuntimeError):
                    member.server.stop("immediate")
            made.signal_etcd(signal.SIGKILL)
            for process in (made.etcd, *(member.patroni for member in made.members)):
                process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _own(folder: Path) -> Path:
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, ordinary_user())
    return folder


def _start(command: Sequence[str], folder: Path, log: str) -> subprocess.Popen[bytes]:
    told = list(command)
    if os.geteuid() == 0:
        told = ["runuser", "-u", ordinary_user(), "--", *told]
    with (folder / log).open("ab") as file:
        return subprocess.Popen(
            told, cwd=folder, stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )


def _start_etcd(folder: Path, client: int, peer: int) -> subprocess.Popen[bytes]:
    own = _own(folder / "etcd")
    at, other = f"http://127.0.0.1:{client}", f"http://127.0.0.1:{peer}"
    return _start(
        [
            _etcd() or "etcd",
            *("--name", "one", "--data-dir", str(own / "data"), "--unsafe-no-fsync"),
            *("--listen-client-urls", at, "--advertise-client-urls", at),
            *("--listen-peer-urls", other, "--initial-advertise-peer-urls", other),
            *("--initial-cluster", f"one={other}"),
        ],
        own,
        "etcd.log",
    )


def _start_member(folder: Path, name: str, etcd: int) -> Member:
    programs = binaries()
    if programs is None:
        raise RuntimeError(why_not())
    own = _own(folder / name)
    server = LocalServer(folder=own, port=free_port(), binaries=programs)
    told = own / "patroni.yml"
    told.write_text(json.dumps(_configuration(server, name, etcd)), encoding="utf-8")
    told.chmod(0o644)
    command = [sys.executable, "-m", "patroni", str(told)]
    return Member(server=server, patroni=_start(command, own, "patroni.log"))


def _configuration(server: LocalServer, name: str, etcd: int) -> dict[str, object]:
    rest = f"127.0.0.1:{free_port()}"
    at = f"127.0.0.1:{server.port}"
    people = {
        "superuser": {"username": "kb"},
        "replication": {"username": "replicator"},
        "rewind": {"username": "kb"},
    }
    return {
        "scope": "kb",
        "name": name,
        "restapi": {"listen": rest, "connect_address": rest},
        "etcd3": {"host": f"127.0.0.1:{etcd}"},
        "bootstrap": {
            "dcs": {
                "ttl": TTL_SECONDS,
                "loop_wait": 5,
                "retry_timeout": 5,
                "synchronous_mode": "quorum",
                "postgresql": {"use_pg_rewind": True, "use_slots": True},
            },
            "initdb": [{"encoding": "UTF8"}, {"locale": "C"}, {"auth": "trust"}],
        },
        "postgresql": {
            "listen": at,
            "connect_address": at,
            "data_dir": str(server.data),
            "bin_dir": str(server.binaries),
            "pgpass": str(server.folder / "pgpass"),
            "authentication": people,
            "pg_hba": [
                "local all all trust",
                "host all all 127.0.0.1/32 trust",
                "host replication all 127.0.0.1/32 trust",
            ],
            "parameters": {
                "unix_socket_directories": str(server.folder),
                "fsync": "off",
                "wal_log_hints": "on",
                "wal_retrieve_retry_interval": "200ms",
                "logging_collector": "on",
                "log_directory": str(server.folder / "log"),
                "log_filename": "server.log",
                "max_connections": 60,
            },
        },
    }
