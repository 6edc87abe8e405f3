"""The command `kb action-plan`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import base_url_option, content_option

MOST_BYTES = 2_000_000
FORMATS = ("md", "docx", "csv", "ics", "json")


@click.command("action-plan")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write it; the ending says as what: .md, .docx, .csv, .ics, or .json for the "
    "plan itself, repaired and in the present version.",
)
@base_url_option
@content_option
def command(file: Path, out: Path | None, base_url: str, content_dir: Path) -> None:
    """Print a plan saved from the site, or write it as Word, Markdown, CSV or calendar file.

    A plan of an older version is brought up to date. Of a damaged one, what can be read is used,
    and what cannot is named on standard error.

    \b
    Example:
      kb action-plan our-plan.json
      kb action-plan our-plan.json --out our-plan.docx
    """
    from datetime import UTC, datetime

    from kb.content.clock import today
    from kb.content.files import write_whole
    from kb.content.read import read_corpus
    from kb.model.problems import KbError
    from kb.planning.action_plan import (
        PLAN_HEADER,
        open_plan,
        plan_events,
        plan_pieces,
        plan_rows,
        write_plan,
    )
    from kb.planning.checklist import fairness_questions, questions
    from kb.planning.cited import can_cite, cite
    from kb.planning.docx_file import docx_bytes
    from kb.text.csv_text import csv_text
    from kb.text.decoding import decoded
    from kb.text.ics import calendar_text
    from kb.text.pieces import markdown

    if file.stat().st_size > MOST_BYTES:
        raise KbError(f"{file}: it has more than {MOST_BYTES:,} bytes, and is no plan")
    text = decoded(file.read_bytes())
    if text is None:
        raise KbError(
            f"{file}: this is a Word file, a workbook or another file that is no text; "
            "give the plan itself, saved as .json"
        )
    opened = open_plan(text)
    if opened.plan is None:
        raise KbError(f"{file}: {opened.error}")
    for fault in opened.faults:
        click.echo(f"{file}: {fault}", err=True)
    ending = out.suffix.removeprefix(".").lower() if out else "md"
    if ending not in FORMATS:
        raise KbError(f'--out: found the ending "{ending}"; allowed {", ".join(FORMATS)}')
    plan, day = opened.plan, today()
    corpus = read_corpus(content_dir, today=day)
    pages = {action.page for action in plan.actions}
    cited = {page: cite(corpus, page) for page in pages if can_cite(corpus, page)}
    pieces = plan_pieces(
        plan,
        questions=questions(corpus),
        fairness=fairness_questions(corpus),
        cited=cited,
        address=base_url,
        today=day,
    )
    moment = datetime.combine(day, datetime.min.time(), tzinfo=UTC)
    made = {
        "md": lambda: markdown(pieces).encode(),
        "docx": lambda: docx_bytes(pieces, title=plan.title or "Action plan", made=day),
        "csv": lambda: ("\ufeff" + csv_text(PLAN_HEADER, plan_rows(plan, cited))).encode(),
        "ics": lambda: calendar_text(plan_events(plan, cited), made=moment).encode(),
        "json": lambda: write_plan(plan, saved=day.isoformat()).encode(),
    }[ending]()
    if out is None:
        click.echo(made.decode(), nl=False)
    else:
        write_whole(out, made)
        click.echo(f"{out}: written", err=True)
