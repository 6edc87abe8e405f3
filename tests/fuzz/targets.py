"""What is done with a hostile text of each kind, and what must hold of it whatever it is."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from kb.content.frontmatter import YamlError, read_frontmatter, read_yaml
from kb.content.read import check_corpus
from kb.content.read_leniently import read_leniently
from kb.editing.drafts.convert import read_file
from kb.editing.drafts.draft import write_draft
from kb.editing.drafts.interpret import draft_of
from kb.model.documents import DocId
from kb.model.links import LinkError, read_link
from kb.model.problems import KbError
from kb.text.markdown import render, sections, targets
from kb.text.unseen import UNSEEN
from site_builder.views.phone_links import link_phones
from tests.conftest import FIXTURES, TODAY
from tests.kb.editing.files import with_part

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_UNSAFE = re.compile(r"<script|<iframe|<img|\son\w+\s*=\s*[\"']|href=\"(?:javascript|data):", re.I)
_PROBLEM = re.compile(r"content(?:/\S+)?:\d+: ")
VOCABULARIES = read_leniently(FIXTURES / "corpus", today=TODAY).reference.vocabularies


def page(text: str) -> None:
    """A page is read or refused; every problem has its place, and names no exception."""
    _checked("casestudies/ely-listening-line.md", text)


def of_list(text: str) -> None:
    """So is each list, whatever stands in it."""
    for name in ("vocabularies/needs.yaml", "bibliography.yaml", "glossary.yaml", "distress.yaml"):
        _checked(name, text)


def _checked(name: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "content"
        shutil.copytree(FIXTURES / "corpus", root)
        (root / name).write_text(text, encoding="utf-8", newline="")
        for problem in check_corpus(root, today=TODAY).problems:
            said = str(problem)
            assert _PROBLEM.match(said), said
            assert not UNSEEN.search(said), said


def markdown(text: str) -> None:
    """Its HTML is safe, and its sections hold every line that it has."""
    html = render(text).html
    assert not _UNSAFE.search(re.sub(r"&lt;.*?(?:&gt;|$)", "", html)), html
    link_phones(html)
    targets(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for section in sections(text):
        assert section.level == 0 or section.line < len(lines)
        assert section.markdown in "\n".join(lines)
    imported("a.md", text.encode())


def html(text: str) -> None:
    """A saved page becomes a draft, or is refused."""
    imported("a.html", text.encode())


def word(text: str) -> None:
    """So does a Word document with this as the inside of its body."""
    with tempfile.TemporaryDirectory() as folder:
        body = f'<w:document xmlns:w="{_W}"><w:body>{text}</w:body></w:document>'
        file = with_part(Path(folder) / "a.docx", "word/document.xml", body.encode())
        imported("a.docx", file.read_bytes())


def imported(name: str, data: bytes) -> None:
    """A file becomes a draft that can be read again, or is refused in one line."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        try:
            found = read_file(file)
        except KbError as error:
            in_one_line(error)
            return
    draft = draft_of(found.markdown, VOCABULARIES)
    written = write_draft(draft, today=date(2026, 11, 28))
    assert not UNSEEN.search(written)
    try:
        read_frontmatter(written)
    except YamlError as error:
        too_long_for_a_page(error)


def in_one_line(error: KbError) -> None:
    """A refusal is one line."""
    assert "\n" not in str(error), error


def too_long_for_a_page(error: YamlError) -> None:
    """What a draft may hold and a page may not is length alone."""
    assert error.fault == "too-large", error


def address(text: str) -> None:
    """A link leads to a document, to https or a mailbox, or is refused."""
    for line in text.splitlines():
        try:
            link = read_link(line, DocId("casestudies/ely-listening-line"))
        except LinkError:
            continue
        assert link.document is not None or re.match(r"https://|mailto:|#", line.strip()), line


def plain_yaml(text: str) -> None:
    """YAML is plain data, or refused."""
    with contextlib.suppress(YamlError):
        read_yaml(text)


TARGETS: Mapping[str, Callable[[str], object]] = {
    "page": page,
    "list": of_list,
    "markdown": markdown,
    "html": html,
    "word": word,
    "address": address,
}
"""What is tried with the texts of each kind that need no engine and no Node."""
