"""Word files: the same bytes from the same pieces, no macro or field, read again by python-docx."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import docx

from kb.planning.docx_file import docx_bytes
from kb.text.pieces import Blank, Grid, Heading, Items, Paragraph
from tests.office import pages_of

DAY = date(2026, 11, 28)
PIECES = (
    Heading(1, "Title"),
    Heading(2, "Part"),
    Paragraph("said\x00\ud800", "Who:"),
    Items(("one", "=cmd|' /C calc'!A0")),
    Items(("first", "second"), numbered=True),
    Grid(("A", "B"), (("1", "2"), ("3", "4"))),
    Blank(2),
)


def test_the_file_holds_what_was_said() -> None:
    """Headings with their styles, a real table, signs that XML cannot hold left out."""
    word = docx.Document(io.BytesIO(docx_bytes(PIECES, title="T", made=DAY)))
    assert [(p.style.name, p.text) for p in word.paragraphs[:4] if p.style] == [
        ("Title", "Title"),
        ("Heading 1", "Part"),
        ("Normal", "Who: said"),
        ("List Bullet", "one"),
    ]
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [
        ["A", "B"],
        ["1", "2"],
        ["3", "4"],
    ]
    assert word.core_properties.title == "T"


def test_the_same_pieces_give_the_same_bytes_without_macro_field_or_address() -> None:
    """So that a build does not change from day to day, and nothing in it runs."""
    data = docx_bytes(PIECES, title="T", made=DAY)
    assert data == docx_bytes(PIECES, title="T", made=DAY)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = file.namelist()
        body = file.read("word/document.xml").decode()
        links = file.read("word/_rels/document.xml.rels").decode()
    assert not [name for name in names if "vba" in name.lower() or name.endswith(".bin")]
    assert "fldChar" not in body
    assert "instrText" not in body
    assert 'TargetMode="External"' not in links


def test_columns_are_as_wide_as_what_they_hold() -> None:
    """A long text gets more room than a date; a row to write in is tall; the header comes again."""
    rows = (("a long text, as long as this one is", "1 May"), ("to fill in", ""))
    data = docx_bytes([Grid(("What", "When"), rows)], title="T", made=DAY)
    table = docx.Document(io.BytesIO(data)).tables[0]
    wide, narrow = (cell.width for cell in table.rows[1].cells)
    assert wide is not None
    assert narrow is not None
    assert wide > narrow * 1.5
    assert [row.height is None for row in table.rows] == [True, True, False]
    assert "tblHeader" in table.rows[0]._tr.xml


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """And makes a page of it."""
    file = tmp_path / "file.docx"
    file.write_bytes(docx_bytes(PIECES, title="T", made=DAY))
    assert pages_of([file], tmp_path) == {"file.docx": 1}
