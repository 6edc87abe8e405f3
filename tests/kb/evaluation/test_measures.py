"""The measures are those of trec_eval, worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.evaluation.measures import (
    JudgedQuery,
    Outcome,
    interval,
    measure,
    measure_groups,
    ndcg,
    recall,
    reciprocal_rank,
    run_lines,
)

GRADES = {"a": 3, "b": 2, "c": 1}


def test_ndcg_by_hand() -> None:
    """The gain is the grade itself, over the logarithm of the rank plus one."""
    found = 1 / math.log2(2) + 3 / math.log2(4)
    best = 3 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(GRADES, ["c", "x", "a"]) == pytest.approx(found / best)


def test_ndcg_stops_at_its_depth() -> None:
    """What stands below the tenth rank gains nothing."""
    assert ndcg(GRADES, [f"x{n}" for n in range(10)] + ["a"]) == 0


def test_a_query_that_nothing_answers_gains_nothing() -> None:
    """No division by the gain of an empty ideal."""
    assert ndcg({}, ["a"]) == 0
    assert ndcg({"a": 0}, ["a"]) == 0


def test_recall_counts_grades_two_and_three() -> None:
    """A grade of one is no loss when it is missed."""
    assert recall(GRADES, ["c", "b", "x", "y", "z", "a"]) == 0.5
    assert recall({"c": 1}, ["c"]) == 0


def test_recall_is_measured_against_the_ranks_there_are() -> None:
    """Seven useful documents cannot stand in five ranks."""
    many = {f"d{n}": 2 for n in range(7)}
    assert recall(many, list(many)) == 1


def test_reciprocal_rank_looks_for_the_top_grade() -> None:
    """The first grade of two is passed over."""
    assert reciprocal_rank(GRADES, ["b", "x", "a"]) == pytest.approx(1 / 3)
    assert reciprocal_rank(GRADES, ["b"]) == 0


@given(st.permutations(["a", "b", "c", "x", "y"]))
def test_no_ranking_beats_the_ideal(ranked: list[str]) -> None:
    """Measures stay between 0 and 1, and the ideal order alone reaches 1."""
    assert 0 <= ndcg(GRADES, ranked) <= 1
    assert (ndcg(GRADES, ranked) > 1 - 1e-12) == (ranked[:3] == ["a", "b", "c"])


QUERIES = [
    JudgedQuery(id="q1", text="x", relevant=GRADES, persona="gp", types=("situation",)),
    JudgedQuery(id="q2", text="y", relevant={"b": 2}, persona="gp"),
    JudgedQuery(id="q3", text="z", relevant={}, persona="system", types=("no-answer",)),
]
OUTCOMES = {
    "q1": Outcome(ranking=(("a", 0.9), ("b", 0.9), ("c", 0.1))),
    "q2": Outcome(ranking=(), abstained=True),
    "q3": Outcome(ranking=(), abstained=True),
}


def test_groups_of_queries() -> None:
    """Refusals are counted apart from wrong refusals, and by persona and type."""
    groups = measure_groups(QUERIES, OUTCOMES)
    assert list(groups) == [
        "all",
        "persona: gp",
        "persona: system",
        "type: no-answer",
        "type: situation",
    ]
    assert groups["all"].as_dict() == {
        "queries": 2,
        "ndcg@10": 0.5,
        "recall@5": 0.5,
        "ndcg@10_interval": [0.0, 1.0],
        "reciprocal_rank": 1.0,
        "grade_3_in_first_3": 1.0,
        "wrongly_refused": 1,
        "unanswerable": 1,
        "refused": 1,
    }
    assert groups["all"].with_exact == 1
    assert groups["persona: system"].queries == 0


def test_a_query_that_was_not_run_found_nothing() -> None:
    """A run that leaves a query out is not better for it."""
    assert measure(QUERIES, {}).ndcg == 0


def test_a_collection_judged_yes_or_no() -> None:
    """Its best grade stands in for the grades that recall and reciprocal rank look for."""
    query = JudgedQuery(id="q", text="x", relevant={"a": 1, "b": 1})
    found = measure([query], {"q": Outcome(ranking=(("x", 2.0), ("a", 1.0)))})
    assert (found.recall, found.reciprocal_rank) == (0.5, 0.5)


def test_a_run_file_keeps_the_order_of_equal_scores() -> None:
    """Tools that sort a run by score alone come to our order."""
    assert run_lines(OUTCOMES, "kb-hybrid") == [
        "q1 Q0 a 1 0.900000 kb-hybrid",
        "q1 Q0 b 2 0.899999 kb-hybrid",
        "q1 Q0 c 3 0.100000 kb-hybrid",
    ]


def test_an_interval_narrows_with_the_number_of_values() -> None:
    """It holds the mean, is the same each time, and is nothing where there is no value."""
    few, many = [0.2, 0.9, 0.4, 0.6], [0.2, 0.9, 0.4, 0.6] * 25
    low, high = interval(few)
    assert low < 0.525 < high
    assert interval(many)[1] - interval(many)[0] < (high - low) / 2
    assert interval(few) == (low, high)
    assert interval([]) == (0.0, 0.0)
    assert interval([0.7] * 9) == pytest.approx((0.7, 0.7))


def test_the_top_grade_among_the_first_three() -> None:
    """The third rank counts, the fourth does not."""
    query = JudgedQuery(id="q", text="x", relevant={"a": 3, "b": 1})
    for ranked, share in (("xya", 1.0), ("xyba", 0.0)):
        found = measure([query], {"q": Outcome(ranking=tuple((page, 1.0) for page in ranked))})
        assert found.exact_first == share
