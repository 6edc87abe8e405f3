"""The command `kb brief`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import WORDS, base_url_option, content_option, docx_option


@click.command("brief")
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--title", type=WORDS, default="", metavar="TEXT", help="The title of the brief.")
@click.option(
    "--purpose", type=WORDS, default="", metavar="TEXT", help="What is asked of the reader."
)
@base_url_option
@docx_option
@content_option
def command(
    pages: tuple[str, ...],
    title: str,
    purpose: str,
    base_url: str,
    docx: Path | None,
    content_dir: Path,
) -> None:
    """Make a brief of two sheets from chosen case studies and options, as Markdown or Word.

    It has what was done and found, each result with its grade, the cost, whether it runs today,
    what is not known, and the sources with their dates. PAGE is its identifier, its file or its
    address.

    \b
    Example:
      kb brief casestudies/somerset-peer-support-scheme signposting/national-gp-retention-scheme
      kb brief casestudies/newham-staff-bank --title "Cover for GPs" --docx brief.docx
    """
    from kb.cli.describe import page_id
    from kb.content.clock import today
    from kb.content.files import write_whole
    from kb.content.read import read_corpus
    from kb.planning.brief import brief
    from kb.planning.cited import cite
    from kb.planning.docx_file import docx_bytes
    from kb.text.pieces import markdown

    corpus = read_corpus(content_dir, today=today())
    chosen = [cite(corpus, page) for page in dict.fromkeys(map(page_id, pages))]
    pieces = brief(chosen, title=title, purpose=purpose, address=base_url, today=today())
    if docx is None:
        click.echo(markdown(pieces), nl=False)
    else:
        write_whole(docx, docx_bytes(pieces, title=title or "Brief", made=today()))
        click.echo(f"{docx}: written", err=True)
