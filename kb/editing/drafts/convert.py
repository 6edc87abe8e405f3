"""A file that somebody sent in, as Markdown: Word by mammoth, HTML by markdownify.

The file is not trusted. Its size is bounded, packed and unpacked; nothing is fetched, no file
beside it is opened, no macro is looked at; of HTML only text, headings, lists, tables, quotations
and https links are kept. Alone imports mammoth, markdownify and bs4.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from kb.model.problems import KbError

MAX_BYTES = 8 * 1024 * 1024
"""Bytes of a file; a Word document without pictures has a hundredth of that."""
MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of a Word document unpacked."""
MAX_PARTS = 2_000
"""Files within a Word document."""
MAX_TEXT = 200_000
"""Characters of Markdown; the longest page of the content has a twentieth of that."""
MAX_DEPTH = 60
"""HTML elements within one another."""

FORMATS = (".docx", ".md", ".markdown", ".html", ".htm")
"""The endings of files that can be read."""

_KEPT = "h1 h2 h3 h4 h5 h6 p ul ol li table thead tbody tr td th blockquote strong b em i a br pre"
_DROPPED = (
    "script style template noscript iframe object embed svg math form input button select textarea "
    "img picture video audio source link meta base head title nav canvas"
)
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_DEPTH = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>")


def read_text(path: Path) -> str:
    """Return a Word, HTML or Markdown file as Markdown.

    Raises:
        KbError: the file is of another kind, too large, damaged or not safe to open.
    """
    kind = path.suffix.lower()
    if kind not in FORMATS:
        raise KbError(
            f'{path}: unknown-format: found "{kind or "no ending"}"; allowed {", ".join(FORMATS)}; '
            "save it as a Word document (.docx) first"
        )
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise KbError(
            f"{path}: too-large: found more than {MAX_BYTES:,} bytes; allowed up to {MAX_BYTES:,}; "
            "take the pictures out and save it again"
        )
    if kind == ".docx":
        markdown = html_to_markdown(_docx_html(path, data), path)
    elif kind in {".html", ".htm"}:
        markdown = html_to_markdown(_decode(path, data), path)
    else:
        markdown = _decode(path, data)
    return _tidy(path, markdown)


def html_to_markdown(html: str, path: Path) -> str:
    """Return HTML as Markdown: text, headings, lists, tables, quotations and https links.

    Raises:
        KbError: the HTML is nested too deep.
    """
    from bs4 import BeautifulSoup
    from bs4.element import Comment, Declaration, Doctype, ProcessingInstruction
    from markdownify import markdownify

    _check_depth(html, path)
    soup = BeautifulSoup(html, "html.parser")
    for odd in soup.find_all(string=lambda text: isinstance(text, Comment | Declaration | Doctype)):
        odd.extract()
    for odd in soup.find_all(string=lambda text: isinstance(text, ProcessingInstruction)):
        odd.extract()
    for element in soup.find_all(_DROPPED.split()):
        element.decompose()
    for link in soup.find_all("a"):
        if not re.match(r"https://[A-Za-z0-9.-]+", str(link.get("href") or "")):
            link.unwrap()
    for table in soup.find_all("table"):
        _plain_cells(table)
        _with_heading(table)
    made: Any = markdownify(
        str(soup), heading_style="ATX", bullets="-", convert=_KEPT.split(), escape_misc=False
    )
    return str(made)


def html_text(html: str, path: Path) -> str:
    """Return the words of a saved web page, without scripts, styles and what is not shown.

    Raises:
        KbError: the HTML is nested too deep.
    """
    from bs4 import BeautifulSoup

    _check_depth(html, path)
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(("script", "style", "template", "noscript", "head")):
        element.decompose()
    return " ".join(soup.get_text(" ").split())


def _docx_html(path: Path, data: bytes) -> str:
    import mammoth

    _check_docx(path, data)
    try:
        # A picture becomes nothing, and what it links to is never opened.
        made = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map="p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh",
            convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
        )
    except Exception as error:
        # mammoth tells of a damaged document by whatever its readers happen to raise.
        raise KbError(
            f"{path}: damaged-file: found a Word document that cannot be read "
            f"({type(error).__name__}); open it in Word and save it again as .docx"
        ) from error
    return str(made.value)


def _check_docx(path: Path, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or size > MAX_UNPACKED:
                raise KbError(
                    f"{path}: too-large: found {len(parts):,} parts of {size:,} bytes unpacked; "
                    f"allowed up to {MAX_PARTS:,} and {MAX_UNPACKED:,}; "
                    "take the pictures out and save it again"
                )
            if "word/document.xml" not in packed.namelist():
                raise KbError(
                    f"{path}: damaged-file: found no Word document in it; "
                    "open it in Word and save it again as .docx"
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_xml(path, part.filename, packed, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise KbError(
            f"{path}: damaged-file: found a Word document that cannot be unpacked; "
            "open it in Word and save it again as .docx"
        ) from error


def _check_xml(path: Path, name: str, packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part that is larger than it says, or declares entities."""
    with packed.open(part) as file:
        text = file.read(part.file_size + 1)
    if len(text) > part.file_size or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise KbError(
            f"{path}: unsafe-file: found a declaration in {name} that no Word document needs; "
            "open it in Word and save it again as .docx"
        )


def _check_depth(html: str, path: Path) -> None:
    depth = 0
    for match in _DEPTH.finditer(html):
        if match[3] or match[2].lower() in {"br", "img", "hr", "meta", "link", "input", "p", "li"}:
            continue
        depth += -1 if match[1] else 1
        if depth > MAX_DEPTH * 4:
            raise KbError(
                f"{path}: too-deep: found elements more than {MAX_DEPTH * 4} levels deep; "
                "save the text of the page alone"
            )


def _plain_cells(table: Any) -> None:
    """Make each cell one line, since a table in Markdown has no paragraphs within a cell."""
    for cell in table.find_all(["td", "th"]):
        words = " ".join(cell.get_text(" ").split())
        cell.clear()
        cell.append(words.replace("|", "/"))


def _with_heading(table: Any) -> None:
    """Make the first row the heading, since a table in Markdown has one and Word seldom says so."""
    first = table.find("tr")
    if first is not None and first.find("th") is None:
        for cell in first.find_all("td"):
            cell.name = "th"


def _decode(path: Path, data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise KbError(
        f"{path}: not-utf-8: found bytes that are no text; allowed text in UTF-8; "
        'save it again with the encoding "UTF-8"'
    )


def _tidy(path: Path, markdown: str) -> str:
    """Return Markdown with plain spaces and line ends, and without what cannot be seen."""
    text = markdown.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    text = _CONTROL.sub("", text)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n")))
    if len(text) > MAX_TEXT:
        raise KbError(
            f"{path}: too-large: found {len(text):,} characters of text; "
            f"allowed up to {MAX_TEXT:,}; import one case study at a time"
        )
    return text.strip() + "\n"
