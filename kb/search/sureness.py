"""Scores in, how sure the search is of its first results out.

The further the first score lies above the fourth, the more often a right page is among the first
three. `kb evaluate --cross-validate` shows how often (docs/search.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.data.settings import Settings
from kb.search.ranking import Scored
from kb.search.results import Sureness


def sureness(scored: Scored, order: Sequence[int], settings: Settings) -> Sureness:
    """How sure it is that a right page is among the first three of `order`, best first.

    Where the query is a name, or nothing else was found, it is likely.
    """
    if scored.evidence.names:
        return Sureness.LIKELY
    first = settings.sure_first
    gap = gap_of([float(scored.scores[number]) for number in order[: first + 1]], first)
    if round(gap - settings.sure_likely, settings.precision) >= 0:
        return Sureness.LIKELY
    if round(gap - settings.sure_look, settings.precision) >= 0:
        return Sureness.WORTH_A_LOOK
    return Sureness.NOT_SURE


def gap_of(scores: Sequence[float], first: int) -> float:
    """How far the best score lies above that after the first ones, or above 0 if there is none."""
    if not scores:
        return 0.0
    return scores[0] - (scores[first] if len(scores) > first else 0.0)
