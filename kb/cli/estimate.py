"""The command `kb estimate`."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.output import say_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kb.planning.estimate import Answer, Inputs, Range, Spread

MOST_BYTES = 100_000


@click.command("estimate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(file: Path, as_json: bool) -> None:
    """Work out what support might be worth, from ranges that you give, as a range.

    FILE is YAML: stages (each with name, gps, turnover, take_up and effect), cost_each, fixed_cost
    and, if you like, vacancy_cost. Each value is a number or [low, high]; shares run from 0 to 1.
    The formula and the simulation are described in docs/tools.md; the same file always gives the
    same answer, and nothing is filled in for you.

    \b
    Example:
      kb estimate ours.yaml
      kb estimate ours.yaml --json
    """
    from kb.content.frontmatter import read_yaml
    from kb.model.problems import KbError
    from kb.planning.estimate import CANNOT_TELL, DRAWS, SEED, InputError, estimate, read_inputs
    from kb.text.decoding import decoded

    if file.stat().st_size > MOST_BYTES:
        raise KbError(f"{file}: it has more than {MOST_BYTES:,} bytes; give the ranges alone")
    text = decoded(file.read_bytes())
    if text is None:
        raise KbError(f"{file}: this is no text; give a file as docs/tools.md shows, in UTF-8")
    lines: Mapping[str, int] = {}
    try:
        yaml = read_yaml(text)
        lines = yaml.lines
        inputs = read_inputs(yaml.value)
    except InputError as fault:
        line = lines.get(_from_zero(fault.at)) or lines.get(_from_zero(fault.at).split(".")[0])
        where = f"{file}: line {line}" if line else str(file)
        raise KbError(f"{where}: {fault}") from fault
    except KbError as error:
        raise KbError(f"{file}: {error}") from error
    answer = estimate(inputs)
    if as_json:
        say_json(
            {
                "inputs": asdict(inputs),
                "draws": DRAWS,
                "seed": SEED,
                "answer": asdict(answer),
                "cannot_tell": list(CANNOT_TELL),
            }
        )
    else:
        _print(inputs, answer)


def _from_zero(field: str) -> str:
    """Return the name of a field with its list counted from 0, as the reader of YAML counts."""
    return re.sub(r"\[(\d{1,3})\]", lambda found: f"[{int(found[1]) - 1}]", field)


def _print(inputs: Inputs, answer: Answer) -> None:
    from kb.planning.estimate import CANNOT_TELL, DRAWS

    click.echo(inputs.title or "Estimate for one year")
    click.echo(f"In nine of ten of {DRAWS:,} draws (and the middle one):")
    click.echo(f"  GPs kept:            {_said(answer.kept)}")
    click.echo(f"  Cost:                {_said(answer.cost, '£')}")
    if answer.cost_of_one:
        click.echo(f"  Cost for each kept:  {_said(answer.cost_of_one, '£')}")
    else:
        click.echo("  Cost for each kept:  cannot be said, since in many draws nobody is kept")
    if answer.balance:
        click.echo(f"  Balance:             {_said(answer.balance, '£')}")
        click.echo(f"  It pays for itself in {100 * (answer.share_above or 0):.0f}% of the draws.")
    click.echo("By stage, GPs kept:")
    for name, spread in answer.by_stage:
        click.echo(f"  {name}: {_said(spread)}")
    if answer.drivers:
        click.echo("What moves the answer most, from its low to its high:")
        for name, moved in answer.drivers:
            click.echo(f"  {name}: {moved:,.1f} GPs")
    click.echo("What it rests on, all of it from you:")
    for stage in inputs.stages:
        click.echo(
            f"  {stage.name}: {_range(stage.gps)} GPs, leaving {_share(stage.turnover)}, "
            f"taking it up {_share(stage.take_up)}, effect {_share(stage.effect)}"
        )
    click.echo(f"  cost of each: £{_range(inputs.cost_each)}; fixed: £{_range(inputs.fixed_cost)}")
    if inputs.vacancy_cost:
        click.echo(f"  cost of a vacancy: £{_range(inputs.vacancy_cost)}")
    click.echo("What it cannot tell:")
    for line in CANNOT_TELL:
        click.echo(f"  {line}")


def _said(spread: Spread, unit: str = "") -> str:
    low, middle, high = (_number(v, unit) for v in (spread.low, spread.middle, spread.high))
    return f"{low} to {high} ({middle})"


def _number(value: float, unit: str) -> str:
    digits = 0 if unit or abs(value) >= 100 else 1
    return f"{'-' if value < 0 else ''}{unit}{abs(value):,.{digits}f}"


def _range(span: Range) -> str:
    return f"{span.low:,g}" if span.low == span.high else f"{span.low:,g} to {span.high:,g}"


def _share(span: Range) -> str:
    low, high = f"{span.low * 100:g}%", f"{span.high * 100:g}%"
    return low if low == high else f"{low} to {high}"
