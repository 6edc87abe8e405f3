"""The arithmetic of the parts of a score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.data.settings import load_settings
from kb.index.load import LoadedIndex
from kb.search.parts import WordParts, best_mean, softmax
from kb.search.query import Interpreter
from kb.search.spelling import Speller

FIGURES = st.lists(st.floats(-700, 700), min_size=1, max_size=8)


@given(FIGURES)
def test_shares_sum_to_one_and_keep_the_order(values: list[float]) -> None:
    """Even of figures whose exponentials would overflow."""
    shares = softmax(np.array([*values, 1e6]))
    assert shares.sum() == pytest.approx(1)
    assert shares.argmax() == len(values)


@pytest.mark.parametrize(
    ("values", "most", "mean"),
    [([0.1, 0.9, 0.5], 2, 0.7), ([0.4], 3, 0.4), ([], 3, 0.0), ([-1.0, -3.0], 1, -1.0)],
)
def test_the_mean_of_the_best_few(values: list[float], most: int, mean: float) -> None:
    """Of fewer, all of them; of none, 0."""
    assert best_mean(np.array(values), most) == pytest.approx(mean)


def test_a_need_gives_its_pages_its_strength_times_their_weight(index: LoadedIndex) -> None:
    """And gives nothing to other pages."""
    parts = WordParts(index, load_settings())
    need = index.lexicon.needs[0]
    strengths = np.zeros(len(index.lexicon.needs))
    strengths[0] = 0.5
    found = parts.need_pages(strengths)
    weights = dict(need.pages)
    assert found.tolist() == pytest.approx(
        [0.5 * weights.get(entry.id, 0) for entry in index.entries]
    )


def test_words_that_nothing_has_give_no_chances(index: LoadedIndex) -> None:
    """Every part but none is 0, and no need is likelier than another."""
    settings = load_settings()
    speller = Speller(index.keyword, frozenset(), settings.spelling)
    query = Interpreter(index.lexicon, speller).read("zzyzx qqfv")
    parts = WordParts(index, settings)
    assert not parts.need_chances(query).any()
    assert parts.foreign(query.typed) == 0
    assert not any(part.any() for part in parts.parts(query).values())
