"""The work of an import grows with the file: twice as long is about twice the work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.editing.drafts.convert import MAX_PARAGRAPH, read_file
from kb.editing.drafts.html_tables import MAX_CELLS
from kb.editing.drafts.html_tree import MAX_DEPTH
from kb.editing.drafts.interpret import draft_of
from kb.editing.drafts.word_parts import MAX_XML_DEPTH, MAX_XML_ELEMENTS
from kb.model.corpus import Corpus
from kb.model.problems import KbError
from tests.kb.editing.files import with_part
from tests.work import lines_run

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _box(text: str) -> str:
    return f"<w:pict><w:txbxContent><w:p>{_run(text)}</w:p></w:txbxContent></w:pict>"


Make = Callable[[int], str]
HTML: dict[str, Make] = {
    "paragraphs never closed": lambda n: "<p>They met." * n,
    "entries never closed": lambda n: "<ol>" + "<li>They met." * n,
    "cells never closed": lambda n: "<table>" + "<tr><td>a<td>b" * n,
    "terms without words": lambda n: "<dl>" + "<dt>Term</dt>" * n + "</dl>",
    "struck out below no heading": lambda n: "".join(f"<s>old {k}</s> " for k in range(n)),
    "hidden": lambda n: "".join(f"<i hidden>old {k}</i>" for k in range(n)),
    "fields to fill in": lambda n: "".join(f"<input value=v{k}>" for k in range(n)),
    "raised signs": lambda n: "<p>" + "7<sup>2</sup> " * n,
    "notes": lambda n: (
        "".join(f"<p>Said<a href='#n{k}'>{k % 900}</a></p>" for k in range(n))
        + "<ol>"
        + "".join(f"<li id='n{k}'>Note {k}</li>" for k in range(n))
        + "</ol>"
    ),
    "emphasis within emphasis": lambda n: "<b>" * 90 + "<i>x</i> <u>y</u>" * n + "</b>" * 90,
    "boxes side by side": lambda n: "<div>" + "<span class=a>40</span><span class=b>GPs</span>" * n,
    "tags that never end": lambda n: '<p a="' * n + ">",
    "comments that never end": lambda n: "<!-- " * n,
    "headings alike": lambda n: "<h2>Results</h2><p>x</p>" * n,
}
MARKDOWN: dict[str, Make] = {
    "pictures that never end": lambda n: "![" * n,
    "headings alike": lambda n: "## The team\n\nx\n\n" * n,
    "labels": lambda n: "Cost: none\n\n" * n,
    "notes": lambda n: "".join(f"word[^a{k}]\n\n[^a{k}]: note\n\n" for k in range(n)),
    "comments that never end": lambda n: "<!--\n\n" * n,
}
WORD: dict[str, Make] = {
    "hidden runs": lambda n: "<w:p>" + _run("x", "<w:vanish/>") * n + "</w:p>",
    "deleted runs": lambda n: (
        "<w:p>" + "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>" * n + "</w:p>"
    ),
    "drawings": lambda n: "<w:p><w:r>" + "<w:drawing/>" * n + "</w:r></w:p>",
    "equations": lambda n: (
        "<w:p>" + "<m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>" * n
        + "</w:p>"
    ),
    "text boxes": lambda n: f"<w:p><w:r>{_box('x') * n}</w:r></w:p>",
    "fields never closed": lambda n: (
        "<w:p>" + ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + _run("x")) * n + "</w:p>"
    ),
}  # fmt: skip
CASES = [
    *((".html", name, make) for name, make in HTML.items()),
    *((".md", name, make) for name, make in MARKDOWN.items()),
    *((".docx", name, make) for name, make in WORD.items()),
]


def _written(path: Path, text: str) -> Path:
    if path.suffix == ".docx":
        body = f"<w:document {_W} {_M}><w:body>{text}</w:body></w:document>"
        return with_part(path, "word/document.xml", body.encode())
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("ending", "make"),
    [(ending, make) for ending, _, make in CASES],
    ids=[f"{ending[1:]}: {name}" for ending, name, _ in CASES],
)
def test_twice_as_long_is_twice_the_work(
    tmp_path: Path, corpus: Corpus, ending: str, make: Make
) -> None:
    """Read and made a draft of, whatever is in it; a step that looks back at all else shows."""

    def work(file: Path) -> int:
        return lines_run(lambda: draft_of(read_file(file).markdown, corpus.vocabularies))

    work(_written(tmp_path / f"warm{ending}", make(3)))
    once = work(_written(tmp_path / f"once{ending}", make(40)))
    twice = work(_written(tmp_path / f"twice{ending}", make(80)))
    assert twice < 2.3 * once


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "a.html",
            "<table><tr>" + "<td rowspan=50 colspan=50>9" * 20 + "<tr><td>a" * 30,
            "a table of more than",
        ),
        (
            "a.html",
            "<table><tr><td rowspan=50>" + "word " * 5_000 + "<td>a" + "<tr><td>a" * 60,
            "a table of more than",
        ),
        (
            "a.html",
            "<table><tr>" + "<td>1" * 300 + "<tr><td>2" * (MAX_CELLS // 300 + 1),
            "a table of more than",
        ),
        ("a.html", "<b>" * (MAX_DEPTH + 2), "elements more than"),
        ("a.md", "word " * (MAX_PARAGRAPH // 4), "a paragraph or table of"),
        ("a.docx", "<w:p/>" * MAX_XML_ELEMENTS, f"allowed {MAX_XML_ELEMENTS:,}"),
        (
            "a.docx",
            "<w:ins>" * MAX_XML_DEPTH + "</w:ins>" * MAX_XML_DEPTH,
            f"up to {MAX_XML_DEPTH + 2} deep",
        ),
    ],
)
def test_what_swells_is_refused(tmp_path: Path, name: str, text: str, found: str) -> None:
    """Cells that fill a table up, and what is deeper or longer than people write."""
    with pytest.raises(KbError) as caught:
        read_file(_written(tmp_path / name, text))
    assert found in str(caught.value)


def test_boxes_of_a_paragraph_keep_their_order(tmp_path: Path) -> None:
    """Each behind the paragraph that holds it, the first one first."""
    text = f"<w:p>{_run('Before.')}<w:r>{_box('One.')}{_box('Two.')}</w:r></w:p>"
    file = _written(tmp_path / "boxes.docx", text + f"<w:p>{_run('After.')}</w:p>")
    assert read_file(file).markdown == "Before.\n\nOne.\n\nTwo.\n\nAfter.\n"
