"""`kb.editing.upkeep.git_snapshot`: the content as it was."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kb.editing.upkeep.git_snapshot import lay_out
from kb.model.problems import KbError
from tests.conftest import Tree


@pytest.fixture
def repository(tree: Tree) -> Tree:
    """A repository with one commit of the invented content, and a link that leads out of it."""
    tree.path("casestudies/link.md").symlink_to("/etc/passwd")
    for arguments in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "."),
        ("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "-m", "One"),
    ):
        subprocess.run(["git", "-C", str(tree.root.parent), *arguments], check=True, timeout=300)
    return tree


def test_the_files_of_a_revision(repository: Tree, tmp_path: Path) -> None:
    """Plain files as they were then, whatever stands there now."""
    name = "casestudies/ely-listening-line.md"
    was = repository.path(name).read_bytes()
    repository.path(name).unlink()
    out = lay_out(repository.root, "main", tmp_path / "out")
    assert out == tmp_path / "out" / "content"
    assert (out / name).read_bytes() == was
    assert not (out / "casestudies" / "link.md").exists()


@pytest.mark.parametrize("revision", ["nowhere", "HEAD~9"])
def test_a_revision_that_is_not_there(repository: Tree, tmp_path: Path, revision: str) -> None:
    """It may only have to be fetched."""
    with pytest.raises(KbError) as caught:
        lay_out(repository.root, revision, tmp_path / "out")
    assert str(caught.value) == (
        f'--base: found "{revision}", which Git does not know; allowed a branch, tag or commit; '
        "fetch it first"
    )


@pytest.mark.parametrize("revision", ["--output=/tmp/x", "a b", "", "main;id"])
def test_a_revision_that_is_no_name(repository: Tree, tmp_path: Path, revision: str) -> None:
    """It does not reach Git."""
    with pytest.raises(KbError) as caught:
        lay_out(repository.root, revision, tmp_path / "out")
    assert str(caught.value) == f'--base: found "{revision}"; allowed a branch, tag or commit'


def test_content_outside_any_repository(tree: Tree, tmp_path: Path) -> None:
    """Said with Git's own words."""
    with pytest.raises(KbError) as caught:
        lay_out(tree.root, "main", tmp_path / "out")
    assert str(caught.value).startswith(
        f"{tree.root}: found no content in a Git repository (fatal: not a git repository"
    )
