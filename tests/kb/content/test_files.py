"""A file is written whole, or stays as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.content.files import write_whole
from kb.model.problems import KbError


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    """With the folders above it, and nothing beside it."""
    path = tmp_path / "runs" / "hybrid.run"
    write_whole(path, "é\n")
    write_whole(path, "é\n\n")
    assert path.read_bytes() == "é\n\n".encode()
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.posix
def test_a_file_that_is_pointed_to(tmp_path: Path) -> None:
    """The file is written, and the link stays one."""
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "file").write_text("old", encoding="utf-8")
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "new"


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    """The message says where, what and how to mend it."""
    (tmp_path / "file").write_text("old", encoding="utf-8")
    path = tmp_path / "file" / "more"
    with pytest.raises(KbError) as raised:
        write_whole(path, "new")
    assert str(raised.value) == (
        f"{path}: cannot-write: File exists; make room or name another file; "
        "what was there is unchanged"
    )
    assert (tmp_path / "file").read_text(encoding="utf-8") == "old"


def test_what_a_program_left_that_was_killed_is_removed(tmp_path: Path) -> None:
    """What another writes at this moment is not, nor is a file of another name."""
    path = tmp_path / "page.md"
    kept = [f".page.md.{os.getppid()}", ".page.md.swp", ".other.md.4194305"]
    for name in (*kept, ".page.md.4194305"):
        (tmp_path / name).write_text("half", encoding="utf-8")
    write_whole(path, "whole")
    assert sorted(found.name for found in tmp_path.iterdir()) == sorted([*kept, "page.md"])
