"""`kb template`: listed, printed, or written as a Word file."""

from __future__ import annotations

from pathlib import Path

import docx

from tests.conftest import Kb


def test_a_template_in_every_form(kb: Kb, corpus_dir: Path, tmp_path: Path) -> None:
    """A name that does not exist is named with those that do."""
    content = ("--content", str(corpus_dir))
    assert kb("template", *content).out.startswith("circle-questions: For a peer circle")
    assert kb("template", "circle-questions", *content).out.startswith("# Questions for a circle\n")
    file = tmp_path / "t.docx"
    assert kb("template", "circle-questions", "--docx", str(file), *content).code == 0
    assert docx.Document(str(file)).tables
    found = kb("template", "circle", *content)
    assert (found.code, found.out) == (1, "")
    assert 'template: found "circle"; allowed circle-questions' in found.err
