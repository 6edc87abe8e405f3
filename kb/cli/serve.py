"""`kb serve`: the site on this machine alone, rebuilt when something changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.options import (
    area_option,
    content_option,
    index_option,
    kept_of,
    national_of,
    national_option,
)

if TYPE_CHECKING:
    from kb.content.national import National


@click.command("serve")
@content_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build/site"),
    show_default=True,
    metavar="DIR",
    help="Folder of the site; replaced whole.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="N",
    help="Port on the loopback address; 0 takes a free one.",
)
@index_option
@area_option
@national_option
def command(
    content_dir: Path,
    out: Path,
    port: int,
    index_dir: Path,
    area: str,
    national: Path | None,
) -> None:
    """Build the site, serve it to this machine, and rebuild it on change.

    A change that cannot be built is reported, and the last good site stays up. Search in the
    browser needs an up-to-date index: after a change it is off until kb index has run again.
    Stop with Control-C, or by ending the program (SIGTERM).

    \b
    Example:
      kb serve
      kb serve --port 8080
      kb serve --area somerset
    """
    from kb.content.watch import stop_at_terminate, watch_folders
    from site_builder.serving import serve_site

    stop_at_terminate()
    watched = [content_dir, *_own_folders()]
    build = _builder(content_dir, out, index_dir)
    if area:
        from kb.content.editions import WORK, edition_folder

        where = national_of(national, content_dir)
        watched = [where.content, *_own_folders(), edition_folder(area)]
        out = WORK / area / "site"
        build = _edition_builder(area, where)
    with serve_site(out, port) as address:  # a port in use is reported before the work
        build()
        click.echo(address)
        click.echo("Stop with Control-C; a saved change is built at once.", err=True)
        watch_folders(watched, build, report=_report)


def _builder(content_dir: Path, out: Path, index_dir: Path) -> Callable[[], None]:
    """What builds the site once, errors and all; what did not change is not read again."""
    kept = kept_of(content_dir)

    def build() -> None:
        from kb.cli.build import build_with_index
        from kb.content.clock import today
        from kb.content.read import read_corpus
        from site_builder.editors.gather import gather_editors

        day = today()
        corpus = read_corpus(content_dir, today=day, kept=kept)
        editors = gather_editors(corpus, today=day)
        pages = build_with_index(corpus, out, index_dir, today=day, editors=editors)
        click.echo(f"{pages} pages in {out}", err=True)

    return build


def _edition_builder(area: str, national: National) -> Callable[[], None]:
    """What builds the site of a local edition once, errors and all."""

    def build() -> None:
        from kb.cli.build import build_edition

        pages, out = build_edition(area, national)
        click.echo(f"{pages} pages in {out}", err=True)

    return build


def _own_folders() -> list[Path]:
    """The templates and styles, watched too, for those who change them."""
    import site_builder

    home = Path(site_builder.__file__).parent
    return [home / "templates", home / "static"]


def _report(message: str) -> None:
    click.echo(message, err=True)
    click.echo("The last good site stays up.", err=True)
