"""A text or bytes in, a file that is whole or as it was out."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from kb.content.machine import is_running
from kb.model.problems import KbError

_LONGEST_NUMBER = 10
"""Figures of the number of a process."""


def write_whole(path: Path, what: str | bytes | memoryview) -> None:
    """Write a file by way of another beside it, so that a full disk leaves what was there.

    Args:
        path: the file; folders above it are made. A device or pipe is written to directly.
        what: what it is to hold; a text is written as UTF-8, its lines as they are.

    Raises:
        KbError: it cannot be written.
    """
    data = what.encode() if isinstance(what, str) else what
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        remove_leftovers(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        aside.write_bytes(data)
        aside.replace(path.resolve())
    except OSError as error:
        raise KbError(
            f"{path}: cannot-write: {error.strerror or error}; make room or name another file; "
            "what was there is unchanged"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()


def remove_leftovers(path: Path) -> None:
    """Remove what programs that were killed left beside a file or folder, not what others write."""
    if not path.parent.is_dir():
        return
    for left in path.parent.iterdir():
        if left.name.startswith(f".{path.name}.") and is_leftover(left):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            with contextlib.suppress(OSError):
                left.unlink()


def is_leftover(path: Path) -> bool:
    """Whether something was written aside, by its name, in a process that is no longer there."""
    name, _, process = path.name.rpartition(".")
    is_ours = name.startswith(".") and len(name) > 1 and process.isascii() and process.isdigit()
    return is_ours and len(process) <= _LONGEST_NUMBER and not is_running(int(process))
