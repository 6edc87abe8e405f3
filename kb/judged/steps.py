"""What each part of a score gains on judged queries, one after the other; and what is fitted."""

from __future__ import annotations

from collections.abc import Iterator

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


def cross_validated(trial: Trial) -> tuple[float, dict[str, float]]:
    """nDCG@10 of hybrid, no query ranked by weights fitted to it; and those fitted to all."""
    fitting = trial.fitting()
    figure = sum(fitting.cross_validate(seed=seed) for seed in _SEEDS) / len(_SEEDS)
    return figure, fitting.fit()


def _gains(trial: Trial) -> Iterator[tuple[str, float]]:
    from kb.settings import load_settings

    fitting = trial.fitting()
    shipped = load_settings().parts
    used: dict[str, float] = {}
    for step, parts in STEPS:
        used |= {part: shipped[part] for part in parts}
        yield step, fitting.mean(used)
