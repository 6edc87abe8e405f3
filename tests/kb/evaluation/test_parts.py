"""A file of lines has the parts it should have, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.evaluation.parts import read_parts
from kb.model.problems import QueryError


def test_each_part_is_there(tmp_path: Path) -> None:
    """In whatever order they stand."""
    path = tmp_path / "lines.yaml"
    path.write_text("shut: []\nopen: [ferry, quay]\n", encoding="utf-8")
    assert read_parts(path, ("open", "shut")) == {"open": ["ferry", "quay"], "shut": []}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"open: []", "wrong-parts: allowed open, shut"),
        (b"open: []\nshut: []\najar: []", "wrong-parts"),
        (b"- open\n- shut", "wrong-parts"),
        (b"open: [", "cannot be read"),
        (b"open: \xff", "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_not_so_is_refused(tmp_path: Path, content: bytes | None, told: str) -> None:
    """With its name."""
    path = tmp_path / "lines.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(QueryError, match=f"lines.yaml: {told}"):
        read_parts(path, ("open", "shut"))
