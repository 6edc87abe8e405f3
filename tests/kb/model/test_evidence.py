"""The evidence level follows from how a result is known, as the content model's table says."""

from __future__ import annotations

from collections.abc import Collection
from string import Formatter
from typing import Any

import pytest

from kb.model.documents import NOT_STATED, ConceptId, KnownBy, Result, SourceId
from kb.model.evidence import LEVELS, OWN_FIELDS, RULES, Rule, asks_of, grade, leading

STATED = {"population": "nine GPs", "period": "2018", "method": "payroll"}


def result(known_by: str, **fields: Any) -> Result:
    """Return a result with what every result needs."""
    return Result(
        known_by=KnownBy(known_by),
        finding="A finding.",
        source=SourceId("story"),
        place="Impact",
        quote="four words of it",
        outcome=ConceptId("gps-retained"),
        **fields,
    )


TABLE = [
    ("expected", {}, 1),
    ("expected", {"value": 5.0, **STATED}, 1),
    ("reported", {}, 2),
    ("take-up", {"value": 9.0, **STATED}, 2),
    ("surveyed", {"value": 6.0, "sample": 6.0, **STATED}, 2),
    ("counted", {"value": 6.0}, 3),
    ("counted", {"value": 6.0, **STATED}, 3),
    ("before-after", {"value": 6.0, "before": 3.0, **STATED}, 4),
    ("before-after", {"value": 6.0, "before": 3.0, **STATED, "method": NOT_STATED}, 3),
    ("before-after", {"value": 6.0, "before": 3.0, **STATED, "population": NOT_STATED}, 3),
    ("compared", {"change": 6.0, "comparison": "the next town", **STATED}, 5),
    ("compared", {"change": 6.0, "comparison": "the next town", **STATED, "period": NOT_STATED}, 3),
    ("evaluated", {"change": 6.0, "evaluator": "a university", **STATED}, 3),
    ("evaluated", {"value": 6.0, "before": 3.0, "evaluator": "a university", **STATED}, 4),
    (
        "evaluated",
        {"value": 6.0, "before": 3.0, "evaluator": "u", "comparison": "the next town", **STATED},
        5,
    ),
    ("evaluated", {"value": 6.0, "before": 3.0, "evaluator": "a university"}, 3),
]


@pytest.mark.parametrize(("known_by", "fields", "level"), TABLE)
def test_the_level_follows_the_table(known_by: str, fields: dict[str, Any], level: int) -> None:
    """One row of the table each; a missing field takes the lower level."""
    found = grade(result(known_by, **fields))
    assert (found.level, found.label, found.name) == (
        level,
        LEVELS[level].label,
        LEVELS[level].name,
    )


@pytest.mark.parametrize(
    ("known_by", "fields", "reason"),
    [
        ("expected", {}, "hoped for; the source reports no result of this kind"),
        ("reported", {}, "said by the source or those involved, without a figure"),
        (
            "take-up",
            {"value": 9.0},
            "a count of those who took part, which does not say what came of it",
        ),
        ("surveyed", {"sample": 6.0}, "people's own view after the event; 6 answered"),
        (
            "surveyed",
            {"sample": NOT_STATED},
            "people's own view after the event; the source does not say how many answered",
        ),
        (
            "counted",
            {"change": 15.0, "population": "nine GPs", "period": NOT_STATED, "method": NOT_STATED},
            "a figure for nine GPs; no earlier figure, period or method stated",
        ),
        (
            "before-after",
            {"value": 6.0, "before": 3.0, **STATED},
            "the same measure at two times for nine GPs; no comparison group stated",
        ),
        (
            "compared",
            {"value": 6.0, "comparison": "the next town", **STATED},
            "compared with the next town for nine GPs",
        ),
        (
            "evaluated",
            {"value": 6.0, "evaluator": "a university", **STATED},
            "an independent evaluation by a university for nine GPs; "
            "no earlier figure or comparison group stated",
        ),
    ],
)
def test_the_reason_names_what_is_missing(
    known_by: str, fields: dict[str, Any], reason: str
) -> None:
    """A reader sees why, in one sentence."""
    assert grade(result(known_by, **fields)).reason == reason


def test_the_page_leads_with_the_first_of_the_highest_level() -> None:
    """File order breaks a tie."""
    first, second = result("counted", value=1.0), result("counted", value=2.0)
    lead, found = leading([result("reported"), first, second])
    assert lead is first
    assert found.level == 3


def test_no_result_is_level_one() -> None:
    """A page without results says so."""
    lead, found = leading([])
    assert lead is None
    assert (found.level, found.reason) == (1, "no result reported")


def test_every_way_of_knowing_has_one_rule_and_every_level_its_words() -> None:
    """The published rules are complete."""
    assert [rule.known_by for rule in RULES] == list(KnownBy)
    assert list(LEVELS) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("rule", RULES, ids=[rule.known_by for rule in RULES])
def test_a_rule_fits_together(rule: Rule) -> None:
    """Its reason names only what it needs, its levels rise, and its label names its value."""
    named = {name for _, name, _, _ in Formatter().parse(rule.reason) if name}
    needed = {"answered": "sample"}
    assert {needed.get(name, name) for name in named} <= set(rule.needed)
    assert {*rule.needed, *rule.allowed} <= set(OWN_FIELDS)
    assert 1 <= rule.partial <= rule.full <= 5
    assert rule.label.casefold().replace(" ", "-") == rule.known_by.value
    assert rule.measured or rule.partial == rule.full


def test_a_brace_in_a_name_is_a_brace() -> None:
    """Names come from content and are no templates."""
    found = grade(result("evaluated", value=1.0, evaluator="a {body} of {answered}", **STATED))
    assert "by a {body} of {answered} for nine GPs" in found.reason


@pytest.mark.parametrize(
    ("known_by", "given", "needed", "barred"),
    [
        ("take-up", {"value"}, {"unit", "population", "period"}, {"outcome", "method", "sample"}),
        ("reported", (), {"outcome"}, {"value", "change", "before", "unit", "strength"}),
        ("surveyed", (), {"outcome", "sample", "population", "period"}, {"unit", "method"}),
        ("before-after", {"value"}, {"method", "before", "unit"}, {"change", "comparison"}),
        ("counted", {"change"}, {"method", "unit"}, {"before", "evaluator"}),
    ],
)
def test_what_a_way_of_knowing_asks_for(
    known_by: str, given: Collection[str], needed: set[str], barred: set[str]
) -> None:
    """A few of the fields each; none is both needed and barred."""
    asks = asks_of(KnownBy(known_by), given)
    assert needed <= set(asks.needed)
    assert barred <= set(asks.barred)
    assert set(asks.needed).isdisjoint(asks.barred)
    free = {"comparison"} if known_by == "evaluated" else set()
    assert free.isdisjoint(asks.barred)
