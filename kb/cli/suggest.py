"""The command `kb suggest`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.options import content_option
from kb.cli.output import say_json
from kb.text.shorten import shorten

_SHOWN = 96
"""Characters of a passage that are shown."""

if TYPE_CHECKING:
    from kb.editing.drafts.advice import Encode, Suggested
    from kb.editing.suggest.tags import Honesty, Measure

meaning_option = click.option(
    "--meaning", is_flag=True, help="Compare meaning too, with the model of the semantic extra."
)


@click.command("suggest")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--measure",
    is_flag=True,
    help="Measure how good the proposals are, by leaving out one page at a time.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@meaning_option
@content_option
def command(
    file: Path | None, measure: bool, as_json: bool, meaning: bool, content_dir: Path
) -> None:
    """Propose tags for FILE, find figures that are not results yet, and check the wording.

    Each tag comes with its certainty, which is how often such a proposal has been right, and
    with the sentence that supports it. It is advice and changes nothing. FILE may be a page,
    or a Word, HTML or Markdown file that is still to be imported.

    \b
    Example:
      kb suggest content/casestudies/newham-staff-bank.md
      kb suggest --measure
    """
    from kb.content.clock import today
    from kb.content.read_leniently import read_leniently
    from kb.editing.drafts.advice import suggest_for
    from kb.editing.suggest.tags import measure_tags

    if (file is None) != measure:
        raise click.UsageError("give either FILE or --measure")
    content = read_leniently(content_dir, today=today())
    encode = encoder() if meaning else None
    if file is None:
        pages = list(content.documents.values())
        _say_measures(*measure_tags(pages, content.reference.vocabularies, encode=encode), as_json)
        return
    found = suggest_for(file, content, encode=encode)
    if as_json:
        say_json(found.as_dict())
    else:
        _say(found)


def encoder() -> Encode:
    """Return what encodes texts with the model of the semantic extra."""
    from kb.index.encoder.model import TransformerEncoder

    return TransformerEncoder().encode


def _say(found: Suggested) -> None:
    field = ""
    for tag in found.tags:
        if tag.field != field:
            field = tag.field
            click.echo(f"{field}:")
        mark = "has" if tag.concept in found.kept.get(field, ()) else "add" if tag.likely else "?"
        click.echo(f"  {tag.sure:.2f}  {mark:3}  {tag.concept}  ({tag.label})")
        click.echo(f"             {shorten(tag.passage, _SHOWN)}")
    if found.figures:
        click.echo("figures that are not among the results:")
    for figure in found.figures:
        unit = f", {figure.unit}" if figure.unit else ""
        click.echo(f"  line {figure.line}: {figure.shown} ({figure.known_by}{unit}?)")
        click.echo(f"             {shorten(figure.sentence, _SHOWN)}")
    if found.wording:
        click.echo("wording:")
    for advice in found.wording:
        click.echo(f"  line {advice.line}: {advice.about}: {advice.found}; {advice.advice}")


def _say_measures(
    figures: tuple[Measure, ...], honesty: tuple[Honesty, ...], as_json: bool
) -> None:
    if as_json:
        data = {
            "fields": [figure.as_dict() for figure in figures],
            "how_sure": [step.as_dict() for step in honesty],
        }
        say_json(data)
        return
    click.echo(f"{'field':14} {'pages':>5} {'right':>6} {'found':>6} {'with ?':>6} {'first':>6}")
    for figure in figures:
        click.echo(
            f"{figure.field:14} {figure.pages:5} {figure.precision:6.2f} {figure.recall:6.2f} "
            f"{figure.with_possible:6.2f} {figure.first:6.2f}"
        )
    click.echo(f"\n{'how sure':14} {'count':>5} {'said':>6} {'right':>6}")
    for step in honesty:
        between = f"{step.low:.1f} to {step.high:.1f}"
        click.echo(f"{between:14} {step.suggestions:5} {step.said:6.2f} {step.right:6.2f}")
