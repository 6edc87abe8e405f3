"""The commands `kb source ...`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kb.cli.options import WORDS, content_option
from kb.model.bibliography import Copy, PageStrength

_PAGE_ONLY = ("address", "read", "dated", "title", "publisher", "copy", "strength", "part")


@click.group("source")
def command() -> None:
    """Manage the sources that content is checked against.

    \b
    Example:
      kb source add report.txt --id retention-report-2024
    """


@command.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "source_id", required=True, metavar="ID", help="Its bibliography identifier.")
@click.option("--page", is_flag=True, help="FILE is a saved web page, as text or HTML.")
@click.option("--address", type=WORDS, metavar="URL", help="Where the page was read.")
@click.option(
    "--read", type=click.DateTime(["%Y-%m-%d"]), help="The day it was read; today if not given."
)
@click.option("--dated", metavar="DATE", help="The page's own date: 2024, 2024-10, or undated.")
@click.option("--title", type=WORDS, help="Its title, for a new entry.")
@click.option("--publisher", type=WORDS, help="Who published it, for a new entry.")
@click.option(
    "--copy",
    type=click.Choice([copy.value for copy in Copy]),
    help="Where it was read; live if not given.",
)
@click.option(
    "--strength",
    type=click.Choice([one.value for one in PageStrength]),
    help="The kind of publisher.",
)
@click.option("--part", type=WORDS, help="Which part was read, if not all of it.")
@content_option
def add(file: Path, source_id: str, page: bool, content_dir: Path, **given: object) -> None:
    """Write the fingerprint of the text FILE, to check quotations and figures against.

    The fingerprint holds hashes of runs of words and of numbers, sorted; the text itself is
    not kept. Of a document, add the entry of the same ID to bibliography.yaml by hand. Of a web
    page (--page) the entry is written too, or brought up to date if it is there.

    \b
    Example:
      kb source add report.txt --id retention-report-2024
      kb source add saved.html --id pcse-locum-forms --page \\
        --address https://pcse.england.nhs.uk/help/ --read 2026-11-28 --dated undated \\
        --title "Locum pension forms" --publisher PCSE --strength official
    """
    if not page:
        odd = next((name for name in _PAGE_ONLY if given.get(name)), None)
        if odd:
            raise click.UsageError(f"--{odd} goes with --page")
        from kb.content.fingerprint import add_source

        click.echo(f"wrote {add_source(file, source_id, content_dir)}")
        return
    for written in _add_page(file, source_id, content_dir, given):
        click.echo(f"wrote {written}")


def _add_page(
    file: Path, source_id: str, content_dir: Path, given: dict[str, object]
) -> tuple[Path, ...]:
    from kb.content.clock import today
    from kb.editing.upkeep.page_source import PageRead, add_page

    def text(name: str) -> str:
        return str(given.get(name) or "")

    read = given.get("read")
    return add_page(
        file,
        source_id,
        content_dir,
        PageRead(
            address=text("address"),
            read=read.date() if isinstance(read, datetime) else today(),
            copy=Copy(text("copy") or Copy.LIVE),
            dated=text("dated"),
            title=text("title"),
            publisher=text("publisher"),
            strength=PageStrength(text("strength")) if text("strength") else None,
            part=text("part"),
        ),
    )
