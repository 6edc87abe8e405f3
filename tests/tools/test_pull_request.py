"""`tools/pull_request.py`: a change with faults gets its comment too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Tree
from tests.tools.load import TOOLS

PAGE = "casestudies/ely-listening-line.md"


@pytest.fixture
def base(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> str:
    """The invented content as the first commit of a repository, with no queries to measure."""
    monkeypatch.chdir(tree.root.parent)
    for arguments in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=A", "-c", "user.email=a@x.example", "commit", "-qm", "A"),
    ):
        subprocess.run(["git", *arguments], check=True, timeout=300)
    return "HEAD"


def comment(base: str) -> str:
    """Run the script as the workflow does, and return the comment."""
    subprocess.run(
        [
            sys.executable,
            str(TOOLS / "pull_request.py"),
            *("--base", base, "--number", "7", "--out", "build/comment"),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    assert Path("build/comment/number").read_text(encoding="utf-8") == "7\n"
    return Path("build/comment/comment.md").read_text(encoding="utf-8")


def test_a_change_that_passes(base: str) -> None:
    """What changes, and nothing to mend; the site is named only where it was built."""
    assert comment(base) == "## What this changes\n\nNo page changes.\n"
    site = Path("build/site/index.html")
    site.parent.mkdir(parents=True)
    site.touch()
    assert comment(base).endswith(
        "\nThe built site is the artefact `site` of the check: unpack it and open `index.html`.\n"
    )


def test_a_change_with_faults(base: str, tree: Tree) -> None:
    """The author is told how much is to mend and where to look."""
    tree.write(PAGE, tree.path(PAGE).read_text(encoding="utf-8").replace("levels:", "level:"))
    said = comment(base)
    assert "### Not compared, since `kb check` finds faults" in said
    assert said.endswith(
        "\n**Left to fix: 2 faults in 1 file.** "
        "The check marks the lines, under the tab Files changed.\n"
    )


def test_a_change_whose_lists_cannot_be_read(base: str, tree: Tree) -> None:
    """It is said so; the author is not left without a word."""
    tree.write("bibliography.yaml", "a: [\n")
    assert comment(base).startswith(
        "## What this changes\n\nIt cannot be described: the lists of the content (vocabularies, "
        "glossary or bibliography) cannot be read.\n\n**Left to fix: "
    )
