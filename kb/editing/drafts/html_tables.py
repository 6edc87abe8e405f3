"""Tables of a page: those that only place text are undone, the others made plain rows.

A cell that spans several rows or columns stands in each of them, so that no figure stands under
another heading than it did.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.editing.drafts.html_tree import BLOCKS, HEADINGS, new_element
from kb.editing.drafts.labels import field_of, section_of
from kb.editing.drafts.marks import END, NOTICE, LeftOut, bare
from kb.model.problems import KbError
from kb.text.shorten import shorten

MAX_CELLS = 20_000
"""Cells of a table, those that fill up its rows and columns among them."""
MAX_TABLE_TEXT = 400_000
"""Characters of a table whose cells are repeated; a draft holds half of them."""
BREAK = "\ue006"
"""Stands between the parts of a cell, which Markdown keeps on one line."""


def _rows(table: Any) -> list[Any]:
    """Return the rows of a table as a browser shows them: its foot last, wherever it is written."""
    rows = list(_own(table, {"tr"}))
    return sorted(rows, key=lambda row: row.parent.name == "tfoot")


def _cells(row: Any) -> list[Any]:
    return list(_own(row, {"td", "th"}))


def _own(holder: Any, names: set[str]) -> Iterator[Any]:
    """Yield what stands within a table or row, and in no other within it."""
    waiting = list(reversed(holder.contents))
    while waiting:
        element = waiting.pop()
        if element.name in names:
            yield element
        elif element.name and element.name not in {"table", "tr"}:
            waiting += reversed(element.contents)


def undo_layout_tables(root: Any, left_out: LeftOut) -> None:
    """Write a table that only places text on the page as headings and text.

    Args:
        root: the page.
        left_out: takes the heading of such a table, as "Section | Details".
    """
    for table in root.find_all("table"):
        rows = [_cells(row) for row in _rows(table)]
        rows = [cells for cells in rows if cells]
        pairs = _stacked(rows)
        if not pairs and (not rows or not _is_layout(rows)):
            continue
        parts = []
        for at, cells in enumerate(pairs or rows):
            if at == 0 and len(rows) > 1 and _is_head(cells):
                left_out.add("the heading of a table that was undone", _words(cells))
                continue
            label = " ".join(cells[0].get_text(" ").split()).rstrip(":")
            has_label = len(cells) == 2 and 0 < len(label) <= 60 and not _is_rich(cells[0])
            if has_label:
                heading = new_element("h2")
                heading.append(label)
                parts.append(heading)
            for cell in cells[1:] if has_label else cells:
                cell.name = "div"
                cell.attrs = {}
                parts.append(cell.extract())
        for part in reversed(parts):
            table.insert_after(part)
        table.decompose()


def _stacked(rows: list[list[Any]]) -> list[list[Any]]:
    """Return (label, text) of a study whose labels stand above their texts; none if they do not.

    That is one column of labels and texts by turns, or two rows, of labels and of texts.
    """
    if len(rows) == 2 and len(rows[0]) == len(rows[1]) > 1:
        pairs = [[above, below] for above, below in zip(*rows, strict=True)]
    elif len(rows) % 2 == 0 and len(rows) > 2 and all(len(cells) == 1 for cells in rows):
        pairs = [[rows[at][0], rows[at + 1][0]] for at in range(0, len(rows), 2)]
    else:
        return []
    labels = [_words([label]) for label, _ in pairs]
    known = [label for label in labels if section_of(label)]
    all_named = all(section_of(label) or field_of(label) for label in labels)
    return pairs if len(known) > 1 and all_named else []


def _is_head(cells: list[Any]) -> bool:
    """Whether a row of a study names its columns, and is no part of it."""
    label = _words(cells[:1])
    is_known = section_of(label) or field_of(label)
    return len(cells) == 2 and not is_known and all(cell.name == "th" for cell in cells)


def _words(cells: list[Any]) -> str:
    return " ".join(" ".join(cell.get_text(" ").split()) for cell in cells)


def _is_layout(rows: list[list[Any]]) -> bool:
    if any(cell.find(HEADINGS) for cells in rows for cell in cells):
        return True
    if all(len(cells) == 1 for cells in rows):
        return len(rows) == 1 or any(_is_rich(cells[0]) for cells in rows)
    if max(len(cells) for cells in rows) != 2:
        return False
    labels = [" ".join(cells[0].get_text(" ").split()) for cells in rows if len(cells) == 2]
    known = [label for label in labels if field_of(label) or section_of(label)]
    rich = any(_is_rich(cells[-1]) for cells in rows)
    a_section = any(section_of(label) for label in labels)
    return bool(known) and (rich or a_section) and 2 * len(known) >= len(labels)


def _is_rich(cell: Any) -> bool:
    return bool(cell.find(["ul", "ol", "table", "dl", *HEADINGS])) or len(cell.find_all("p")) > 1


def flatten_table(table: Any, path: Path) -> None:
    """Make a table one of rows of one length, each cell a line, its first row the heading.

    Raises:
        KbError: it has too many cells, or too much text in those that span several.
    """
    grid, spans = _grid([_cells(row) for row in _rows(table)], path)
    if not grid:
        table.unwrap()
        return
    for cell in table.find_all(["td", "th"]):
        _one_line(cell)
    head = 1
    while head < min(len(grid), 4) and all(
        cell is None or cell.name == "th" for cell in grid[head]
    ):
        if not all(cell is None or cell.name == "th" for cell in grid[0]) or head == len(grid) - 1:
            break
        head += 1
    width = max(map(len, grid))
    if width * len(grid) > MAX_CELLS:
        raise _too_large(path)
    html_of = {id(cell): cell.decode_contents() for row in grid for cell in row if cell is not None}
    lines = [[html_of.get(id(cell), "") for cell in row] for row in grid]
    if sum(len(cell) for row in lines for cell in row) > MAX_TABLE_TEXT:
        raise _too_large(path)
    first = [
        ", ".join(
            dict.fromkeys(row[at] for row in lines[:head] if at < len(row) and row[at].strip())
        )
        for at in range(width)
    ]
    html = ["<table>", _row_html(first, width, "th")]
    html += [_row_html(row, width, "td") for row in lines[head:]]
    made = _fragment("".join([*html, "</table>"]))
    table.replace_with(made)
    if spans:
        told = ", ".join(f"“{shorten(words, 40)}”" for words in spans[:5])
        notice = new_element("p")
        notice.append(f"{NOTICE}look at the table: {told} spanned several rows or columns{END}")
        made.insert_after(notice)


def _too_large(path: Path) -> KbError:
    return KbError(
        f"{path}: too-large: found a table of more than {MAX_CELLS:,} cells or "
        f"{MAX_TABLE_TEXT:,} characters; make several of it, or leave it out"
    )


def _fragment(html: str) -> Any:
    from bs4 import BeautifulSoup

    found: Any = BeautifulSoup(html, "html.parser").find("table")
    return found.extract()


def _row_html(cells: list[str], width: int, name: str) -> str:
    padded = [*cells, *[""] * (width - len(cells))]
    return "<tr>" + "".join(f"<{name}>{cell}</{name}>" for cell in padded) + "</tr>"


def _grid(rows: list[list[Any]], path: Path) -> tuple[list[list[Any]], list[str]]:
    """Return cells by row and column, those that span several in each of them.

    The second part holds the words of those with a figure that span several.
    """
    grid: list[list[Any]] = []
    below: dict[int, tuple[Any, int]] = {}
    spans: list[str] = []
    filled = 0
    for cells in rows:
        row: list[Any] = []
        waiting = deque(cells)
        while waiting or any(at >= len(row) for at in below):
            at = len(row)
            if at in below:
                cell, left = below.pop(at)
                if left > 1:
                    below[at] = (cell, left - 1)
                row.append((cell, left > 1))
                continue
            if not waiting:
                row.append((None, False))
                continue
            cell = waiting.popleft()
            wide, high = _span(cell, "colspan", 50), _span(cell, "rowspan", MAX_CELLS)
            words = " ".join(bare(cell.get_text(" ")).split())
            if (wide > 1 or high > 1) and grid and re.search(r"\d", words):
                spans.append(words)
            for column in range(at, at + wide):
                if column == len(row):
                    row.append((cell, False))
                if high > 1:
                    below[column] = (cell, high - 1)
        grid.append([cell for cell, _ in row])
        filled += len(row)
        if filled > MAX_CELLS:
            raise _too_large(path)
    return [row for row in grid if any(cell is not None for cell in row)], spans


def _span(cell: Any, name: str, most: int) -> int:
    value = str(cell.get(name) or "1").strip()
    if name == "rowspan" and value == "0":  # as far as the table goes
        return most
    return max(1, min(int(value), most)) if value.isdecimal() and len(value) < 6 else 1


def _one_line(cell: Any) -> None:
    """Write the blocks of a cell on one line, with a sign between them."""
    for element in cell.find_all(["br", *BLOCKS]):
        if element.name == "br":
            element.replace_with(BREAK)
        elif element.name not in {"td", "th"} or element.find_parent(["td", "th"]) is not None:
            element.insert_before(BREAK)
            element.insert_after(BREAK)
            element.unwrap()
