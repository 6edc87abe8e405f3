"""`kb serve`: builds, serves, rebuilds."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import EPOCH, Kb, Tree
from tests.processes import read_address, started
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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Control-C to a whole console")
def test_a_saved_change_is_served(tmp_path: Path, tree: Tree) -> None:
    """Built, served on the loopback address, built again, and stopped by either signal."""
    write_frontend(tmp_path / "build" / "frontend")
    with started(
        *("-m", "kb.cli.main", "serve", "--port", "0"),
        cwd=tmp_path,
        env={"SOURCE_DATE_EPOCH": EPOCH},
    ) as program:
        address = program.line().strip()
        assert address.startswith("http://127.0.0.1:")
        page = f"{address}casestudies/ely-listening-line/index.html"
        assert "Ely listening line" in read_address(page)
        deadline = time.monotonic() + 240
        title = "title: Ely listening line"
        tree.replace("casestudies/ely-listening-line.md", title, "title: Ely changed line")
        while "Ely changed line" not in read_address(page):
            assert time.monotonic() < deadline
            time.sleep(0.5)
            os.utime(tree.path("casestudies/ely-listening-line.md"))
        assert program.end(signal.SIGTERM) == 0
