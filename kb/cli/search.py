"""The command `kb search`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.options import content_option, encoder_option, index_option, mode_option

if TYPE_CHECKING:
    from rich.console import Console

    from kb.search.results import Answer, Hit

_FACETS = {
    "kind": "Only documents of this kind, as casestudies.",
    "stage": "Only documents for this career stage, as wise-fives.",
    "level": "Only documents at this level, as career-support.",
    "role": "Only documents for this role, as partner.",
    "intervention": "Only documents with this intervention, as mentoring.",
    "outcome": "Only documents with this outcome, as morale-improved.",
}
_REASONS = {
    "name": "named",
    "word": "matches",
    "synonym": "same thing",
    "situation": "is this you?",
    "need": "need",
    "tag": "tagged",
    "meaning": "close in meaning",
}


def _filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for facet, text in reversed(_FACETS.items()):
        command = click.option(f"--{facet}", multiple=True, help=f"{text} May be repeated.")(
            command
        )
    return command


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@mode_option
@_filter_options
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, metavar="N")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@click.option("--explain", is_flag=True, help="Show the parts of each score.")
@encoder_option
@content_option
@index_option
def command(
    query: tuple[str, ...],
    mode: str,
    limit: int,
    as_json: bool,
    explain: bool,
    encoder: str,
    content_dir: Path,
    index_dir: Path,
    **filters: tuple[str, ...],
) -> None:
    """Search the content by words and meaning.

    Describe the situation in your own words, or give a name. Filters of one kind widen the
    choice, filters of different kinds narrow it.

    \b
    Example:
      kb search "58, partner, had enough"
      kb search mentoring --stage newly-qualified --stage returner --json
    """
    from kb.search.open import open_engine

    engine = open_engine(index_dir, content_dir=content_dir, encoder=encoder)
    answer = engine.search(" ".join(query), mode=mode, filters=filters, limit=limit)
    if as_json:
        click.echo(json.dumps(answer.as_dict(explain=explain), ensure_ascii=False, indent=2))
    else:
        _print(answer, explain)


def _print(answer: Answer, explain: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    if answer.distress:
        console.print(Text("If you or somebody else may be in danger, get help now.", "bold red"))
    if answer.suggestion:
        console.print(Text.assemble("Searched for: ", (answer.suggestion, "italic")))
    if answer.abstained:
        console.print("Nothing here fits. The nearest things on people's minds:")
        for need in answer.nearest:
            console.print(Text(f"  {need.label} ({need.id})"))
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


def _print_hit(console: Console, rank: int, hit: Hit, explain: bool) -> None:
    from rich.text import Text

    console.print()
    console.print(Text.assemble(f"{rank:2}. ", (hit.title, "bold"), f"  {hit.id}"))
    snippet = Text(hit.snippet.text)
    for start, end in hit.snippet.marks:
        snippet.stylize("bold yellow", start, end)
    console.print(Text.assemble("    ", snippet))
    told = "; ".join(f"{_REASONS[reason.type.value]}: {reason.text}" for reason in hit.reasons)
    if told:
        console.print(Text(f"    {told}", "dim"))
    if explain:
        parts = ", ".join(f"{name} {value:.3f}" for name, value in hit.parts.items())
        console.print(Text(f"    score {hit.score:.4f}: {parts}", "dim"))
