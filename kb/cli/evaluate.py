"""The command `kb evaluate`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.options import (
    beir_option,
    content_option,
    distress_option,
    one_of,
    queries_option,
    trial_encoder_option,
    trial_index_option,
)
from kb.cli.output import say_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kb.evaluation.measures import Measures, Outcome
    from kb.evaluation.refusals import Told
    from kb.evaluation.run import Trial
    from kb.evaluation.steps import Validated

_MODES = ("keyword", "semantic", "hybrid")
_HEADINGS = ("nDCG@10", "recall@5", "RR", "queries", "refused", "wrongly")
_SET_HEADINGS = ("nDCG@10", "95% interval", "3 in top 3", "queries", "refused", "wrongly")
_LINES = "example questions, left out"
_LEFT_OUT = Path("left-out")


@click.command("evaluate")
@queries_option
@beir_option
@distress_option
@click.option(
    "--mode",
    "modes",
    type=click.Choice(_MODES),
    multiple=True,
    help="Measure this mode only. May be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the measures as one JSON object.")
@click.option(
    "--cross-validate",
    is_flag=True,
    help="Also measure hybrid mode, refusals and sureness with every fitted value fitted to other "
    "queries; the line of refusals is drawn from example questions, lines of elsewhere and "
    "eval/short-lines.yaml as well.",
)
@click.option("--steps", is_flag=True, help="Also measure how much each part of the score adds.")
@click.option(
    "--quick",
    is_flag=True,
    help="Leave out the measure on example questions, which fits five more indexes when they "
    "have changed.",
)
@click.option(
    "--runtime",
    type=click.Choice(["python", "node"]),
    default="python",
    show_default=True,
    help="Measure the engine of this command, or the browser's, run by Node.",
)
@trial_encoder_option
@content_option
@trial_index_option
def command(
    queries_path: Path | None,
    beir_dir: Path | None,
    distress_path: Path | None,
    modes: tuple[str, ...],
    as_json: bool,
    cross_validate: bool,
    steps: bool,
    quick: bool,
    runtime: str,
    encoder: str | None,
    content_dir: Path,
    index_dir: Path | None,
) -> None:
    """Measure the search on judged queries, and on example questions that it has not seen.

    nDCG@10 uses the grade as its gain, recall@5 counts grades 2 and 3, and RR is one over the rank
    of the first grade 3. "refused" counts the refused queries that have no answer here, "wrongly"
    the refused queries that have one.

    Hybrid mode is first measured on each set by itself, with a bootstrap interval: the example
    questions of the needs, each asked of an index made without it, and the files of judged queries.
    Go by the first; the queries have been used too often to tell small changes apart.

    With --distress it counts the lines of distress for which urgent help is not shown and the
    ordinary lines for which it is, and names them.

    \b
    Example:
      kb evaluate
      kb evaluate --cross-validate --steps
      kb evaluate --beir collections/cranfield --mode keyword
      kb evaluate --runtime node
      kb evaluate --distress eval/distress.yaml
    """
    from kb.cli.evaluate_distress import count_lines, counts_as_dict, say_counts
    from kb.evaluation.measures import measure_groups
    from kb.evaluation.run import open_trial
    from kb.evaluation.steps import cross_validated, gains_by_step

    if distress_path is not None:
        if queries_path or beir_dir or cross_validate or steps or modes or encoder:
            raise click.UsageError("--distress: it stands alone, but for --runtime")
        found = count_lines(
            distress_path,
            runtime=runtime,
            index_dir=index_dir,
            content_dir=content_dir,
        )
        if as_json:
            say_json(counts_as_dict(found))
        else:
            say_counts(found)
        return
    one_of(queries_path, beir_dir)
    if runtime == "node" and encoder == "transformer":
        raise click.UsageError("--runtime node: the browser's engine has no full model")
    if runtime == "node" and beir_dir is not None:
        encoder = "student"
    with open_trial(
        queries=queries_path,
        beir=beir_dir,
        index_dir=index_dir,
        content_dir=content_dir,
        encoder=encoder,
    ) as trial:
        run = _in_browser(trial) if runtime == "node" else trial.run
        asked = runtime == "python" and encoder is None and queries_path is None and not quick
        sets = _sets(trial, run, lines=asked) if "hybrid" in (modes or _MODES) else {}
        measured = {
            mode: measure_groups(trial.queries, run(mode=mode, limit=10))
            for mode in modes or _MODES
        }
        validated = None
        if cross_validate:
            validated = cross_validated(trial, modes or _MODES, _told_beside(trial, lines=asked))
        gained = gains_by_step(trial) if steps else None
    if as_json:
        say_json(_as_dict(sets, measured, validated, gained))
    else:
        _print_sets(sets)
        _print(measured, validated, gained)


def _sets(
    trial: Trial, run: Callable[..., dict[str, Outcome]], *, lines: bool
) -> dict[str, Measures]:
    """Hybrid mode on the example questions left out, if they are wanted, and on each file."""
    from kb.evaluation.left_out import folds_of, outcomes_left_out
    from kb.evaluation.measures import measure

    found: dict[str, Measures] = {}
    if lines and any(need.example_questions for need in trial.index.lexicon.needs):
        kept_in = trial.index.folder.parent / _LEFT_OUT
        found[_LINES] = measure(*outcomes_left_out(folds_of(trial.index, kept_in)))
    outcomes = run(mode="hybrid", limit=10) if trial.sets else {}
    return found | {name: measure(queries, outcomes) for name, queries in trial.sets}


def _told_beside(trial: Trial, *, lines: bool) -> Callable[[str], Sequence[Told]]:
    """The lines that stand beside the judged queries where refusals are drawn, in a mode.

    None without `lines`, or where the file of short lines is missing.
    """
    from kb.evaluation.left_out import folds_of
    from kb.evaluation.refusals import (
        SHORT_LINES,
        left_out_signals,
        read_short_lines,
        short_signals,
    )

    if not lines or not SHORT_LINES.is_file():
        return lambda _: ()
    short = read_short_lines(SHORT_LINES)
    folds = folds_of(trial.index, trial.index.folder.parent / _LEFT_OUT)
    return lambda mode: (
        *left_out_signals(folds, mode),
        *short_signals(trial.index, trial.encoder, short, mode),
    )


def _in_browser(trial: Trial) -> Callable[..., dict[str, Outcome]]:
    """What runs the queries of a trial in the browser's engine."""
    from kb.browser.export import search_data
    from kb.browser.node import browser_outcomes
    from kb.index.encoder.table import Student
    from kb.index.store import STUDENT
    from site_builder.render.search_data import SCRIPTS

    data = search_data(trial.index, Student.load(trial.index.folder / STUDENT))
    return partial(browser_outcomes, data, SCRIPTS / "engine.js", trial.queries)


