"""The rules of evidence: what each way of knowing a result means, needs and is worth.

No one types a level. A way of knowing has one `Rule`, and everything that depends on it is read
from there: the level and its reason, the checks of the fields, the form's hints, the guesses at
loose figures, and the page and the documents that explain the levels. Levels 1 to 5, as the
editorial guide names them; it says how they relate to the Nesta Standards of Evidence and the
Maryland Scientific Methods Scale.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, assert_never

from kb.model.documents import NOT_STATED, KnownBy, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of evidence: its one name, the short label of its group, and what it says.

    Three labels serve five levels. `meaning` is about the evidence, not the worth of a scheme.
    """

    name: str
    label: str
    meaning: str


LEVELS: Mapping[int, Level] = MappingProxyType(
    {
        1: Level(
            name="Hoped for",
            label="Hoped for",
            meaning="The source says what was done and why it should help, and reports no result.",
        ),
        2: Level(
            name="Reported",
            label="Reported",
            meaning="Those involved say that it helped, or only those who joined are counted.",
        ),
        3: Level(
            name="Measured",
            label="Measured",
            meaning="An outcome is given as a figure, but something is missing that would let you "
            "judge it: the group, the period, the method or an earlier figure.",
        ),
        4: Level(
            name="Measured before and after",
            label="Measured",
            meaning="The same measure at two times, with group, period and method stated, and no "
            "comparison group.",
        ),
        5: Level(
            name="Measured and compared",
            label="Measured",
            meaning="Compared with a similar group without the scheme, with group, period and "
            "method stated.",
        ),
    }
)
"""The levels, weakest first."""


class FigureRule(StrEnum):
    """Whether a result has a figure: a value or a change."""

    NEEDED = "needed"
    OPTIONAL = "optional"
    BARRED = "barred"
    TWO_VALUES = "value"
    """A value is needed, with the earlier value of the same measure."""


OWN_FIELDS = ("outcome", "method", "sample", "evaluator", "comparison")
"""The fields of a result that a way of knowing needs or allows by name; else they are barred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way of knowing a result.

    `label` names it and `says` explains it, on the form and on the page about evidence. `reason`
    is the sentence for a reader; it may name ``{comparison}``, ``{evaluator}`` and ``{answered}``.
    `full` is the level if group, period and method are stated, else it is `partial`. `needed` and
    `allowed` are of `OWN_FIELDS`; `asks_group` says whether the group and the period are needed
    without a figure too. `signs` is a regular expression of words that give it away beside a
    figure ("" for none).
    """

    known_by: KnownBy
    label: str
    says: str
    reason: str
    partial: int
    full: int
    figure: FigureRule
    needed: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    asks_group: bool = False
    signs: str = ""

    @property
    def hoped_for(self) -> bool:
        """Whether it is no result yet, but something hoped for."""
        return self.full == 1

    @property
    def measured(self) -> bool:
        """Whether it rests on a measure, so that its reason names what is not stated."""
        return "method" in self.needed


_EXPECTED = Rule(
    known_by=KnownBy.EXPECTED,
    label="Expected",
    says="hoped for, planned or believed",
    reason="hoped for; the source reports no result of this kind",
    partial=1,
    full=1,
    figure=FigureRule.OPTIONAL,
    needed=("outcome",),
    signs=r"\b(?:expect|hope|plan|aim|intend|target|forecast|would|will)\w*\b",
)
_REPORTED = Rule(
    known_by=KnownBy.REPORTED,
    label="Reported",
    says="said by the source or by those involved, without a figure",
    reason="said by the source or those involved, without a figure",
    partial=2,
    full=2,
    figure=FigureRule.BARRED,
    needed=("outcome",),
)
_TAKE_UP = Rule(
    known_by=KnownBy.TAKE_UP,
    label="Take up",
    says="a count of those who joined, attended or were trained",
    reason="a count of those who took part, which does not say what came of it",
    partial=2,
    full=2,
    figure=FigureRule.NEEDED,
    needed=(),
    signs=r"\bjoined\b|\battended\b|\bsigned up\b|\btrained\b|\btook part\b|\brecruited\b",
)
_SURVEYED = Rule(
    known_by=KnownBy.SURVEYED,
    label="Surveyed",
    says="people's own view, asked after the event",
    reason="people's own view after the event; {answered}",
    partial=2,
    full=2,
    figure=FigureRule.OPTIONAL,
    needed=("outcome", "sample"),
    asks_group=True,
    signs=r"\bsurvey|\bsaid\b|\bfelt\b|\brated\b|\bfeedback\b|\brespond",
)
_COUNTED = Rule(
    known_by=KnownBy.COUNTED,
    label="Counted",
    says="an outcome given as a figure",
    reason="a figure",
    partial=3,
    full=3,
    figure=FigureRule.NEEDED,
    needed=("outcome", "method"),
)
_BEFORE_AFTER = Rule(
    known_by=KnownBy.BEFORE_AFTER,
    label="Before after",
    says="the same measure at two times",
    reason="the same measure at two times",
    partial=3,
    full=4,
    figure=FigureRule.TWO_VALUES,
    needed=("outcome", "method"),
    signs=r"\bfrom\b.*\bto\b|\bbefore\b|\bbaseline\b|\b(?:rose|fell|dropped)\b",
)
_COMPARED = Rule(
    known_by=KnownBy.COMPARED,
    label="Compared",
    says="compared with a similar group without the scheme",
    reason="compared with {comparison}",
    partial=3,
    full=5,
    figure=FigureRule.NEEDED,
    needed=("outcome", "method", "comparison"),
    signs=r"\bcompared (?:with|to) (?!before)|\bcontrol\b",
)
_EVALUATED = Rule(
    known_by=KnownBy.EVALUATED,
    label="Evaluated",
    says="found by an independent evaluation",
    reason="an independent evaluation by {evaluator}",
    partial=3,
    full=5,
    figure=FigureRule.NEEDED,
    needed=("outcome", "method", "evaluator"),
    allowed=("comparison",),
    signs=r"\bevaluat(?:ed|ion) by\b|\bindependent\b",
)


