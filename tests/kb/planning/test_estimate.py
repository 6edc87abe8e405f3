"""The estimate: ranges in, a range out, the same each time, and nothing taken for granted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model.problems import KbError
from kb.planning.estimate import CANNOT_TELL, DRAWS, Draws, Range, estimate, read_inputs

OURS: dict[str, Any] = {
    "stages": [
        {"name": "New", "gps": 100, "turnover": 0.1, "take_up": 0.5, "effect": 0.2},
        {"name": "Old", "gps": 50, "turnover": 0.2, "take_up": 0.4, "effect": 0.5},
    ],
    "cost_each": 1000,
    "fixed_cost": 5000,
}


def with_stage(**given: Any) -> dict[str, Any]:
    """Return inputs of one stage with some values of their own."""
    stage = {"name": "S", "gps": 10, "turnover": 0.1, "take_up": 0.5, "effect": 0.2, **given}
    return {"stages": [stage], "cost_each": [0, 100]}


def test_single_values_give_what_the_formula_says() -> None:
    """100 x 0.1 x 0.5 x 0.2 + 50 x 0.2 x 0.4 x 0.5 = 3; (50 + 20) x 1,000 + 5,000 = 75,000."""
    answer = estimate(read_inputs(OURS))
    assert answer.kept.low == answer.kept.high == pytest.approx(3)
    assert answer.cost.middle == pytest.approx(75_000)
    assert answer.cost_of_one is not None
    assert answer.cost_of_one.middle == pytest.approx(25_000)
    assert (answer.balance, answer.share_above, answer.drivers) == (None, None, ())
    assert [spread.middle for _, spread in answer.by_stage] == pytest.approx([1, 2])


def test_a_vacancy_is_set_against_the_cost() -> None:
    """Three kept at 30,000 each, less 75,000."""
    answer = estimate(read_inputs({**OURS, "vacancy_cost": 30_000}))
    assert answer.balance is not None
    assert answer.balance.middle == pytest.approx(15_000)
    assert answer.share_above == 1


def test_ranges_give_ranges_and_the_same_each_time() -> None:
    """The middle is near the product of the middles; the widest range moves it most."""
    inputs = read_inputs(with_stage(gps=[900, 1100], effect=[0, 0.4]))
    one, other = estimate(inputs), estimate(inputs)
    assert one == other
    assert one.kept.low < one.kept.middle < one.kept.high
    assert one.kept.middle == pytest.approx(1000 * 0.1 * 0.5 * 0.2, rel=0.05)
    assert one.drivers[0][0] == "S: effect"
    assert sum(one.counts) == DRAWS


def test_where_nobody_may_be_kept_no_cost_of_one_is_said() -> None:
    """A price divided by nothing is none."""
    assert estimate(read_inputs(with_stage(effect=0))).cost_of_one is None


def test_the_generator_is_mulberry32() -> None:
    """Known numbers of the seed 1."""
    draws = Draws(1)
    found = [draws.next() for _ in range(3)]
    assert found == pytest.approx([0.6270739405881613, 0.002735721180215478, 0.5274470399599522])
    assert draws.within(Range(2, 2)) == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "estimate: found no fields"),
        ({"stages": []}, "stages: allowed a list of 1 to 10"),
        ({**OURS, "costeach": 1}, 'estimate: found "costeach"; allowed title'),
        (with_stage(turnover=8), "a share of 8% is 0.08"),
        (with_stage(turnover=[0.2, 0.1]), "with the lower first"),
        (with_stage(gps="many"), "stages[1].gps: found 'many'; allowed a number of 0 or more"),
        (with_stage(gps=True), "stages[1].gps: found True"),
        (with_stage(name=" "), "stages[1]: it has no name"),
        (with_stage(effekt=1), 'stages[1]: found "effekt"; allowed name, gps'),
        ({"stages": OURS["stages"]}, "cost_each: found None; allowed a number"),
    ],
)
def test_what_cannot_be_used_is_named(data: object, message: str) -> None:
    """Nothing is filled in: what is missing is asked for."""
    with pytest.raises(KbError) as caught:
        read_inputs(data)
    assert message in str(caught.value)


@settings(max_examples=5)
@given(st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda pair: sorted(pair)))
def test_no_range_leads_out_of_what_is_possible(effect: list[float]) -> None:
    """Nobody is kept who would not have left."""
    answer = estimate(read_inputs(with_stage(effect=list(effect))))
    assert 0 <= answer.kept.low <= answer.kept.high <= 10 * 0.1 * 0.5 + 1e-9


def test_its_limits_are_said() -> None:
    """In words, with every answer."""
    assert any("no case study" in line for line in CANNOT_TELL)
