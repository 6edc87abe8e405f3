"""Everything about the search that was chosen or tuned, read from `kb/data/search.json`.

One file of plain data serves both runtimes: the Python engine reads it here, and the build hands
it on to the browser engine as it is. docs/search.md tells how each value was come by.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The values of the data file that the engine computes with."""

    stop_words: frozenset[str]
    raw: Mapping[str, Any]
    """The file as it stands, for the browser."""


@cache
def load_settings() -> Settings:
    """The settings that ship with the package."""
    text = (Path(__file__).parent / "data" / "search.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    return Settings(stop_words=frozenset(raw["stop_words"].split()), raw=raw)
