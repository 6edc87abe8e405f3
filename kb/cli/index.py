"""The command `kb index`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.options import content_option, index_option

if TYPE_CHECKING:
    from kb.index.cache import Progress


@click.command("index")
@content_option
@index_option
@click.option("--rebuild", is_flag=True, help="Encode every text again, including unchanged ones.")
def command(content_dir: Path, index_dir: Path, rebuild: bool) -> None:
    """Build the search index from the content.

    The new index replaces the old one only when it is complete: if anything fails, the old one
    stays.

    \b
    Example:
      kb index
      kb index --rebuild
    """
    from kb.content.clock import today
    from kb.content.read import read_corpus
    from kb.index.build import build_index
    from kb.index.encoder.model import TransformerEncoder
    from kb.index.encoder.train import GENERAL, General

    corpus = read_corpus(content_dir, today=today())
    with _progress() as progress:
        build_index(
            corpus,
            index_dir,
            encoder=TransformerEncoder(),
            general=General.load(GENERAL),
            rebuild=rebuild,
            progress=progress,
            say=lambda note: click.echo(note, err=True),
        )
    click.echo(f"{index_dir}: indexed {len(corpus.documents)} documents", err=True)


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
