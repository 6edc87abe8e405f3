"""`kb hosted` against a real server, where there is one; and its words without the extra."""

from __future__ import annotations

import builtins
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bench.local_server import LocalServer, local_server, why_not
from kb.cli.hosted import command
from kb.model.problems import KbError
from kb.search.engine import Engine
from tests.hashes import HashEncoder
from tests.stores import indexed


@pytest.fixture(scope="module")
def server() -> Iterator[LocalServer]:
    """A server that runs while these tests do."""
    if reason := why_not():
        pytest.skip(reason)
    with local_server() as running:
        yield running


def run(*arguments: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    real = builtins.__import__

    def without(name: str, *given: Any, **more: Any) -> Any:
        if name.startswith("kb.postgres"):
            raise ModuleNotFoundError("no psycopg", name="psycopg")
        return real(name, *given, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    for asked in (["status"], ["init"], ["serve"]):
        with pytest.raises(KbError, match=r"needs the extra hosted; run: pip install"):
            CliRunner().invoke(command, [*asked, "--dsn", "x"], catch_exceptions=False)


def test_a_server_that_cannot_be_reached() -> None:
    """The message names no password."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")
    dsn = "host=127.0.0.1 port=1 password=secretword connect_timeout=1"
    with pytest.raises(KbError, match="unreachable") as told:
        CliRunner().invoke(command, ["status", "--dsn", dsn], catch_exceptions=False)
    assert "secretword" not in str(told.value)


@pytest.mark.posix
def test_from_an_empty_database_to_an_answer(
    server: LocalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made, published, shown, served as the engine answers, and stopped; no word in any log."""
    made = indexed(tmp_path / "index", 70)
    monkeypatch.chdir(tmp_path)  # without a content folder, the index is not compared with one
    place = ("--index", str(tmp_path / "index"))
    assert "2 migrations run" in run("init", "--dsn", server.dsn)
    assert "70 documents" in run("publish", "--dsn", server.dsn, *place)
    assert "was live already" in run("publish", "--dsn", server.dsn, *place)
    own = ("--edition", "tens", "--only", "*0")
    run("publish", "--dsn", server.dsn, "--except", "*0", *place)
    assert "7 documents" in run("publish", "--dsn", server.dsn, *own, "--shares", "england", *place)
    assert "kb_read: made" in run("roles", "kb_read", "--owner", "*", "--dsn", server.dsn)
    run("roles", "tens", "--may", "publish", "--owner", "tens", "--dsn", server.dsn)
    told = run("roles", "--dsn", server.dsn)
    assert told.splitlines() == ["kb_read: read *", "tens: publish tens"]
    as_tens = server.dsn.replace("user=kb", "user=tens")
    assert "was live already" in run("publish", "--dsn", as_tens, *own, *place)
    with pytest.raises(KbError, match="may not publish for that owner"):
        run("publish", "--dsn", as_tens, *place)
    run("roles", "tens", "--owner", "tens", "--revoke", "--dsn", server.dsn)
    run("publish", "--dsn", server.dsn, *place)
    told = json.loads(run("status", "--dsn", server.dsn, "--json"))
    assert [(one["owner"], one["documents"]) for one in told["releases"]] == [
        ("england", 70),
        ("tens", 7),
    ]
    assert told["may_write_down"] == []
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    log = tmp_path / "service.log"
    with log.open("wb") as file:
        service = subprocess.Popen(
            [sys.executable, "-m", "kb.cli.main", "hosted", "serve", "--port", str(port)],
            stdout=file,
            stderr=file,
            env={**os.environ, "KB_DSN": server.dsn.replace("user=kb", "user=kb_read")},
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/health", service)
        answer = asked(port, {"query": "zanzibarmark tea", "mode": "keyword"})
    finally:
        service.send_signal(signal.SIGTERM)
        assert service.wait(30) in (0, -signal.SIGTERM)
    wanted = Engine(made, HashEncoder()).search("zanzibarmark tea", mode="keyword")
    assert [one["id"] for one in answer["results"]] == [hit.id for hit in wanted.hits]
    assert (answer["total"], answer["proved"]) == (wanted.total, True)
    kept = [log, *(path for path in server.folder.rglob("*") if path.is_file())]
    assert [path for path in kept if b"zanzibarmark" in path.read_bytes()] == []


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until an address answers, or its process has ended."""
    for _ in range(600):
        assert process.poll() is None
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def asked(port: int, body: dict[str, Any]) -> Any:
    """The answer to one search."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/search/england",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)
