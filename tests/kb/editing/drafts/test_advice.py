"""`kb.editing.drafts.advice`: all the advice on one file, of whatever format."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.content.read_leniently import read_leniently
from kb.editing.drafts.advice import similar_to, suggest_for
from tests.conftest import TODAY, Tree
from tests.kb.editing.files import word_account


def test_a_page_of_the_content(tree: Tree) -> None:
    """It does not learn from itself, and its results are not told as loose figures."""
    content = read_leniently(tree.root, today=TODAY)
    found = suggest_for(tree.path("casestudies/fenland-peer-circle.md"), content)
    assert found.kept["interventions"] == ("peer-support", "mentoring")
    assert "nine" not in [figure.shown for figure in found.figures]
    assert any(figure.shown == "250" for figure in found.figures)
    data = found.as_dict()
    assert list(data) == ["tags", "has", "figures", "wording"]


def test_a_page_named_from_its_own_folder(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is of the kind that its folder says, however its path is written."""
    content = read_leniently(tree.root, today=TODAY)
    for path in sorted(tree.root.glob("*/*.md")):
        whole = suggest_for(path, content).as_dict()
        monkeypatch.chdir(path.parent)
        assert suggest_for(Path(path.name), content).as_dict() == whole


def test_a_word_document_that_is_not_yet_a_page(tree: Tree, tmp_path: Path) -> None:
    """Advice before the import."""
    content = read_leniently(tree.root, today=TODAY)
    file = word_account(tmp_path / "account.docx")
    found = suggest_for(file, content)
    assert any(figure.shown == "two" for figure in found.figures)
    assert similar_to(file, content, limit=3)


def test_a_page_is_not_like_itself(tree: Tree) -> None:
    """Only like others."""
    content = read_leniently(tree.root, today=TODAY)
    found = similar_to(tree.path("casestudies/fenland-peer-circle.md"), content)
    assert "casestudies/fenland-peer-circle" not in [like.id for like in found]
    assert found
