"""The command `kb run`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import (
    beir_option,
    content_option,
    mode_option,
    one_of,
    queries_option,
    trial_encoder_option,
    trial_index_option,
)
from kb.content.files import write_whole


@click.command("run")
@queries_option
@beir_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="RUN",
    help="The run file to write.",
)
@mode_option
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, metavar="N")
@trial_encoder_option
@content_option
@trial_index_option
def command(
    queries_path: Path | None,
    beir_dir: Path | None,
    output: Path,
    mode: str,
    limit: int,
    encoder: str | None,
    content_dir: Path,
    index_dir: Path | None,
) -> None:
    """Write a TREC run file for a set of queries.

    The set is a file of judged queries, run on the index of the content, or a public collection
    in the BEIR layout, which is indexed first (into --index if given, else for this run alone).

    \b
    Example:
      kb run --queries eval/queries.yaml --output build/hybrid.run
      kb run --beir collections/cranfield --mode keyword --output build/cranfield.run
    """
    from kb.evaluation.measures import run_lines
    from kb.evaluation.run import open_trial

    one_of(queries_path, beir_dir)
    with open_trial(
        queries=queries_path,
        beir=beir_dir,
        index_dir=index_dir,
        content_dir=content_dir,
        encoder=encoder,
    ) as trial:
        outcomes = trial.run(mode=mode, limit=limit)
    lines = run_lines(outcomes, tag=f"kb-{mode}")
    write_whole(output, "".join(f"{line}\n" for line in lines))
    click.echo(f"{output}: {len(outcomes)} queries, {len(lines)} lines", err=True)
