"""`kb serve`: builds, serves, rebuilds."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.conftest import EPOCH, Kb, Tree
from tests.site_builder.conftest import write_frontend


def test_a_port_out_of_range_is_wrong_usage(kb: Kb) -> None:
    """Exit code 2, as for any option."""
    outcome = kb("serve", "--port", "70000")
    assert outcome.code == 2
    assert "70000 is not in the range 0<=x<=65535" in outcome.err


def test_a_port_that_is_taken(kb: Kb, tmp_path: Path, tree: Tree) -> None:
    """It is told at once, before anything is built."""
    del tree
    write_frontend(tmp_path / "build" / "frontend")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = kb("serve", "--port", str(port))
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        f"kb: --port: found {port}, which cannot be used (Address already in use); "
        "choose another, or 0 for a free one\n"
    )
    assert not (tmp_path / "build" / "site").exists()


def test_a_saved_change_is_served(tmp_path: Path, tree: Tree) -> None:
    """Built, served on the loopback address, built again, and stopped by Control-C."""
    write_frontend(tmp_path / "build" / "frontend")
    process = subprocess.Popen(
        [sys.executable, "-m", "kb.cli.main", "serve", "--port", "0"],
        cwd=tmp_path,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        page = f"{address}casestudies/ely-listening-line/index.html"
        assert "Ely listening line" in read(page)
        deadline = time.monotonic() + 60
        title = "title: Ely listening line"
        tree.replace("casestudies/ely-listening-line.md", title, "title: Ely changed line")
        while "Ely changed line" not in read(page):
            assert time.monotonic() < deadline
            time.sleep(0.5)
            os.utime(tree.path("casestudies/ely-listening-line.md"))
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def read(address: str) -> str:
    """Return the page at an address."""
    with urllib.request.urlopen(address) as answer:
        text: str = answer.read().decode()
        return text
