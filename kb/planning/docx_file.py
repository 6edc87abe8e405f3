"""Pieces as a Word file (Office Open XML); alone imports docx.

The file has styles, no macro, no field and no link to elsewhere, and the same pieces give the
same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

from docx import Document
from docx.document import Document as Word
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Row

from kb.text.pieces import Blank, Grid, Heading, Items, Paragraph, Piece, shares, to_write_in

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file: the first that a zip file knows."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""
AUTHOR = "Keeping GPs in practice"
_WIDTH = 17.0
"""Between the margins, in centimetres."""
_INK = RGBColor(0x0B, 0x3C, 0x49)
_SHADE = "E4ECEE"


def docx_bytes(pieces: Sequence[Piece], *, title: str, made: date) -> bytes:
    """Return a Word file on A4 paper.

    Args:
        pieces: in order.
        title: its title among the properties.
        made: the day that its properties name.
    """
    word = Document()
    _set_up(word, title, made)
    for piece in pieces:
        _write(word, piece)
    held = io.BytesIO()
    word.save(held)
    return _without_times(held.getvalue())


def _set_up(word: Word, title: str, made: date) -> None:
    moment = datetime.combine(made, datetime.min.time())
    properties = word.core_properties
    properties.title, properties.author = _clean(title)[:255], AUTHOR
    properties.last_modified_by, properties.comments = AUTHOR, ""
    properties.created = properties.modified = moment
    properties.language = "en-GB"
    for section in word.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.8)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(9.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    normal.paragraph_format.space_after = Pt(3.5)
    normal.paragraph_format.line_spacing = 1.05
    for name, size, above in (("Title", 17, 0), ("Heading 1", 12, 9), ("Heading 2", 10, 6)):
        style = word.styles[name]
        style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), True
        style.font.color.rgb = _INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(3)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)


def _write(word: Word, piece: Piece) -> None:
    match piece:
        case Heading(level, text):
            word.add_heading(_clean(text), level - 1)
        case Paragraph(text, strong):
            paragraph = word.add_paragraph()
            if strong:
                paragraph.add_run(f"{_clean(strong)} ").bold = True
            paragraph.add_run(_clean(text))
        case Items(items, numbered):
            for at, item in enumerate(items, start=1):
                paragraph = word.add_paragraph(style=None if numbered else "List Bullet")
                if numbered:  # typed, since a list style goes on counting from the list before
                    paragraph.paragraph_format.left_indent = Cm(0.8)
                    paragraph.paragraph_format.first_line_indent = Cm(-0.8)
                paragraph.add_run(f"{at}.\t{_clean(item)}" if numbered else _clean(item))
        case Grid():
            _write_grid(word, piece)
        case Blank(lines):
            for _ in range(lines):
                word.add_paragraph("_" * 72)


def _write_grid(word: Word, grid: Grid) -> None:
    """Write a table: its header on each page, its columns by what is in them, rows kept whole."""
    table = word.add_table(rows=1 + len(grid.rows), cols=len(grid.header), style="Table Grid")
    table.autofit = False
    _set_widths(table, grid)
    for row, texts in zip(table.rows, (grid.header, *grid.rows), strict=True):
        _mark(row, "w:cantSplit")
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(_clean(text))
            cell.paragraphs[0].paragraph_format.space_after = Pt(1.5)
        if to_write_in(texts):
            row.height, row.height_rule = Cm(0.9), WD_ROW_HEIGHT_RULE.AT_LEAST
    _mark(table.rows[0], "w:tblHeader")
    for cell in table.rows[0].cells:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)
        for run in cell.paragraphs[0].runs:
            run.bold = True
    after = word.add_paragraph()  # Word needs one between two tables
    after.paragraph_format.space_after = Pt(0)
    after.paragraph_format.line_spacing = Pt(6)


def _set_widths(table: Table, grid: Grid) -> None:
    weights = shares(grid)
    for column, weight in zip(table.columns, weights, strict=True):
        width = Cm(_WIDTH * weight / sum(weights))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _without_times(data: bytes) -> bytes:
    """Return the file with the same time on each part, so that it depends on its text alone."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, date_time=_FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return held.getvalue()
