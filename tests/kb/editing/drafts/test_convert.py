"""`convert`: Word, HTML and Markdown in, plain Markdown out, whatever is in them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.editing.drafts.convert import (
    MAX_BYTES,
    MAX_TEXT,
    html_to_markdown,
    read_file,
    read_text,
)
from kb.model.problems import KbError
from kb.text.markdown import render
from tests.kb.editing.files import packed, with_part, word_account

_ELEMENTS = set("p a em strong ul ol li table thead tbody tr th td blockquote br h1 h2".split())


def test_a_table_has_its_first_row_as_its_heading(tmp_path: Path) -> None:
    """Word says so seldom, and Markdown knows no table without one."""
    made = docx.Document()
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Year", "GPs", "2015", "12"), strict=True):
        cell.text = text
    made.save(str(tmp_path / "a.docx"))
    assert read_text(tmp_path / "a.docx") == "| Year | GPs |\n| --- | --- |\n| 2015 | 12 |\n"
    html = tmp_path / "a.html"
    html.write_text("<table><tr><td>A</td></tr><tr><th>B</th></tr></table>", encoding="utf-8")
    assert read_text(html) == "| A |\n| --- |\n| B |\n"


def test_a_word_document_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    """As its writer made them."""
    text = read_text(word_account(tmp_path / "account.docx"))
    assert text.startswith("# Fen visiting team\n")
    assert "\n# Background\n" in text
    assert "\n1. We hired a paramedic.\n2. We agreed rules for visits.\n" in text
    assert "\n| Where | Fenland |\n" in text
    assert "\n- Could several practices share someone to do the visits?\n" in text


def test_a_web_page_keeps_its_text_alone(tmp_path: Path) -> None:
    """Scripts, styles, comments and unsafe links leave nothing behind; pictures leave a to-do."""
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><title>T</title><script>alert(1)</script><style>p{}</style></head><body>"
        "<nav>Menu</nav><h1 onclick='x()'>Fen &amp; Wash</h1><!-- secret --><p>One "
        "<a href='javascript:alert(1)'>two</a> <a href='https://fens.example/a'>three</a> "
        "<a href='file:///etc/passwd'>four</a> <img src='https://x.example/y.png' alt='pic'></p>"
        "<iframe src='https://x.example'></iframe><table><tr><th>A</th></tr><tr><td><p>b|c</p>"
        "</td></tr></table><form><input value='v'></form></body></html>",
        encoding="utf-8",
    )
    assert read_text(page) == (
        "# Fen & Wash\n\nOne two [three](https://fens.example/a) four\n\n"
        "To do: a picture stood here (“pic”): say in words what it shows.\n\n"
        "| A |\n| --- |\n| b\\|c |\n\n"
        "To do: a page within the page stood here: say in words what it shows.\n"
    )


def test_markdown_stays_as_it_is_but_for_signs_that_cannot_be_seen(tmp_path: Path) -> None:
    """Line ends, hard spaces and marks that turn the direction of text."""
    file = tmp_path / "a.md"
    file.write_bytes("\ufeff# A\r\n\r\n\r\n\r\nb\u00a0c\u202e d\u200b  \r\n".encode())
    assert read_text(file) == "# A\n\nb c d\n"


def test_text_of_an_older_windows_is_read(tmp_path: Path) -> None:
    """Curly quotation marks of cp1252."""
    file = tmp_path / "a.md"
    file.write_bytes(b"\x93Stay\x94 \xa3300")
    assert read_text(file) == "“Stay” £300\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("ending", [".md", ".html"])
def test_text_of_two_and_four_bytes_to_a_sign(tmp_path: Path, encoding: str, ending: str) -> None:
    """With its mark or without, as Notepad and old exports save it."""
    file = tmp_path / f"a{ending}"
    file.write_bytes("We kept seven GPs – “happily”".encode(encoding))
    assert read_text(file) == "We kept seven GPs – “happily”\n"


@pytest.mark.parametrize("ending", [".md", ".htm"])
@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1", b"%PDF-1.7\nGPs"])
def test_a_file_that_is_no_text_by_its_bytes(tmp_path: Path, ending: str, data: bytes) -> None:
    """Whatever its name says; nothing is made of its bytes."""
    file = tmp_path / f"a{ending}"
    file.write_bytes(data)
    with pytest.raises(KbError) as caught:
        read_text(file)
    assert str(caught.value) == (
        f"{file}: unknown-format: found a Word document, a workbook or a PDF by its bytes; "
        f'allowed text in a file that ends in "{ending}"; save what it says as a Word document '
        "(.docx), and give it that ending"
    )


def test_another_kind_of_file(tmp_path: Path) -> None:
    """The kinds that can be read are named."""
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF")
    with pytest.raises(KbError) as caught:
        read_text(file)
    assert str(caught.value) == (
        f'{file}: unknown-format: found ".pdf"; allowed .docx, .md, .markdown, .html, .htm; '
        "save it as a Word document (.docx) first"
    )


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    """It is not read to its end."""
    file = tmp_path / "a.md"
    with file.open("wb") as out:
        out.truncate(MAX_BYTES + 10)
    with pytest.raises(KbError) as caught:
        read_text(file)
    assert str(caught.value) == (
        f"{file}: too-large: found more than 8,388,608 bytes; allowed up to 8,388,608; "
        "take the pictures out and save it again"
    )


def test_more_text_than_any_case_study_has(tmp_path: Path) -> None:
    """However small the file that holds it."""
    file = tmp_path / "a.md"
    file.write_text("word " * (MAX_TEXT // 4), encoding="utf-8")
    with pytest.raises(KbError) as caught:
        read_text(file)
    assert str(caught.value) == (
        f"{file}: too-large: found 249,999 characters of text; allowed up to 200,000; "
        "import one case study at a time"
    )


def test_a_word_document_that_unpacks_to_too_much(tmp_path: Path) -> None:
    """A small file that swells is refused before it does."""
    file = packed(
        tmp_path / "bomb.docx",
        {"word/document.xml": b"<a/>", "word/media/a.bin": bytes(65 * 1024 * 1024)},
    )
    with pytest.raises(KbError) as caught:
        read_text(file)
    assert str(caught.value) == (
        f"{file}: too-large: found 2 parts of 68,157,444 bytes unpacked; "
        "allowed up to 2,000 and 67,108,864; take the pictures out and save it again"
    )


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_a_word_document_that_declares_entities(tmp_path: Path, name: str) -> None:
    """Neither a bomb of entities nor a file beside it is opened."""
    bomb = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    file = with_part(tmp_path / "entity.docx", name, bomb)
    with pytest.raises(KbError) as caught:
        read_text(file)
    assert str(caught.value) == (
        f"{file}: unsafe-file: found a declaration in {name} that no Word document needs; "
        "open it in Word and save it again as .docx"
    )


def test_a_word_document_that_is_none(tmp_path: Path) -> None:
    """Text with a wrong ending, and a packed file of something else."""
    file = tmp_path / "a.docx"
    file.write_bytes(b"Dear editors")
    with pytest.raises(KbError) as caught:
        read_text(file)
    assert str(caught.value) == (
        f"{file}: damaged-file: found a Word document that cannot be unpacked; "
        "open it in Word and save it again as .docx"
    )
    other = packed(tmp_path / "b.docx", {"readme.txt": b"hello"})
    with pytest.raises(KbError) as caught:
        read_text(other)
    assert str(caught.value) == (
        f"{other}: damaged-file: found no Word document in it; "
        "open it in Word and save it again as .docx"
    )


def test_a_word_document_with_broken_parts(tmp_path: Path) -> None:
    """What the converter stumbles over is told, without a traceback."""
    file = with_part(tmp_path / "a.docx", "word/document.xml", b"<w:document>")
    with pytest.raises(KbError) as caught:
        read_text(file)
    assert str(caught.value).startswith(
        f"{file}: damaged-file: found a Word document that cannot be read ("
    )
    assert str(caught.value).endswith("; open it in Word and save it again as .docx")


def test_a_word_document_that_links_to_a_picture_elsewhere(tmp_path: Path) -> None:
    """Nothing is fetched and no file is opened: the picture leaves nothing behind."""
    relations = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        b'2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/image" Target="file:///etc/passwd" '
        b'TargetMode="External"/></Relationships>'
    )
    drawing = (
        b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        b'wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
        b'2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        b'wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        b'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body><w:p><w:r>'
        b"<w:t>Words.</w:t></w:r><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic>"
        b'<pic:blipFill><a:blip r:link="rId9"/></pic:blipFill></pic:pic></a:graphicData>'
        b"</a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>"
    )
    file = with_part(tmp_path / "a.docx", "word/document.xml", drawing)
    with_rels = tmp_path / "b.docx"
    with zipfile.ZipFile(file) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    packed(with_rels, {**parts, "word/_rels/document.xml.rels": relations})
    try:
        text = read_text(with_rels)
    except KbError as error:
        text = str(error)
    assert "root:" not in text
    assert "passwd" not in text.replace(str(with_rels), "")


def test_html_nested_without_end(tmp_path: Path) -> None:
    """Refused before the converter's stack is."""
    with pytest.raises(KbError) as caught:
        html_to_markdown("<div>" * 5000, tmp_path / "deep.html")
    assert str(caught.value) == (
        f"{tmp_path / 'deep.html'}: too-deep: found elements more than 240 levels deep; "
        "save the text of the page alone"
    )


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<svg onload=alert(1)>",
                "<a href='javascript:alert(1)'>x</a>",
                "<a href='https://e.example/\"onmouseover=\"x'>y</a>",
                "<p>words</p>",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
                "<table><tr><td>",
                "</td></tr></table>",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
            ]
        ),
        max_size=8,
    )
)
def test_no_markup_reaches_a_page(parts: list[str]) -> None:
    """What comes out, rendered as every body is, holds no element but those of Markdown."""
    html = render(html_to_markdown("".join(parts), Path("x.html"))).html
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= _ELEMENTS
    assert all(href.startswith("https://") for href in re.findall(r'<a href="([^"]*)"', html))
    assert not re.search(r"<[^>]*\son[a-z]+=", html)


