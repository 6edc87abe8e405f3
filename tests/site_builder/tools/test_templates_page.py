"""The templates' page, and the files beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx

from kb.model.corpus import Corpus


def test_every_template_is_shown_and_can_be_edited(
    site: Path, read_page: Callable[[str], str], corpus: Corpus
) -> None:
    """As a Word file and as Markdown; the page holds its questions, without script."""
    html = read_page("plan-support/templates")
    assert corpus.templates
    for one in corpus.templates:
        folder = site / "plan-support/templates"
        word = docx.Document(str(folder / f"{one.name}.docx"))
        assert word.paragraphs[0].text == one.title
        assert (folder / f"{one.name}.md").read_text(encoding="utf-8").startswith(f"# {one.title}")
        assert f'href="{one.name}.docx" download' in html
        assert one.about in html
        assert all(f"/{page}/" in html for page in one.credit)
