"""`kb.search.sureness`: how far the first result stands out from the fourth."""

from __future__ import annotations

import pytest

from kb.search.sureness import gap_of


@pytest.mark.parametrize(
    ("scores", "gap"),
    [
        ([0.9, 0.8, 0.7, 0.5], 0.4),
        ([0.9, 0.8, 0.7], 0.9),
        ([0.6], 0.6),
        ([], 0.0),
        ([0.5, 0.5, 0.5, 0.5], 0.0),
    ],
)
def test_the_gap_is_that_to_the_score_after_the_first_three(
    scores: list[float], gap: float
) -> None:
    """Where there are three or fewer, to nothing; without any it is nought."""
    assert gap_of(scores, 3) == pytest.approx(gap)
