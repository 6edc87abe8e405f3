"""How well a concept fits a text: a few features of each pair, weighed by one small regression.

The weights are learnt from the tags that the pages have, anew at each call (ridge logistic
regression by Newton's method, Hastie, Tibshirani and Friedman 2009, section 4.4), so that what
comes back is a probability: how often such a suggestion has been right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NEIGHBOURS = 8
"""Pages that vote on a text's tags."""
RIDGE = 1.0
"""Pull of the weights to zero, in units of standardised features."""
_STEPS = 25


@dataclass(frozen=True, slots=True)
class TagEvidence:
    """What is known of pages and concepts before any tag is looked at.

    `likeness` holds one square array (pages, pages) for each way to compare texts;
    `matches` one array (pages, concepts) for each way to set a page beside a concept;
    `tags` is 1.0 where a page has a concept, shape (pages, concepts).
    """

    likeness: tuple[Array, ...]
    matches: tuple[Array, ...]
    tags: Array


def features(evidence: TagEvidence, page: int, train: Sequence[int]) -> Array:
    """Return the features of one page with every concept, shape (concepts, features).

    Only the tags of the pages in `train` are used; `page` itself must not be among them.
    """
    rows = np.asarray(train)
    tags = evidence.tags[rows]
    found = [array[page] for array in evidence.matches]
    share = (tags.sum(axis=0) + 0.5) / (len(rows) + 1)
    found.append(np.log(share / (1 - np.minimum(share, 0.999))))
    for likeness in evidence.likeness:
        near = likeness[page, rows]
        best = np.argsort(-near, kind="stable")[:NEIGHBOURS]
        weights = np.maximum(near[best], 1e-6)
        found.append(weights @ tags[best] / weights.sum())
        count = np.maximum(tags.sum(axis=0), 1)
        found.append(near @ tags / count - near.mean())
        found.append((near[:, None] * tags).max(axis=0))
    return np.stack(found, axis=1)


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights for standardised features; the last weight is the constant."""

    centre: Array
    spread: Array
    weights: Array

    def probabilities(self, pairs: Array) -> Array:
        """Return the probability of each pair, shape (pairs,)."""
        return _sigmoid(_with_constant((pairs - self.centre) / self.spread) @ self.weights)


def fit(pairs: Array, truth: Array) -> Regression:
    """Return the regression of `truth` (0 or 1, shape (pairs,)) on features."""
    centre, spread = pairs.mean(axis=0), pairs.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    inputs = _with_constant((pairs - centre) / spread)
    weights = np.zeros(inputs.shape[1])
    pull = np.full(inputs.shape[1], RIDGE)
    pull[-1] = 1e-6
    for _ in range(_STEPS):
        guess = _sigmoid(inputs @ weights)
        slope = inputs.T @ (guess - truth) + pull * weights
        curve = (inputs * (guess * (1 - guess))[:, None]).T @ inputs + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return Regression(centre, spread, weights)


def predict(evidence: TagEvidence, page: int, train: Sequence[int]) -> Array:
    """Return how likely each concept is for a page, learnt from the pages in `train`.

    Nothing of `page` but its text is used, so that a page of the content can stand for a new
    one (leave-one-out).
    """
    learnt = [features(evidence, other, [t for t in train if t != other]) for other in train]
    model = fit(np.concatenate(learnt), evidence.tags[np.asarray(train)].reshape(-1))
    return model.probabilities(features(evidence, page, train))


def _with_constant(inputs: Array) -> Array:
    return np.concatenate([inputs, np.ones((len(inputs), 1))], axis=1)


def _sigmoid(values: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))
