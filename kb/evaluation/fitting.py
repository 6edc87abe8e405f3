"""Judged queries with the parts of their scores in, weights that suit them out.

Sixty queries cannot separate eight weights finely, and the best single set on them is the best
by luck. So many sets are drawn at random, and the mean of the best twentieth is taken: it leans
to what helps and stays near equal weights where the queries do not say. `cross_validate` measures
every query with weights that were fitted to the others.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.evaluation.measures import NDCG_DEPTH, JudgedQuery, dcg
from kb.search.facets import Mask
from kb.search.ranking import Scored

DRAWS = 3000
BEST = 150
FOLDS = 6

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One query with what every document is worth to it, and what its filters keep."""

    query: JudgedQuery
    scored: Scored
    kept: Mask


class Fitting:
    """Judged queries that weights can be measured on and fitted to; refusals are left aside."""

    def __init__(self, ids: Sequence[str], tried: Sequence[Tried], parts: Sequence[str]) -> None:
        """`ids` are those of the index's documents, in order; `parts` those that are weighed."""
        self.parts = tuple(parts)
        answerable = [one for one in tried if any(g > 0 for g in one.query.relevant.values())]
        self._queries = [_prepare(ids, one, self.parts) for one in answerable]
        self._draws = _draw(len(self.parts))
        self._gains: NDArray[np.float64] | None = None

    def mean(self, weights: Weights) -> float:
        """Mean nDCG@10 over the answerable queries with those weights; a part left out has 0."""
        row = np.array([[weights.get(part, 0.0) for part in self.parts]])
        return float(np.mean([query.gains(row)[0] for query in self._queries]))

    def fit(self) -> dict[str, float]:
        """The weights fitted to all the queries; they sum to 1."""
        everything = list(range(len(self._queries)))
        return dict(zip(self.parts, self._fit(everything).tolist(), strict=True))

    def cross_validate(self, *, seed: int = 0) -> float:
        """Mean nDCG@10 where each query is ranked by weights fitted to the other folds alone."""
        order = list(range(len(self._queries)))
        random.Random(seed).shuffle(order)
        total = 0.0
        for fold in range(FOLDS):
            held_out = order[fold::FOLDS]
            weights = self._fit([n for n in order if n not in held_out])
            total += sum(self._queries[n].gains(weights[None, :])[0] for n in held_out)
        return total / len(order)

    def _fit(self, queries: Sequence[int]) -> NDArray[np.float64]:
        if self._gains is None:
            self._gains = np.array([query.gains(self._draws) for query in self._queries])
        means = self._gains[list(queries)].mean(axis=0)
        best = np.argsort(-means, kind="stable")[:BEST]
        return np.asarray(self._draws[best].mean(axis=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """One query as arrays: parts (parts, documents), grades and what is added (documents,)."""

    parts: NDArray[np.float64]
    grades: NDArray[np.float64]
    added: NDArray[np.float64]
    ideal: float

    def gains(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """nDCG@10 with each set of weights, (sets, parts) giving (sets,)."""
        shares = weights / weights.sum(axis=1, keepdims=True)
        scores = np.round(shares @ self.parts + self.added, 9)
        ranked = np.argsort(-scores, axis=1, kind="stable")[:, :NDCG_DEPTH]
        discounts = 1 / np.log2(np.arange(2, ranked.shape[1] + 2))
        return np.asarray((self.grades[ranked] * discounts).sum(axis=1) / self.ideal)


def _prepare(ids: Sequence[str], one: Tried, parts: Sequence[str]) -> _Prepared:
    lifted = one.scored.scores - one.scored.fused
    relevant = one.query.relevant
    best = sorted((grade for grade in relevant.values() if grade > 0), reverse=True)
    return _Prepared(
        parts=np.array([one.scored.parts[part] for part in parts]),
        grades=np.array([max(relevant.get(name, 0), 0) for name in ids], dtype=np.float64),
        added=np.where(one.kept | (lifted > 0), lifted, -9.0),
        ideal=dcg(best[:NDCG_DEPTH]),
    )


def _draw(parts: int) -> NDArray[np.float64]:
    """Sets of weights spread evenly over all that sum to 1 (a flat Dirichlet), always the same."""
    chance = random.Random(0)
    draws = np.array([[chance.expovariate(1.0) for _ in range(parts)] for _ in range(DRAWS)])
    return np.asarray(draws / draws.sum(axis=1, keepdims=True))
