"""Gaps between scores and whether a right page came first in, how far "likely" can be trusted out.

Two gaps part "likely" from "worth a look" and that from "not sure" (`kb.search.sureness`). They are
drawn where the share of queries with a right page among the first three reaches what each word
promises, and measured on queries that they were not drawn from.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kb.evaluation.measures import FIRST, JudgedQuery
from kb.search.engine import Engine
from kb.search.results import Sureness
from kb.search.sureness import gap_of

PROMISED = {Sureness.LIKELY: 0.9, Sureness.WORTH_A_LOOK: 0.75}
"""The share of queries with a right page among the first three from which each may be said."""
FOLDS = 10
_STEP = 0.02
_WIDEST = 0.6
_FEWEST = 10
"""The fewest queries from which a share is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One query: the gap after its first three results, and whether a right page is among them."""

    gap: float
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """What each word comes to: (queries, those with a right page among the first three).

    `shipped` is by the gaps that ship, `validated` by gaps drawn from the other queries; `likely`
    and `look` are the gaps drawn from all of them.
    """

    likely: float
    look: float
    shipped: dict[Sureness, tuple[int, int]]
    validated: dict[Sureness, tuple[int, int]]

    def as_dict(self) -> dict[str, Any]:
        """As plain data: the gaps, and for each word the queries and the right ones among them."""
        return {
            "likely": self.likely,
            "look": self.look,
            "shipped": {word.value: list(found) for word, found in self.shipped.items()},
            "validated": {word.value: list(found) for word, found in self.validated.items()},
        }


def seen_by(engine: Engine, queries: Sequence[JudgedQuery]) -> list[Seen]:
    """What the engine does with each query that has an answer and is no name; none is refused.

    A right page has the best grade that the query has.
    """
    found = []
    for query in queries:
        best = max(query.relevant.values(), default=0)
        scored = engine.ranker.score(query.text)
        if best > 0 and not scored.evidence.names:
            ranking, _ = engine.rank(query.text, filters=query.filters, limit=FIRST)
            ranked = engine.ranked(scored, query.filters)
            gap = gap_of([float(scored.scores[n]) for n in ranked[: FIRST + 1]], FIRST)
            right = any(query.relevant.get(page, 0) == best for page, _ in ranking)
            found.append(Seen(gap=gap, right=right))
    return found


def sure_of(seen: Sequence[Seen], likely: float, look: float) -> Sure:
    """What the words come to on these queries; `likely` and `look` are the gaps that ship."""
    order = list(range(len(seen)))
    random.Random(0).shuffle(order)
    validated: list[tuple[Seen, Sureness]] = []
    for fold in range(FOLDS):
        held_out = order[fold::FOLDS]
        rest = [seen[n] for n in order if n not in held_out]
        gaps = draw_gaps(rest)
        validated += [(seen[n], word_for(seen[n].gap, *gaps)) for n in held_out]
    drawn = draw_gaps(seen)
    return Sure(
        likely=drawn[0],
        look=drawn[1],
        shipped=_counted([(one, word_for(one.gap, likely, look)) for one in seen]),
        validated=_counted(validated),
    )


def draw_gaps(seen: Sequence[Seen]) -> tuple[float, float]:
    """The least gaps from which "likely" and "worth a look" keep what they promise.

    Where no gap does, the widest is taken.
    """
    steps = [round(_STEP * n, 2) for n in range(round(_WIDEST / _STEP) + 1)]
    likely = _least(seen, steps, PROMISED[Sureness.LIKELY])
    below = [one for one in seen if one.gap < likely]
    look = _least(below, steps, PROMISED[Sureness.WORTH_A_LOOK])
    return likely, min(look, likely)


def word_for(gap: float, likely: float, look: float) -> Sureness:
    """The word for a gap."""
    if gap >= likely:
        return Sureness.LIKELY
    return Sureness.WORTH_A_LOOK if gap >= look else Sureness.NOT_SURE


def _least(seen: Sequence[Seen], steps: Sequence[float], promised: float) -> float:
    for step in steps:
        right = [one.right for one in seen if one.gap >= step]
        if len(right) >= _FEWEST and sum(right) >= promised * len(right):
            return step
    return steps[-1]


def _counted(told: Sequence[tuple[Seen, Sureness]]) -> dict[Sureness, tuple[int, int]]:
    found = {}
    for word in Sureness:
        rights = [one.right for one, said in told if said is word]
        found[word] = len(rights), sum(rights)
    return found
