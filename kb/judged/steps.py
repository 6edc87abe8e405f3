"""What each part of a score gains on judged queries, one after the other; and what is fitted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kb.judged.refusal import Line
from kb.judged.trial import Trial

STEPS = (
    ("words of the page", ("words",)),
    ("+ likeness in meaning", ("meaning",)),
    ("+ words of its situations", ("situation_words",)),
    ("+ likeness to its best three situations", ("situations",)),
    ("+ needs by their cues", ("needs_by_cue",)),
    ("+ needs by words", ("needs_by_words",)),
    ("+ needs by meaning", ("needs_by_meaning",)),
    ("+ career stage and role recognised", ("hints",)),
)
_SEEDS = (0, 1, 2, 3, 4)
"""The ways in which the queries are dealt into folds; the figure is the mean over them."""


def gains_by_step(trial: Trial) -> list[tuple[str, float]]:
    """nDCG@10 of hybrid as its parts are added one by one, with the weights that ship."""
    return list(_gains(trial))


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """What the search does on queries that nothing was fitted to.

    `ndcg` is nDCG@10 of hybrid, no query ranked by weights that were fitted to it; `weights` are
    those fitted to all; `lines` tells for each mode what is refused, in the same way.
    """

    ndcg: float
    weights: dict[str, float]
    lines: dict[str, Line]

    def as_dict(self) -> dict[str, Any]:
        """As plain data, keys of the object of ``kb evaluate --json``."""
        return {
            "cross_validated": round(self.ndcg, 4),
            "fitted": {part: round(weight, 3) for part, weight in self.weights.items()},
            "line": {mode: asdict(line) for mode, line in self.lines.items()},
        }


def cross_validated(trial: Trial, modes: Sequence[str]) -> Validated:
    """Weights and lines fitted to the queries, and how they do on those they were not fitted to."""
    fitting = trial.fitting()
    return Validated(
        ndcg=sum(fitting.cross_validate(seed=seed) for seed in _SEEDS) / len(_SEEDS),
        weights=fitting.fit(),
        lines={mode: trial.line(mode) for mode in modes},
    )


def _gains(trial: Trial) -> Iterator[tuple[str, float]]:
    from kb.settings import load_settings

    fitting = trial.fitting()
    shipped = load_settings().parts
    used: dict[str, float] = {}
    for step, parts in STEPS:
        used |= {part: shipped[part] for part in parts}
        yield step, fitting.mean(used)
