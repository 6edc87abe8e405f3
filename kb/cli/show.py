"""The command `kb show`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.options import content_option, kept_of
from kb.cli.output import say_json

if TYPE_CHECKING:
    from kb.model.corpus import Corpus
    from kb.model.documents import Document


@click.command("show")
@click.argument("document_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the document as one JSON object.")
@content_option
def command(document_id: str, as_json: bool, content_dir: Path) -> None:
    """Show one document, by its identifier, its file or its address.

    The JSON object holds the fields of docs/content-model.md with the evidence level of each
    result worked out, and the body as Markdown.

    \b
    Example:
      kb show casestudies/somerset-peer-support-scheme
      kb show signposting/gp-health-service --json
    """
    from kb.cli.describe import describe, find
    from kb.content.clock import today
    from kb.content.read import read_corpus

    corpus = read_corpus(content_dir, today=today(), kept=kept_of(content_dir))
    document = find(corpus, document_id)
    if as_json:
        say_json(describe(document))
    else:
        _print(corpus, document)


def _print(corpus: Corpus, document: Document) -> None:
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.text import Text

    from kb.cli.describe import labelled

    console = Console(highlight=False, soft_wrap=False)
    console.print(Text(document.title, style="bold"))
    console.print(Text(str(document.id), style="dim"))
    console.print()
    console.print(Text(document.summary))
    console.print()
    for name, text in labelled(corpus, document):
        console.print(Text.assemble((f"{name}: ", "bold"), text))
    console.print()
    console.print(Markdown(document.body, hyperlinks=False))
