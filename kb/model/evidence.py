"""The evidence level of a result, worked out by rule from how the source knows it.

No one types a level. The rules are data here (`RULES`), so that the page that explains them
is made from what is applied. Levels 1 to 5, as the editorial guide names them; it tells how
they sit on the Nesta Standards of Evidence and the Maryland Scientific Methods Scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kb.model.documents import NOT_STATED, KnownBy, Result

LEVEL_NAMES: Mapping[int, str] = MappingProxyType(
    {1: "Described", 2: "Reported", 3: "Counted", 4: "Before and after", 5: "Compared"}
)
"""The name of each level."""

LEVEL_LABELS: Mapping[int, str] = MappingProxyType(
    {1: "Hoped for", 2: "Reported", 3: "Measured", 4: "Measured", 5: "Measured"}
)
"""The label a reader meets first: three words for five levels."""

LEVEL_MEANINGS: Mapping[int, str] = MappingProxyType(
    {
        1: "The source says what was done and why it should help, and reports no result.",
        2: "Those involved say that it helped, or only those who joined are counted.",
        3: "An outcome is given as a figure, but something is missing that would let you "
        "judge it: the group, the period, the method or an earlier figure.",
        4: "The same measure at two times, with group, period and method stated, and no "
        "comparison group.",
        5: "Set against a similar group without the scheme, with group, period and method stated.",
    }
)
"""What each level says about the evidence (not about the worth of a scheme)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a way of knowing leads to a level: `full` if group, period and method are stated."""

    known_by: KnownBy
    says: str
    partial: int
    full: int


RULES: tuple[Rule, ...] = (
    Rule(KnownBy.EXPECTED, "hoped for, planned or believed", 1, 1),
    Rule(KnownBy.REPORTED, "said by the source or by those involved, without a figure", 2, 2),
    Rule(KnownBy.TAKE_UP, "a count of those who joined, attended or were trained", 2, 2),
    Rule(KnownBy.SURVEYED, "people's own view, asked after the event", 2, 2),
    Rule(KnownBy.COUNTED, "an outcome given as a figure", 3, 3),
    Rule(KnownBy.BEFORE_AFTER, "the same measure at two times", 3, 4),
    Rule(KnownBy.COMPARED, "set against a similar group without the scheme", 3, 5),
    Rule(KnownBy.EVALUATED, "found by an independent evaluation", 3, 5),
)
"""The published rules, weakest first. An evaluation without a comparison reaches 4 at most."""


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
    level = _level(result, full=not missing)
    return Grade(level, LEVEL_LABELS[level], LEVEL_NAMES[level], _reason(result, level, missing))


def leading(results: Sequence[Result]) -> tuple[Result | None, Grade]:
    """Return the result a page leads with, and its grade.

    It is the first of the highest level, in file order; without results the grade is level 1,
    "no result reported".
    """
    if not results:
        return None, Grade(1, LEVEL_LABELS[1], LEVEL_NAMES[1], "no result reported")
    best = max(results, key=lambda result: grade(result).level)
    return best, grade(best)


def _level(result: Result, *, full: bool) -> int:
    rule = next(rule for rule in RULES if rule.known_by is result.known_by)
    if not full:
        return rule.partial
    if result.known_by is KnownBy.EVALUATED and not result.comparison:
        return 4 if result.before is not None else 3
    return rule.full


def _reason(result: Result, level: int, missing: Sequence[str]) -> str:
    match result.known_by:
        case KnownBy.EXPECTED:
            return "hoped for; the source reports no result of this kind"
        case KnownBy.REPORTED:
            return "said by the source or those involved, without a figure"
        case KnownBy.TAKE_UP:
            return "a count of those who took part, which does not say what came of it"
        case KnownBy.SURVEYED:
            return f"people's own view after the event; {_answered(result.sample)}"
    says = {
        KnownBy.COUNTED: "a figure",
        KnownBy.BEFORE_AFTER: "the same measure at two times",
        KnownBy.COMPARED: f"set against {result.comparison}",
        KnownBy.EVALUATED: f"an independent evaluation by {result.evaluator}",
    }[result.known_by]
    if result.population not in (None, NOT_STATED):
        says += f" for {result.population}"
    lacks = [*missing]
    if result.before is None and not result.comparison:
        lacks.insert(0, "earlier figure")
    if level < 5 and result.known_by in (KnownBy.BEFORE_AFTER, KnownBy.EVALUATED):
        lacks += [] if result.comparison else ["comparison group"]
    return f"{says}; no {_listed(lacks)} stated" if lacks else says


def _answered(sample: float | str | None) -> str:
    if isinstance(sample, float | int):
        return f"{sample:,.0f} answered"
    return "the source does not say how many answered"


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + f" or {items[-1]}"
