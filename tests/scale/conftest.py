"""Skips what takes minutes unless `make test-scale` asked for it, and prints what was measured."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.local_server import why_not
from tests.scale.traffic import Measured, table

ASKED = "KB_SCALE"
RESULT = Path("build/scale/faults.md")
_KEPT: list[Measured] = []


@pytest.fixture(autouse=True)
def _asked_for() -> None:
    """These start servers and take minutes."""
    if not os.environ.get(ASKED):
        pytest.skip("starts servers and takes minutes: make test-scale")
    if reason := why_not():
        pytest.skip(reason)


@pytest.fixture
def measured() -> Iterator[list[Measured]]:
    """What a test measured, for the table at the end."""
    found: list[Measured] = []
    yield found
    _KEPT.extend(found)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table, and keep it."""
    if not _KEPT:
        return
    text = table(_KEPT)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    terminalreporter.write_line(f"\n{text}\nkept in {RESULT}")
