"""The command `kb plan`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.options import content_option, kept_of
from kb.cli.output import say_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.content.planning import Place
    from kb.model.corpus import Corpus
    from kb.model.plan import PlannedTask

_MARKS = {"late": "already late", "now": "from now on"}


def _day(_context: click.Context, _option: click.Parameter, text: str) -> date:
    """Return the day that a text gives; one that is not in the calendar is refused."""
    from kb.text.dates import read_day

    try:
        return read_day(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command("plan")
@click.argument("place", metavar="ROAD#STOP")
@click.option(
    "--date", "day", required=True, metavar="DAY", callback=_day, help="The date of the stop."
)
@click.option(
    "--ics",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write the dated tasks as a calendar file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@content_option
def command(place: str, day: date, ics: Path | None, as_json: bool, content_dir: Path) -> None:
    """Give the tasks of a stop their dates, soonest first.

    DAY is the date that the stop counts from, such as the last day of work or the date of the
    certificate, as 2027-04-01; what it stands for is printed. Tasks at any time come last and
    are not in the calendar file.

    \b
    Example:
      kb plan locum#last-five-years --date 2027-04-01
      kb plan registrar#finishing-training --date 2027-08-03 --ics finishing.ics
    """
    from datetime import UTC, datetime

    from kb.content.clock import today
    from kb.content.files import write_whole
    from kb.content.planning import events_of, find_place
    from kb.content.read import read_corpus
    from kb.model.plan import planned
    from kb.model.problems import KbError
    from kb.text.ics import calendar_text

    corpus = read_corpus(content_dir, today=today(), kept=kept_of(content_dir))
    found = find_place(corpus, place)
    try:
        tasks = planned(found.name, found.stop.tasks, day, today())
    except OverflowError as error:
        raise KbError(f"--date: {error}; give a nearer date") from error
    if ics is not None:
        made = datetime.combine(today(), datetime.min.time(), tzinfo=UTC)
        events = tuple(events_of(corpus, found, tasks))
        write_whole(ics, calendar_text(events, made=made))
    if as_json:
        say_json(_as_dict(corpus, found, tasks, day))
    else:
        _print(corpus, found, tasks, day)
    if ics is not None:
        count = "1 event" if len(events) == 1 else f"{len(events)} events"
        click.echo(f"{ics}: {count}", err=True)


def _as_dict(
    corpus: Corpus, place: Place, tasks: Sequence[PlannedTask], day: date
) -> dict[str, Any]:
    return {
        "road": str(place.roadmap.role),
        "stop": str(place.stop.moment),
        "anchor": place.stop.anchor,
        "date": day.isoformat(),
        "tasks": [_task_as_dict(corpus, place, planned) for planned in tasks],
    }


def _task_as_dict(corpus: Corpus, place: Place, planned: PlannedTask) -> dict[str, Any]:
    from kb.content.citations import link_of, read_note
    from kb.content.planning import source_of, timing_words

    task = planned.task
    source = source_of(corpus, task)
    return {
        "id": planned.id,
        "do": task.do,
        "at": str(task.at),
        "when": timing_words(task, place.stop),
        "from": planned.start.isoformat() if planned.start else None,
        "to": planned.end.isoformat() if planned.end else None,
        "due": planned.due.value,
        "why": task.why,
        "with": task.with_,
        "only": task.only,
        "see": [str(page) for page in task.see],
        "source": {
            "id": str(source.id),
            "title": source.title,
            "publisher": source.publisher,
            "note": read_note(source),
            "address": link_of(source),
        }
        if source
        else None,
    }


def _print(corpus: Corpus, place: Place, tasks: Sequence[PlannedTask], day: date) -> None:
    from kb.content.citations import link_of
    from kb.content.planning import details_of, source_of
    from kb.text.dates import date_text

    label = corpus.vocabularies["moments"].get(place.stop.moment).label
    click.echo(f"{place.roadmap.title}: {label}")
    if place.stop.anchor:
        click.echo(f"Counted from {place.stop.anchor}: {date_text(day)}")
    if not tasks:
        click.echo("This stop has no tasks.")
    for planned in tasks:
        click.echo(f"\n{_days(planned)}: {planned.task.do}")
        for line in details_of(corpus, planned.task, place.stop):
            click.echo(f"    {line}")
        source = source_of(corpus, planned.task)
        if source and link_of(source):
            click.echo(f"    {link_of(source)}")


def _days(planned: PlannedTask) -> str:
    from kb.text.dates import date_text

    if planned.start is None or planned.end is None:
        return "At any time"
    days = date_text(planned.start)
    if planned.end != planned.start:
        days += f" to {date_text(planned.end)}"
    mark = _MARKS.get(planned.due.value)
    return f"{days} ({mark})" if mark else days
