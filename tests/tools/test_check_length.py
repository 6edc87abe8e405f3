"""`tools/check_length.py`: sides of paper are counted, the longest plans and sheets found.

The browser's part runs with `make check-site`.
"""

from __future__ import annotations

import json
from pathlib import Path

from tools.check_length import longest_sheets, longest_stops, sides_of


def test_the_sides_of_a_print_are_counted() -> None:
    """Each page is an object of its own; the list of pages is none."""
    assert sides_of(b"<</Type /Pages /Count 2>> <</Type /Page /a>> <</Type/Page>>") == 2
    assert sides_of(b"%PDF-1.4") == 0


def test_the_stop_with_most_tasks_is_found(tmp_path: Path) -> None:
    """By road, as the page names it."""
    (tmp_path / "assets").mkdir()
    for role, counts in {"locum": {"a": 1, "b": 3}, "partner": {"c": 0}}.items():
        road = {"stops": {moment: {"tasks": [{}] * count} for moment, count in counts.items()}}
        script = f'window.kbRoad["{role}"] = {json.dumps(road)};\n'
        (tmp_path / "assets" / f"plan-data-{role}.js").write_text(script, encoding="utf-8")
    assert longest_stops(tmp_path) == ["locum/b", "partner/c"]


def test_the_sheets_with_most_words_are_found(tmp_path: Path) -> None:
    """By what stands on the paper, longest first; the page that makes a sheet is none."""
    for name, words in {"locum/a": "one two", "locum/a/b": "one <b>two</b> three"}.items():
        folder = tmp_path / "sheet" / name
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(
            f'<h1>A title of many words</h1><article class="app-sheet"><p>{words}</p></article>'
            f"{'<p>foot</p>' * (10 - len(words))}",
            encoding="utf-8",
        )
    (tmp_path / "sheet" / "index.html").write_text("<p>none</p>", encoding="utf-8")
    assert longest_sheets(tmp_path) == ["sheet/locum/a/b/", "sheet/locum/a/"]
