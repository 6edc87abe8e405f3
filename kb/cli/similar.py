"""The command `kb similar`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import content_option
from kb.cli.output import say_json
from kb.cli.suggest import meaning_option


@click.command("similar")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 50), metavar="N")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@meaning_option
@content_option
def command(file: Path, limit: int, as_json: bool, meaning: bool, content_dir: Path) -> None:
    """Name the pages most similar to FILE, so that no story is written twice.

    Similarity runs from 0 to 1. "Link or merge?" stands by a page that is nearer than nearly all
    pairs of the content are to each other.

    \b
    Example:
      kb similar content/casestudies/newham-staff-bank.md
      kb similar our-account.docx --json
    """
    from kb.cli.suggest import encoder
    from kb.content.clock import today
    from kb.content.read_leniently import read_leniently
    from kb.editing.drafts.advice import similar_to

    content = read_leniently(content_dir, today=today())
    found = similar_to(file, content, limit=limit, encode=encoder() if meaning else None)
    if as_json:
        say_json([like.as_dict() for like in found])
        return
    for like in found:
        click.echo(f"{like.sentence}  {like.id}")
    if not found:
        click.echo("nothing like it yet")
