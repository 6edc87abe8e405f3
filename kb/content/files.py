"""A text in, a file that is whole or as it was out."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from kb.content.machine import is_running
from kb.model.problems import KbError


def write_whole(path: Path, text: str) -> None:
    """Write a file by way of another beside it, so that a full disk leaves what was there.

    Args:
        path: the file; folders above it are made. A device or pipe is written to directly.
        text: what it is to hold.

    Raises:
        KbError: it cannot be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _remove_leftovers(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(path.resolve())
    except OSError as error:
        raise KbError(
            f"{path}: cannot-write: {error.strerror or error}; make room or name another file; "
            "what was there is unchanged"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()


def _remove_leftovers(path: Path) -> None:
    """Remove what programs that were killed left beside a file, not what others are writing."""
    if not path.parent.is_dir():
        return
    start = f".{path.name}."
    for left in path.parent.iterdir():
        process = left.name.removeprefix(start)
        if left.name.startswith(start) and process.isdigit() and not is_running(int(process)):
            with contextlib.suppress(OSError):
                left.unlink()
