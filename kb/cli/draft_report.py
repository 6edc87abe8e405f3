"""What `kb new` and `kb import` say when a draft has been written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.options import kept_of

if TYPE_CHECKING:
    from kb.editing.suggest.similar import Like


def say_state(path: Path, similar: Sequence[Like], *, content_dir: Path, today: date) -> None:
    """Print where the draft is, what it is like, and what `kb check` finds missing in it."""
    from kb.content.read import check_corpus

    click.echo(f"wrote {path}")
    for like in similar:
        if like.verdict:
            click.echo(f"like: {like.sentence} ({like.id})")
    kept = kept_of(content_dir)
    problems = check_corpus(content_dir, today=today, paths=[path], kept=kept).problems
    if not problems:
        click.echo("kb check finds nothing missing: it is ready for a pull request")
        return
    count = len(problems)
    click.echo(f"{count} thing{'' if count == 1 else 's'} to do:")
    for problem in problems:
        click.echo(f"  {problem}")
    click.echo(f"next: edit the file, then run kb check {path}")
