"""The command `kb template`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import content_option, docx_option


@click.command("template")
@click.argument("name", required=False, default="")
@docx_option
@content_option
def command(name: str, docx: Path | None, content_dir: Path) -> None:
    """Print a template to fill in, such as a survey, or write it as a Word file.

    Without NAME the templates are listed.

    \b
    Example:
      kb template
      kb template stay-interview --docx stay-interview.docx
    """
    from kb.content.clock import today
    from kb.content.files import write_whole
    from kb.content.read import read_corpus
    from kb.model.problems import KbError
    from kb.planning.docx_file import docx_bytes
    from kb.planning.templates import OURS, whole
    from kb.text.pieces import markdown

    corpus = read_corpus(content_dir, today=today())
    found = {one.name: one for one in corpus.templates}
    if not name:
        for one in found.values():
            click.echo(f"{one.name}: {one.about}")
        return
    if name not in found:
        allowed = ", ".join(found) or "a file of content/templates, and there is none"
        raise KbError(f'template: found "{name}"; allowed {allowed}')
    credits = [corpus.documents[page].title for page in found[name].credit]
    edition = corpus.edition
    own = edition is not None and name in edition.templates
    pieces = whole(found[name], credits, made_for=edition.name if edition and own else OURS)
    if docx is None:
        click.echo(markdown(pieces), nl=False)
    else:
        write_whole(docx, docx_bytes(pieces, title=found[name].title, made=today()))
        click.echo(f"{docx}: written", err=True)
