"""What `kb evaluate --distress` counts and prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from kb.evaluation.distress import HALVES, JudgedLine, Wrongs, helped, read_lines, wrongs_of
from kb.evaluation.run import DEFAULT_INDEX
from kb.index.encoder.table import Student
from kb.index.load import LoadedIndex
from kb.index.store import STUDENT
from kb.search.engine import Engine
from kb.search.open import choose_encoder, open_index

Counts = Mapping[str, Mapping[str, Mapping[str, Wrongs]]]
"""What is wrong, by side, kind and half."""

_MODES = ("keyword", "hybrid")
_TITLES = {"distress": "distress, missed", "ordinary": "ordinary, helped needlessly"}


def count_lines(
    path: Path,
    *,
    modes: Sequence[str],
    runtime: str,
    encoder: str | None,
    index_dir: Path | None,
    content_dir: Path,
) -> Mapping[str, Counts]:
    """Return what is wrong with the lines of a file, by mode.

    Raises:
        QueryError: if the file cannot be read, or there is no Node for that runtime.
        IndexStoreError: if the index is missing, stale or damaged.
    """
    lines = read_lines(path)
    index = open_index(index_dir or DEFAULT_INDEX, content_dir)
    engine = Engine(index, choose_encoder(encoder or "student", index))
    return {
        mode: wrongs_of(
            lines,
            _helped_in_browser(index, lines, mode)
            if runtime == "node"
            else helped(engine, lines, mode=mode),
        )
        for mode in modes or _MODES
    }


def _helped_in_browser(index: LoadedIndex, lines: Sequence[JudgedLine], mode: str) -> list[bool]:
    from kb.browser.export import search_data
    from kb.browser.node import browser_answers
    from site_builder.render.search_data import SCRIPTS

    data = search_data(index, Student.load(index.folder / STUDENT))
    asked = [{"text": line.text, "mode": mode, "limit": 1} for line in lines]
    return [answer["distress"] for answer in browser_answers(data, SCRIPTS / "engine.js", asked)]


def counts_as_dict(found: Mapping[str, Counts]) -> dict[str, Any]:
    """Return counts as plain data; the lines of the half that is tried on are not named."""
    return {
        mode: {
            side: {
                kind: {
                    half: {"lines": one.lines, "wrong": len(one.wrong)}
                    for half, one in halves.items()
                }
                for kind, halves in kinds.items()
            }
            for side, kinds in sides.items()
        }
        for mode, sides in found.items()
    }


def say_counts(found: Mapping[str, Counts]) -> None:
    """Print a table for each mode, and the wrong lines of the half that is fitted to."""
    for mode, sides in found.items():
        click.echo(f"{mode:<32}" + "".join(f"{half:>18}" for half in HALVES))
        for side, kinds in sides.items():
            click.echo(_TITLES[side])
            for kind, halves in kinds.items():
                cells = (f"{len(o.wrong)}/{o.lines} {o.share:>6.1%}" for o in halves.values())
                click.echo(f"  {kind:<30}" + "".join(f"{cell:>18}" for cell in cells))
        for side, kinds in sides.items():
            for text in kinds["all"][HALVES[0]].wrong:
                click.echo(f"{_TITLES[side]}: {text}")
        click.echo()
