"""`kb serve`: the site on this machine alone, rebuilt when something changes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.live_site import LiveSite
from kb.cli.options import (
    area_option,
    content_option,
    index_option,
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
@click.option(
    "--refit/--no-refit",
    default=True,
    help="Run kb index behind the site when changes have ceased for a while.",
)
def command(
    content_dir: Path,
    out: Path,
    port: int,
    index_dir: Path,
    area: str,
    national: Path | None,
    refit: bool,
) -> None:
    """Build the site, serve it to this machine, and rebuild it on change.

    A changed page is shown first, then the whole site is built again. A change that cannot be
    built is reported, and the last good site stays up.

    Where there is an index (kb index), search finds a change before the rest is built: its
    words at once, and its meaning by the table of that index. Half a minute after the last change
    kb index runs behind the site, with little priority, and makes the index whole; --no-refit
    leaves it to you. In a local edition search is off after a change until kb index has run.

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
    with ExitStack() as closing:
        if area:
            from kb.content.editions import WORK, edition_folder

            where = national_of(national, content_dir)
            watched = [where.content, *_own_folders(), edition_folder(area)]
            out = WORK / area / "site"
            build = _edition_builder(area, where)
        else:
            site = LiveSite(content_dir, out, index_dir, refit=refit, report=_report)
            closing.callback(site.close)
            build = site.build
        address = closing.enter_context(serve_site(out, port))  # a port in use is reported first
        build()
        click.echo(address)
        click.echo("Stop with Control-C; a saved change is built at once.", err=True)
        watch_folders(watched, build, report=_report)


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
