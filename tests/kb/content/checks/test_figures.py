"""`kb.content.checks.figures`: each number is held to its own result or its place in a source."""

from __future__ import annotations

from typing import Any

import pytest

from kb.content.checks.figures import ResultFigures, doubts
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


def doubted(text: str, *results: dict[str, Any], source: Fingerprint = SOURCE) -> list[Any]:
    """Return each number of a text that is doubted, and whether the source lacks it."""
    own = ResultFigures(results).bear_out
    return [(number.shown, absent) for number, absent in doubts(text, [source], own)]


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
