"""A file that somebody sent in, as Markdown: Word, HTML or Markdown, whatever is in it.

The file is not trusted: its size is bounded, and nothing is fetched. What its markup meant is
kept, or named in a to-do with its place, or listed as left out; no figure changes on the way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kb.content.frontmatter import YamlError, read_frontmatter
from kb.editing.drafts.markdown_file import plain_markdown
from kb.editing.drafts.marks import OURS, LeftOut, bare, confirmed
from kb.editing.drafts.to_do import TODO
from kb.editing.drafts.web_page import html_text, html_to_markdown
from kb.editing.drafts.word_file import word_html
from kb.model.problems import KbError
from kb.text.decoding import encoding_shown
from kb.text.unseen import OF_ONE_FONT, UNSEEN_WITHIN_WORDS

__all__ = ["FORMATS", "MAX_BYTES", "MAX_TEXT", "FileText", "html_text", "read_file", "read_text"]

MAX_BYTES = 8 * 1024 * 1024
"""Bytes of a file; a Word document without pictures has a hundredth of that."""
MAX_TEXT = 200_000
"""Characters of Markdown; the longest page of the content has a twentieth of that."""

MAX_PARAGRAPH = 20_000
"""Characters between two empty lines; a page may have two fifths of that."""

FORMATS = (".docx", ".md", ".markdown", ".html", ".htm")
"""The endings of files that can be read."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_PICTURE_DATA = re.compile(r"(?<=;base64,)[A-Za-z0-9+/=]+")
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)
"""Letters that a printed page joins: nobody who looks for the word types them so."""
_BULLETS = re.compile(r"(?m)^([ \t]*)[•·▪▫◦●○‣⁃∙\uf0b7\uf0a7\uf0d8][ \t]*(?=\S)")
_UNSEEN = re.compile(f"(?![{OURS}])(?:{UNSEEN_WITHIN_WORDS.pattern})")
_NEAR = 30
"""Characters round a sign that is left out, for whoever looks for its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """What a file says, as Markdown.

    `proof` is the same without to-dos and without what nobody has confirmed yet, such as "40²",
    which may be a figure with a note or a power; a source is made of it. `left_out` names what
    was not brought over.
    """

    markdown: str
    proof: str
    left_out: tuple[str, ...] = ()


def read_text(path: Path) -> str:
    """Return a Word, HTML or Markdown file as Markdown.

    Raises:
        KbError: as `read_file` says.
    """
    return read_file(path).markdown


def read_file(path: Path) -> FileText:
    """Return what a Word, HTML or Markdown file says.

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
    left_out = LeftOut()
    if kind == ".docx":
        markdown = html_to_markdown(word_html(path, data, left_out), path, left_out)
    elif kind in {".html", ".htm"}:
        markdown = html_to_markdown(bare(_decode(path, data, is_html=True)), path, left_out)
    else:
        typed = _PICTURE_DATA.sub("", bare(_decode(path, data)))
        _check_length(path, typed.strip())
        markdown = plain_markdown(typed, path, left_out)
    text = _tidy(path, markdown, is_typed=kind in {".md", ".markdown"})
    _name_signs(_BULLETS.sub("", markdown), left_out)
    return FileText(markdown=bare(text), proof=_proof(text), left_out=tuple(left_out.said))


def _name_signs(text: str, left_out: LeftOut) -> None:
    """Name the signs of a font of symbols, of which nobody can say here what they showed."""
    for match in OF_ONE_FONT.finditer(text):
        near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        words = OF_ONE_FONT.sub("…", near).replace("\n", " ")
        left_out.add("a sign of a font of symbols, at the dots", words)


def _proof(text: str) -> str:
    lines = [line for line in text.split("\n") if TODO not in line]
    return confirmed("\n".join(lines))


def _decode(path: Path, data: bytes, *, is_html: bool = False) -> str:
    """Return text in the encoding that its bytes show or its head names; else UTF-8 or cp1252.

    Raises:
        KbError: it is in none of them, or a file of another kind under this name.
    """
    shown = encoding_shown(data)
    if shown is None:
        raise KbError(
            f"{path}: unknown-format: found a Word document, a workbook or a PDF by its bytes; "
            f'allowed text in a file that ends in "{path.suffix}"; save what it says as a Word '
            "document (.docx), and give it that ending"
        )
    if shown:
        return _decoded(path, data, (shown,))
    named = _CHARSET.search(data[:4096]) if is_html else None
    names = ["utf-8-sig"]
    if named is not None:
        name = named[1].decode("ascii").lower()
        names += [
            {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name)
        ]
    return _decoded(path, data, (*names, "cp1252"))


def _decoded(path: Path, data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise KbError(
        f"{path}: not-utf-8: found bytes that are no text; allowed text in UTF-8; "
        'save it again with the encoding "UTF-8"'
    )


def _long_paragraph(text: str) -> str:
    """Return the first paragraph that is too long, or ""; front matter that can be read is none."""
    found = _longer(text)
    if not found:
        return ""
    try:
        return _longer(read_frontmatter(text.strip()).body)
    except YamlError:
        return found


def _longer(text: str) -> str:
    return next((part for part in text.split("\n\n") if len(part) > MAX_PARAGRAPH), "")


def _tidy(path: Path, markdown: str, *, is_typed: bool) -> str:
    """Return Markdown with plain spaces and line ends, and without what cannot be seen."""
    text = re.sub(r"\r\n|[\r\u2028\x85\x0b\x0c]", "\n", markdown).replace("\u2029", "\n\n")
    text = re.sub(r"[\u00a0\u2002-\u200a\u202f\u205f\u3000]", " ", text).replace("\u2011", "-")
    text = _UNSEEN.sub("", _BULLETS.sub(r"\1- ", text)).translate(_LIGATURES)
    if not is_typed:
        text = re.sub(r"(?<=\S) {2,}(?=\S)", " ", text)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n")))
    if long := _long_paragraph(text):
        raise KbError(
            f"{path}: too-large: found a paragraph or table of {len(long):,} characters; "
            f"allowed up to {MAX_PARAGRAPH:,}; part it by empty lines, and save it again"
        )
    _check_length(path, text)
    return text.strip() + "\n"


def _check_length(path: Path, text: str) -> None:
    if len(text) > MAX_TEXT:
        raise KbError(
            f"{path}: too-large: found {len(text):,} characters of text; "
            f"allowed up to {MAX_TEXT:,}; import one case study at a time"
        )
