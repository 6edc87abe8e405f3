"""What commands write: objects as JSON, and files that are whole or not there."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from kb.errors import KbError


def bear_any_text() -> None:
    """Have a terminal or pipe that lacks a sign show a question mark, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")


def say_json(value: Any) -> None:
    """Print plain data as one JSON object, with codes for signs if the output is not UTF-8."""
    whole = (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    click.echo(json.dumps(value, ensure_ascii=not whole, indent=2))


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
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
            return
        aside.write_text(text, encoding="utf-8")
        aside.replace(path.resolve())
    except OSError as error:
        raise KbError(
            f"{path}: cannot-write: {error.strerror or error}; make room or name another file; "
            "what was there is unchanged"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()
