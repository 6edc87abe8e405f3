"""Programs that a test starts: with the default signals, and with an end to every wait."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

SECONDS = 60.0
"""How long a line or an end is waited for; far more than is ever needed."""


@dataclass(slots=True)
class Program:
    """A program that runs; its lines come through queues, so that none is waited for for ever."""

    process: subprocess.Popen[str]
    _lines: dict[str, queue.Queue[str | None]] = field(default_factory=dict)

    def line(self, stream: str = "stdout", seconds: float = SECONDS) -> str:
        """Return the next line of ``stdout`` or ``stderr``; "" at its end.

        Raises:
            AssertionError: no line comes in time.
        """
        try:
            return self._lines[stream].get(timeout=seconds) or ""
        except queue.Empty:
            raise AssertionError(f"no line on {stream} in {seconds:.0f} s") from None

    def rest(self, stream: str) -> str:
        """Return what a stream still holds, up to its end."""
        return "".join(iter(lambda: self.line(stream), ""))

    def end(self, number: int = signal.SIGINT, seconds: float = SECONDS) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=seconds)

    def read_lines(self, name: str, stream: IO[str]) -> None:
        """Put the lines of a stream into its queue, None at the end."""
        lines = self._lines[name] = queue.Queue()

        def work() -> None:
            with contextlib.suppress(ValueError, OSError):
                for line in stream:
                    lines.put(line)
            lines.put(None)

        threading.Thread(target=work, daemon=True).start()


@contextlib.contextmanager
def started(
    *args: str, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """Run Python with arguments while the block runs; it is killed at the end of the block.

    The child gets the default signals: what a shell starts in the background ignores Control-C,
    and so would all that it starts.
    """
    defaults: dict[str, Any] = {"preexec_fn": _default_signals} if os.name == "posix" else {}
    with subprocess.Popen(
        [sys.executable, *args],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **defaults,
    ) as process:
        program = Program(process)
        try:
            for name in ("stdout", "stderr"):
                program.read_lines(name, getattr(process, name))
            yield program
        finally:
            process.kill()
            process.wait(SECONDS)


def read_address(address: str) -> str:
    """Return the page at an address, waiting for it no longer than for a line."""
    with urllib.request.urlopen(address, timeout=SECONDS) as answer:
        text: str = answer.read().decode()
        return text


def _default_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
