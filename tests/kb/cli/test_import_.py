"""`kb import`: files of people who have never seen Git, and files of those who mean no good."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import FIXTURES, Kb, Tree
from tests.kb.editing.files import word_account

HOSTILE = sorted((FIXTURES / "hostile").iterdir())


def test_a_word_document_in_one_command(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """It says what it wrote, and what is left to do."""
    file = word_account(tmp_path / "account.docx")
    outcome = kb("import", str(file), "--own", "fen-account")
    assert outcome.code == 0
    assert outcome.out.startswith(
        "wrote content/fingerprints/fen-account\nwrote content/bibliography.yaml\n"
        "wrote content/casestudies/fen-visiting-team.md\n"
    )
    assert tree.path("casestudies/fen-visiting-team.md").is_file()


def test_the_answers_of_the_issue_form(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """As the hosting site gives them."""
    file = tmp_path / "answers.md"
    file.write_text("### Title\n\nFen team\n\n### What they did\n\nMuch.\n", encoding="utf-8")
    assert kb("import", str(file), "--issue", "--no-suggest").code == 0
    assert "Much." in tree.path("casestudies/fen-team.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a.md", "--own", "x", "--source", "y"), "--own and --source: give one of them"),
        (
            ("a.md", "--own", ""),
            "--own: found nothing; give an identifier, or leave it out",
        ),
        (
            ("a.md", "--source="),
            "--source: found nothing; give an identifier, or leave it out",
        ),
        (("a.html", "--issue"), "--issue: save the text of the issue as a .md file"),
    ],
)
def test_wrong_usage(kb: Kb, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    """Said before anything is read."""
    (tmp_path / arguments[0]).write_text("x", encoding="utf-8")
    outcome = kb("import", *arguments)
    assert outcome.code == 2
    assert outcome.err.endswith(f"Error: {message}\n")


def _files(folder: Path) -> set[Path]:
    """Every file, but for what the program keeps of the content it has read."""
    cache = folder / "build" / "cache"
    return {path for path in folder.rglob("*") if path.is_file() and cache not in path.parents}


@pytest.mark.parametrize("file", HOSTILE, ids=[path.name for path in HOSTILE])
def test_hostile_files_end_in_a_draft_that_does_not_pass_or_an_error(
    kb: Kb, tree: Tree, file: Path
) -> None:
    """No traceback, nothing outside the folder, and nothing that `kb check` lets through."""
    before = _files(tree.root.parent)
    outcome = kb("import", str(file), "--no-suggest")
    assert outcome.code in {0, 1}
    assert "Traceback" not in outcome.err
    added = _files(tree.root.parent) - before
    assert all(path.parent == tree.path("casestudies") for path in added)
    assert len(added) == (1 if outcome.code == 0 else 0)
    if added:
        assert kb("check").code == 1
