"""The command `kb import`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import WORDS, content_option
from kb.model.documents import Kind
from kb.model.kinds import KIND_NAMES

KINDS = {
    KIND_NAMES[kind].command: kind for kind in (Kind.CASE_STUDY, Kind.SIGNPOSTING, Kind.TOOLKIT)
}
"""What people call the kinds of page that can be drafted."""

kind_option = click.option(
    "--kind",
    type=click.Choice(list(KINDS)),
    default="casestudy",
    show_default=True,
    help="The kind of page.",
)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--issue", is_flag=True, help="FILE holds the answers of the issue form.")
@click.option(
    "--id", "slug", default="", metavar="NAME", help="Name of the page; its title if not given."
)
@click.option("--own", metavar="ID", help="FILE is our own account: make it a source.")
@click.option("--source", metavar="ID", help="The bibliography entry it is based on.")
@click.option("--place", type=WORDS, default="", metavar="TEXT", help="Where in that source it is.")
@click.option("--no-suggest", is_flag=True, help="Do not fill in tags.")
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite a page of that name (it is kept in drafts), and renew the account.",
)
@kind_option
@content_option
def command(
    file: Path,
    issue: bool,
    slug: str,
    own: str | None,
    source: str | None,
    place: str,
    no_suggest: bool,
    force: bool,
    kind: str,
    content_dir: Path,
) -> None:
    """Turn FILE (.docx, .md, .html) into a draft page, and report what is missing.

    Headings, lists and tables are kept. Each heading or label that is known becomes a field or
    section (docs/add-a-case-study.md lists them); the rest keeps its place with a to-do, and what
    a page cannot hold is listed as left out. Tags that seem likely are filled in, with how sure
    they are beside them.

    \b
    Example:
      kb import our-account.docx --own newtown-account
      kb import answers.md --issue
      kb import page.html --source retention-toolkit-2019 --place "case study 4"
    """
    from kb.cli.draft_report import say_state
    from kb.content.clock import today
    from kb.editing.drafts.import_file import bring_in

    for name, given in (("--own", own), ("--source", source)):
        if given == "":
            raise click.UsageError(f"{name}: found nothing; give an identifier, or leave it out")
    if own and source:
        raise click.UsageError("--own and --source: give one of them")
    if issue and file.suffix.lower() not in {".md", ".markdown"}:
        raise click.UsageError("--issue: save the text of the issue as a .md file")
    day = today()
    brought = bring_in(
        file,
        content_dir=content_dir,
        today=day,
        kind=KINDS[kind],
        slug=slug,
        own=own or "",
        source=source or "",
        place=place,
        suggest=not no_suggest,
        replace_it=force,
    )
    for written in brought.also:
        click.echo(f"wrote {written}")
    if brought.kept:
        click.echo(f"kept the page that was there as {brought.kept}")
    for what in brought.changed:
        click.echo(what)
    for what in brought.left_out:
        click.echo(f"left out: {what}")
    say_state(brought.path, brought.similar, content_dir=content_dir, today=day)
