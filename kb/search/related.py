"""How close documents are in meaning, from the vectors of an index, for the pages to show.

What to do with it (reasons, limits) is left to `site_builder.views.related`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from kb.data.settings import load_settings
from kb.model.documents import DocId

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kb.index.load import IndexData
    from kb.index.vectors import Codes


def likeness(index: IndexData) -> Mapping[DocId, Mapping[DocId, float]]:
    """For each document how close each other one is, in standard deviations above the mean.

    Two documents are as close as the passages of each are, on average, to their best match in
    the other. From that half of each one's closeness to its nearest (`Settings.neighbours`) is
    taken, so that a document that is close to everything is not close to each (CSLS: Conneau and
    others, 2018). Symmetric; a document without passages is left out.
    """
    owners = index.vectors.passage_of
    numbers = sorted({int(number) for number in owners})
    ids = [DocId(index.entries[number].id) for number in numbers]
    if len(ids) < 2:
        return {document: {} for document in ids}
    close = _closeness(_unit(index.vectors.passages), owners, numbers)
    scores = _corrected(close)
    return {
        document: {
            other: float(scores[at, to]) for to, other in enumerate(ids) if other != document
        }
        for at, document in enumerate(ids)
    }


def _unit(codes: Codes) -> NDArray[np.float64]:
    rows = codes.rows.astype(np.float64) * codes.scales.astype(np.float64)[:, None]
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: NDArray[np.float64] = rows / np.where(lengths == 0, 1, lengths)
    return found


def _closeness(
    passages: NDArray[np.float64], owners: NDArray[np.int32], numbers: list[int]
) -> NDArray[np.float64]:
    """The mean best match of passages both ways, shape (documents, documents)."""
    order = np.argsort(owners, kind="stable")
    sorted_passages = np.ascontiguousarray(passages[order])
    starts = np.searchsorted(owners[order], numbers)
    ends = [*starts[1:].tolist(), len(owners)]
    close = np.zeros((len(numbers), len(numbers)))
    for at, (start, end) in enumerate(zip(starts.tolist(), ends, strict=True)):
        found = sorted_passages[start:end] @ sorted_passages.T
        best = np.maximum.reduceat(found, starts, axis=1)
        close[at] = np.ascontiguousarray(best.T).mean(axis=1)
    return (close + close.T) / 2


def _corrected(close: NDArray[np.float64]) -> NDArray[np.float64]:
    """Closeness less that to all, as standard scores over the pairs of different documents."""
    pairs = ~np.eye(len(close), dtype=bool)
    others = np.where(pairs, close, -np.inf)
    nearest = np.sort(others, axis=1)[:, -min(load_settings().neighbours, len(close) - 1) :].mean(
        axis=1
    )
    scores = close - (nearest[:, None] + nearest[None, :]) / 2
    spread = float(scores[pairs].std())
    found: NDArray[np.float64] = (scores - scores[pairs].mean()) / (spread or 1.0)
    return found
