"""Templates to fill in, written as Markdown files in `kb/data/templates`, each with its credit.

A file has a title (``#``), a sentence about it (``>``), a line ``credit:`` with the pages that it
is owed to, and then headings (``##``), paragraphs, lists (``-`` or ``1.``), rows of a table
(``|``, the first of them its header) and ``{blank 3}`` for three empty lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby

from kb.model.documents import DocId
from kb.model.problems import KbError
from kb.text.pieces import Blank, Grid, Heading, Items, Paragraph, Piece

_BLANK = re.compile(r"\{blank (\d{1,2})\}$")
_NUMBERED = re.compile(r"\d+\. ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template: its name and title, what it is for, the pages it is owed to, and its pieces."""

    name: str
    title: str
    about: str
    credit: tuple[DocId, ...]
    pieces: tuple[Piece, ...]


def templates() -> tuple[Template, ...]:
    """Return every template by name."""
    folder = files("kb.data").joinpath("templates")
    found = sorted((entry for entry in folder.iterdir()), key=lambda entry: entry.name)
    return tuple(
        read_template(entry.name.removesuffix(".md"), entry.read_text(encoding="utf-8"))
        for entry in found
        if entry.name.endswith(".md")
    )


def read_template(name: str, text: str) -> Template:
    """Return the template of a file.

    Raises:
        KbError: its title, its sentence or its credit is missing, or rows differ in length.
    """
    lines = text.split("\n")
    title = next((line[2:].strip() for line in lines if line.startswith("# ")), "")
    about = next((line[2:].strip() for line in lines if line.startswith("> ")), "")
    credit = next((line[7:] for line in lines if line.startswith("credit:")), "")
    if not (title and about and credit.strip()):
        raise KbError(
            f'{name}.md: allowed a line "# title", one "> about it" and one "credit: page"'
        )
    rest = [line for line in lines if not line.startswith(("# ", "> ", "credit:"))]
    return Template(
        name=name,
        title=title,
        about=about,
        credit=tuple(DocId(page.strip()) for page in credit.split(",")),
        pieces=tuple(_pieces(name, rest)),
    )


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    if line.startswith("## "):
        return "heading"
    if line.startswith("|"):
        return "row"
    if line.startswith("- "):
        return "item"
    return "numbered" if _NUMBERED.match(line) else "text"


def _pieces(name: str, lines: Sequence[str]) -> Iterator[Piece]:
    for kind, group in groupby(lines, key=_kind):
        found = list(group)
        if kind == "heading":
            yield from (Heading(2, line[3:].strip()) for line in found)
        elif kind == "row":
            yield _grid(name, found)
        elif kind == "item":
            yield Items(tuple(line[2:].strip() for line in found))
        elif kind == "numbered":
            for line in found:  # the numbers go on after a table or a heading
                number, _, words = line.partition(". ")
                yield Paragraph(words.strip(), f"{number}.")
        elif kind == "text":
            for line in found:
                yield from _text(line)


def _text(line: str) -> Iterator[Piece]:
    blank = _BLANK.search(line)
    words = _BLANK.sub("", line).strip()
    if words:
        yield Paragraph(words)
    if blank:
        yield Blank(int(blank[1]))


def _grid(name: str, lines: Sequence[str]) -> Grid:
    rows = [tuple(c.strip() for c in line.strip().strip("|").split("|")) for line in lines]
    if any(len(row) != len(rows[0]) for row in rows):
        raise KbError(
            f'{name}.md: a row that begins "{lines[0][:30]}" has other cells than another'
        )
    return Grid(rows[0], tuple(rows[1:]))


def whole(template: Template, credits: Sequence[str]) -> tuple[Piece, ...]:
    """Return a template as a document, with what it is for and whom it is owed to.

    Args:
        template: the template.
        credits: titles of the pages it is owed to, with addresses if they are known.
    """
    owed = f"Made for “Keeping GPs in practice” after: {'; '.join(credits)}. " if credits else ""
    return (
        Heading(1, template.title),
        Paragraph(template.about),
        *template.pieces,
        Paragraph(f"{owed}The questions are ours. Change them as you need. CC BY 4.0."),
    )
