"""The command `kb evidence`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.options import content_option
from kb.cli.output import say_json

if TYPE_CHECKING:
    from kb.planning.evidence_table import Chosen, Row


@click.command("evidence")
@click.option("--outcome", default="", metavar="ID", help="Lead with the results on an outcome.")
@click.option(
    "--least",
    type=click.IntRange(1, 5),
    metavar="1-5",
    help="Evidence of this level or stronger.",
)
@click.option("--did", default="", metavar="ID", help="What was done.")
@click.option("--stage", default="", metavar="ID", help="For a career stage.")
@click.option("--role", default="", metavar="ID", help="For a role.")
@click.option("--level", default="", metavar="ID", help="At a level of support.")
@click.option("--running", is_flag=True, help="Only those known to run.")
@click.option("--cost-stated", is_flag=True, help="Only those that state a cost.")
@click.option("--place", default="", metavar="TEXT", help="Places with this in their name.")
@click.option(
    "--from-year", type=click.IntRange(1900, 2099), metavar="YEAR", help="From this year on."
)
@click.option(
    "--order",
    default="evidence",
    show_default=True,
    metavar="ORDER",
    help="evidence, running, cost, place, year, did, stage, role or level.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="Readable lines, comma-separated text, or one JSON object.",
)
@content_option
def command(
    outcome: str,
    least: int | None,
    did: str,
    stage: str,
    role: str,
    level: str,
    running: bool,
    cost_stated: bool,
    place: str,
    from_year: int | None,
    order: str,
    form: str,
    content_dir: Path,
) -> None:
    """List all case studies to choose from: result and its grade, cost, status, place, year.

    What is left out is counted, with the reason. The page "Choose by evidence, cost and status"
    of the site is the same table.

    \b
    Example:
      kb evidence --outcome gps-retained --running
      kb evidence --stage wise-fives --order cost --format csv > choices.csv
    """
    from kb.content.clock import today
    from kb.content.read import read_corpus
    from kb.planning.evidence_table import choose, evidence_rows, ranks_of, table_csv, table_json

    corpus = read_corpus(content_dir, today=today())
    wanted = {
        "did": did,
        "stage": stage,
        "role": role,
        "level": level,
        "outcome": outcome,
        "grade": "" if least is None else str(least),
        "status": "runs" if running else "",
        "cost": "stated" if cost_stated else "",
        "place": place,
        "year": "" if from_year is None else str(from_year),
    }
    rows = evidence_rows(corpus)
    found = choose(rows, wanted, order, ranks_of(corpus))
    if form == "csv":
        click.echo(table_csv(found.rows, outcome).replace("\r\n", "\n"), nl=False)
    elif form == "json":
        say_json(
            {
                "chosen": {name: value for name, value in wanted.items() if value},
                "order": order,
                "left_out": [{"why": why, "count": count} for why, count in found.left_out],
                "case_studies": table_json(found.rows, outcome),
            }
        )
    else:
        _print(found, len(rows), outcome)


def _print(found: Chosen, total: int, outcome: str) -> None:
    for row in found.rows:
        click.echo("\n".join(_lines(row, outcome)))
    click.echo(f"{len(found.rows)} of {total} case studies.")
    for why, count in found.left_out:
        click.echo(f"Left out: {count}, because each {why}.")


def _lines(row: Row, outcome: str) -> list[str]:
    lead = row.lead(outcome)
    grade = f"{lead.level} of 5: {lead.name.lower()}" if lead else "1 of 5: no result reported"
    return [
        row.id,
        f"    {row.title} ({row.place}, {row.year or 'year not stated'})",
        f"    Evidence {grade}. {lead.finding if lead else ''}".rstrip(),
        f"    Cost: {row.cost or 'not stated'}. Paid by: {row.paid_by or 'not stated'}.",
        f"    Status: {row.status}, as at {row.as_at}.",
    ]
