"""Judged queries with the parts of their scores in, weights that suit them out.

Fitting is by coordinate search over a short list of values, so that few queries cannot drive it
far; `cross_validate` measures every query with weights that were fitted to the others.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.evaluate import NDCG_DEPTH, JudgedQuery, ndcg
from kb.search.facets import Mask
from kb.search.fusion import fuse
from kb.search.ranking import Scored

VALUES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
"""The weights that are tried for a part."""
FOLDS = 6
_ROUNDS = 3
_GAIN = 5e-4
"""The gain in nDCG below which a weight is left as it is."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One query with what every document is worth to it, and what its filters keep."""

    query: JudgedQuery
    scored: Scored
    kept: Mask


class Fitting:
    """Judged queries that weights can be measured on and fitted to; refusals are left aside."""

    def __init__(self, ids: Sequence[str], tried: Sequence[Tried]) -> None:
        """`ids` are those of the index's documents, in order."""
        self._ids = ids
        self._tried = [one for one in tried if any(g > 0 for g in one.query.relevant.values())]

    def gains(self, weights: Weights) -> dict[str, float]:
        """nDCG@10 of each answerable query, by its identifier, with those weights."""
        return {one.query.id: self._gain(one, weights) for one in self._tried}

    def mean(self, weights: Weights, names: Sequence[str] | None = None) -> float:
        """Mean nDCG@10 over the answerable queries, or over those named."""
        wanted = self._tried if names is None else [t for t in self._tried if t.query.id in names]
        return sum(self._gain(one, weights) for one in wanted) / len(wanted) if wanted else 0.0

    def fit(self, start: Weights, names: Sequence[str] | None = None) -> dict[str, float]:
        """Weights that do better on the queries than the start, each from `VALUES`."""
        weights = dict(start)
        best = self.mean(weights, names)
        for _ in range(_ROUNDS):
            before = best
            for part in weights:
                for value in VALUES:
                    trial = {**weights, part: value}
                    gain = self.mean(trial, names)
                    if gain > best + _GAIN:
                        weights, best = trial, gain
            if best == before:
                break
        return weights

    def cross_validate(self, start: Weights, *, folds: int = FOLDS, seed: int = 0) -> float:
        """Mean nDCG@10 where each query is ranked by weights fitted to the other folds alone."""
        names = [one.query.id for one in self._tried]
        random.Random(seed).shuffle(names)
        total = 0.0
        for fold in range(folds):
            held_out = names[fold::folds]
            weights = self.fit(start, [name for name in names if name not in held_out])
            total += self.mean(weights, held_out) * len(held_out)
        return total / len(names) if names else 0.0

    def _gain(self, one: Tried, weights: Weights) -> float:
        lifted = one.scored.scores - one.scored.fused
        scores = np.round(fuse(one.scored.parts, weights) + lifted, 9)
        order = np.argsort(-np.where(one.kept | (lifted > 0), scores, -1.0), kind="stable")
        return ndcg(one.query.relevant, [self._ids[number] for number in order[:NDCG_DEPTH]])
