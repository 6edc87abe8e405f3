"""The table of all case studies: what leads, what is kept, in what order, what is left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import pytest

from kb.model.corpus import Corpus
from kb.model.problems import QueryError
from kb.planning.evidence_table import (
    HEADER,
    ORDERS,
    Chosen,
    Row,
    RowResult,
    choose,
    evidence_rows,
    ranks_of,
    table_csv,
    table_json,
)

RANKS: Mapping[str, Sequence[str]] = {
    "did": ("mentoring", "coaching"),
    "stage": ("new", "old"),
    "role": ("partner", "locum"),
    "level": ("one", "all"),
    "outcome": ("stayed", "joined"),
}


def result(outcome: str, level: int) -> RowResult:
    """Return a result on an outcome."""
    return RowResult(outcome=outcome, level=level, name="N", finding=f"{outcome} {level}")


def row(name: str, *results: RowResult, **given: object) -> Row:
    """Return a row with some of its values."""
    values: dict[str, object] = {
        "id": f"casestudies/{name}",
        "title": name.title(),
        "did": ("mentoring",),
        "stages": (),
        "roles": (),
        "levels": ("one",),
        "results": results,
        "cost": "",
        "paid_by": "",
        "place": name.title(),
        "status": "unknown",
        "as_at": "2019",
        "when": "",
        "year": 0,
        **given,
    }
    return Row(**values)  # type: ignore[arg-type]


ROWS = (
    row("a", result("stayed", 2), cost="£1", status="closed", year=2016),
    row("b", result("joined", 4), result("stayed", 1), stages=("old",), paid_by="us", year=2019),
    row("c", stages=("any",), status="open", place="Zeal"),
    row("d", result("joined", 3), result("stayed", 3), did=("coaching",), place="Appleby"),
)


def ids(chosen: Chosen) -> str:
    """Return the rows of a choice in one word."""
    return "".join(found.id[-1] for found in chosen.rows)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("evidence", "bdac"),
        ("running", "cbda"),
        ("cost", "abdc"),
        ("place", "adbc"),
        ("year", "badc"),
        ("did", "bacd"),
        ("stage", "bdac"),
    ],
)
def test_orders(order: str, expected: str) -> None:
    """What is equal in an order goes by evidence, then by title."""
    assert ids(choose(ROWS, {}, order, RANKS)) == expected


def test_an_outcome_changes_the_leading_result_and_sets_hopes_aside() -> None:
    """The order follows the result on that outcome."""
    found = choose(ROWS, {"outcome": "stayed"}, "evidence", RANKS)
    assert ids(found) == "da"
    assert found.left_out == (("reports no result on this outcome", 2),)
    lead = ROWS[1].lead("stayed")
    assert lead is None


def test_each_row_left_out_counts_once_under_the_first_reason() -> None:
    """Shown and left out make the whole."""
    found = choose(ROWS, {"stage": "old", "grade": "3", "cost": "stated"}, "evidence", RANKS)
    assert ids(found) == ""
    assert found.left_out == (
        ("is for another career stage, or names none", 2),
        ("has weaker evidence", 1),
        ("states no cost", 1),
    )


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"stage": "new"}, "c"),
        ({"status": "runs"}, "c"),
        ({"place": " app "}, "d"),
        ({"year": "2017"}, "b"),
        ({"did": "coaching"}, "d"),
        ({"role": ""}, "bdac"),
    ],
)
def test_filters(wanted: dict[str, str], expected: str) -> None:
    """A case study that names no limit counts for every stage; one that names none for none."""
    assert ids(choose(ROWS, wanted, "evidence", RANKS)) == expected


@pytest.mark.parametrize(
    ("wanted", "order", "message"),
    [
        ({"stage": "newt"}, "evidence", 'stage: found "newt"; allowed new, old'),
        ({"grade": "²"}, "evidence", 'grade: found "²"; allowed a whole number'),
        ({"x": "1"}, "evidence", 'filter: found "x"; allowed did, '),
        ({}, "worth", 'order: found "worth"; allowed evidence, '),
    ],
)
def test_what_does_not_exist_is_named(wanted: dict[str, str], order: str, message: str) -> None:
    """With what is allowed."""
    with pytest.raises(QueryError) as caught:
        choose(ROWS, wanted, order, RANKS)
    assert str(caught.value).startswith(message)


def test_the_table_of_a_corpus(corpus: Corpus) -> None:
    """Every case study once, the strongest result first, the same in both files."""
    rows = evidence_rows(corpus)
    assert [r.id for r in rows] == sorted(r.id for r in rows)
    assert all(list(r.results) == sorted(r.results, key=lambda x: -x.level) for r in rows)
    read = list(csv.DictReader(io.StringIO(table_csv(rows))))
    assert tuple(read[0]) == HEADER
    assert read == table_json(rows)
    for order in ORDERS:
        assert len(choose(rows, {}, order, ranks_of(corpus)).rows) == len(rows)
