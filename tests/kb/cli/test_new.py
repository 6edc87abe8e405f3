"""`kb new`: questions, a file, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli.new import command
from kb.frontmatter import read_frontmatter
from tests.conftest import EPOCH, Kb, Tree

ANSWERS = (
    "Fen visiting team",
    "Fen Surgery, Wash Surgery",
    "Fenland",
    "from 2015",
    "not stated",
    "not stated",
    "",
    "Doctors were worn out and going early.",
    "They shared a paramedic.",
    "Nobody counted.",
    "",
    "fen-report",
)


def test_questions_become_a_page(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is answered stands in the file; what is left for later says what is wanted."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    arguments = ["casestudy", "--content", str(tree.root)]
    done = CliRunner().invoke(command, arguments, input="\n".join(ANSWERS) + "\n")
    assert done.exit_code == 0, done.output
    path = tree.path("casestudies/fen-visiting-team.md")
    matter = read_frontmatter(path.read_text(encoding="utf-8"))
    assert matter.fields["organisations"] == ["Fen Surgery", "Wash Surgery"]
    assert matter.fields["sources"] == [{"source": "fen-report", "place": "whole page"}]
    assert "They shared a paramedic." in matter.body
    assert f"wrote {path}" in done.output
    assert "summary: empty-value: found nothing; give it a value: stands alone" in done.output
    assert f"next: edit the file, then run kb check {path}" in done.output


def test_without_questions(kb: Kb, tree: Tree) -> None:
    """For other kinds too; every gap is a to-do."""
    outcome = kb("new", "signposting", "--title", "Fen line", "--no-input")
    assert outcome.code == 0
    text = tree.path("signposting/fen-line.md").read_text(encoding="utf-8")
    assert 'who_for:  # to do: who may use it, or "not stated"' in text
    assert "To do: what it is and who runs it, the point first." in text
    assert "things to do:" in outcome.out


def test_a_page_needs_a_title(kb: Kb, tree: Tree) -> None:
    """Its file is named after it."""
    assert tree.root.is_dir()
    outcome = kb("new", "--no-input")
    assert outcome.code == 2
    assert outcome.err.endswith("Error: --title: give one; the page is named after it\n")


def test_a_kind_that_is_none(kb: Kb) -> None:
    """Those that can be drafted are named."""
    outcome = kb("new", "poem", "--no-input")
    assert outcome.code == 2
    assert "'poem' is not one of 'casestudy', 'signposting', 'toolkit'." in outcome.err


def test_no_content_folder(kb: Kb, tmp_path: Path) -> None:
    """Told as ever."""
    assert not (tmp_path / "content").exists()
    outcome = kb("new", "--title", "X", "--no-input")
    assert outcome.code == 1
    assert outcome.err == (
        "kb: content: found no such folder; allowed a folder of content; "
        "run kb where the folder content is, or name the folder with --content\n"
    )
