"""What commands write: whole files, and text that any terminal, pipe or program can take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import EPOCH, FIXTURES

CONTENT = ["--content", str(FIXTURES / "corpus")]
PAGE = "casestudies/fenland-peer-circle"


def kb_process(
    *args: str, stdout: int = subprocess.PIPE, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run `kb` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kb.cli.main", *args],
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "COLUMNS": "100", **env},
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding=env.get("PYTHONIOENCODING", "utf-8"),
        check=False,
        timeout=300,
    )


def test_an_output_without_the_signs_of_the_text() -> None:
    """A question mark stands for each in text; an object says them by code and loses nothing."""
    told = kb_process("show", PAGE, *CONTENT, PYTHONIOENCODING="ascii")
    assert (told.returncode, told.stderr) == (0, "")
    assert "?" in told.stdout
    here = kb_process("show", PAGE, "--json", *CONTENT)
    there = kb_process("show", PAGE, "--json", *CONTENT, PYTHONIOENCODING="ascii")
    assert not here.stdout.isascii()
    assert (there.returncode, json.loads(there.stdout)) == (0, json.loads(here.stdout))


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "cp850", "latin-1"])
@pytest.mark.parametrize("args", [("show", PAGE), ("show", PAGE, "--json"), ("check",)])
def test_the_consoles_of_windows(args: tuple[str, ...], encoding: str) -> None:
    """Each has its own few signs; a name with others is printed, and no command fails of it."""
    done = kb_process(*args, *CONTENT, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    if "--json" in args:
        assert json.loads(done.stdout)["id"] == PAGE


@pytest.mark.parametrize("args", [("show", PAGE), ("show", PAGE, "--json"), ("check", "--help")])
def test_a_reader_that_has_gone(args: tuple[str, ...]) -> None:
    """As with `| head`: the command stops and says nothing."""
    reader, writer = os.pipe()
    os.close(reader)
    done = kb_process(*args, *(CONTENT if args[0] == "show" else ()), stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("args", [("show", PAGE), ("show", PAGE, "--json")])
def test_an_output_that_is_full(args: tuple[str, ...]) -> None:
    """One line says what to do."""
    with Path("/dev/full").open("wb") as full:
        done = kb_process(*args, *CONTENT, stdout=full.fileno())
    assert (done.returncode, done.stderr) == (
        1,
        "kb: output: No space left on device; make room on the disk\n",
    )
