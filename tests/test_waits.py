"""Every wait has an end, here and in the tools, and children get the signals they expect."""

from __future__ import annotations

import ast
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import started

ROOT = Path(__file__).parents[1]
WAITS = {"run", "call", "check_call", "check_output"}
LET_RUN = {"dev.py": "runs what a person asked for, kb serve above all, until that person stops it"}
"""One call each that has no end of its own, and why."""


def waits_without_end(source: str) -> Iterator[int]:
    """Yield the line of each call of `subprocess` or of a thread that may wait for ever."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        of = ast.unparse(node.func.value)
        named = {keyword.arg for keyword in node.keywords}
        started_and_awaited = of == "subprocess" and node.func.attr in WAITS
        joined = node.func.attr in {"join", "wait", "communicate"} and not node.args
        opened = ast.unparse(node.func) == "urllib.request.urlopen"
        if (started_and_awaited or joined or opened) and "timeout" not in named:
            yield node.lineno


@pytest.mark.parametrize("folder", ["tests", "tools", "bench", "kb", "site_builder", "."])
def test_every_wait_has_an_end(folder: str) -> None:
    """On a loaded machine too, a test ends, and says where it stood."""
    for path in sorted((ROOT / folder).glob("*.py" if folder == "." else "**/*.py")):
        lines = list(waits_without_end(path.read_text(encoding="utf-8")))
        allowed = 1 if path.name in LET_RUN else 0
        assert len(lines) == allowed, f"{path.relative_to(ROOT)}: lines {lines} need a timeout"


def test_a_wait_without_end_is_seen() -> None:
    """Of a program, a thread and an address."""
    code = "subprocess.run([x])\nt.join()\np.wait(3)\n'a'.join(b)\nsubprocess.run(y, timeout=1)\n"
    assert list(waits_without_end(code + "urllib.request.urlopen(x)\n")) == [1, 2, 6]


@pytest.mark.posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_child_of_a_program_in_the_background_can_be_stopped(number: int) -> None:
    """A shell has what it starts with "&" ignore Control-C, and a child would inherit that."""
    before = signal.signal(number, signal.SIG_IGN)
    try:
        with started("-c", "print(1, flush=True); import time; time.sleep(50)") as program:
            assert program.line() == "1\n"
            assert program.end(number) != 0
    finally:
        signal.signal(number, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a program at once")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_watch_in_the_background_stops(tmp_path: Path, number: int) -> None:
    """`nohup make test &` and a service manager both find it stopped."""
    code = (
        "import signal, threading; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "from pathlib import Path\n"
        "from kb.content.watch import stop_at_terminate, watch_folders\n"
        "stop_at_terminate()\n"
        "try:\n"
        "    print('ready', flush=True)\n"
        f"    watch_folders([Path({str(tmp_path)!r})], lambda: None, report=print)\n"
        "except KeyboardInterrupt:\n"
        "    pass  # it had not begun to watch\n"
    )
    with started("-c", code) as program:
        assert program.line() == "ready\n"
        if number == signal.SIGINT:  # ignored, as in the background
            program.process.send_signal(number)
        assert program.end(signal.SIGTERM) == 0
