"""What `kb evaluate --distress` counts and prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from kb.evaluation.distress import JudgedLine, Wrongs, helped, read_lines, wrongs_of
from kb.evaluation.run import DEFAULT_INDEX
from kb.index.encoder.table import Student
from kb.index.load import LoadedIndex
from kb.index.store import STUDENT
from kb.search.open import open_index

Counts = Mapping[str, Mapping[str, Wrongs]]
"""What is wrong, by side and kind."""

_TITLES = {"distress": "distress, missed", "ordinary": "ordinary, helped needlessly"}


def count_lines(
    path: Path,
    *,
    runtime: str,
    index_dir: Path | None,
    content_dir: Path,
) -> Counts:
    """Return what is wrong with the lines of a file.

    Raises:
        QueryError: if the file cannot be read, or there is no Node for that runtime.
        IndexStoreError: if the index is missing, stale or damaged.
    """
    lines = read_lines(path)
    index = open_index(index_dir or DEFAULT_INDEX, content_dir)
    if runtime == "node":
        return wrongs_of(lines, _helped_in_browser(index, lines))
    return wrongs_of(lines, helped(index.lexicon, lines))


def _helped_in_browser(index: LoadedIndex, lines: Sequence[JudgedLine]) -> list[bool]:
    from kb.browser.export import search_data
    from kb.browser.node import browser_answers
    from site_builder.render.search_data import SCRIPTS

    data = search_data(index, Student.load(index.folder / STUDENT))
    asked = [{"text": line.text, "mode": "keyword", "limit": 1} for line in lines]
    return [answer["distress"] for answer in browser_answers(data, SCRIPTS / "engine.js", asked)]


def counts_as_dict(found: Counts) -> dict[str, Any]:
    """Return counts as plain data, with the lines that are wrong."""
    return {
        side: {kind: {"lines": one.lines, "wrong": list(one.wrong)} for kind, one in kinds.items()}
        for side, kinds in found.items()
    }


def say_counts(found: Counts) -> None:
    """Print a table, and the wrong lines below it."""
    for side, kinds in found.items():
        click.echo(_TITLES[side])
        for kind, one in kinds.items():
            count = f"{len(one.wrong)}/{one.lines}"
            click.echo(f"  {kind:<30}{count:>10} {one.share:>6.1%}")
    for side, kinds in found.items():
        for text in kinds["all"].wrong:
            click.echo(f"{_TITLES[side]}: {text}")
