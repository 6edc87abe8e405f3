"""`kb build`: the static site from the content."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import content_option, index_option, kept_of


@click.command("build")
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
    "--base-url",
    default="",
    metavar="URL",
    help="Address the site will have, for canonical links and the site map.",
)
@click.option(
    "--packed",
    is_flag=True,
    help="Put .gz and .br copies beside the files, for a host that sends them.",
)
@index_option
def command(content_dir: Path, out: Path, base_url: str, packed: bool, index_dir: Path) -> None:
    """Build the static site from the content.

    Search in the browser needs an up-to-date index (kb index). Without one the site is still
    built: its search page only lists and filters, and related pages are found by their tags alone.

    The site opens from a disk as well as from a server. If the build fails, the previous site stays
    as it was.

    \b
    Example:
      kb build
      kb build --base-url https://example.org/gps
      kb build --packed
    """
    from kb.browser.site_data import read_likeness, read_search_data
    from kb.cli.findings import failed_searches
    from kb.content.clock import today
    from kb.content.read import read_corpus
    from site_builder.build import build_site, check_base_url
    from site_builder.editors.gather import gather_editors
    from site_builder.model.site_content import SiteContent
    from site_builder.render.packed import can_pack_brotli
    from site_builder.views.related import related_documents

    address = check_base_url(base_url)
    day = today()
    corpus = read_corpus(content_dir, today=day, kept=kept_of(content_dir))
    pages = build_site(
        corpus,
        out,
        base_url=address,
        related=related_documents(SiteContent(corpus), read_likeness(index_dir, corpus.digest)),
        search_data=read_search_data(index_dir, corpus.digest, say=_say),
        today=day,
        editors=gather_editors(corpus, today=day, failed=failed_searches()),
        packed=packed,
    )
    if packed and not can_pack_brotli():
        _say('no .br copies: run "pip install brotli" for files that are an eighth smaller')
    click.echo(f"{pages} pages in {out}; open {out / 'index.html'}", err=True)


def _say(message: str) -> None:
    click.echo(f"kb: {message}", err=True)
