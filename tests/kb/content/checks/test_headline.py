"""`kb.content.checks.headline`: the figures of a summary are those of the result that leads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kb.content.checks.headline import check_headline
from kb.content.source_page import SourcePage
from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, DocId, Kind, KnownBy, Result, SourceId

COUNTED = {
    "known_by": "counted",
    "finding": "Visits to the harbour clinic fell by 12% in its first year.",
    "change": -12.0,
    "unit": "percent",
    "population": "patients of the harbour clinic",
    "period": "the first year",
    "method": "clinic records",
    "quote": "visits to the clinic fell by 12% in one year",
}
JOINED = {
    "known_by": "take-up",
    "finding": "The clinic recruited 31 volunteers from the town.",
    "value": 31.0,
    "unit": "people",
    "population": "the town",
    "period": "2017",
    "quote": "we recruited 31 volunteers from the town",
}
ASKED = {
    "known_by": "surveyed",
    "finding": "Three in four nurses said that they meant to stay.",
    "value": 76.0,
    "unit": "percent",
    "population": "nurses of the clinic",
    "period": "2018",
    "method": "not stated",
    "sample": "not stated",
    "quote": "76% of the nurses said that they meant to stay",
}


def faults(corpus: Corpus, summary: str, *results: dict[str, Any]) -> list[str]:
    """Return what is found in a summary beside some results."""
    model = corpus.documents[DocId("casestudies/fenland-peer-circle")]
    assert isinstance(model, CaseStudy)
    shared: dict[str, Any] = {"source": SourceId("fen-report"), "place": "whole page"}
    case = replace(
        model,
        summary=summary,
        results=tuple(
            Result(**{**result, **shared, "known_by": KnownBy(result["known_by"])})
            for result in results
        ),
    )
    page = SourcePage(
        path="content/casestudies/harbour.md",
        id=DocId("casestudies/harbour"),
        kind=Kind.CASE_STUDY,
        fields={"results": [{**result, **shared} for result in results]},
        lines={},
        quoted=frozenset(),
        body="",
        body_line=1,
    )
    return [problem.found.split(" beside ")[0] for problem in check_headline(page, case)]


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("Visits to the clinic fell by 12% in the first year.", []),
        ("The clinic recruited 31 volunteers from the town.", ['"31"']),
        ("The clinic recruited thirty-one volunteers from the town.", ['"thirty-one"']),
        ("The clinic recruited 31 volunteers, and its visits fell by 12% in a year.", []),
        (
            "The clinic recruited 31 volunteers, and its visits fell by 21% in a year.",
            ['"31"', '"21"'],
        ),
        ("The clinic of 31 rooms cut its visits by 12%.", []),
        ("Of the nurses of the clinic 76% said they meant to stay.", ['"76"']),
        ("Visits to the clinic fell by 40 per cent.", ['"40"']),
        ("Visits to the clinic fell by 40%, not by 12%.", ['"40"']),
        ("Six practices of the town opened it in 2016.", []),
    ],
)
def test_a_figure_of_a_weaker_result_is_found(
    corpus: Corpus, summary: str, found: list[str]
) -> None:
    """So is a percentage that no result gives; what sets the scene is left alone."""
    assert faults(corpus, summary, JOINED, COUNTED, ASKED) == found


def test_results_of_one_grade_may_both_be_named(corpus: Corpus) -> None:
    """The grade that is shown is true of either."""
    seen = {
        **JOINED,
        "finding": "The clinic recruited 9 nurses from the town.",
        "value": 9.0,
        "quote": "we recruited 9 nurses from the town",
    }
    said = "The clinic recruited 31 volunteers and 9 nurses from the town."
    assert faults(corpus, said, JOINED, seen) == []
    assert faults(corpus, said, COUNTED, JOINED, seen) == ['"31"', '"9"']


def test_without_results_nothing_is_graded(corpus: Corpus) -> None:
    """So nothing borrows a grade."""
    assert faults(corpus, "Visits to the clinic fell by 40%.") == []
