"""Connections that are encrypted, to the server that its certificate names and no other."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.local_server import LocalServer, new_server, ordinary_user, with_tls
from kb.model.problems import IndexStoreError, KbError

pytestmark = pytest.mark.posix
pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")

NAME = "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encrypted:
    """A server that takes encrypted connections alone, and the file of its authority."""

    server: LocalServer
    authority: Path
    other_authority: Path

    def dsn(self, authority: Path, host: str = NAME) -> str:
        """How a client reaches it that trusts this authority."""
        return (
            f"host={host} hostaddr=127.0.0.1 port={self.server.port} dbname=postgres user=kb"
            f" sslmode=verify-full sslrootcert={authority}"
        )


def _openssl(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        ["openssl", *arguments], cwd=folder, check=False, timeout=60, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def _authority(folder: Path, name: str) -> Path:
    made = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}")
    _openssl(folder, *made, "-keyout", f"{name}.key", "-out", f"{name}.crt")
    return folder / f"{name}.crt"


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Encrypted]:
    """The server, with a certificate for one name by an authority made here."""
    programs = with_tls()
    if programs is None:
        pytest.skip("no PostgreSQL with TLS here: apt-get install postgresql")
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here, to make certificates")
    folder = tmp_path_factory.mktemp("tls")
    authority, other = _authority(folder, "ours"), _authority(folder, "another")
    asked = ("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}")
    _openssl(folder, *asked, "-keyout", "server.key", "-out", "server.csr")
    (folder / "names").write_text(f"subjectAltName=DNS:{NAME}", encoding="utf-8")
    by = ("-CA", "ours.crt", "-CAkey", "ours.key", "-CAcreateserial", "-extfile", "names")
    _openssl(folder, "x509", "-req", "-in", "server.csr", "-days", "2", *by, "-out", "server.crt")
    server = new_server(programs=programs)
    try:
        for name in ("server.key", "server.crt"):
            placed = Path(shutil.copy(folder / name, server.data / name))
            shutil.chown(placed, ordinary_user())
            placed.chmod(0o600)
        server.set({"ssl": "on"}, at_once=False)
        (server.data / "pg_hba.conf").write_text(
            "hostssl all all 127.0.0.1/32 trust\n", encoding="utf-8"
        )
        server.start()
        yield Encrypted(server=server, authority=authority, other_authority=other)
    finally:
        server.remove()


def test_writers_and_readers_are_encrypted(encrypted: Encrypted) -> None:
    """Whoever trusts its authority gets a connection that the server calls encrypted."""
    from kb.postgres.connections import Connections
    from kb.postgres.store import connect

    asked = "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
    dsn = encrypted.dsn(encrypted.authority)
    with connect(dsn) as writer:
        assert writer.execute(asked).fetchone() == (True,)
    pool = Connections(dsn)
    with pool.connection() as reader:
        assert reader.execute(asked).fetchone() == (True,)
    pool.close()


@pytest.mark.parametrize("wrong", ["authority", "name", "plain"])
def test_whoever_cannot_be_sure_is_refused(encrypted: Encrypted, wrong: str) -> None:
    """Another authority, another name, or no encryption: one line that says so."""
    from kb.postgres.connections import Connections
    from kb.postgres.store import connect

    dsn = {
        "authority": encrypted.dsn(encrypted.other_authority),
        "name": encrypted.dsn(encrypted.authority, host="elsewhere"),
        "plain": encrypted.server.dsn + " sslmode=disable",
    }[wrong]
    with pytest.raises(IndexStoreError, match="--dsn: unreachable"):
        connect(dsn)
    pool = Connections(dsn)
    with pytest.raises(KbError, match="store: "), pool.connection():
        pass
    pool.close()
