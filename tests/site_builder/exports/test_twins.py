"""Markdown twins and llms.txt: every link leads to a file, every document is told whole."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from kb.model.documents import CaseStudy
from site_builder.exports.twins import llms_txt, twin, twin_url
from site_builder.model.site_content import SiteContent

_LINK = re.compile(r"(?<!\\)\]\(([^)#\s]+)")


def test_every_document_has_its_twin_and_its_links_lead_somewhere(
    content: SiteContent, site: Path
) -> None:
    """Relative to itself, so that a copy of the site keeps working."""
    for document in content.documents():
        text = (site / twin_url(document.id).removeprefix("/")).read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert f"- Identifier: {document.id}\n" in text
        folder = posixpath.dirname(twin_url(document.id)).removeprefix("/")
        for link in _LINK.findall(text):
            if "://" not in link:
                assert (site / posixpath.normpath(posixpath.join(folder, link))).is_file(), link


def test_a_twin_tells_grade_quote_and_status(content: SiteContent) -> None:
    """What a language model needs to cite with care."""
    for document in content.documents():
        text = twin(content, document, base_url="https://e.org")
        if isinstance(document, CaseStudy):
            assert "- Evidence: " in text
            assert text.count("Evidence") >= len(document.results)
            assert f"- Page: https://e.org/{document.id}/\n" in text
        assert text.count("\n# ") == 0


def test_llms_txt_has_the_form_and_lists_every_twin(content: SiteContent, site: Path) -> None:
    """A title, a quotation, then lists of links under headings."""
    text = (site / "llms.txt").read_text(encoding="utf-8")
    assert re.match(r"# [^\n]+\n\n> [^\n]+\n\n", text)
    assert text == llms_txt(content)
    lists = text.split("\n## ")[1:]
    assert lists[-1].startswith("Optional\n")
    for part in lists:
        lines = part.split("\n")[1:]
        assert all(re.fullmatch(r"(- \[.+\]\(\S+\): .+)?", line) for line in lines)
    linked = _LINK.findall(text)
    assert all((site / link).exists() for link in linked)
    assert {twin_url(d.id).removeprefix("/") for d in content.documents()} <= set(linked)
