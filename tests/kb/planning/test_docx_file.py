"""Word files: the same bytes from the same pieces, no macro or field, read again by python-docx."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest

from kb.planning.docx_file import docx_bytes
from kb.planning.pieces import Blank, Grid, Heading, Items, Paragraph

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


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """And makes a page of it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine: the file is read by python-docx alone")
    file = tmp_path / "file.docx"
    file.write_bytes(docx_bytes(PIECES, title="T", made=DAY))
    command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "file.pdf").read_bytes().startswith(b"%PDF")