def test_a_sign_of_a_font_of_symbols_is_left_out_and_named(tmp_path: Path) -> None:
    """Nobody can say what it showed; one that begins a line is a bullet."""
    file = tmp_path / "a.md"
    file.write_text("# Rota\n\n\uf0b7 shared a van\n\uf0b7 paid 3 \uf0e0 4\n", encoding="utf-8")
    found = read_file(file)
    assert found.markdown == "# Rota\n\n- shared a van\n- paid 3  4\n"
    assert found.left_out == (
        "a sign of a font of symbols, at the dots: “# Rota shared a van paid 3 … 4”",
    )


@pytest.mark.parametrize(
    "odd",
    [
        "<![!DOCTYPE html>", "<![if !supportLists]>", "<![endif]>", "<![x", "<![ 5 ]>",
        "<![temp[y]]>", "<!ELEMENT a>", "<!>", "<!-->", "<!--->", "<?php 5 ?>", "<![CDATA[a]]>",
        "<!DOCTYPE html [<!ENTITY x '9'>]>", "<![CDATA", "</ >", "<!DOCTYPE", "<!doctype<!doctype>",
    ],
)  # fmt: skip
def test_marks_that_no_page_should_have_are_read_or_refused(tmp_path: Path, odd: str) -> None:
    """As a browser does, whatever stands behind the sign."""
    file = tmp_path / "a.html"
    file.write_text(f"{odd}<h1>Rota</h1>{odd}<p>We kept 12.</p>", encoding="utf-8")
    assert "We kept 12." in read_file(file).markdown
