"""No document is published with a figure still to be filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_GAP = re.compile(r"^[A-Z]{4,}$|\(FIGURES\)|\bneeds [A-Z]{4,} more\b", re.MULTILINE)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_nothing_is_still_to_be_filled_in(path: Path) -> None:
    """A word in capitals alone on a line stands for a table that a command has yet to print."""
    assert _GAP.findall(path.read_text(encoding="utf-8")) == []
