"""Judgements and rankings in, measures out; sums only, no searching and no reading of files.

The measures are those of trec_eval: the gain of a document is its grade, discounted by the
logarithm of its rank (Järvelin and Kekäläinen, 2002). Queries that nothing answers have no
measure; for them, and for wrong refusals, what counts is whether the engine abstained.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

NDCG_DEPTH = 10
FIRST = 3
"""The ranks among which a document of the top grade should stand."""
RESAMPLES = 1000
"""Samples of a bootstrap, and the share of their means that an interval leaves out."""
_OUTSIDE = 0.05
RECALL_DEPTH = 5
USEFUL = 2
"""The grade from which a document is worth recalling."""
EXACT = 3
"""The grade that the reciprocal rank looks for."""

Qrels = Mapping[str, Mapping[str, int]]
"""Query identifier to document identifier to grade; documents that are not listed have grade 0."""

Ranking = Sequence[tuple[str, float]]
"""(document identifier, score) for one query, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuery:
    """One query of a test set with its judgements; an empty `relevant` means nothing answers."""

    id: str
    text: str
    relevant: Mapping[str, int]
    persona: str = ""
    types: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the engine did with one query."""

    ranking: Ranking
    abstained: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Means over a group of queries, each from 0 to 1; a mean over no query is 0.

    `queries` counts the answerable ones, over which nDCG and recall are taken; the reciprocal rank
    is taken over those of them that have a document of the top grade, `with_exact`. `exact_first`
    is the share of these that show one among the first three. `interval` is the 95% bootstrap
    interval of nDCG.
    """

    queries: int
    with_exact: int
    ndcg: float
    recall: float
    reciprocal_rank: float
    exact_first: float
    interval: tuple[float, float]
    wrongly_refused: int
    unanswerable: int
    refused: int

    def as_dict(self) -> dict[str, float | int | list[float]]:
        """The measures as plain data, the objects of ``kb evaluate --json``."""
        return {
            "queries": self.queries,
            "ndcg@10": round(self.ndcg, 4),
            "recall@5": round(self.recall, 4),
            "ndcg@10_interval": [round(end, 4) for end in self.interval],
            "reciprocal_rank": round(self.reciprocal_rank, 4),
            "grade_3_in_first_3": round(self.exact_first, 4),
            "wrongly_refused": self.wrongly_refused,
            "unanswerable": self.unanswerable,
            "refused": self.refused,
        }


def dcg(grades: Iterable[int]) -> float:
    """The discounted cumulated gain of grades in the order of their ranks."""
    return math.fsum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def ndcg(relevant: Mapping[str, int], ranked: Sequence[str], depth: int = NDCG_DEPTH) -> float:
    """The gain of a ranking over that of the best one possible, from 0 to 1.

    Zero if nothing is relevant.
    """
    best = dcg(sorted((grade for grade in relevant.values() if grade > 0), reverse=True)[:depth])
    if not best:
        return 0.0
    return dcg(max(relevant.get(document, 0), 0) for document in ranked[:depth]) / best


def recall(
    relevant: Mapping[str, int],
    ranked: Sequence[str],
    depth: int = RECALL_DEPTH,
    least: int = USEFUL,
) -> float:
    """The share of the documents of at least that grade that stand in the first ranks.

    A query with more such documents than ranks is measured against the ranks. Zero if it has none.
    """
    wanted = {document for document, grade in relevant.items() if grade >= least}
    if not wanted:
        return 0.0
    return len(wanted.intersection(ranked[:depth])) / min(len(wanted), depth)


def reciprocal_rank(
    relevant: Mapping[str, int], ranked: Sequence[str], least: int = EXACT
) -> float:
    """One over the rank of the first document of at least that grade; zero if there is none."""
    for rank, document in enumerate(ranked, start=1):
        if relevant.get(document, 0) >= least:
            return 1.0 / rank
    return 0.0


def measure(queries: Iterable[JudgedQuery], outcomes: Mapping[str, Outcome]) -> Measures:
    """The measures of a group of queries; a query without an outcome counts as nothing found.

    A collection whose best grade is below those that recall and reciprocal rank look for (a
    collection judged yes or no) is measured with its best grade in their place.
    """
    queries = list(queries)
    answerable = [query for query in queries if _best_grade(query) > 0]
    unanswerable = [query for query in queries if _best_grade(query) <= 0]
    top = max((_best_grade(query) for query in answerable), default=0)
    useful, exact = min(USEFUL, top), min(EXACT, top)
    nothing = Outcome(ranking=())
    found = {query.id: outcomes.get(query.id, nothing) for query in queries}
    ranked = {name: [document for document, _ in out.ranking] for name, out in found.items()}
    with_exact = [query for query in answerable if _best_grade(query) >= exact]
    ranks = [reciprocal_rank(q.relevant, ranked[q.id], least=exact) for q in with_exact]
    gains = [ndcg(query.relevant, ranked[query.id]) for query in answerable]
    return Measures(
        queries=len(answerable),
        with_exact=len(with_exact),
        ndcg=_mean(gains),
        recall=_mean([recall(q.relevant, ranked[q.id], least=useful) for q in answerable]),
        reciprocal_rank=_mean(ranks),
        exact_first=_mean([float(rank >= 1 / FIRST) for rank in ranks]),
        interval=interval(gains),
        wrongly_refused=sum(found[query.id].abstained for query in answerable),
        unanswerable=len(unanswerable),
        refused=sum(found[query.id].abstained for query in unanswerable),
    )


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The bootstrap interval of a mean: 95 of 100 samples of the values have theirs within it.

    The same values give the same interval; no values give (0, 0).
    """
    if not values:
        return 0.0, 0.0
    chance = random.Random(0)
    count = len(values)
    means = sorted(math.fsum(chance.choices(values, k=count)) / count for _ in range(RESAMPLES))
    cut = round(RESAMPLES * _OUTSIDE / 2)
    return means[cut], means[-cut - 1]


def measure_groups(
    queries: Sequence[JudgedQuery], outcomes: Mapping[str, Outcome]
) -> dict[str, Measures]:
    """The measures of all queries ("all"), of each persona and of each type, in that order."""
    groups = {"all": measure(queries, outcomes)}
    for persona in dict.fromkeys(query.persona for query in queries if query.persona):
        members = [query for query in queries if query.persona == persona]
        groups[f"persona: {persona}"] = measure(members, outcomes)
    for name in sorted({name for query in queries for name in query.types}):
        members = [query for query in queries if name in query.types]
        groups[f"type: {name}"] = measure(members, outcomes)
    return groups


def run_lines(outcomes: Mapping[str, Outcome], tag: str) -> list[str]:
    """The rankings in the run format of TREC: query, Q0, document, rank, score and tag.

    Tools that read runs sort by score and break ties in their own way, so scores that are equal
    are lowered by a hair to keep our order. A refused query has no line.
    """
    lines = []
    for query, outcome in outcomes.items():
        ceiling = math.inf
        for rank, (document, score) in enumerate(outcome.ranking, start=1):
            ceiling = min(score, ceiling - 1e-6)
            lines.append(f"{query} Q0 {document} {rank} {ceiling:.6f} {tag}")
    return lines


def _best_grade(query: JudgedQuery) -> int:
    return max(query.relevant.values(), default=0)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0
