"""`kb.editing.drafts.word_file` and its parts: what Word shows and mammoth would lose."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from kb.editing.drafts.convert import FileText, read_file
from kb.model.problems import KbError
from tests.kb.editing.files import packed, with_part

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


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


def body(tmp_path: Path, inside: str, styles: str = "") -> FileText:
    """Return what a Word document with this as its body says."""
    parts = parts_of(tmp_path, inside)
    if styles:
        parts["word/styles.xml"] = f'<w:styles xmlns:w="{_SPACE}">{styles}</w:styles>'.encode()
    return read_file(packed(tmp_path / "a.docx", parts))


def parts_of(tmp_path: Path, inside: str) -> dict[str, bytes]:
    """Return the parts of a Word document with this as its body."""
    document = f'<w:document xmlns:w="{_SPACE}"><w:body>{inside}</w:body></w:document>'
    file = with_part(tmp_path / "a.docx", "word/document.xml", document.encode())
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def run(words: str, look: str = "") -> str:
    """Return a run of words with a look."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


STYLES = (
    '<w:style w:type="character" w:styleId="Gone"><w:name w:val="gone"/><w:rPr><w:dstrike/></w:rPr>'
    '</w:style><w:style w:type="character" w:styleId="Base"><w:name w:val="b"/><w:rPr>'
    '<w:vertAlign w:val="superscript"/></w:rPr></w:style><w:style w:type="character" '
    'w:styleId="Note"><w:name w:val="n"/><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
)


@pytest.mark.parametrize(
    "look",
    [
        '<w:vertAlign w:val="superscript"/>',
        '<w:rStyle w:val="Note"/>',
        '<w:position w:val="8"/><w:sz w:val="14"/>',
        '<w:b/><w:i/><w:vertAlign w:val="superscript"/>',
    ],
)
def test_a_raised_sign_of_any_making_is_no_digit(tmp_path: Path, look: str) -> None:
    """By its own look, by a style that another one is based on, or moved up by hand."""
    found = body(tmp_path, f"<w:p>{run('Kept 63')}{run('2', look)}{run(' GPs')}</w:p>", STYLES)
    assert "632" not in found.markdown.replace("*", "")
    assert "“63²”" in found.markdown
    assert "63" not in found.proof


def test_words_struck_out_by_a_style_are_left_out(tmp_path: Path) -> None:
    """Unless the run itself says otherwise."""
    gone, stays = (
        run("15 ", '<w:rStyle w:val="Gone"/>'),
        '<w:rStyle w:val="Gone"/><w:strike w:val="0"/>',
    )
    found = body(tmp_path, f"<w:p>{run('Kept ')}{gone}{run('11.', stays)}</w:p>", STYLES)
    assert found.markdown == "Kept 11.\n"
    assert found.left_out == ("struck-out text: “15”",)


def test_a_row_taken_back_in_a_tracked_change_goes(tmp_path: Path) -> None:
    """With a word of what it held."""
    row = "<w:tr>{}<w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr>"
    found = body(
        tmp_path,
        "<w:tbl>"
        + row.format("", run("Site"), run("GPs"))
        + row.format("<w:trPr><w:del w:id='1' w:author='a'/></w:trPr>", run("Ely"), run("81"))
        + row.format("", run("March"), run("7"))
        + "</w:tbl>",
    )
    assert found.markdown == "| Site | GPs |\n| --- | --- |\n| March | 7 |\n"
    assert found.left_out == ("a row deleted in a tracked change: “Ely 81”",)


def test_words_of_fields_and_the_like_are_kept(tmp_path: Path) -> None:
    """mammoth does not look into them; a line end of any kind parts words."""
    found = body(
        tmp_path,
        f"<w:p><w:fldSimple w:instr='REF a'>{run('Since 2021')}</w:fldSimple>"
        f"<w:bdo w:val='ltr'>{run(', 9 GPs')}</w:bdo>"
        f"<w:r><w:ruby><w:rubyBase>{run(' stayed')}</w:rubyBase></w:ruby></w:r>"
        f"<w:r><w:cr/></w:r>{run('here')}</w:p>",
    )
    assert found.markdown == "Since 2021, 9 GPs stayed\nhere\n"


def test_a_table_of_contents_is_left_out(tmp_path: Path) -> None:
    """Its lines would be taken for headings."""
    look = '<w:pPr><w:pStyle w:val="TOC1"/></w:pPr>'
    found = body(tmp_path, f"<w:p>{look}{run('Results 4')}</w:p><w:p>{run('Text.')}</w:p>", STYLES)
    assert found.markdown == "Text.\n"
    assert found.left_out == ("a line of the table of contents: “Results 4”",)


@pytest.mark.parametrize(
    ("font", "sign", "shown"),
    [
        ("Wingdings", "<w:t>o</w:t>", "☐"),
        ("Wingdings", "<w:t>\uf0fe</w:t>", "☒"),
        ("Wingdings 2", "<w:t>R</w:t>", "☑"),
        ("Arial", '<w:sym w:font="MS Gothic" w:char="2612"/>', "☒"),
        ("Arial", '<w:sym w:font="Wingdings" w:char="F0A8"/>', "☐"),
        ("Arial", "<w:t>o</w:t>", "o"),
    ],
)
def test_boxes_of_any_font_are_boxes(tmp_path: Path, font: str, sign: str, shown: str) -> None:
    """An empty one is never a tag."""
    look = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>'
    found = body(tmp_path, f"<w:p><w:r>{look}{sign}</w:r>{run(' Locum')}</w:p>")
    assert found.markdown == f"{shown} Locum\n"


