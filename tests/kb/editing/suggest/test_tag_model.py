"""`tag_model`: a small regression on features of pairs, without looking at the answer."""

from __future__ import annotations

import numpy as np

from kb.editing.suggest.tag_model import TagEvidence, features, fit, predict


def evidence(tags: list[list[float]]) -> TagEvidence:
    """Return evidence in which pages 0 to 2 and 3 to 5 are alike among themselves."""
    size = len(tags)
    group = np.arange(size) // (size // 2)
    likeness = np.where(group[:, None] == group[None, :], 0.9, 0.1)
    match = np.array(tags) * 0.0
    return TagEvidence((likeness,), (match,), np.array(tags))


def test_like_pages_have_like_tags() -> None:
    """A page is given the tag of those it is like."""
    known = evidence([[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]])
    sure = predict(known, 0, [1, 2, 3, 4, 5])
    assert sure[0] > 0.6 > 0.4 > sure[1]


def test_the_tags_of_the_page_itself_are_not_used() -> None:
    """Else leave-one-out would tell nothing."""
    right = evidence([[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]])
    wrong = evidence([[0, 1], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]])
    others = [1, 2, 3, 4, 5]
    assert np.array_equal(predict(right, 0, others), predict(wrong, 0, others))


def test_features_have_one_row_for_each_concept() -> None:
    """Finite, also for a concept that no page has."""
    known = evidence([[1, 0], [1, 0], [1, 0], [1, 0]])
    rows = features(known, 0, [1, 2, 3])
    assert rows.shape[0] == 2
    assert np.isfinite(rows).all()


def test_a_regression_finds_a_clear_line() -> None:
    """And gives probabilities that rise along it."""
    pairs = np.array([[-2.0], [-1.5], [-1.0], [1.0], [1.5], [2.0]])
    model = fit(pairs, np.array([0.0, 0, 0, 1, 1, 1]))
    sure = model.probabilities(np.array([[-2.0], [0.0], [2.0]]))
    assert sure[0] < 0.2 < sure[1] < 0.8 < sure[2]
    assert sure[1] == 0.5 or abs(sure[1] - 0.5) < 1e-6


def test_features_without_spread_do_no_harm() -> None:
    """A feature that is the same everywhere tells nothing."""
    pairs = np.ones((4, 2))
    sure = fit(pairs, np.array([0.0, 1, 0, 1])).probabilities(pairs)
    assert np.allclose(sure, 0.5)
