"""What each document is worth to a query, part by part: words, meanings, situations, needs, tags.

Each part is a float64 array with a figure of at least 0 for each document, by its number, on a
scale of its own; `kb.search.fusion` adds them up. Sums run in a fixed order, so that the browser
engine comes to the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kb.index.build import LoadedIndex
from kb.index.entry import Need
from kb.index.keyword import TEXT_FIELDS
from kb.index.vectors import IndexVectors
from kb.search.query import Query

Part = NDArray[np.float64]
"""Shape (documents,), each figure at least 0."""


def query_terms(query: Query, weights: Mapping[str, float]) -> dict[str, float]:
    """Every term to look up and how much it counts: typed 1 for each time, the rest less."""
    terms = {term: float(count) for term, count in query.typed.items()}
    for correction in query.corrections:
        _raise(terms, correction.term, weights["corrected"])
    for expansion in query.expansions:
        for term in expansion.terms:
            _raise(terms, term, weights["synonym"])
    return terms


def _raise(terms: dict[str, float], term: str, weight: float) -> None:
    terms[term] = max(terms.get(term, 0.0), weight)


def field_scores(index: LoadedIndex, terms: Mapping[str, float]) -> dict[str, Part]:
    """The BM25 score of each field of each document."""
    scores = {name: np.zeros(len(index.entries)) for name in TEXT_FIELDS}
    for term, weight in terms.items():
        for name, column in scores.items():
            for document, worth in index.keyword.postings(name, term):
                column[document] += weight * worth
    return scores


def meaning(vectors: IndexVectors, query: NDArray[np.float64], share: float) -> Part:
    """Likeness of each document: `share` of the whole, the rest of its best passage.

    A document without passages counts as its own best passage.
    """
    whole = vectors.documents.likeness(query)
    best = _best(vectors.passages.likeness(query), vectors.passage_of, len(whole))
    best = np.where(np.isneginf(best), whole, best)
    return np.maximum(share * whole + (1 - share) * best, 0.0)


def situations(vectors: IndexVectors, query: NDArray[np.float64], best: int) -> Part:
    """The mean likeness of each document's best situations, as many as `best`; 0 without any."""
    likeness = vectors.situations.likeness(query)
    found = np.zeros(len(vectors.documents))
    for document, rows in _rows_by_owner(vectors.situation_of):
        top = np.sort(likeness[rows])[::-1][:best]
        found[document] = max(float(top.sum()) / len(top), 0.0)
    return found


def need_chances(
    vectors: IndexVectors, query: NDArray[np.float64], needs: int, sharpness: float
) -> Part:
    """How likely each need is, by the likeness of its best cue: a softmax, which sums to 1."""
    likeness = _best(vectors.cues.likeness(query), vectors.cue_of, needs)
    raised = np.exp(sharpness * (likeness - likeness.max(initial=-np.inf)))
    return np.asarray(raised / raised.sum() if needs else raised)


def need_pages(
    needs: tuple[Need, ...], strengths: NDArray[np.float64], numbers: Mapping[str, int]
) -> Part:
    """What needs of those strengths give to each document that they lead to."""
    found = np.zeros(len(numbers))
    for need, strength in zip(needs, strengths, strict=True):
        for page, weight in need.pages:
            found[numbers[page]] += float(strength) * weight
    return found


def _best(values: NDArray[np.float64], owner: NDArray[np.int32], owners: int) -> Part:
    """The largest value of each owner; minus infinity for one without any."""
    best = np.full(owners, -np.inf)
    np.maximum.at(best, owner, values)
    return best


def _rows_by_owner(owner: NDArray[np.int32]) -> list[tuple[int, slice]]:
    """The rows of each owner; rows of one owner stand together, in the order of the owners."""
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    ends = np.append(starts[1:], len(owner))
    return [(int(owner[a]), slice(int(a), int(b))) for a, b in zip(starts, ends, strict=True)]
