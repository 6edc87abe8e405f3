"""`kb.editing.drafts.import_file`: from a Word document to a passing page in few steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.content.files import write_whole
from kb.editing.drafts.import_file import bring_in
from kb.model.problems import KbError
from tests.conftest import TODAY, Tree
from tests.kb.editing.files import word_account


def test_a_full_account_passes_at_once(tree: Tree, tmp_path: Path) -> None:
    """One command: the page, its source, its fingerprint; `kb check` finds only what is unsaid."""
    file = word_account(tmp_path / "account.docx")
    brought = bring_in(file, content_dir=tree.root, today=TODAY, own="fen-account")
    assert brought.path == tree.path("casestudies/fen-visiting-team.md")
    assert [path.name for path in brought.also] == ["fen-account", "bibliography.yaml"]
    missing = [message for message in tree.messages() if "needs" not in message]
    assert missing == []


def test_a_figure_changed_later_is_found(tree: Tree, tmp_path: Path) -> None:
    """An account of one's own proves figures as any source does."""
    file = word_account(tmp_path / "account.docx")
    bring_in(file, content_dir=tree.root, today=TODAY, own="fen-account")
    tree.replace("casestudies/fen-visiting-team.md", "40 fewer home visits", "44 fewer home visits")
    assert any('summary: unproved-number: found "44"' in said for said in tree.messages())


def test_long_quotes_from_an_own_account_are_proved(tree: Tree, tmp_path: Path) -> None:
    """Its fingerprint has no runs of twelve words, and its runs of four still tell."""
    file = word_account(tmp_path / "account.docx")
    bring_in(file, content_dir=tree.root, today=TODAY, own="fen-account")
    name = "casestudies/fen-visiting-team.md"
    tree.replace(name, "fell from 100 a week to 60 a week", "fell by 100 a week to 60 a week")
    assert any("quote-not-in-source" in said for said in tree.messages())


def test_nothing_is_written_if_the_source_is_there_already(tree: Tree, tmp_path: Path) -> None:
    """Neither the page nor half of a source."""
    file = word_account(tmp_path / "account.docx")
    before = {path: path.read_bytes() for path in tree.root.rglob("*") if path.is_file()}
    with pytest.raises(KbError) as caught:
        bring_in(file, content_dir=tree.root, today=TODAY, own="fen-report")
    assert str(caught.value) == (
        '--own: found "fen-report", which the bibliography has already; allowed a new identifier; '
        "add --force if this is the same account corrected, or name the source that is there with "
        "--source"
    )
    assert {path: path.read_bytes() for path in tree.root.rglob("*") if path.is_file()} == before


def test_a_file_without_a_title_is_named_after_itself(tree: Tree, tmp_path: Path) -> None:
    """Until somebody gives it one."""
    file = tmp_path / "our_small-story.md"
    file.write_text("Just a few words.", encoding="utf-8")
    brought = bring_in(file, content_dir=tree.root, today=TODAY, suggest=False)
    assert brought.path.name == "our-small-story.md"
    assert "title: Our small story\n" in brought.path.read_text(encoding="utf-8")


def test_a_page_of_the_form_gets_its_account(tree: Tree) -> None:
    """In one command, which changes no other line of it; `kb check` names that command."""
    page = tree.write(
        "casestudies/wold-rota.md",
        "---\ntitle: Wold rota  # ours\nsources:\n  - source: our-account\n    place: x\n---\n\n"
        "## The problem\n\n" + "Nine doctors left us within the year, and nobody came. " * 4,
    )
    before = page.read_text(encoding="utf-8")
    assert any("--own NAME" in said for said in tree.messages() if "wold-rota" in said)
    brought = bring_in(page, content_dir=tree.root, today=TODAY, own="wold-account")
    assert page.read_text(encoding="utf-8") == before.replace("our-account", "wold-account")
    assert [path.name for path in brought.also] == ["wold-account", "bibliography.yaml"]
    assert not any("unknown-source" in said for said in tree.messages())


def test_a_page_of_the_form_keeps_its_line_ends(tree: Tree) -> None:
    """And the mark of its encoding, as a program of Windows writes both."""
    text = "---\ntitle: Wold rota\nsources:\n  - source: our-account\n    place: x\n---\n\n" + (
        "Nine doctors left us within the year, and nobody came. " * 4
    )
    page = tree.write("casestudies/wold-rota.md", "")
    page.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    before = page.read_bytes()
    bring_in(page, content_dir=tree.root, today=TODAY, own="wold-account")
    assert page.read_bytes() == before.replace(b"our-account", b"wold-account")


def test_a_page_that_is_overwritten_is_kept(tree: Tree, tmp_path: Path) -> None:
    """Somebody may have worked on it."""
    file = word_account(tmp_path / "account.docx")
    path = bring_in(file, content_dir=tree.root, today=TODAY, own="fen-account").path
    path.write_text(path.read_text(encoding="utf-8") + "My own words.\n", encoding="utf-8")
    again = bring_in(file, content_dir=tree.root, today=TODAY, own="fen-account", replace_it=True)
    assert again.changed == ("fen-account: nothing changed",)
    assert "My own words." not in path.read_text(encoding="utf-8")
    assert again.kept is not None
    assert again.kept.read_text(encoding="utf-8").endswith("My own words.\n")


@pytest.mark.parametrize("written", [0, 1, 2])
def test_an_import_that_was_stopped_is_taken_up(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """Stopped before its fingerprint, its entry or its page, it can be given again as it was."""
    file = tmp_path / "account.md"
    words = " ".join(f"We kept {number} of our GPs in practice." for number in range(20, 30))
    file.write_text(f"# Wolds rota\n\n## Background\n\n{words}\n", encoding="utf-8")
    left = written

    def write(path: Path, text: str) -> None:
        nonlocal left
        if not left:
            raise KeyboardInterrupt
        left -= 1
        write_whole(path, text)

    for module in ("editing.drafts.place", "editing.drafts.own_account", "content.text_file"):
        monkeypatch.setattr(f"kb.{module}.write_whole", write)
    with pytest.raises(KeyboardInterrupt):
        bring_in(file, content_dir=tree.root, today=TODAY, own="wolds-account")
    left = 3
    page = bring_in(file, content_dir=tree.root, today=TODAY, own="wolds-account").path
    assert "source: wolds-account" in page.read_text(encoding="utf-8")
    assert not [message for message in tree.messages() if "wolds-account" in message]
