"""`kb.content.read_leniently`: what can be read, for advice."""

from __future__ import annotations

import pytest

from kb.content.read_leniently import read_leniently
from kb.model.problems import ContentError
from tests.conftest import TODAY, Tree


def test_a_page_with_faults_is_left_out_and_named(tree: Tree) -> None:
    """The others are read as ever."""
    tree.write("toolkit/broken.md", "---\ntitle: [\n---\n")
    tree.write("toolkit/draft.md", "---\ntitle: A draft\n---\n")
    content = read_leniently(tree.root, today=TODAY)
    assert content.left_out == ("content/toolkit/broken.md", "content/toolkit/draft.md")
    assert len(content.documents) == 9
    assert list(content.documents) == sorted(content.documents)


def test_without_vocabularies_there_is_no_advice(tree: Tree) -> None:
    """Their faults are told."""
    tree.write("vocabularies/roles.yaml", "partner: [")
    with pytest.raises(ContentError) as caught:
        read_leniently(tree.root, today=TODAY)
    assert "content/vocabularies/roles.yaml:" in str(caught.value)
