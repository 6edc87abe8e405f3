"""A query understood in, what its reader would rather see first out: options, or stories.

A doctor in trouble is helped by what they can turn to, somebody who plans services by what others
did. The ranking knows nothing of it: a page or a command groups the first results by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import Settings
from kb.index.documents import Lexicon, Need
from kb.model.documents import Kind
from kb.model.vocabulary import is_for_planners
from kb.search.query import Query
from kb.search.reasons import ROLE

OPTIONS = "options"
STORIES = "stories"
ORDERS = (OPTIONS, STORIES)
_OF_OPTIONS = frozenset({Kind.SIGNPOSTING.value, Kind.ROADMAP.value})


class _HasKind(Protocol):
    @property
    def kind(self) -> str: ...


_Hit = TypeVar("_Hit", bound=_HasKind)


class Voice:
    """Tells doctors who speak of themselves from those who plan, by one lexicon."""

    def __init__(self, lexicon: Lexicon, kinds: Mapping[str, str], settings: Settings) -> None:
        """`kinds` has the kind of each document."""
        self._settings = settings
        self._sides = {need.id: _side(need, kinds) for need in lexicon.needs}
        self._needs = [need.id for need in lexicon.needs]

    def first(
        self, query: Query, chances: NDArray[np.float64], kinds: Sequence[str], *, named: bool
    ) -> str:
        """`OPTIONS` or `STORIES`, or "" where nothing was found.

        Distress asks for options, and who says "we" for stories. Otherwise the likely needs decide,
        then the words; where neither does, or the query is the name of a page, it is the kind of
        the best result.

        Args:
            query: The query understood.
            chances: The chance of each need.
            kinds: The kinds of the documents found, best first.
            named: Whether the query is the name of the best one.
        """
        if query.distress:
            return OPTIONS
        if not kinds:
            return ""
        if named:
            return group_of(kinds[0])
        words = self._by_words(query)
        side = words if words < 0 else self._by_needs(query, chances) or words
        if side:
            return OPTIONS if side > 0 else STORIES
        return group_of(kinds[0])

    def _by_needs(self, query: Query, chances: NDArray[np.float64]) -> float:
        """Above 0 for a doctor's needs, below for a planner's; cued needs count one more."""
        cued = dict(query.needs)
        side = 0.0
        for need, chance in zip(self._needs, chances.tolist(), strict=True):
            worth = (1.0 if need in cued else 0.0) + round(chance, self._settings.precision)
            if worth >= self._settings.reasons.likely_need:
                side += worth * self._sides[need]
        return round(side, self._settings.precision)

    def _by_words(self, query: Query) -> int:
        words = {word.text for word in query.words}
        doctor = bool(words & self._settings.voice.doctor) or ROLE in query.hints
        return int(doctor) - int(bool(words & self._settings.voice.planner))


def _side(need: Need, kinds: Mapping[str, str]) -> int:
    """1 for a need of doctors, -1 for one of planners."""
    return -1 if is_for_planners((kinds.get(page), weight) for page, weight in need.pages) else 1


def group_of(kind: str) -> str:
    """Whether a page of a kind is for somebody who looks for support, or for stories."""
    return OPTIONS if kind in _OF_OPTIONS else STORIES


def grouped(hits: Iterable[_Hit], first: str, shown: int) -> tuple[_Hit, ...]:
    """The hits with those of one group first among the `shown` best; each group keeps its order."""
    found = tuple(hits)
    best = sorted(found[:shown], key=lambda hit: group_of(hit.kind) != first)
    return (*best, *found[shown:])
