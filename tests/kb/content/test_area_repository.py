"""A repository of an area holds its edition, its workflow and words for its people alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.content.area_repository import area_yaml, write_repository
from kb.content.frontmatter import read_yaml_file
from kb.model.problems import KbError

ROOT = Path(__file__).parents[3]


def write(root: Path) -> tuple[Path, ...]:
    """Write the repository of an invented edition."""
    yaml = area_yaml("The Fens", "the-fens", "hub@fens.example")
    return write_repository(
        root, "fens", title="The Fens", contact="hub@fens.example", yaml=yaml, national=None
    )


def test_each_file_is_filled_in(tmp_path: Path) -> None:
    """No place to fill in is left, and no page of the national content is there."""
    written = write(tmp_path / "fens")
    assert [path.as_posix() for path in written] == [
        ".github/workflows/site.yml",
        ".gitignore",
        "LICENSE.txt",
        "README.md",
        "areas/fens/area.yaml",
        "release/README.md",
    ]
    for path in written:
        text = (tmp_path / "fens" / path).read_text(encoding="utf-8")
        assert not re.search(r"@[A-Z]+@", text), path
    readme = (tmp_path / "fens" / "README.md").read_text(encoding="utf-8")
    assert "hub@fens.example" in readme
    assert "kb build --area fens" in readme


def test_the_workflow_has_no_more_rights_than_ours(tmp_path: Path) -> None:
    """It is YAML, pins what ours pin, and only what publishes may write."""
    write(tmp_path / "fens")
    text = (tmp_path / "fens" / ".github/workflows/site.yml").read_text(encoding="utf-8")
    ours = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / ".github/workflows").glob("*.yml")
    )
    used = re.findall(r"uses: (\S+)", text)
    assert len(used) == 4
    for action in used:
        assert action in ours, action
    found = read_yaml_file(text).value
    assert found["permissions"] == {"contents": "read"}
    assert "permissions" not in found["jobs"]["build"]
    assert "kb area check fens" in text


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    """An empty repository may be filled, and one half filled; a folder with work may not."""
    (tmp_path / "new" / ".git").mkdir(parents=True)
    written = write(tmp_path / "new")
    (tmp_path / "new" / "README.md").rename(tmp_path / "new" / ".README.md.4194305")
    assert write(tmp_path / "new") == written
    assert not (tmp_path / "new" / ".README.md.4194305").exists()
    (tmp_path / "new" / "README.md").write_text("Ours.\n", encoding="utf-8")
    with pytest.raises(KbError, match="is there already and holds files"):
        write(tmp_path / "new")
