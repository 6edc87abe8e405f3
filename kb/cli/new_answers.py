"""Answers to the questions of `kb new`, kept after each so that none is ever given twice."""

from __future__ import annotations

import json
import select
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from kb.cli.options import WORDS
from kb.content.files import write_whole

_WHAT = "answers to kb new"
_PASTE_SECONDS = 0.05
"""Seconds in which the next of several pasted lines has come; nobody types a line as fast."""
_MOST_BYTES = 200_000


@dataclass(slots=True)
class Answers:
    """What was answered so far, and the file that keeps it."""

    path: Path
    fields: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    source: str = ""

    def keep(self) -> None:
        """Write the answers down."""
        data = {
            "what": _WHAT,
            "fields": self.fields,
            "sections": self.sections,
            "source": self.source,
        }
        self.path.parent.mkdir(exist_ok=True)
        write_whole(self.path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")

    def done(self) -> None:
        """Take the file away: a page holds the answers now."""
        self.path.unlink(missing_ok=True)

    def say_kept(self, kind: str) -> None:
        """Print where the answers are, and how to go on from them."""
        if self.path.is_file():
            click.echo(
                f"your answers are kept in {self.path}: run kb new {kind} to go on from them"
            )


def open_answers(path: Path) -> Answers:
    """Return the answers that a file keeps, if somebody wants to go on from them; else none."""
    kept = _read(path)
    if kept and click.confirm(f"Go on from the answers kept in {path}?", default=True):
        return Answers(path, dict(kept["fields"]), dict(kept["sections"]), str(kept["source"]))
    number = 2
    free = path
    while kept and free.exists():
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return Answers(free)


def _read(path: Path) -> Mapping[str, Any] | None:
    """Return what a file keeps; None if there is none, or it is something else."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return None
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_ours = isinstance(data, dict) and data.get("what") == _WHAT
    parts = (data.get("fields"), data.get("sections")) if is_ours else ()
    return data if parts and all(isinstance(part, dict) for part in parts) else None


def ask(question: str, *, needed: bool = False, joined: str = " ") -> str:
    """Return the answer to a question; "" if it was left for later.

    Args:
        question: the words that are shown.
        needed: whether it is asked until it is answered.
        joined: what stands between lines that were pasted together, which are one answer.
    """
    default = None if needed else ""
    lines = [click.prompt(question, default=default, show_default=False, type=WORDS)]
    while is_waiting():
        lines.append(sys.stdin.readline().rstrip("\n"))
    return joined.join(line.strip() for line in lines).strip()


def is_waiting() -> bool:
    """Whether another line was pasted with the one before: a terminal has it already."""
    if not sys.stdin.isatty():
        return False
    if sys.platform == "win32":
        import msvcrt

        return bool(msvcrt.kbhit())
    return bool(select.select([sys.stdin], [], [], _PASTE_SECONDS)[0])
