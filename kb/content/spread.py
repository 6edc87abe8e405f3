"""Work on many things shared among processes, where the machine can copy this one.

A process that is a copy (fork) has all that this one has read, so that nothing is sent to it; what
it finds out comes back as bytes, under the key by which it is kept. Whoever asks then goes on as
ever, and finds most of it known: the results are the same for any number of processes, and where
there is but one (Windows and macOS start processes afresh, which costs more than it gains).
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

Result = tuple[str, bytes]
"""What is kept: its key, and it itself as bytes."""
LEAST = 500
"""Things to do from which a second process pays, where nobody says how many there are to be."""

Work = Callable[[Any], Result | None]


def spread(work: Work, things: Sequence[Any], jobs: int = 0) -> list[Result]:
    """Return what was found out of things ahead; nothing where one process is to do the work.

    What fails in another process is left out: it fails again, with its message, where it is asked
    for. So is all of a process that is killed.

    Args:
        work: what to do with one thing; None is nothing to keep.
        things: all there are.
        jobs: how many processes; 0 is as many as the machine has, if there are `LEAST` things.
    """
    jobs = min(jobs_for(len(things), jobs), max(len(things), 1))
    if jobs < 2 or not can_copy():
        return []
    found: list[Result] = []
    copies: dict[int, int] = {}
    try:
        for first in range(jobs):
            with suppress(OSError):  # no room for another: its share is done where it is asked for
                _start(work, things[first::jobs], copies)
        for process in list(copies):
            with os.fdopen(copies[process], "rb") as results:
                content = results.read()
            del copies[process]
            if os.waitpid(process, 0)[1] == 0:
                found += pickle.loads(content)
    finally:  # of a run that is stopped
        for process, reading in copies.items():
            os.close(reading)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
    return found


def _start(work: Work, share: Sequence[Any], copies: dict[int, int]) -> None:
    """Start a copy of this process that does a share; `copies` is given it and where to read."""
    reading, writing = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    if process:
        os.close(writing)
        copies[process] = reading
        return
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the first process says that it was stopped
        for other in (reading, *copies.values()):
            os.close(other)
        with os.fdopen(writing, "wb") as results:
            pickle.dump(_done(work, share), results, protocol=5)
        status = 0
    finally:
        os._exit(status)  # nothing that the first process has yet to write is written twice


def _done(work: Work, share: Sequence[Any]) -> list[Result]:
    found = []
    for thing in share:
        try:
            result = work(thing)
        except Exception:
            continue
        if result is not None:
            found.append(result)
    return found


def jobs_for(count: int, asked: int) -> int:
    """Return how many processes are to work on so many things."""
    return asked or (cores() if count >= LEAST else 1)


def cores() -> int:
    """Return how many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_copy() -> bool:
    """Whether this process can be copied: nothing else must run in it meanwhile."""
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1
