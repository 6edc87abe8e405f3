"""A document as a list of plain pieces, which become Markdown, a Word file or a page.

The same pieces are made in the page (`site_builder/static/pieces.js`), so that what is saved there
and what a command writes read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_MARKS = re.compile(r"([\\`*_\[\]<>|])")
_START = re.compile(r"^([^\S\n]*)([#+\-]|\d+[.)])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (the title) to 3."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `strong` words open it, in bold."""

    text: str
    strong: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a header; every row has as many cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """Room to write in: so many empty lines."""

    lines: int


Piece = Heading | Paragraph | Items | Grid | Blank
_NARROW, _WIDE = 20, 48


def shares(grid: Grid) -> tuple[int, ...]:
    """Return how wide the columns of a table are to each other: by their longest cell, in bounds.

    Columns of which every cell is empty are to be written in, and get the room of a sentence.
    """
    found = []
    for at, title in enumerate(grid.header):
        longest = max((len(row[at]) for row in grid.rows), default=0)
        room = max(len(title), longest or _WIDE // 2)
        found.append(min(_WIDE, max(_NARROW, room)))
    return tuple(found)


def to_write_in(row: Sequence[str]) -> bool:
    """Whether a row of a table is there to be written in: nothing stands behind its first cell."""
    return len(row) > 1 and not any(row[1:])


def as_data(pieces: Iterable[Piece]) -> list[list[object]]:
    """Return pieces as plain data, as the page has them."""
    return [list(_data(piece)) for piece in pieces]


def _data(piece: Piece) -> Iterator[object]:
    match piece:
        case Heading(level, text):
            yield from ("heading", level, text)
        case Paragraph(text, strong):
            yield from ("paragraph", text, strong)
        case Items(items, numbered):
            yield from ("items", list(items), numbered)
        case Grid(header, rows):
            yield from ("grid", list(header), [list(row) for row in rows])
        case Blank(lines):
            yield from ("blank", lines)


def markdown(pieces: Sequence[Piece]) -> str:
    """Return pieces as Markdown; signs of Markdown in the text are made harmless."""
    return "\n\n".join(_markdown(piece) for piece in pieces) + "\n"


def _markdown(piece: Piece) -> str:
    match piece:
        case Heading(level, text):
            return f"{'#' * level} {_escaped(text)}"
        case Paragraph(text, strong):
            opening = f"**{_escaped(strong)}** " if strong else ""
            return (opening + _escaped(text)).strip() if strong else _line(text)
        case Items(items, numbered):
            return "\n".join(
                f"{f'{at}.' if numbered else '-'} {_line(item)}"
                for at, item in enumerate(items, start=1)
            )
        case Grid(header, rows):
            lines = [header, tuple("---" for _ in header), *rows]
            return "\n".join(
                "| " + " | ".join(c if c == "---" else _escaped(c) for c in row) + " |"
                for row in lines
            )
        case Blank(lines):
            return "\n\n".join(["\\_" * 20] * lines)


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _line(text: str) -> str:
    """A text that stands at the start of a line, where some signs mean more."""
    return _START.sub(lambda found: f"{found[1]}{_safe(found[2])}", _escaped(text))


def _safe(start: str) -> str:
    return f"{start[:-1]}\\{start[-1]}" if start[-1] in ".)" else f"\\{start}"