def test_a_link_that_the_document_does_not_hold_is_text(tmp_path: Path) -> None:
    """Word opens such a document too."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<w:hyperlink xmlns:r="{space}" r:id="rId77">{run("the rota")}</w:hyperlink>'
    assert body(tmp_path, f"<w:p>{link}</w:p>").markdown == "the rota\n"


def test_a_strict_document_is_read_like_any_other(tmp_path: Path) -> None:
    """Its parts have other names for the same things."""
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = (
        f'<w:document xmlns:w="{space}"><w:body><w:p>{run("Kept ")}{run("8", "<w:vanish/>")}'
        f"{run('7.')}</w:p></w:body></w:document>"
    )
    found = read_file(with_part(tmp_path / "a.docx", "word/document.xml", document.encode()))
    assert found.markdown == "Kept 7.\n"
    assert found.left_out == ("hidden text: “8”",)


def test_a_field_of_one_element_keeps_its_link(tmp_path: Path) -> None:
    """As one of several runs does."""
    link = f'<w:fldSimple w:instr=" HYPERLINK &quot;https://wold.example/a&quot; ">{run("it")}'
    found = body(tmp_path, f"<w:p>{run('See ')}{link}</w:fldSimple></w:p>")
    assert found.markdown == "See [it](https://wold.example/a)\n"


@pytest.mark.parametrize(
    "between", ['<w:br w:type="page"/>', '<w:br w:type="column"/>', "<w:ptab/>", "<w:cr/>"]
)
def test_a_break_parts_figures(tmp_path: Path, between: str) -> None:
    """Of a page and of a column as well as of a line."""
    found = body(tmp_path, f"<w:p>{run('Kept 12')}<w:r>{between}</w:r>{run('9 left')}</w:p>")
    assert "129" not in found.markdown
    assert found.markdown.split() == ["Kept", "12", "9", "left"]


def test_figures_of_paragraphs_that_were_joined_stay_two(tmp_path: Path) -> None:
    """Where a tracked change deleted the end of the first."""
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    found = body(tmp_path, f"<w:p>{mark}{run('From 15')}</w:p><w:p>{run('8 stayed')}</w:p>")
    assert found.markdown == "From 15 8 stayed\n"


def test_a_cell_that_was_deleted_is_left_out_and_named(tmp_path: Path) -> None:
    """Its place stays, so that no figure moves."""
    rows = "".join(
        f"<w:tr><w:tc><w:tcPr>{look}</w:tcPr><w:p>{run(one)}</w:p></w:tc>"
        f"<w:tc><w:p>{run(two)}</w:p></w:tc></w:tr>"
        for one, two, look in (("Before", "After", ""), ("31", "28", "<w:cellDel/>"))
    )
    found = body(tmp_path, f"<w:tbl>{rows}</w:tbl>")
    assert "| | 28 |" in found.markdown
    assert found.left_out == ("a cell deleted in a tracked change: “31”",)


def test_words_of_a_diagram_stand_in_its_to_do(tmp_path: Path) -> None:
    """They are kept in a part of their own, which nothing else reads."""
    drawing = (
        "<w:drawing><a:graphic xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'>"
        "<dgm:relIds xmlns:dgm='http://schemas.openxmlformats.org/drawingml/2006/diagram' "
        "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' "
        "r:dm='rId77'/></a:graphic></w:drawing>"
    )
    relations = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        "<Relationship Id='rId77' Target='diagrams/data3.xml' Type='http://schemas."
        "openxmlformats.org/officeDocument/2006/relationships/diagramData'/></Relationships>"
    )
    words = (
        "<a:d xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'>"
        "<a:p><a:t>Asked 6 practices</a:t></a:p><a:p><a:t>Began in May</a:t></a:p></a:d>"
    )
    parts = parts_of(tmp_path, f"<w:p>{run('Our way')}</w:p><w:p><w:r>{drawing}</w:r></w:p>")
    parts["word/_rels/document.xml.rels"] = relations.encode()
    parts["word/diagrams/data3.xml"] = words.encode()
    found = read_file(packed(tmp_path / "b.docx", parts))
    assert "To do: a drawing or chart stood here (“Asked 6 practices Began in May”)." in (
        found.markdown
    )


def test_a_note_that_is_pointed_to_twice_stands_once(tmp_path: Path) -> None:
    """mammoth writes it for each mark."""
    mark = "<w:r><w:footnoteReference w:id='4'/></w:r>"
    inside = f"<w:p>{run('Kept 12')}{mark}{run(' and 15')}{mark}</w:p>"
    parts = parts_of(tmp_path, inside)
    note = f"<w:footnote w:id='4'><w:p>{run('By hand.')}</w:p></w:footnote>"
    parts["word/footnotes.xml"] = f"<w:footnotes xmlns:w='{_SPACE}'>{note}</w:footnotes>".encode()
    found = read_file(packed(tmp_path / "b.docx", parts))
    assert found.markdown.count("By hand.") == 1
    assert found.markdown.startswith("Kept 12¹ and 15¹\n")


def test_small_words_above_others_and_other_documents_are_named(tmp_path: Path) -> None:
    """Neither has a place in a draft."""
    ruby = f"<w:ruby><w:rt>{run('above')}</w:rt><w:rubyBase>{run('below')}</w:rubyBase></w:ruby>"
    found = body(tmp_path, f"<w:p><w:r>{ruby}</w:r></w:p><w:subDoc/>")
    assert found.markdown == "below\n"
    assert found.left_out == (
        "small words above or beside others: “above”",
        "a file of another kind within the document: copy its text in by hand",
    )
