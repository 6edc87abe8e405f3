"""Filters in, the documents they keep out; and how many each further choice would keep.

"Or" within a facet, "and" between facets. A document without limits in a facet (`any`) counts
under each of its concepts.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.index.documents import Choice, Lexicon
from kb.index.port import WordIndex
from kb.model.problems import QueryError

ANY = "any"

Mask = NDArray[np.bool_]
"""Shape (documents,): whether each document, by its number, is among them."""
Filters = Mapping[str, Sequence[str]]
"""Facet to the concepts chosen in it; a facet without any does not filter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """One choice of a facet and how many results it has or would have."""

    choice: Choice
    count: int


class Facets:
    """Which documents stand under each choice of each facet; made once for an index."""

    def __init__(self, lexicon: Lexicon, keyword: WordIndex, documents: int) -> None:
        self._choices = lexicon.facets
        self._documents = documents
        self._under: dict[str, dict[str, Mask]] = {}
        for facet, choices in lexicon.facets.items():
            everywhere = keyword.tagged(facet, ANY)
            self._under[facet] = {
                choice.id: keyword.tagged(facet, choice.id) | everywhere for choice in choices
            }

    def check(self, filters: Filters) -> None:
        """Make sure that every facet and concept of the filters exists.

        Raises:
            QueryError: if one does not; the message lists those that do.
        """
        check_filters(self._choices, filters)

    def keep(self, filters: Filters, *, but: str = "") -> Mask:
        """The documents that the filters keep, those of the facet `but` left aside."""
        kept = np.ones(self._documents, dtype=np.bool_)
        for facet, concepts in filters.items():
            if concepts and facet != but:
                kept &= np.logical_or.reduce([self._under[facet][c] for c in concepts])
        return kept

    def counts(
        self, order: Sequence[int], filters: Filters, counted: Mask, *, always: int
    ) -> dict[str, tuple[FacetCount, ...]]:
        """For each facet the number of results under each of its choices, in their order.

        It is what there is to see when that choice alone is made in its facet and the other facets
        stay as they are. `order` has the results before any filter, best first; those count that
        are among `counted`, or among the first ten of what the choice leaves.
        """
        ranked = np.array(order, dtype=np.int64)
        found = {}
        for facet, choices in self._choices.items():
            left = ranked[self.keep(filters, but=facet)[ranked]]
            found[facet] = tuple(
                FacetCount(
                    choice=choice,
                    count=_count(left[self._under[facet][choice.id][left]], counted, always),
                )
                for choice in choices
            )
        return found


def check_filters(facets: Mapping[str, Sequence[Choice]], filters: Filters) -> None:
    """Make sure that every facet and concept of the filters exists; `facets` has them all.

    Raises:
        QueryError: if one does not; the message lists those that do.
    """
    for facet, concepts in filters.items():
        if facet not in facets:
            raise _unknown("facet", facet, list(facets))
        allowed = [choice.id for choice in facets[facet]]
        for concept in concepts:
            if concept not in allowed:
                raise _unknown(facet, concept, allowed)


def _count(left: NDArray[np.int64], counted: Mask, always: int) -> int:
    first = min(len(left), always)
    return first + int(counted[left[first:]].sum())


def _unknown(field: str, found: str, allowed: Sequence[str]) -> QueryError:
    near = difflib.get_close_matches(found, allowed, n=1, cutoff=0.6)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    what = "facet" if field == "facet" else "concept"
    return QueryError(
        f'{field}: unknown-{what}: found "{found}"; allowed {", ".join(allowed)}{hint}'
    )
