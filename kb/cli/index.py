"""The command `kb index`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.options import (
    area_option,
    content_option,
    corpus_of_area,
    index_option,
    kept_of,
    national_of,
    national_option,
)

if TYPE_CHECKING:
    from kb.index.cache import Progress


@click.command("index")
@content_option
@index_option
@area_option
@national_option
@click.option("--rebuild", is_flag=True, help="Encode every text again, including unchanged ones.")
def command(
    content_dir: Path, index_dir: Path, area: str, national: Path | None, rebuild: bool
) -> None:
    """Build the search index from the content.

    The new index replaces the old one only when it is complete: if anything fails, the old one
    stays. Where neither the content nor the program has changed there is nothing to do. What a
    local edition shares with the national content is taken from the national index, if there is
    one.

    \b
    Example:
      kb index
      kb index --rebuild
      kb index --area somerset
    """
    like = None
    if area:
        from kb.content.editions import WORK

        corpus_of_area(area, national_of(national, content_dir))
        content_dir = WORK / area / "content"
        like, index_dir = index_dir, WORK / area / "index"
    if not rebuild and _is_current(content_dir, index_dir):
        click.echo(f"{index_dir}: up to date, nothing to do", err=True)
        return
    from kb.content.clock import today
    from kb.content.read import read_corpus
    from kb.index.build import build_index
    from kb.index.encoder.model import TransformerEncoder
    from kb.index.encoder.train import GENERAL, General
    from kb.search.ready import write_ready

    corpus = read_corpus(content_dir, today=today(), kept=kept_of(content_dir))
    with _progress() as progress:
        build_index(
            corpus,
            index_dir,
            encoder=TransformerEncoder(),
            general=General.load(GENERAL),
            rebuild=rebuild,
            like=like,
            progress=progress,
            say=lambda note: click.echo(note, err=True),
            beside=write_ready,
        )
    click.echo(f"{index_dir}: indexed {len(corpus.documents)} documents", err=True)


def _is_current(content_dir: Path, index_dir: Path) -> bool:
    """Whether the index would be made again as it is; reads files and loads no library."""
    from kb.content.folder import read_folder
    from kb.index.encoder import MODEL_NAME
    from kb.index.store import is_current

    folder = read_folder(content_dir)
    if folder.problems:
        return False
    return is_current(index_dir, content=folder.digest, encoder=MODEL_NAME)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Give a function that shows how far the work is, on a terminal; None off it."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Bar(console=console, transient=True) as bar:
        task = bar.add_task("Reading", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total or 1)

        yield show
