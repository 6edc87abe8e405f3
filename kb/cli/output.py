"""What commands print, on any terminal or pipe."""

from __future__ import annotations

import json
import sys
from typing import Any

import click


def bear_any_text() -> None:
    """Have a terminal or pipe that lacks a sign show a question mark, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")


def say_json(value: Any) -> None:
    """Print plain data as one JSON object, with codes for signs if the output is not UTF-8."""
    whole = (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    click.echo(json.dumps(value, ensure_ascii=not whole, indent=2))
