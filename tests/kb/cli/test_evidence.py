"""`kb evidence`: the table of all case studies in a terminal, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import Kb


def test_the_table_says_what_it_leaves_out(kb: Kb, corpus_dir: Path) -> None:
    """Shown and left out make the whole."""
    found = kb("evidence", "--content", str(corpus_dir), "--outcome", "gps-retained")
    assert found.code == 0
    assert found.out.startswith("casestudies/marsh-and-wolds-mentoring\n")
    assert "Evidence 5 of 5: measured and compared." in found.out
    assert "1 of 3 case studies.\nLeft out: 2, because each reports no result" in found.out


def test_the_formats_hold_the_same(kb: Kb, corpus_dir: Path) -> None:
    """One line for each case study in CSV, one object in JSON."""
    args = ("evidence", "--content", str(corpus_dir), "--order", "place", "--format")
    read = list(csv.DictReader(io.StringIO(kb(*args, "csv").out)))
    whole = json.loads(kb(*args, "json").out)
    assert read == whole["case_studies"]
    assert len(read) == 3
    assert whole["left_out"] == []


@pytest.mark.parametrize(
    "args",
    [
        ("--least", "6"),
        ("--least", "0"),
        ("--least", "x"),
        ("--from-year", "20x"),
        ("--from-year", "15"),
        ("--from-year", "99999"),
    ],
)
def test_a_number_that_cannot_be_is_wrong_usage(
    kb: Kb, corpus_dir: Path, args: tuple[str, str]
) -> None:
    """Named by its option; no row is said to be too weak or too old for it."""
    found = kb("evidence", "--content", str(corpus_dir), *args)
    assert (found.code, found.out) == (2, "")
    assert f"Error: Invalid value for '{args[0]}': " in found.err


def test_a_concept_that_does_not_exist_is_named(kb: Kb, corpus_dir: Path) -> None:
    """With those that do."""
    found = kb("evidence", "--content", str(corpus_dir), "--stage", "nobody")
    assert found.code == 1
    assert 'stage: found "nobody"; allowed ' in found.err
