"""`kb.content.checks.figures`: each number is held to its own result or its place in a source."""

from __future__ import annotations

from typing import Any

import pytest

from kb.content.checks.figures import ResultFigures, check_finding, doubts
from kb.content.source_page import SourcePage
from kb.model.bibliography import Fingerprint
from kb.model.documents import DocId, Kind

SOURCE = Fingerprint.of(
    "Evening clinics began in the harbour town after the ferry timetable changed. Patients booked "
    "17 appointments by telephone in an ordinary week, and the receptionists were pleased with the "
    "quiet mornings that followed for everybody at the surgery desk. "
    "Further inland nobody altered anything: orchards, mills, chapels, vineyards, quarries, "
    "bakeries, markets, theatres, nurseries, stables, canals, bridges, gardens, museums, "
    "tanneries, wharves, kennels, forges, dairies and potteries carried along peacefully. "
    "Elsewhere in the county a library lent bicycles to apprentices; volunteers repaired 64 of "
    "them, the council gave a shed, and a retired engineer taught brazing on Saturdays. "
    "The helpline is 020 7946 0018."
)
PAGE = SourcePage(
    path="content/casestudies/harbour.md",
    id=DocId("casestudies/harbour"),
    kind=Kind.CASE_STUDY,
    fields={},
    lines={},
    quoted=frozenset(),
    body="",
    body_line=1,
)


def finding_faults(**result: Any) -> list[str]:
    """Return what is found in the finding of a result."""
    return [problem.found for problem in check_finding(PAGE, result, "results[0]")]


def doubted(text: str, *results: dict[str, Any], source: Fingerprint = SOURCE) -> list[Any]:
    """Return each number of a text that is doubted, and whether the source lacks it."""
    own = ResultFigures(results).bear_out
    return [(number.shown, absent) for number, absent in doubts(text, [source], own)]


@pytest.mark.parametrize(
    ("finding", "found"),
    [
        ("Calls fell by 31%.", ['"31"']),
        ("Calls fell by 13%.", []),
        ("Calls fell by 13% at 9 surgeries.", []),
        ("Calls fell by 13% at 8 surgeries.", ['"8"']),
        ("Calls fell by 13%, asked of 44 people, from 210.", []),
        ("Calls fell by half.", []),
        ("Calls fell to 0 and to 1%.", ['"0"', '"1"']),
        ("Calls fell by 13%. That is 26 a week (our sum: 2 × 13).", []),
        ("Two-week-wait calls fell by 13%.", []),
    ],
)
def test_a_finding_has_the_figures_of_its_result(finding: str, found: list[str]) -> None:
    """Those of its fields, its quote and the words beside them, and no others."""
    assert (
        finding_faults(
            finding=finding,
            change=-13,
            before=210,
            sample=44,
            population="9 surgeries by the harbour",
            quote="calls to the surgeries fell by 13%",
        )
        == found
    )


def test_a_finding_without_figures_may_have_none() -> None:
    """The message says so."""
    (problem,) = check_finding(
        PAGE, {"finding": "About 70 came.", "quote": "they came"}, "results[4]"
    )
    assert str(problem) == (
        'content/casestudies/harbour.md:1: results[4].finding: figure-not-of-result: found "70"; '
        "allowed the figures of this result: it has none; correct it, quote the words that hold "
        "it, or give it as value, change, before or sample"
    )


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Patients booked 17 appointments by telephone each week.", []),
        ("Patients booked 64 appointments by telephone each week.", [("64", False)]),
        ("Patients booked 71 appointments by telephone each week.", [("71", True)]),
        ("The volunteers repaired 64 bicycles for apprentices.", []),
        ("The volunteers repaired 17 bicycles for apprentices.", [("17", False)]),
        ("Ring 020 7946 0018 about appointments by telephone, patients.", []),
    ],
)
def test_a_number_stands_where_the_source_speaks_of_it(
    text: str, doubt: list[tuple[str, bool]]
) -> None:
    """That it stands somewhere is not enough."""
    assert doubted(text) == doubt


def test_a_figure_of_a_result_passes_where_the_result_is_spoken_of() -> None:
    """And not beside other words."""
    result = {"finding": "Nurses saw callers sooner.", "value": 64, "quote": "64 callers sooner"}
    right = "Of patients who booked appointments by telephone, 64 callers came sooner."
    assert doubted(right, result) == []
    assert doubted("Patients booked 64 appointments by telephone.", result) == [("64", False)]


def test_an_older_fingerprint_doubts_no_place() -> None:
    """It does not know where its numbers stand."""
    older = Fingerprint(
        short_runs=SOURCE.short_runs, long_runs=SOURCE.long_runs, numbers=SOURCE.numbers
    )
    text = "Patients booked 64 appointments by telephone, and 71 came."
    assert doubted(text, source=older) == [("71", True)]
