"""Where pictures draw their steps and levels."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.views.pictures import CYCLE, LEVELS_WIDTH, STEP, cycle, nested, nested_height

TEXTS = st.text("abc defg", min_size=1, max_size=70)


@given(st.integers(3, 9))
def test_steps_stand_apart_on_a_circle_from_the_top(count: int) -> None:
    """Clockwise, each inside the drawing, each with an arrow to the next."""
    steps = cycle([(f"Step {at}", f"/{at}/") for at in range(count)])
    assert [step.number for step in steps] == list(range(1, count + 1))
    assert steps[0].x == CYCLE / 2
    assert steps[0].y < min(step.y for step in steps[1:])
    assert steps[1].x > CYCLE / 2
    for one, other in pairwise((*steps, steps[0])):
        assert math.dist((one.x, one.y), (other.x, other.y)) > 2 * STEP
        assert one.arrow.startswith("M")
    for step in steps:
        assert STEP < step.x < CYCLE - STEP
        assert STEP < step.y < CYCLE - STEP


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_steps_are_no_circle(count: int) -> None:
    """Words alone do."""
    assert cycle([("Step", "/")] * count) == ()


@given(st.lists(st.tuples(TEXTS, st.just("/levels/x/"), st.just(["3 case studies"])), max_size=4))
def test_each_level_holds_the_ones_below_it(levels: list[tuple[str, str, list[str]]]) -> None:
    """And has room for its own words above them."""
    boxes = nested(levels)
    assert [box.name for box in boxes] == [
        f"{at}. {label}" for at, (label, _, _) in reversed(list(enumerate(levels, 1)))
    ]
    for outer, inner in pairwise(boxes):
        assert outer.x < inner.x
        assert inner.x + inner.width < outer.x + outer.width
        assert inner.y >= outer.y + 20 * (len(outer.lines) + 1)
        assert inner.y + inner.height < outer.y + outer.height
    for box in boxes:
        assert box.height >= 20 * (len(box.lines) + 1)
        assert all(8 * len(line) < box.width for line in box.lines)
        assert box.x + box.width <= LEVELS_WIDTH
        assert box.y + box.height <= nested_height(boxes)


def test_no_levels_make_no_picture() -> None:
    """Of no height."""
    assert nested_height(nested([])) == 0
