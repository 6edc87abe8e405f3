"""The page of the estimate, and its script's answer against that of Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from kb.planning.estimate import estimate, read_inputs
from site_builder.model.site_content import SiteContent
from site_builder.tools.estimate_page import estimate_page
from tests.site_builder.scripts import run_scripts, static

GIVEN: tuple[dict[str, Any], ...] = (
    {
        "stages": [
            {
                "name": "A",
                "gps": [90, 120],
                "turnover": [0.05, 0.1],
                "take_up": [0.2, 0.4],
                "effect": [0, 0.3],
            },
            {"name": "B: c", "gps": 40, "turnover": 0.2, "take_up": [0.1, 0.5], "effect": 0.25},
        ],
        "cost_each": [500, 1500],
        "fixed_cost": [0, 10_000],
        "vacancy_cost": [20_000, 60_000],
    },
    {
        "stages": [{"name": "A", "gps": 5, "turnover": 0, "take_up": 1, "effect": 1}],
        "cost_each": 1,
        "fixed_cost": 0,
    },
)


def flat(value: Any) -> Any:
    """Return an answer with its spreads as lists, as the script has them."""
    if isinstance(value, dict) and set(value) == {"low", "middle", "high"}:
        return [value["low"], value["middle"], value["high"]]
    if isinstance(value, dict):
        return {key: flat(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [flat(inner) for inner in value]
    return value


def pairs(data: Any) -> Any:
    """Return inputs with every range as two numbers."""
    inputs = asdict(read_inputs(data))

    def paired(value: Any) -> Any:
        if isinstance(value, dict) and set(value) == {"low", "high"}:
            return [value["low"], value["high"]]
        if isinstance(value, dict):
            return {key: paired(inner) for key, inner in value.items()}
        return [paired(inner) for inner in value] if isinstance(value, list | tuple) else value

    return json.loads(json.dumps(paired(inputs)))


@pytest.mark.parametrize("data", GIVEN)
def test_the_script_gives_the_same_answer(data: dict[str, Any]) -> None:
    """Draw by draw: the same numbers, not only near ones."""
    found = run_scripts(
        [static("estimate_rule.js")], "return kbEstimate.estimate(given);", pairs(data)
    )
    assert found == flat(asdict(estimate(read_inputs(data))))


def test_what_is_typed_becomes_a_range_or_a_fault() -> None:
    """Shares are typed as percentages, sums with their signs."""
    typed = [
        ["8", "", True],
        ["£1,200", "1500", False],
        ["9", "8", True],
        ["x", "", False],
        ["10", "101", True],
        ["", "", False],
        ["-1", "", False],
    ]
    found = run_scripts(
        [static("estimate_rule.js")],
        "return given.map(([low, high, share]) => kbEstimate.readRange(low, high, share));",
        typed,
    )
    assert [one["range"] for one in found[:2]] == [[0.08, 0.08], [1200, 1500]]
    assert [bool(one["error"]) for one in found] == [False, False, True, True, True, True, True]


def test_reported_figures_stand_beside_and_are_no_default(
    content: SiteContent, read_page: Callable[[str], str]
) -> None:
    """No box is filled in; no hope is among what is reported."""
    html = read_page("plan-support/estimate")
    boxes = [part.split(">", 1)[0] for part in html.split("<input")[1:]]
    assert boxes
    assert not any(" value=" in box for box in boxes)
    reported = estimate_page(content).context["reported"]
    assert isinstance(reported, tuple)
    assert all(result.grade.level > 1 and result.figure for result, _, _ in reported)
    levels = [result.grade.level for result, _, _ in reported]
    assert levels == sorted(levels, reverse=True)
