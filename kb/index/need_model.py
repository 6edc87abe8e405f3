"""Vectors of situations and cues in, one direction for each need and for each page out.

A direction measures how strongly a text expresses a need, or resembles a page's situations. It is
a linear model fitted to what editors wrote, never to queries: each cue stands for its need, each
situation for its page and for the needs that lead to it, by their weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kb.index.documents import Need
from kb.index.encoder.model import Vectors


def shares_of_needs(needs: Sequence[Need], numbers: Mapping[str, int]) -> NDArray[np.float64]:
    """How each document's needs share it, shape (needs, documents): a column sums to 1, or is 0.

    A need's share is its weight for the page over the weights of all needs for it.
    """
    weights = np.zeros((len(needs), len(numbers)))
    for row, need in enumerate(needs):
        for page, weight in need.pages:
            weights[row, numbers[page]] += weight
    totals = weights.sum(axis=0)
    return np.asarray(weights / np.where(totals > 0, totals, 1))


def fit_directions(
    situations: Vectors,
    situation_of: NDArray[np.int32],
    cues: Vectors,
    cue_of: NDArray[np.int32],
    shares: NDArray[np.float64],
    *,
    ridge: float,
    situation_count: float,
) -> tuple[Vectors, NDArray[np.float32]]:
    """Directions (needs, dimensions) and offsets (needs,) by ridge regression.

    The inner product of a need's direction with a text's vector, plus its offset, is near 1 where
    the text is all about the need and near 0 where it is not. The offset is held small too.

    Args:
        situations: unit vectors; one whose page no need leads to is left out.
        situation_of: the document of each.
        cues: unit vectors of the texts that describe the needs (`Need.texts`).
        cue_of: the need of each.
        shares: as `shares_of_needs` gives them.
        ridge: how strongly large directions are held back.
        situation_count: how much a situation counts beside a cue.
    """
    targets = shares.T[situation_of]
    led_to = targets.sum(axis=1) > 0
    wanted = np.concatenate([targets[led_to], np.eye(len(shares))[cue_of]])
    rows = np.concatenate([situations[led_to], cues]).astype(np.float64)
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    counts = np.full((len(rows), 1), 1.0)
    counts[: int(led_to.sum())] = situation_count
    weighted = (rows * counts).T
    solved = np.linalg.solve(weighted @ rows + ridge * np.eye(rows.shape[1]), weighted @ wanted)
    return solved[:-1].T.astype(np.float32), solved[-1].astype(np.float32)


def fit_page_directions(
    situations: Vectors, situation_of: NDArray[np.int32], documents: int, *, ridge: float
) -> Vectors:
    """A direction for each document, shape (documents, dimensions), by ridge regression.

    Its inner product with a text's vector is near 1 where the text is as the situations of the
    document and near 0 where it is as those of others: what situations of many pages have in common
    counts for little. No situations at all give no rows.

    Args:
        situations: unit vectors.
        situation_of: the document of each.
        documents: how many there are.
        ridge: how strongly large directions are held back.
    """
    rows = situations.astype(np.float64)
    if not len(rows):
        return situations[:0]
    sums = np.zeros((documents, rows.shape[1]))
    np.add.at(sums, situation_of, rows)
    solved = np.linalg.solve(rows.T @ rows + ridge * np.eye(rows.shape[1]), sums.T)
    return np.asarray(solved.T, dtype=np.float32)
