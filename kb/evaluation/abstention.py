"""Signals of queries that something here answers and of those that nothing does in, the line
between them out: a logistic regression, held back, with its threshold on the careful side."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.search.abstain import Signals, plainly

MODE_SIGNALS = {
    "hybrid": (
        "words",
        "situation_words",
        "known",
        "need",
        "foreign",
        "situations",
        "asked",
        "elsewhere",
    ),
    "keyword": ("words", "situation_words", "known", "need", "foreign"),
    "semantic": ("need", "situations", "elsewhere"),
}
"""The signals that each mode may use."""
CHANCE = 0.17
"""A query is refused if the chance that something here answers it is below this: to refuse one
wrongly is worse than to answer one that has no answer."""
JUDGED = 8.0
"""How much a judged query counts beside a line that was not judged page by page."""
FOLDS = 10
_HOLD_BACK = 1.0
_STEPS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The line between answering and refusing.

    `weights` has the weight of each signal and the threshold, as `kb/data/search.json` has them;
    `refuses` says for each query whether the threshold fitted to the others refuses it, and
    `has_answer` whether it should not be.
    """

    weights: dict[str, float]
    refuses: tuple[bool, ...]
    has_answer: tuple[bool, ...]

    def counts(self) -> dict[str, int]:
        """How many are refused of those without an answer, and of those with one."""
        pairs = list(zip(self.refuses, self.has_answer, strict=True))
        return {
            "refused": pairs.count((True, False)),
            "unanswerable": self.has_answer.count(False),
            "wrongly": pairs.count((True, True)),
            "answerable": self.has_answer.count(True),
        }

    def of(self, start: int, stop: int) -> Line:
        """What the line does with some of the queries, in their order."""
        return replace(
            self, refuses=self.refuses[start:stop], has_answer=self.has_answer[start:stop]
        )

    def as_dict(self) -> dict[str, Any]:
        """As plain data: the counts and the weights."""
        return {**self.counts(), "weights": self.weights}


def draw_line(
    signals: Sequence[Signals], answerable: Sequence[bool], mode: str, *, judged: int | None = None
) -> Line:
    """The line for one mode, with what it does on queries that it was not fitted to.

    The first `judged` of them, or all, are judged queries. A few digits of each weight are kept.
    """
    names = MODE_SIGNALS[mode]
    rows = np.array([[one.as_dict()[name] for name in names] for one in signals])
    wanted = np.array(answerable, dtype=np.float64)
    counts = np.where(np.arange(len(rows)) < (len(rows) if judged is None else judged), JUDGED, 1.0)
    order = list(range(len(rows)))
    random.Random(0).shuffle(order)
    told = np.zeros(len(rows))
    for fold in range(FOLDS):
        held_out = order[fold::FOLDS]
        rest = [n for n in order if n not in held_out]
        weights, threshold = _fit(rows[rest], wanted[rest], counts[rest])
        told[held_out] = rows[held_out] @ weights - threshold
    plain = [plainly(one) for one in signals]
    weights, threshold = _fit(rows, wanted, counts)
    named = {name: round(float(value), 3) for name, value in zip(names, weights, strict=True)}
    return Line(
        weights={**named, "threshold": round(float(threshold), 3)},
        refuses=tuple(
            bool(value < 0) if sure is None else not sure
            for value, sure in zip(told, plain, strict=True)
        ),
        has_answer=tuple(answerable),
    )


def _fit(
    rows: NDArray[np.float64], wanted: NDArray[np.float64], counted: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Weights of the raw signals and the threshold on their sum, by Newton's method.

    Signals are brought to one scale for the fit; both kinds of query weigh the same in all.
    """
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread = np.where(spread > 0, spread, 1)
    scaled = np.hstack([(rows - mean) / spread, np.ones((len(rows), 1))])
    answered, refused = max((counted * wanted).sum(), 1), max((counted * (1 - wanted)).sum(), 1)
    counts = counted * np.where(wanted == 1, 0.5 / answered, 0.5 / refused) * len(rows)
    hold = np.diag([_HOLD_BACK] * rows.shape[1] + [0.0])
    fitted = np.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ fitted, -30, 30)))
        slope = scaled.T @ (counts * (wanted - chance)) - hold @ fitted
        bend = (scaled.T * (counts * chance * (1 - chance))) @ scaled + hold
        fitted = fitted + np.linalg.solve(bend, slope)
    weights = fitted[:-1] / spread
    offset = fitted[-1] - float(weights @ mean)
    return weights, float(np.log(CHANCE / (1 - CHANCE))) - offset
