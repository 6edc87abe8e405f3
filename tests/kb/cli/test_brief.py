"""`kb brief`: Markdown on standard output, or a Word file."""

from __future__ import annotations

from pathlib import Path

import docx

from tests.conftest import Kb


def test_a_brief_is_printed_or_written(kb: Kb, corpus_dir: Path, tmp_path: Path) -> None:
    """The same words in both."""
    page = "casestudies/ely-listening-line"
    printed = kb("brief", page, page, "--title", "Our brief", "--content", str(corpus_dir))
    assert printed.code == 0
    assert printed.out.startswith("# Our brief\n\n1 June 2024.")
    file = tmp_path / "brief.docx"
    assert kb("brief", page, "--docx", str(file), "--content", str(corpus_dir)).code == 0
    words = " ".join(p.text for p in docx.Document(str(file)).paragraphs)
    assert "What is not known" in words


def test_a_page_that_is_not_there_is_named(kb: Kb, corpus_dir: Path) -> None:
    """With how one is given."""
    found = kb("brief", "casestudies/nothing", "--content", str(corpus_dir))
    assert found.code == 1
    assert '"casestudies/nothing": found no case study or support option' in found.err
