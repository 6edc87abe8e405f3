"""The command `kb review`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import WORDS, content_option, kept_of


@click.command("review")
@click.argument("doc_id", metavar="ID")
@click.option(
    "--by",
    "checked_by",
    type=WORDS,
    default="",
    metavar="WHO",
    help="A role or body, not a person's name.",
)
@click.option(
    "--as-at",
    type=WORDS,
    default="",
    metavar="WHEN",
    help="The date up to which the pages confirm it.",
)
@click.option("--sources-only", is_flag=True, help="Its current status was not checked.")
@content_option
def command(doc_id: str, checked_by: str, as_at: str, sources_only: bool, content_dir: Path) -> int:
    """Record that page ID, or the page of a file, was reviewed against its sources today.

    Sets `reviewed` and `now.checked` to today's date and leaves every other line as it is. The
    exit code is 1 if kb check then finds an error in the page. Nothing is written if --by or
    --as-at cannot stand.

    \b
    Example:
      kb review casestudies/newham-staff-bank --by "the editors"
      kb review signposting/gp-health-service --as-at 2026-11
    """
    from kb.content.clock import today
    from kb.content.read import check_corpus
    from kb.content.text_file import read_text_file
    from kb.editing.drafts.place import page_path
    from kb.editing.upkeep.review import bad_answers, record_review
    from kb.model.problems import KbError

    day = today()
    path = page_path(doc_id, content_dir)
    file = read_text_file(path)
    try:
        changed = record_review(
            file.text, today=day, checked_by=checked_by, as_at=as_at, sources_only=sources_only
        )
    except KbError as error:
        raise KbError(f"{path}: {error}") from error
    answered = {"now.checked_by": checked_by, "now.as_at": as_at}
    bad = bad_answers(
        changed,
        f"{path.parent.name}/{path.name}",
        content_dir,
        today=day,
        given={field for field, answer in answered.items() if answer},
    )
    if bad:
        for problem in bad:
            click.echo(str(problem))
        click.echo(f"nothing was written to {path}")
        return 1
    file.write(changed)
    click.echo(f"wrote {path}: reviewed {day}")
    reading = check_corpus(content_dir, today=day, paths=[path], kept=kept_of(content_dir))
    for problem in reading.problems:
        click.echo(str(problem))
    return 1 if reading.errors else 0
