"""Does some work again at each change below some folders, whatever goes wrong, until stopped."""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from kb.model.problems import KbError

_STEP = 50
"""Milliseconds without a change after which a burst of changes is over."""
_PAUSE = 1.0
"""Seconds until a folder that has gone is looked for again."""


def watch_folders(
    folders: Sequence[Path],
    work: Callable[[], object],
    *,
    report: Callable[[str], None],
    stop: threading.Event | None = None,
) -> None:
    """Call `work` at each change below `folders`, until `stop` is set or Control-C comes.

    Nothing else ends it: every exception of `work` is reported and waited out, and so is a
    folder that goes away for a while, as when another branch is checked out.
    """
    stop = stop or threading.Event()
    try:
        while not stop.is_set():
            try:
                _watch(folders, work, report, stop)
            except Exception as error:
                report(in_words(error))
                stop.wait(_PAUSE)
    except KeyboardInterrupt:
        return


def attempt(work: Callable[[], object], report: Callable[[str], None]) -> None:
    """Do some work; an exception is reported and goes no further."""
    try:
        work()
    except Exception as error:
        report(in_words(error))


def stop_at_terminate() -> None:
    """Have the signal that asks a program to end do what Control-C does."""

    def interrupt(number: int, frame: object) -> None:
        del number, frame
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)


def in_words(error: Exception) -> str:
    """Return what went wrong; of an error that nobody foresaw also where, to be reported."""
    if isinstance(error, KbError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'the system'}: {error.strerror}"
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" in {Path(last[0].filename).name}, line {last[0].lineno}" if last else ""
    return (
        f"an error of kb itself{where}: {type(error).__name__}: {error}; please report it, "
        "and undo the last change if it stays"
    )


def _watch(
    folders: Sequence[Path],
    work: Callable[[], object],
    report: Callable[[str], None],
    stop: threading.Event,
) -> None:
    from watchfiles import watch

    while missing := [folder for folder in folders if not folder.is_dir()]:
        report(f"{missing[0]}: found no such folder; waiting for it")
        while not missing[0].is_dir():
            if stop.wait(_PAUSE):
                return
        attempt(work, report)
    watched = _identities(folders)
    for _ in watch(*folders, stop_event=stop, step=_STEP):
        attempt(work, report)
        if _identities(folders) != watched:
            return  # one has gone, or another has its name: it is watched anew


def _identities(folders: Sequence[Path]) -> list[tuple[int, int] | None]:
    """Return what distinguishes a folder from another of the same name; None if it is away."""
    found: list[tuple[int, int] | None] = []
    for folder in folders:
        try:
            state = folder.stat()
        except OSError:
            found.append(None)
        else:
            found.append((state.st_dev, state.st_ino))
    return found
