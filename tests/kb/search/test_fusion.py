"""Fusion is a convex sum of parts that each reach one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.fusion import MODES, fuse, normalise

FIGURES = st.lists(st.floats(0, 100), min_size=4, max_size=4).map(np.array)
PARTS = st.dictionaries(st.sampled_from(MODES["hybrid"]), FIGURES, min_size=1)


def test_a_sum_by_hand() -> None:
    """Each part is divided by its maximum, and the weights by their sum."""
    parts = {"words": np.array([4.0, 2.0]), "meaning": np.array([0.0, 0.5])}
    assert fuse(parts, {"words": 0.6, "meaning": 0.2}) == pytest.approx([0.75, 0.625])


def test_a_part_of_zeros_stays_zero() -> None:
    """There is no division by nothing."""
    assert normalise(np.zeros(3)).tolist() == [0, 0, 0]
    assert fuse({"words": np.zeros(3)}, {}).tolist() == [0, 0, 0]
    assert fuse({}, {}).tolist() == []


@given(PARTS)
def test_scores_stay_between_nothing_and_one(parts: dict[str, np.ndarray]) -> None:
    """A score of one is that of a document best in every part."""
    fused = fuse(parts, dict.fromkeys(MODES["hybrid"], 0.3))
    assert ((fused >= 0) & (fused <= 1 + 1e-12)).all()


@given(PARTS)
def test_the_order_of_the_parts_does_not_matter(parts: dict[str, np.ndarray]) -> None:
    """The same parts give the same score to the last bit."""
    weights = {name: 0.1 + 0.05 * place for place, name in enumerate(MODES["hybrid"])}
    turned = dict(reversed(list(parts.items())))
    assert fuse(parts, weights).tolist() == fuse(turned, weights).tolist()


@given(FIGURES, st.integers(0, 3))
def test_agreement_is_rewarded(part: np.ndarray, best: int) -> None:
    """What two parts find best comes before what one finds best."""
    part[best] = part.max() + 1
    other = np.zeros(4)
    other[best] = 1.0
    fused = fuse({"words": part, "meaning": other}, {"words": 1.0, "meaning": 1.0})
    assert int(np.argmax(fused)) == best
    assert fused[best] == pytest.approx(1)
