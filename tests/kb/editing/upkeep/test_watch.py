"""`kb.editing.upkeep.watch` and `kb check --watch`: told again at each change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from kb.editing.upkeep.watch import watch_content
from kb.model.problems import KbError
from tests.conftest import EPOCH, Tree

NAME = "casestudies/ely-listening-line.md"


def until(true: Callable[[], bool]) -> None:
    """Wait for something, ten seconds at most."""
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_each_change_is_checked_and_faults_do_not_stop_it(tree: Tree) -> None:
    """Once at the start, once at each change, whatever comes of it."""
    checked: list[int] = []
    said: list[str] = []
    stop = threading.Event()

    def check() -> None:
        checked.append(1)
        if len(checked) == 2:
            raise KbError("told")

    watching = threading.Thread(
        target=watch_content, args=(tree.root, check), kwargs={"report": said.append, "stop": stop}
    )
    watching.start()
    try:
        until(lambda: len(checked) == 1)
        time.sleep(0.3)  # the watch begins after the first check
        tree.replace(NAME, "area: Ely", "area: March")
        until(lambda: len(checked) == 2)
        tree.replace(NAME, "area: March", "area: Ely")
        until(lambda: len(checked) >= 3)
    finally:
        stop.set()
        watching.join(10)
    assert said == ["told"]


def test_the_command_says_when_it_checks_and_stops_quietly(tree: Tree) -> None:
    """Control-C is the way to end it, and no error."""
    with subprocess.Popen(
        [sys.executable, "-m", "kb.cli.main", "check", "--watch", "--content", str(tree.root)],
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        lines = [process.stderr.readline() for _ in range(3)]
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert lines == [
        "checking\n",
        "no problems\n",
        f"watching {tree.root}; stop with Control-C\n",
    ]
    assert (process.returncode, out, err) == (0, "", "")
