"""Comma-separated text that a spreadsheet reads as text: no cell can be a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"\s*[=+\-@\t\r|%＝＋－＠]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as RFC 4180 has them, with a header line and lines that end in CRLF.

    A cell that a spreadsheet could take for a formula has an apostrophe in front, which
    spreadsheets do not show; a plain number stays as it is.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def safe_cell(text: str) -> str:
    """Return a cell that is text for every spreadsheet; without signs that no file should hold."""
    clean = text.replace("\0", "")
    return f"'{clean}" if _FORMULA.match(clean) and not _NUMBER.fullmatch(clean) else clean
