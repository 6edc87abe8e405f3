"""The command `kb changes`."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from kb.cli.options import content_option
from kb.cli.output import say_json


@click.command("changes")
@click.option("--base", required=True, metavar="REV", help="What to compare with, as origin/main.")
@click.option(
    "--runs-before",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of runs (hybrid.run) that kb run wrote for REV.",
)
@click.option(
    "--runs-after",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The same for the content as it is.",
)
@click.option(
    "--queries",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("eval/queries.yaml"),
    show_default=True,
    metavar="FILE",
    help="The judged queries of the runs.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@content_option
def command(
    base: str,
    runs_before: Path | None,
    runs_after: Path | None,
    queries: Path,
    as_json: bool,
    content_dir: Path,
) -> None:
    """Describe what changed in the content since REV, as the comment on a pull request.

    New, changed and removed pages; their tags, results and evidence; pages much alike; and the
    quality of the search before and after, if it was measured.

    \b
    Example:
      kb changes --base origin/main
      kb changes --base HEAD~1 --json
    """
    from kb.content.clock import today
    from kb.content.read_leniently import read_leniently
    from kb.editing.upkeep.changes import as_comment, compare
    from kb.editing.upkeep.git_snapshot import lay_out

    day = today()
    with tempfile.TemporaryDirectory() as folder:
        before = read_leniently(lay_out(content_dir, base, Path(folder)), today=day)
    changes = compare(
        before,
        read_leniently(content_dir, today=day),
        search_before=_ndcg(queries, runs_before),
        search_after=_ndcg(queries, runs_after),
    )
    if as_json:
        say_json(changes.as_dict())
    else:
        click.echo(as_comment(changes), nl=False)


def _ndcg(queries: Path, runs: Path | None) -> Mapping[str, float]:
    """Return nDCG@10 by mode from a folder of runs; empty without one."""
    if runs is None:
        return {}
    from kb.editing.upkeep.failed_queries import ndcg_by_mode
    from kb.evaluation.queries import read_queries

    return ndcg_by_mode(read_queries(queries), runs)
