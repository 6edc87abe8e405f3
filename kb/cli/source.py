"""The commands `kb source ...`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import content_option


@click.group("source")
def command() -> None:
    """Manage the sources that prove the content.

    \b
    Example:
      kb source add report.txt --id retention-report-2024
    """


@command.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "source_id", required=True, metavar="ID", help="Its bibliography identifier.")
@content_option
def add(file: Path, source_id: str, content_dir: Path) -> None:
    """Write the fingerprint of the text FILE, which proves quotations and figures.

    The fingerprint holds hashes of runs of words and of numbers, sorted; the text itself is
    not kept. Add an entry of the same ID to bibliography.yaml, with the kind document.

    \b
    Example:
      kb source add report.txt --id retention-report-2024
    """
    from kb.content.fingerprint import add_source

    written = add_source(file, source_id, content_dir)
    click.echo(f"wrote {written}")
