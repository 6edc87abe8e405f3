"""The command `kb search`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.options import (
    area_option,
    content_option,
    corpus_of_area,
    encoder_option,
    index_option,
    mode_option,
    national_of,
    national_option,
)
from kb.cli.output import say_json
from kb.data.settings import load_settings
from kb.model.documents import DocId
from kb.model.fields import FACET_FIELDS, KIND_FACET, KIND_FACET_HELP

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from kb.model.distress import HelpLine
    from kb.model.editions import Edition
    from kb.search.results import Answer, Hit

_FILTER_HELP = {
    KIND_FACET: KIND_FACET_HELP,
    **{facet: field.filter_help for facet, field in FACET_FIELDS.items()},
}
_REASONS = {
    "name": "named",
    "word": "mentions",
    "synonym": "same thing",
    "tag": "for",
    "need": "helps with",
    "sureness": "how sure",
}
_INDENT = 4
_LEAST_WIDTH = 16  # a narrower terminal breaks the lines itself


def _filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for facet, text in reversed(_FILTER_HELP.items()):
        command = click.option(
            f"--{facet}", multiple=True, metavar="ID", help=f"{text} May be repeated."
        )(command)
    return command


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@mode_option
@_filter_options
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=load_settings().shown,
    show_default=True,
    metavar="N",
)
@click.option(
    "--first",
    type=click.Choice(("best", "options", "stories")),
    default="best",
    show_default=True,
    help="Of the first results, show support options before case studies, or the reverse; in "
    "distress, help comes first all the same.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@click.option(
    "--explain",
    is_flag=True,
    help="Show the parts of each score; with --json, also all else that the answer knows.",
)
@encoder_option
@content_option
@index_option
@area_option
@national_option
def command(
    query: tuple[str, ...],
    mode: str,
    limit: int,
    first: str,
    as_json: bool,
    explain: bool,
    encoder: str,
    content_dir: Path,
    index_dir: Path,
    area: str,
    national: Path | None,
    **filters: tuple[str, ...],
) -> None:
    """Search the content by words and meaning.

    Describe the situation in your own words, or give a name. Filters of one kind widen the
    choice, filters of different kinds narrow it.

    The JSON object has query, mode, filters, abstained (true if nothing here fits), distress (true
    if the words call for urgent help), help (in both cases, the numbers of urgent help: what for,
    and what to do), total, facets (the concepts of each filter with their counts) and results (id,
    kind, title, summary, url, score, snippet, reasons). With --explain it also has suggestion (the
    query with its spelling put right), hints (filters that may help), first (what such a reader
    would rather see first, options or stories) and nearest (the closest needs), and each result has
    the parts of its score, and the marks, anchor and heading of its snippet.

    With --area the pages of that local edition are searched (kb index --area makes its index), and
    each result says whether it is local or was changed there: as "local", if in JSON, which is
    empty for a national page.

    \b
    Example:
      kb search "58, partner, had enough"
      kb search mentoring --stage newly-qualified --stage returner --json
      kb search --area somerset "who can I talk to"
    """
    from kb.search.open import open_engine
    from kb.search.results import public_answer
    from kb.search.voice import grouped

    edition = None
    if area:
        from kb.content.editions import WORK

        edition = corpus_of_area(area, national_of(national, content_dir)).edition
        content_dir, index_dir = WORK / area / "content", WORK / area / "index"
    engine = open_engine(index_dir, content_dir=content_dir, encoder=encoder)
    # What is no text, as a byte that is not UTF-8, reaches us as half a character.
    text = " ".join(query).encode(errors="replace").decode()
    answer = engine.search(text, mode=mode, filters=filters, limit=limit)
    if first != "best" and not answer.distress:
        answer = replace(answer, hits=grouped(answer.hits, first, load_settings().shown))
    urgent = engine.urgent_help
    if as_json:
        found = public_answer(answer, urgent, explain=explain)
        if edition is not None:
            found = {**found, "area": edition.id}
            found["results"] = [
                {**one, "local": edition.note(DocId(one["id"]))} for one in found["results"]
            ]
        say_json(found)
    else:
        if edition is not None:
            answer = replace(answer, hits=tuple(_noted(hit, edition) for hit in answer.hits))
        _print(answer, explain, urgent.title, urgent.numbers)


def _noted(hit: Hit, edition: Edition) -> Hit:
    """A result whose title says whether a local edition has it as its own, or changed it."""
    note = edition.note(DocId(hit.id))
    return replace(hit, title=f"{hit.title} ({note})") if note else hit


def _print(answer: Answer, explain: bool, title: str, numbers: Sequence[HelpLine]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    if answer.distress:
        console.print(Text(title, "bold red"))
        _say_numbers(console, numbers)
    if answer.suggestion:
        console.print(Text.assemble("Searched for: ", (answer.suggestion, "italic")))
    if answer.abstained:
        near = " The nearest pages, which may help a little:" if answer.hits else ""
        console.print(f"Nothing here fits well.{near}")
        for rank, hit in enumerate(answer.hits, start=1):
            _say_title(console, rank, hit)
        console.print("The nearest things on people's minds:")
        for need in answer.nearest:
            _say(console, Text(f"{need.label} ({need.id})"))
        if not answer.distress:
            console.print("Help at any hour:")
            _say_numbers(console, numbers)
        return
    console.print(f"{answer.total} found, {len(answer.hits)} shown")
    for rank, hit in enumerate(answer.hits, start=1):
        _print_hit(console, rank, hit, explain)
    for facet, choices in answer.hints.items():
        for choice in choices:
            console.print(
                Text.assemble(
                    "\nTo narrow it: ", (f"--{facet} {choice.id}", "cyan"), f" {choice.label}"
                )
            )


def _say_numbers(console: Console, numbers: Sequence[HelpLine]) -> None:
    from rich.text import Text

    for line in numbers:
        _say(console, Text(f"{line.need}: {line.do}"))


def _say_title(console: Console, rank: int, hit: Hit) -> None:
    from rich.text import Text

    _say(console, Text.assemble((hit.title, "bold"), f"  {hit.id}"), before=f"{rank:2}. ")


def _print_hit(console: Console, rank: int, hit: Hit, explain: bool) -> None:
    from rich.text import Text

    console.print()
    _say_title(console, rank, hit)
    snippet = Text(hit.snippet.text)
    for start, end in hit.snippet.marks:
        snippet.stylize("bold yellow", start, end)
    _say(console, snippet)
    told = "; ".join(f"{_REASONS[reason.type.value]}: {reason.text}" for reason in hit.reasons)
    if told:
        _say(console, Text(told, "dim"))
    if explain:
        parts = ", ".join(f"{name} {value:.3f}" for name, value in hit.parts.items())
        _say(console, Text(f"score {hit.score:.4f}: {parts}", "dim"))


def _say(console: Console, text: Text, before: str = " " * _INDENT) -> None:
    """Print indented text: wrapped on a terminal, on one line where a program reads it."""
    from rich.text import Text

    width = max(console.width - _INDENT, _LEAST_WIDTH)
    for line in text.wrap(console, width) if console.is_terminal else [text]:
        console.print(Text.assemble(before, line))
        before = " " * _INDENT
