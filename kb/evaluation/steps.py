"""What each part of a score gains on judged queries, one after the other; and what is fitted."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kb.data.settings import Settings, load_settings
from kb.evaluation.abstention import Line
from kb.evaluation.measures import Outcome, measure
from kb.evaluation.refusals import Told
from kb.evaluation.run import Trial
from kb.evaluation.sureness import Sure, seen_by, sure_of
from kb.search.engine import Engine

STEPS = (
    ("words of the page", ("words",)),
    ("+ similarity in meaning", ("meaning",)),
    ("+ words of its situations", ("situation_words",)),
    ("+ similarity to its three best situations", ("situations",)),
    ("+ example questions", ("asked",)),
    ("+ needs by their cues", ("needs_by_cue",)),
    ("+ needs by words", ("needs_by_words",)),
    ("+ needs by meaning", ("needs_by_meaning",)),
    ("+ pages by meaning", ("pages_by_meaning",)),
    ("+ example questions by meaning", ("asked_by_meaning",)),
    ("+ career stage and role recognised", ("hints",)),
)
_LAST_STEP = "+ what helps beside the best pages"
_SEEDS = (0, 1, 2, 3, 4)
"""The ways in which the queries are dealt into folds; the figure is the mean over them."""


def gains_by_step(trial: Trial) -> list[tuple[str, float]]:
    """nDCG@10 of hybrid as its parts are added one by one, with the weights that ship.

    The last step raises what helps beside the best, which is no part of its own.
    """
    whole = measure(trial.queries, trial.run(mode="hybrid", limit=10, settings=_open_to_all()))
    return [*_gains(trial), (_LAST_STEP, whole.ndcg)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """What the search does on queries that nothing was fitted to.

    `lines` says for each mode what is refused by thresholds fitted to other queries, `beside` what
    of each kind of line that stands beside them (`kb.evaluation.refusals`), and
    `ndcg` what nDCG@10 hybrid then comes to: its parts all weigh the same, so that nothing else is
    fitted. `weighed` is nDCG@10, refusals left aside, where each query is ranked by weights fitted
    to the others instead, and `weights` are those fitted to all: to show whether fitting pays.
    `sure` says how often a right page stands first where the search says that it is sure.
    """

    ndcg: float
    lines: dict[str, Line]
    beside: dict[str, dict[str, dict[str, int]]]
    weighed: float
    weights: dict[str, float]
    sure: Sure

    def as_dict(self) -> dict[str, Any]:
        """As plain data, keys of the object of ``kb evaluate --json``."""
        return {
            "cross_validated": round(self.ndcg, 4),
            "cross_validated_weights": round(self.weighed, 4),
            "fitted": {part: round(weight, 3) for part, weight in self.weights.items()},
            "sureness": self.sure.as_dict(),
            "line": {mode: line.as_dict() for mode, line in self.lines.items()},
            "beside": self.beside,
        }


def cross_validated(
    trial: Trial,
    modes: Sequence[str],
    told: Callable[[str], Sequence[Told]] = lambda _: (),
) -> Validated:
    """Lines and weights fitted to the queries, and how they do on those they were not fitted to.

    `told` gives for a mode the lines that stand beside the queries where refusals are drawn.
    """
    fitting = trial.fitting()
    lines: dict[str, Line] = {}
    beside: dict[str, dict[str, dict[str, int]]] = {}
    for mode in dict.fromkeys((*modes, "hybrid")):
        lines[mode], beside[mode] = _line(trial, mode, told(mode))
    outcomes = trial.run(mode="hybrid", limit=10, settings=_open_to_all())
    shipped = load_settings()
    engine = Engine(trial.index, trial.encoder, settings=_open_to_all())
    for query, refused in zip(trial.queries, lines["hybrid"].refuses, strict=True):
        if refused:
            outcomes[query.id] = Outcome(ranking=(), abstained=True)
    return Validated(
        ndcg=measure(trial.queries, outcomes).ndcg,
        lines=lines,
        beside=beside,
        weighed=sum(fitting.cross_validate(seed=seed) for seed in _SEEDS) / len(_SEEDS),
        weights=fitting.fit(),
        sure=sure_of(seen_by(engine, trial.queries), shipped.sure_likely, shipped.sure_look),
    )


def _line(trial: Trial, mode: str, told: Sequence[Told]) -> tuple[Line, dict[str, dict[str, int]]]:
    """The line of a mode with what it does to the queries, and what to each kind beside them."""
    fitted = [kind for kind in told if not kind.kept]
    pairs = [(one, kind.answerable) for kind in fitted for one in kind.signals]
    whole = trial.line(mode, pairs)
    start = len(trial.queries)
    found = {}
    for kind in fitted:
        refuses = whole.of(start, start + len(kind.signals)).refuses
        start += len(kind.signals)
        found[kind.name] = {"refused": sum(refuses), "of": len(refuses)}
    drawn = replace(load_settings(), abstain={mode: whole.weights})
    for kind in (kind for kind in told if kind.kept):
        found[kind.name] = {"refused": kind.refused(mode, drawn), "of": len(kind.signals)}
    return whole.of(0, len(trial.queries)), found


def _open_to_all() -> Settings:
    """The settings with nothing refused that has a word of the content."""
    return replace(load_settings(), abstain={"hybrid": {"threshold": -math.inf}})


def _gains(trial: Trial) -> Iterator[tuple[str, float]]:
    fitting = trial.fitting()
    shipped = load_settings().parts
    used: dict[str, float] = {}
    for step, parts in STEPS:
        used |= {part: shipped[part] for part in parts}
        yield step, fitting.mean(used)