def _as_dict(
    sets: Mapping[str, Measures],
    measured: Mapping[str, Mapping[str, Measures]],
    validated: Validated | None,
    gained: Sequence[tuple[str, float]] | None,
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "sets": {name: measures.as_dict() for name, measures in sets.items()},
        "modes": {
            mode: {name: measures.as_dict() for name, measures in groups.items()}
            for mode, groups in measured.items()
        },
    }
    if validated is not None:
        found |= validated.as_dict()
    if gained is not None:
        found["steps"] = [{"step": step, "ndcg@10": round(value, 4)} for step, value in gained]
    return found


def _print_sets(sets: Mapping[str, Measures]) -> None:
    if not sets:
        return
    click.echo(f"{'hybrid, set by set':<32}" + "".join(f"{name:>14}" for name in _SET_HEADINGS))
    for name, m in sets.items():
        low, high = m.interval
        refused = f"{m.refused}/{m.unanswerable}" if m.unanswerable else "-"
        figures = (
            f"{m.ndcg:.3f}",
            f"{low:.3f}-{high:.3f}",
            f"{m.exact_first:.0%}",
            m.queries,
            refused,
            m.wrongly_refused,
        )
        click.echo(f"  {name:<30}" + "".join(f"{figure:>14}" for figure in figures))
    click.echo()


def _print(
    measured: Mapping[str, Mapping[str, Measures]],
    validated: Validated | None,
    gained: Sequence[tuple[str, float]] | None,
) -> None:
    for mode, groups in measured.items():
        click.echo(f"{mode:<32}" + "".join(f"{heading:>10}" for heading in _HEADINGS))
        for name, m in groups.items():
            figures = "".join(f"{value:>10.3f}" for value in (m.ndcg, m.recall, m.reciprocal_rank))
            refused = f"{m.refused}/{m.unanswerable}" if m.unanswerable else "-"
            click.echo(f"  {name:<30}{figures}{m.queries:>10}{refused:>10}{m.wrongly_refused:>10}")
        click.echo()
    if gained is not None:
        click.echo("what each step gains (hybrid, refusals left aside)   nDCG@10")
        for step, value in gained:
            click.echo(f"  {step:<50}{value:>8.3f}")
        click.echo()
    if validated is not None:
        click.echo(f"hybrid, cross-validated over the queries: nDCG@10 {validated.ndcg:.3f}")
        for mode, line in validated.lines.items():
            told = "{refused} of {unanswerable}, wrongly {wrongly} of {answerable}"
            click.echo(f"{mode}, refusals cross-validated: {told.format(**line.counts())}")
            for name, counts in validated.beside[mode].items():
                click.echo(f"  {name}: {counts['refused']} of {counts['of']} refused")
            weights = ", ".join(f"{name} {weight}" for name, weight in line.weights.items())
            click.echo(f"  weights: {weights}")
        sure = validated.sure
        for name, found in (("shipped", sure.shipped), ("cross-validated", sure.validated)):
            told = ", ".join(
                f"{word.value} {n}, {right} right" for word, (n, right) in found.items()
            )
            click.echo(f"hybrid, sureness {name}: {told}")
        click.echo(f"gaps drawn from all of them: likely {sure.likely}, worth a look {sure.look}")
        click.echo(f"hybrid, with weights fitted to other queries: nDCG@10 {validated.weighed:.3f}")
        fitted = ", ".join(f"{part} {weight:.2f}" for part, weight in validated.weights.items())
        click.echo(f"weights fitted to all of them: {fitted}")
