"""Holds the figures of a case study's summary to the result whose grade is shown beside it.

A card shows the summary and one grade, that of the result with the strongest evidence. A figure
of a weaker result beside it would borrow a grade that it does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.content.checks.figures import FEWEST_OF_RESULT, bounds, figures_of, stated_in
from kb.content.source_page import SourcePage
from kb.model.documents import CaseStudy, KnownBy
from kb.model.evidence import grade, leading
from kb.model.number_places import NEAR_ON_PAGE, Surroundings
from kb.model.problems import Problem
from kb.text.numbers import Number, claims, normal, numbers

_PERCENT = re.compile(r"\s?(?:%|per ?cent\b)")
_HEADLINES = ("value", "change", "before")
_SAID = ("finding", "quote", "population", "period", "method", "comparison")


def check_headline(page: SourcePage, case: CaseStudy) -> Iterator[Problem]:
    """Yield a problem for each figure of a summary that is not of the result that leads.

    That is a figure of a result with a lower grade that is spoken of around it, and a percentage
    that no result of the highest grade has. How many took part may be said beside a figure of the
    result that leads. What only sets the scene, as the number of practices, is left alone.

    Args:
        page: the page as it was read, to name its lines.
        case: the same page, sound in its fields.
    """
    lead, graded = leading(case.results)
    if lead is None:
        return
    fields = page.items("results")
    levels = [grade(result).level for result in case.results]
    best = [found for found, level in zip(fields, levels, strict=True) if level == graded.level]
    weaker = [found for found, level in zip(fields, levels, strict=True) if level < graded.level]
    own = frozenset().union(*(_figures(result) for result in best))
    surroundings = Surroundings(case.summary)
    stated = claims(case.summary)
    headlines = {figure for result in best for figure in _headlines(result)}
    if any(number.normal in headlines for number in stated):
        weaker = [result for result in weaker if result.get("known_by") != KnownBy.TAKE_UP]
    for number in stated:
        near = surroundings.near(number, NEAR_ON_PAGE)
        if number.normal in own:
            continue
        if _is_percentage(case.summary, number) or _is_headline(number, near, weaker):
            yield page.problem(
                "figure-of-weaker-result",
                field="summary",
                found=f'"{number.shown}" beside {graded.level} of 5, the grade of "{lead.finding}"',
                allowed="figures of the result that leads, whose grade every card shows",
                remedy="give that result's figure instead, or leave this one to the page",
            )


def _figures(result: Mapping[str, Any]) -> frozenset[str]:
    """Return every figure that a result gives, in its fields and in its words."""
    said = (str(result.get(key) or "") for key in _SAID)
    return figures_of(result) | {number.normal for text in said for number in numbers(text)}


def _is_headline(
    number: Number, near: frozenset[str], results: Sequence[Mapping[str, Any]]
) -> bool:
    """Whether one of some results has a number as its figure, and is spoken of around it."""
    return any(
        number.normal in _headlines(result)
        and len(near & Surroundings(_said(result)).all) >= FEWEST_OF_RESULT
        for result in results
    )


def _headlines(result: Mapping[str, Any]) -> set[str]:
    given = {normal(abs(bound)) for key in _HEADLINES for bound in bounds(result.get(key))}
    return given or stated_in(str(result.get("quote") or ""))


def _said(result: Mapping[str, Any]) -> str:
    return " ".join(str(result.get(key) or "") for key in _SAID)


def _is_percentage(text: str, number: Number) -> bool:
    return _PERCENT.match(text, number.offset + len(number.shown)) is not None
