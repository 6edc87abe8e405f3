"""Tables of a page: those that only place text are undone, the others made plain rows.

A cell that spans several rows or columns stands in each of them, so that no figure stands under
another heading than it did.
"""

from __future__ import annotations

import re
from typing import Any

from kb.editing.drafts.html_blocks import new_element
from kb.editing.drafts.html_tree import BLOCKS, HEADINGS
from kb.editing.drafts.labels import field_of, section_of
from kb.editing.drafts.marks import END, NOTICE, bare, shorten

BREAK = "\ue006"
"""Stands between the parts of a cell, which Markdown keeps on one line."""


def _rows(table: Any) -> list[Any]:
    return [row for row in table.find_all("tr") if row.find_parent("table") is table]


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]


def undo_layout_tables(root: Any) -> None:
    """Write a table that only places text on the page as headings and text."""
    for table in root.find_all("table"):
        rows = [_cells(row) for row in _rows(table)]
        rows = [cells for cells in rows if cells]
        if not rows or not _is_layout(rows):
            continue
        parts = []
        for cells in rows:
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


def flatten_table(table: Any) -> None:
    """Make a table one of rows of one length, each cell a line, its first row the heading."""
    grid, spans = _grid([_cells(row) for row in _rows(table)])
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
    lines = [
        [str(cell.decode_contents()) if cell is not None else "" for cell in row] for row in grid
    ]
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


def _fragment(html: str) -> Any:
    from bs4 import BeautifulSoup

    found: Any = BeautifulSoup(html, "html.parser").find("table")
    return found.extract()


def _row_html(cells: list[str], width: int, name: str) -> str:
    padded = [*cells, *[""] * (width - len(cells))]
    return "<tr>" + "".join(f"<{name}>{cell}</{name}>" for cell in padded) + "</tr>"


def _grid(rows: list[list[Any]]) -> tuple[list[list[Any]], list[str]]:
    """Return cells by row and column, those that span several in each of them.

    The second part holds the words of those with a figure that span several.
    """
    grid: list[list[Any]] = []
    below: dict[int, tuple[Any, int]] = {}
    spans: list[str] = []
    for cells in rows:
        row: list[Any] = []
        waiting = list(cells)
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
            cell = waiting.pop(0)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            words = " ".join(bare(cell.get_text(" ")).split())
            if (wide > 1 or high > 1) and grid and re.search(r"\d", words):
                spans.append(words)
            for column in range(at, at + wide):
                if column == len(row):
                    row.append((cell, False))
                if high > 1:
                    below[column] = (cell, high - 1)
        grid.append([cell for cell, _ in row])
    return [row for row in grid if any(cell is not None for cell in row)], spans


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    return max(1, min(int(value), 50)) if value.isdigit() and len(value) < 6 else 1


def _one_line(cell: Any) -> None:
    """Write the blocks of a cell on one line, with a sign between them."""
    for element in cell.find_all(["br", *BLOCKS]):
        if element.name == "br":
            element.replace_with(BREAK)
        elif element.name not in {"td", "th"} or element.find_parent(["td", "th"]) is not None:
            element.insert_before(BREAK)
            element.insert_after(BREAK)
            element.unwrap()
