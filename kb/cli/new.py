"""The command `kb new`."""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.import_ import KINDS
from kb.cli.new_answers import Answers, ask, open_answers
from kb.cli.options import WORDS, content_option

if TYPE_CHECKING:
    from datetime import date

    from kb.editing.drafts.draft import Draft
    from kb.model.bibliography import BibliographyEntry

_FIELDS = (
    ("title", "What is it called?"),
    ("organisations", "Who did it? The body that led first; commas or semicolons between several"),
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

_OWN = "own"
"""Stands for one's own account until it has an identifier."""


@click.command("new")
@click.argument("kind", type=click.Choice(list(KINDS)), default="casestudy")
@click.option("--title", type=WORDS, default="", metavar="TEXT", help="What it is called.")
@click.option(
    "--id", "slug", default="", metavar="NAME", help="Name of the page; its title if not given."
)
@click.option("--source", default="", metavar="ID", help="The bibliography entry it is based on.")
@click.option("--place", type=WORDS, default="", metavar="TEXT", help="Where in that source it is.")
@click.option("--no-input", is_flag=True, help="Ask no questions; leave a to-do in every gap.")
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
    """Write a new page of KIND, asking for what it needs, and report what is missing.

    Press Enter at a question to leave it for later: the gap says what is wanted. The source is
    chosen from a list, or is your own account, as you answer. Tags are proposed from your words;
    pages that are much alike are named. Answers are kept in the folder drafts until the page is
    written, to go on from if you stop.

    \b
    Example:
      kb new casestudy
      kb new signposting --title "Local coaching" --no-input
    """
    from kb.cli.draft_report import say_state
    from kb.content.clock import today
    from kb.content.read_leniently import read_leniently
    from kb.editing.drafts.draft import Draft
    from kb.editing.drafts.own_account import OWN_PLACE, free_source_id, own_fields
    from kb.editing.drafts.place import drafts_dir, fill_in, place_draft, with_source
    from kb.model.problems import KbError

    day = today()
    given: dict[str, Any] = {"title": title} if title else {}
    if no_input:
        if not title:
            raise click.UsageError("--title: give one; the page is named after it")
        draft = Draft(kind=KINDS[kind], fields=given)
        if source:
            draft = with_source(draft, source, place or "whole page")
        placed = place_draft(draft, content_dir=content_dir, slug=slug, today=day, replace_it=force)
        say_state(placed.path, (), content_dir=content_dir, today=day)
        return
    content = read_leniently(content_dir, today=day)
    answers = open_answers(drafts_dir(content_dir) / f"new-{kind}.json")
    answers.fields.update(given)
    taken = {str(doc_id) for doc_id in content.documents} if not (slug or force) else set()
    try:
        _ask(kind, answers, taken)
        documents = content.reference.bibliography.values()
        answers.source = (
            source
            or answers.source
            or _ask_source([entry for entry in documents if entry.kind == "document"])
        )
        answers.keep()
        draft = Draft(kind=KINDS[kind], fields=answers.fields, sections=answers.sections)
        helped = fill_in(draft, content)
        draft = helped.draft
        for suggestion in helped.suggestions:
            if suggestion.likely:
                click.echo(f"{suggestion.field}: {suggestion.label} ({suggestion.sure:.2f})")
        own = answers.source == _OWN
        source = answers.source
        if own:
            source = free_source_id(str(draft.fields["title"]), content)
            draft = own_fields(draft, day)
        if source:
            draft = with_source(draft, source, place or (OWN_PLACE if own else "whole page"))
        placed = place_draft(draft, content_dir=content_dir, slug=slug, today=day, replace_it=force)
    except (click.Abort, KeyboardInterrupt, KbError):
        click.echo()
        answers.say_kept(kind)
        raise
    if own:
        _register(draft, source, content_dir=content_dir, today=day)
    answers.done()
    say_state(placed.path, helped.similar, content_dir=content_dir, today=day)


def _ask(kind: str, answers: Answers, taken: Set[str]) -> None:
    """Ask what is not answered yet, and keep each answer; what is left empty is not among them.

    Args:
        kind: of the page, as people call it.
        answers: what is answered already.
        taken: identifiers that no new page may have.
    """
    from kb.editing.drafts.answers import read_list

    click.echo("Press Enter to leave a question for later; a title is needed.")
    if _is_taken(kind, str(answers.fields.get("title") or ""), taken):
        del answers.fields["title"]  # given with --title, or before another page had it
    own = {"title", "summary"} if kind != "casestudy" else {name for name, _ in _FIELDS}
    for name, question in _FIELDS:
        while name in own and not answers.fields.get(name):
            # The page is named after its title, so that alone is asked until it is given.
            answer = ask(question, needed=name == "title")
            if name == "title" and _is_taken(kind, answer, taken):
                continue
            if answer:
                answers.fields[name] = (
                    read_list(name, answer) if name == "organisations" else answer
                )
                answers.keep()
            break
    for heading, question in _SECTIONS if kind == "casestudy" else ():
        if heading not in answers.sections and (answer := ask(question, joined="\n")):
            answers.sections[heading] = answer
            answers.keep()


def _is_taken(kind: str, title: str, taken: Set[str]) -> bool:
    """Whether a page of that title is there already, which is said."""
    from kb.editing.drafts.draft import slug_of

    page = f"{KINDS[kind].value}/{slug_of(title)}"
    if not title or page not in taken:
        return False
    click.echo(f"{page} is there already: give another title")
    return True


def _ask_source(documents: Sequence[BibliographyEntry]) -> str:
    """Return the identifier of the source it is based on, `_OWN` for one's own account, or ""."""
    click.echo("Which source tells it?")
    click.echo("  0  our own account, as told here")
    for number, entry in enumerate(documents, start=1):
        click.echo(f"  {number}  {entry.title} ({entry.id})")

    def chosen(answer: str) -> str:
        return _source_of(answer.strip(), documents)

    found: str = click.prompt(
        "Its number or name", default="", show_default=False, value_proc=chosen
    )
    return found


def _source_of(answer: str, documents: Sequence[BibliographyEntry]) -> str:
    from kb.model.vocabulary import nearest

    if answer == "":
        return ""
    if answer == "0" or answer.casefold() in {"own", "our own", "our own account"}:
        return _OWN
    if answer.isdecimal() and 1 <= int(answer) <= len(documents):
        return str(documents[int(answer) - 1].id)
    names = {str(entry.id): str(entry.id) for entry in documents}
    names |= {entry.title.casefold(): str(entry.id) for entry in documents}
    holding = {names[name] for name in names if answer.casefold() in name}
    if len(holding) == 1:
        return holding.pop()
    if near := nearest(answer.casefold(), names):
        return names[near]
    raise click.UsageError(
        f'found "{answer}"; allowed a number from 0 to {len(documents)}, or the name of one of them'
    )


def _register(draft: Draft, source: str, *, content_dir: Path, today: date) -> None:
    """Make the answers a source, if they are long enough to prove anything."""
    from kb.editing.drafts.own_account import LEAST_WORDS, first_of, register
    from kb.model.bibliography import plain_words

    told = [*draft.fields.values(), *draft.sections.values()]
    text = "\n\n".join(answer for answer in told if isinstance(answer, str))
    count = len(plain_words(text))
    if count < LEAST_WORDS:
        click.echo(
            f"your own account has {count} words so far, and {LEAST_WORDS} or more can prove a "
            f"page: write it down in a file, then run kb import FILE --own {source} --force"
        )
        return
    for written in register(
        text,
        source,
        content_dir=content_dir,
        title=f"Account of {draft.fields['title']}",
        publisher=first_of(draft),
        today=today,
    ):
        click.echo(f"wrote {written}")
    click.echo(f"{source} holds what you answered: a figure that you add later needs a source too")
