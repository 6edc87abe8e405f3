"""The command `kb links`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import content_option
from kb.cli.output import say_json

_SHOWN = ("dead", "moved", "unreachable", "blocked")


@click.command("links")
@click.option(
    "--cache",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("build/links.json"),
    show_default=True,
    metavar="FILE",
    help="Results of earlier runs.",
)
@click.option("--offline", is_flag=True, help="Contact no host; report what the cache holds.")
@click.option(
    "--limit", default=0, type=click.IntRange(0), metavar="N", help="Check at most N addresses."
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write what is dead or has moved as Markdown; an empty file if nothing is.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@content_option
def command(
    cache: Path,
    offline: bool,
    limit: int,
    report: Path | None,
    as_json: bool,
    content_dir: Path,
) -> None:
    """Find web addresses of the content that are dead, moved, unreachable or blocked.

    Hosts are contacted slowly, as their robots.txt asks. Blocked means that programs are kept out,
    not that the page has gone. Without a network nothing is called dead. It is for editors to look
    at: the exit code is 0 whatever is found. An address that worked is asked again after two
    weeks, another the next day.

    \b
    Example:
      kb links
      kb links --offline --json
    """
    from kb.content.clock import today
    from kb.content.files import write_whole
    from kb.content.read_leniently import read_leniently
    from kb.editing.upkeep.web_links import check_links, issue_text
    from kb.editing.upkeep.web_state import LinkState, addresses_of
    from kb.editing.upkeep.web_visit import Visitor, resolves

    day = today()
    visit = None if offline else Visitor(today=day).visit
    found = check_links(
        addresses_of(read_leniently(content_dir, today=day)),
        cache=cache,
        today=day,
        visit=visit,
        limit=limit,
        resolves=resolves,
    )
    if report is not None:
        write_whole(report, issue_text(found))
    if found.no_network:
        click.echo(
            "kb: no host could be looked up, so there seems to be no network; "
            "nothing was recorded; try again when there is one",
            err=True,
        )
    if as_json:
        say_json(found.as_dict())
        return
    for name in _SHOWN:
        for link in found.in_state(LinkState(name)):
            click.echo(f"{name}: {link.address}: {link.reason}")
            for place in found.places[link.address]:
                click.echo(f"    in {place}")
    counts = ", ".join(f"{len(found.in_state(state))} {state.value}" for state in LinkState)
    unknown = len(found.places) - len(found.found)
    click.echo(f"{counts}, {unknown} not asked yet; {found.new} asked now", err=True)
