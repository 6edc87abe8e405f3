"""How far "likely" can be trusted is told by queries from which no gap was drawn."""

from __future__ import annotations

import pytest

from kb.evaluation.sureness import Seen, draw_gaps, sure_of, word_for
from kb.search.results import Sureness


def seen(gap: float, right: int, wrong: int) -> list[Seen]:
    """So many queries of one gap."""
    return [Seen(gap=gap, right=n < right) for n in range(right + wrong)]


WIDE, MIDDLE, NARROW = seen(0.45, 38, 2), seen(0.25, 32, 8), seen(0.05, 20, 20)


def test_a_gap_is_drawn_where_a_word_keeps_its_promise() -> None:
    """The least one: all wider gaps together keep it too."""
    likely, look = draw_gaps([*NARROW, *MIDDLE, *WIDE])
    assert 0.25 < likely <= 0.45
    assert 0.05 < look <= 0.25


def test_nothing_is_promised_where_no_gap_tells() -> None:
    """The widest gap is drawn, so that next to nothing is called likely."""
    likely, _ = draw_gaps([*seen(0.1, 5, 15), *seen(0.3, 5, 15), *seen(0.5, 5, 15)])
    assert likely == 0.6


def test_few_queries_tell_nothing() -> None:
    """Three right ones with a wide gap are no proof."""
    assert draw_gaps([*seen(0.5, 3, 0), *seen(0.1, 10, 30)])[0] == 0.6


@pytest.mark.parametrize(
    ("gap", "word"),
    [(0.3, Sureness.LIKELY), (0.29, Sureness.WORTH_A_LOOK), (0.09, Sureness.NOT_SURE)],
)
def test_the_word_for_a_gap(gap: float, word: Sureness) -> None:
    """A gap itself belongs to the surer side."""
    assert word_for(gap, 0.3, 0.1) is word


def test_every_query_is_counted_once_on_each_side() -> None:
    """By the gaps that ship, and by gaps drawn from the others."""
    queries = [*NARROW, *MIDDLE, *WIDE]
    found = sure_of(queries, 0.5, 0.4)
    assert found.shipped[Sureness.LIKELY] == (0, 0)
    assert found.shipped[Sureness.WORTH_A_LOOK] == (40, 38)
    for counts in (found.shipped, found.validated):
        assert sum(queries for queries, _ in counts.values()) == 120
        assert sum(right for _, right in counts.values()) == 90
    likely, right = found.validated[Sureness.LIKELY]
    assert likely >= 40
    assert right >= 0.85 * likely
    assert found.as_dict()["validated"]["likely"] == [likely, right]
