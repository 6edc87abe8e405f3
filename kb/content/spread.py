"""Work on many things shared among processes, where the machine can copy this one.

A process that is a copy (fork) has all that this one has read, so that nothing is sent to it; what
it finds out comes back as bytes, under the key by which it is kept. Whoever asks then goes on as
ever, and finds most of it known: the results are the same for any number of processes, and where
there is but one (Windows and macOS start processes afresh, which costs more than it gains).
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

Result = tuple[str, bytes]
"""What is kept: its key, and it itself as bytes."""
LEAST = 500
"""Things to do from which a second process pays, where nobody says how many there are to be."""
_SHARES = 4
"""Shares of the work for each process, so that none waits long for another."""
_work: tuple[Callable[[Any], Result | None], Sequence[Any]] | None = None


def spread(
    work: Callable[[Any], Result | None], things: Sequence[Any], jobs: int = 0
) -> list[Result]:
    """Return what was found out of things ahead; nothing where one process is to do the work.

    What fails in another process is left out: it fails again, with its message, where it is asked
    for.

    Args:
        work: what to do with one thing; None is nothing to keep.
        things: all there are.
        jobs: how many processes; 0 is as many as the machine has, if there are `LEAST` things.
    """
    global _work
    jobs = min(jobs_for(len(things), jobs), max(len(things), 1))
    if jobs < 2 or not can_copy():
        return []
    # Commands that find nothing new have no need of these.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    shares = [range(at, len(things), jobs * _SHARES) for at in range(jobs * _SHARES)]
    _work = work, things
    try:
        copies = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(max_workers=jobs, mp_context=copies) as pool:
            return [result for found in pool.map(_share, shares) for result in found]
    except (BrokenProcessPool, OSError):  # killed, or no room for another: it is done here
        return []
    finally:
        _work = None


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


def _share(numbers: range) -> list[Result]:
    assert _work is not None
    work, things = _work
    found = []
    for number in numbers:
        try:
            result = work(things[number])
        except Exception:
            continue
        if result is not None:
            found.append(result)
    return found