def rule_of(known_by: KnownBy) -> Rule:
    """Return the rule of a way of knowing; mypy refuses a way that has none."""
    match known_by:
        case KnownBy.EXPECTED:
            return _EXPECTED
        case KnownBy.REPORTED:
            return _REPORTED
        case KnownBy.TAKE_UP:
            return _TAKE_UP
        case KnownBy.SURVEYED:
            return _SURVEYED
        case KnownBy.COUNTED:
            return _COUNTED
        case KnownBy.BEFORE_AFTER:
            return _BEFORE_AFTER
        case KnownBy.COMPARED:
            return _COMPARED
        case KnownBy.EVALUATED:
            return _EVALUATED
    assert_never(known_by)


RULES: tuple[Rule, ...] = tuple(rule_of(known_by) for known_by in KnownBy)
"""The published rules, weakest first."""


@dataclass(frozen=True, slots=True)
class Asks:
    """The fields that a result must and must not have; every other field is free."""

    needed: tuple[str, ...]
    barred: tuple[str, ...]
    figure: FigureRule


def asks_of(known_by: KnownBy, given: Collection[str]) -> Asks:
    """Return what a way of knowing asks of a result.

    Args:
        known_by: how the result is known.
        given: which of ``value`` and ``change`` the result has.
    """
    rule = rule_of(known_by)
    needed = [field for field in OWN_FIELDS if field in rule.needed]
    barred = [field for field in OWN_FIELDS if field not in (*rule.needed, *rule.allowed)]
    if given:
        needed.append("unit")
    else:
        barred += ["unit", "strength"]
    if given or rule.asks_group:
        needed += ["population", "period"]
    if rule.figure is FigureRule.TWO_VALUES:
        needed.append("before")
        barred.append("change")
    elif "value" not in given:
        barred.append("before")
    if rule.figure is FigureRule.BARRED:
        barred += ["value", "change"]
    return Asks(tuple(needed), tuple(barred), rule.figure)


def rule_table() -> dict[str, dict[str, dict[str, Any]]]:
    """Return what each way of knowing needs and bars, for forms that check while one types.

    By `known_by`, then by the figure given (``value``, ``change`` or ``none``): the fields that
    are `needed`, those that are `barred`, and whether a figure is.
    """
    given: dict[str, Sequence[str]] = {"value": ["value"], "change": ["change"], "none": []}
    return {
        known_by.value: {
            name: {
                "needed": list(asks.needed),
                "barred": list(asks.barred),
                "figure": asks.figure.value,
            }
            for name, keys in given.items()
            for asks in [asks_of(known_by, keys)]
        }
        for known_by in KnownBy
    }


@dataclass(frozen=True, slots=True)
class Grade:
    """A level from 1 to 5 with its label, its name and the sentence that says why."""

    level: int
    label: str
    name: str
    reason: str


def grade(result: Result) -> Grade:
    """Return the evidence grade of a result, by the rules of the content model."""
    missing = [
        name
        for name, value in (
            ("group", result.population),
            ("period", result.period),
            ("method", result.method),
        )
        if value in (None, NOT_STATED)
    ]
    level = _level(result, stated=not missing)
    return Grade(level, LEVELS[level].label, LEVELS[level].name, _reason(result, level, missing))


def leading(results: Sequence[Result]) -> tuple[Result | None, Grade]:
    """Return the result a page leads with, and its grade.

    It is the first of the highest level, in file order; without results the grade is level 1,
    "no result reported".
    """
    if not results:
        return None, Grade(1, LEVELS[1].label, LEVELS[1].name, "no result reported")
    best = max(results, key=lambda result: grade(result).level)
    return best, grade(best)


def _level(result: Result, *, stated: bool) -> int:
    """Return the level; 5 takes a comparison and 4 an earlier figure, whatever the rule allows."""
    rule = rule_of(result.known_by)
    if not stated:
        return rule.partial
    if rule.full == 5 and not result.comparison:
        return 4 if result.before is not None else 3
    return rule.full


def _reason(result: Result, level: int, missing: Sequence[str]) -> str:
    rule = rule_of(result.known_by)
    says = rule.reason.format(
        comparison=result.comparison,
        evaluator=result.evaluator,
        answered=_answered(result.sample),
    )
    if not rule.measured:
        return says
    if result.population not in (None, NOT_STATED):
        says += f" for {result.population}"
    lacks = [*missing]
    if result.before is None and not result.comparison:
        lacks.insert(0, "earlier figure")
    if level < 5 and rule.full > 3 and not result.comparison:
        lacks.append("comparison group")
    return f"{says}; no {_listed(lacks)} stated" if lacks else says


def _answered(sample: float | str | None) -> str:
    if isinstance(sample, float | int):
        return f"{sample:,.0f} answered"
    return "the source does not say how many answered"


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + f" or {items[-1]}"
