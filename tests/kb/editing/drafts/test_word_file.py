"""`kb.editing.drafts.word_file` and its parts: what Word shows and mammoth would lose."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from kb.editing.drafts.convert import read_file
from kb.model.problems import KbError
from tests.kb.editing.files import packed, with_part


def saved(made: Any, path: Path) -> Path:
    """Save a document and return its path."""
    made.save(str(path))
    return path


def test_a_numbered_list_goes_on_behind_a_paragraph(tmp_path: Path) -> None:
    """With the number that Word shows."""
    made = docx.Document()
    made.add_paragraph("Asked.", style="List Number")
    made.add_paragraph("A year went by.")
    made.add_paragraph("Began.", style="List Number")
    text = read_file(saved(made, tmp_path / "a.docx")).markdown
    assert text == "1. Asked.\n\nA year went by.\n\n2. Began.\n"


def test_hidden_and_struck_out_words_are_left_out_and_named(tmp_path: Path) -> None:
    """Nobody who reads the page in Word takes them for its text."""
    made = docx.Document()
    paragraph = made.add_paragraph("Kept ")
    paragraph.add_run("17").font.hidden = True
    paragraph.add_run("15 ").font.double_strike = True
    paragraph.add_run("11.")
    found = read_file(saved(made, tmp_path / "a.docx"))
    assert found.markdown == "Kept 11.\n"
    assert found.left_out == ("hidden text: “17”", "struck-out text: “15”")


def test_what_stands_on_every_page_is_left_out_and_named(tmp_path: Path) -> None:
    """Header and footer."""
    made = docx.Document()
    made.add_paragraph("Text.")
    made.sections[0].header.paragraphs[0].text = "Wold trust"
    found = read_file(saved(made, tmp_path / "a.docx"))
    assert found.markdown == "Text.\n"
    assert found.left_out == ("what stands on every page (header): “Wold trust”",)


def test_the_document_may_have_another_name(tmp_path: Path) -> None:
    """Some programs save it so; the relations say which part it is."""
    made = docx.Document()
    made.add_paragraph("Text.")
    with zipfile.ZipFile(saved(made, tmp_path / "a.docx")) as archive:
        parts = {
            name.replace("word/document.xml", "word/main7.xml").replace(
                "document.xml.rels", "main7.xml.rels"
            ): archive.read(name).replace(b"word/document.xml", b"word/main7.xml")
            for name in archive.namelist()
        }
    assert read_file(packed(tmp_path / "b.docx", parts)).markdown == "Text.\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_declaration_in_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    """The guard reads what the parser reads."""
    bomb = '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode(encoding)
    with pytest.raises(KbError) as caught:
        read_file(with_part(tmp_path / "a.docx", "word/styles.xml", bomb))
    assert ": unsafe-file: " in str(caught.value)


def test_text_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    """Before anything reads it."""
    with pytest.raises(KbError) as caught:
        read_file(with_part(tmp_path / "a.docx", "word/document.xml", b" " * 13_000_000))
    assert "bytes of text and formatting unpacked; allowed up to 12,582,912" in str(caught.value)


def test_a_flipped_bit_is_told_without_a_traceback(tmp_path: Path) -> None:
    """Wherever it is in the packed text."""
    made = docx.Document()
    made.add_paragraph("Text. " * 50)
    data = bytearray(saved(made, tmp_path / "a.docx").read_bytes())
    for at in range(200, len(data), len(data) // 25):
        flipped = bytes([*data[:at], data[at] ^ 16, *data[at + 1 :]])
        file = tmp_path / "b.docx"
        file.write_bytes(flipped)
        assert _error(file).startswith((f"{file}: ", "none"))


def _error(file: Path) -> str:
    """Return what is said of a file, or "none"; any other exception is a fault of ours."""
    try:
        read_file(file)
    except KbError as error:
        return str(error)
    return "none"
