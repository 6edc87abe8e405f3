"""Hostile pages put into the content as a pull request would: told, and nothing is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import FIXTURES, Kb, Tree
from tests.site_builder.conftest import write_frontend

PAGES = sorted((FIXTURES / "hostile").glob("*.md"))
KINDS = ("casestudies", "signposting", "toolkit", "roadmaps")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("file", PAGES, ids=[path.stem for path in PAGES])
def test_a_hostile_page_of_each_kind_is_refused(
    kb: Kb, tree: Tree, tmp_path: Path, file: Path, kind: str
) -> None:
    """With clear problems, no traceback, no site, and no trace on the machine."""
    write_frontend(tmp_path / "build" / "frontend")
    target = tree.path(f"{kind}/hostile.md")
    target.write_bytes(file.read_bytes())
    checked = kb("check")
    assert checked.code == 1
    assert f"content/{kind}/hostile.md:" in checked.out
    assert "Traceback" not in checked.out + checked.err
    assert kb("build").code == 1
    assert not (tmp_path / "build" / "site").exists()
    assert not Path("/tmp/owned").exists()


@pytest.mark.parametrize("file", PAGES, ids=[path.stem for path in PAGES])
def test_annotations_cannot_be_forged(kb: Kb, tree: Tree, file: Path) -> None:
    """What the hosting site reads as commands are our own lines alone."""
    tree.path("casestudies/hostile.md").write_bytes(file.read_bytes())
    for line in kb("check", "--format", "github").out.splitlines():
        assert line.startswith(("::error file=content/", "::warning file=content/"))
        assert line.count("::") == 2 or "::" in line.split("::", 2)[2]


@pytest.mark.posix
def test_a_page_that_is_a_link_or_a_pipe(kb: Kb, tree: Tree) -> None:
    """Nothing outside the folder is read, and nothing waits for ever."""
    import os

    tree.path("casestudies/link.md").symlink_to("/etc/passwd")
    os.mkfifo(tree.path("casestudies/pipe.md"))
    outcome = kb("check")
    assert outcome.code == 1
    assert "content/casestudies/link.md:1: symbolic-link" in outcome.out
    assert "content/casestudies/pipe.md:1: unreadable" in outcome.out
    assert "root:" not in outcome.out
