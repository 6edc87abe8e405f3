"""The engine of the browser and that of `kb search` give the same answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from kb.browser.export import search_data
from kb.browser.node import browser_answers
from kb.data.settings import Settings, load_settings, settings_from
from kb.evaluation.queries import read_queries
from kb.index.encoder.table import Student
from kb.index.load import LoadedIndex
from kb.search.engine import Engine
from tests.parity.conftest import ENGINE, ROOT
from tests.parity.queries import generated_queries

GENERATED = 500
CLOSE = 1e-4


def compare(
    index: LoadedIndex,
    student: Student,
    data: Mapping[str, bytes],
    queries: Sequence[Mapping[str, Any]],
    *,
    settings: Settings | None = None,
) -> None:
    """Ask both engines and compare everything that they answer."""
    engine = Engine(index, student, settings=settings)
    theirs = browser_answers(data, ENGINE, queries)
    assert len(theirs) == len(queries)
    for query, found in zip(queries, theirs, strict=True):
        wanted = engine.search(**query).as_dict()
        assert scored(found) == pytest.approx(scored(wanted), abs=CLOSE), query
        assert unscored(found) == unscored(wanted), query


def scored(answer: Mapping[str, Any]) -> list[float]:
    """The scores of an answer, best first."""
    return [result["score"] for result in answer["results"]]


def unscored(answer: Mapping[str, Any]) -> dict[str, Any]:
    """All else: identifiers in order, snippets, marks, reasons, facets, hints, refusals."""
    results = [{**result, "score": 0} for result in answer["results"]]
    return {**answer, "results": results}


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "semantic"])
def test_judged_queries(
    index: LoadedIndex, student: Student, data: Mapping[str, bytes], mode: str
) -> None:
    """In each mode, with the filters of the query."""
    judged = read_queries(ROOT / "eval" / "queries.yaml")
    queries = [
        {
            "text": query.text,
            "mode": mode,
            "filters": {facet: list(concepts) for facet, concepts in query.filters.items()},
        }
        for query in judged
    ]
    compare(index, student, data, queries)


def test_generated_queries(index: LoadedIndex, student: Student, data: Mapping[str, bytes]) -> None:
    """Misspelt, empty, very long, not Latin, with quotes and operators."""
    queries = [{"text": text} for text in generated_queries(index, GENERATED)]
    assert len(queries) == GENERATED
    compare(index, student, data, queries)


def test_filters_and_limits(
    index: LoadedIndex, student: Student, data: Mapping[str, bytes]
) -> None:
    """Or within a facet, and between facets; a blank query lists what they keep."""
    filters = [
        {"stage": ["returner"]},
        {"stage": ["returner", "wise-fives"], "kind": ["signposting"]},
        {"role": ["locum"], "level": ["system"], "stage": []},
    ]
    queries = [
        {"text": text, "filters": chosen, "limit": limit}
        for text in ("", "mentoring for locums", "suicidal and on my knees", "dental implants")
        for chosen in filters
        for limit in (1, 3, 200)
    ]
    compare(index, student, data, queries)


def test_passages_that_count_are_counted_alike(index: LoadedIndex, student: Student) -> None:
    """Their vectors are sent where the settings give them a share, and nowhere else."""
    raw = load_settings().raw
    halves = settings_from({**raw, "meaning": {**raw["meaning"], "whole_share": 0.5}})
    with_passages = search_data(index, student, settings=halves)
    without = search_data(index, student)
    assert len(with_passages["meaning.js"]) > len(without["meaning.js"])
    queries = [{"text": text} for text in generated_queries(index, 40)]
    compare(index, student, with_passages, queries, settings=halves)


def test_a_split_index_answers_alike(index: LoadedIndex, student: Student) -> None:
    """As that of a large site is: by terms, names and documents."""
    split = search_data(index, student, whole=0)
    assert len(split) > 30
    queries = [{"text": text} for text in generated_queries(index, 100)]
    compare(index, student, split, queries)
