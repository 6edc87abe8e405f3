"""The command `kb new`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb.cli.import_ import KINDS
from kb.cli.options import content_option

_FIELDS = (
    ("title", "What is it called?"),
    ("organisations", "Who did it? The body that led first; commas between several"),
    ("area", 'Where? ("England" for a national scheme)'),
    ("period", 'When did it run, with a year? ("from 2015", or "not stated")'),
    ("cost", 'What did it cost? (or "not stated")'),
    ("paid_by", 'Who paid? (or "not stated")'),
    ("summary", "In 25 to 50 words: who did what for whom, with what result, how sure are we?"),
)
_SECTIONS = (
    ("The problem", "What was going wrong, and for whom?"),
    ("What they did", "What did they do, step by step?"),
    ("What changed", "What changed, and what is not known?"),
    ("What they learned", "What did they learn?"),
)


@click.command("new")
@click.argument("kind", type=click.Choice(list(KINDS)), default="casestudy")
@click.option("--title", default="", metavar="TEXT", help="What it is called.")
@click.option("--id", "slug", default="", metavar="NAME", help="Name of the page; else its title.")
@click.option("--source", default="", metavar="ID", help="The source of the bibliography it tells.")
@click.option("--place", default="", metavar="TEXT", help="Where in that source.")
@click.option("--no-input", is_flag=True, help="Ask nothing; leave a to-do in every gap.")
@click.option("--force", is_flag=True, help="Overwrite a page of that name.")
@content_option
def command(
    kind: str,
    title: str,
    slug: str,
    source: str,
    place: str,
    no_input: bool,
    force: bool,
    content_dir: Path,
) -> None:
    """Write a new page of KIND, asking for what it needs, and say what is missing.

    Press Enter at a question to leave it for later: the gap says what is wanted. Tags are
    proposed from your words; pages that are much alike are named.

    \b
    Example:
      kb new casestudy
      kb new signposting --title "Local coaching" --no-input
    """
    from kb.cli.drafting import say_state
    from kb.clock import today
    from kb.editing.desk import fill_in, place_draft, with_source
    from kb.editing.drafts import Draft
    from kb.editing.library import read_library
    from kb.editing.similar import Like

    day = today()
    fields: dict[str, Any] = {"title": title} if title else {}
    sections: dict[str, str] = {}
    if not no_input:
        library = read_library(content_dir, today=day)
        fields, sections = _ask(kind, fields)
        source = source or click.prompt("Which source tells it? (its identifier)", default="")
    if not fields.get("title"):
        raise click.UsageError("--title: give one; the page is named after it")
    draft = Draft(kind=KINDS[kind], fields=fields, sections=sections)
    similar: tuple[Like, ...] = ()
    if not no_input:
        helped = fill_in(draft, library)
        draft, similar = helped.draft, helped.similar
        for suggestion in helped.suggestions:
            if suggestion.likely:
                click.echo(f"{suggestion.field}: {suggestion.label} ({suggestion.sure:.2f})")
    if source:
        draft = with_source(draft, source, place or "whole page")
    path = place_draft(draft, content_dir=content_dir, slug=slug, today=day, replace_it=force)
    say_state(path, similar, content_dir=content_dir, today=day)


def _ask(kind: str, known: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers to the questions of a kind; what was left empty is not among them."""
    click.echo("Press Enter to leave a question for later.")
    own = {"title", "summary"} if kind != "casestudy" else {name for name, _ in _FIELDS}
    fields = dict(known)
    for name, question in _FIELDS:
        if name in own and not fields.get(name):
            answer = click.prompt(question, default="", show_default=False).strip()
            if answer:
                fields[name] = _parts(answer) if name == "organisations" else answer
    sections: dict[str, str] = {}
    for heading, question in _SECTIONS if kind == "casestudy" else ():
        answer = click.prompt(question, default="", show_default=False).strip()
        if answer:
            sections[heading] = answer
    return fields, sections


def _parts(answer: str) -> list[str]:
    return [part.strip() for part in answer.split(",") if part.strip()]
