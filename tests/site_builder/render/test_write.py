"""A site is swapped in whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import pytest

from kb.model.problems import BuildError
from site_builder.render.write import write_site
from tests.site_builder.conftest import tree_bytes

FIRST = {PurePosixPath("site.json"): b"{}", PurePosixPath("a/index.html"): b"old"}
SECOND = {PurePosixPath("site.json"): b"{}", PurePosixPath("b/index.html"): b"new"}
NO_PROCESS = "4194305"
"""One above the greatest process number that Linux gives."""


def test_a_site_replaces_the_one_before_it(tmp_path: Path) -> None:
    """Nothing of the old one stays, and nothing else is left beside it."""
    out = tmp_path / "build" / "site"
    write_site(out, FIRST)
    write_site(out, SECOND)
    assert tree_bytes(out) == {"site.json": b"{}", "b/index.html": b"new"}
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_a_folder_that_is_no_site_is_left_alone(tmp_path: Path) -> None:
    """Else a mistyped --out would lose somebody's files."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        write_site(tmp_path, FIRST)
    assert str(caught.value) == (
        f"{tmp_path}: holds files and no site.json, so it is not a site of ours and "
        "would be lost; choose another folder with --out, or empty it"
    )
    assert tree_bytes(tmp_path) == {"notes.txt": b"mine"}


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    """It is not deleted."""
    out = tmp_path / "site"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        write_site(out, FIRST)
    assert str(caught.value) == f"{out}: is a file; choose a folder with --out"


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    """It may have been made for the purpose."""
    out = tmp_path / "site"
    out.mkdir()
    write_site(out, FIRST)
    assert set(tree_bytes(out)) == {"site.json", "a/index.html"}


@pytest.mark.parametrize("path", ["../outside.html", "/outside.html", "a/../../outside.html"])
def test_a_path_outside_the_site_is_refused(tmp_path: Path, path: str) -> None:
    """The last good site is as it was."""
    out = tmp_path / "site"
    write_site(out, FIRST)
    with pytest.raises(BuildError) as caught:
        write_site(out, {**SECOND, PurePosixPath(path): b"x"})
    assert str(caught.value) == f"{path}: a path outside the site"
    assert tree_bytes(out) == {"site.json": b"{}", "a/index.html": b"old"}
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_leftovers_of_a_dead_build_are_cleared(tmp_path: Path) -> None:
    """Those of a build that still runs are not."""
    (tmp_path / f".site.new-{NO_PROCESS}").mkdir()
    running = tmp_path / f".site.new-{os.getppid()}"
    running.mkdir()
    write_site(tmp_path / "site", FIRST)
    assert sorted(path.name for path in tmp_path.iterdir()) == [running.name, "site"]


def test_a_site_lost_between_the_two_renames_comes_back(tmp_path: Path) -> None:
    """A build killed at the one bad moment leaves the old site under its other name."""
    old = tmp_path / f".site.old-{NO_PROCESS}"
    write_site(old, FIRST)
    with pytest.raises(BuildError, match="a path outside the site"):
        write_site(tmp_path / "site", {PurePosixPath("../x"): b""})
    assert tree_bytes(tmp_path / "site") == {"site.json": b"{}", "a/index.html": b"old"}


def test_a_failed_second_rename_undoes_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site that was there is there again, on a machine that cannot exchange two folders."""
    monkeypatch.setattr("site_builder.render.write.change_places", lambda *_: False)
    out = tmp_path / "site"
    write_site(out, FIRST)
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(BuildError) as caught:
        write_site(out, SECOND)
    assert str(caught.value) == (
        f"{out}: the site cannot be written: No space left on device; "
        "the site that was there is as it was; make room or choose another folder with --out"
    )
    assert tree_bytes(out) == {"site.json": b"{}", "a/index.html": b"old"}
