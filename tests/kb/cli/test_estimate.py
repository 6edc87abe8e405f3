"""`kb estimate`: an answer with all that it rests on, or what cannot be used of the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Kb

OURS = """title: Mentoring in the Fens
stages:
  - {name: New, gps: [90, 110], turnover: [0.05, 0.1], take_up: 0.5, effect: [0, 0.4]}
cost_each: 1000
vacancy_cost: [20000, 40000]
"""


def test_the_answer_lists_its_assumptions_and_limits(kb: Kb, tmp_path: Path) -> None:
    """And is the same as JSON."""
    file = tmp_path / "ours.yaml"
    file.write_text(OURS, encoding="utf-8")
    found = kb("estimate", str(file))
    assert found.code == 0
    assert found.out.startswith("Mentoring in the Fens\nIn nine of ten of 10,000 draws")
    assert "New: 90 to 110 GPs, leaving 5% to 10%, taking it up 50%, effect 0% to 40%" in found.out
    assert "What it cannot tell:" in found.out
    data = json.loads(kb("estimate", str(file), "--json").out)
    assert data["answer"]["kept"]["low"] < data["answer"]["kept"]["high"]
    assert data["seed"] == 20190601


def test_a_file_that_cannot_be_used_is_named(kb: Kb, tmp_path: Path) -> None:
    """With the field and what is allowed."""
    file = tmp_path / "ours.yaml"
    file.write_text(OURS.replace("[0.05, 0.1]", "8"), encoding="utf-8")
    found = kb("estimate", str(file))
    assert found.code == 1
    assert f"{file}: line 3: stages[1].turnover: found 8" in found.err
    assert "a share of 8% is 0.08" in found.err


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("cost_each: 1000", "cost_each: £1,000", "line 4: cost_each: found '£1,000'"),
        ("cost_each: 1000", "cost_each: £1,000", "write figures alone, £5,000 as 5000"),
        ("take_up: 0.5", "take_up: 50%", "line 3: stages[1].take_up: found '50%'"),
        ("take_up: 0.5", "take_up: 50%", "write a share as a part of one, 8% as 0.08"),
        ("cost_each", "costeach", 'line 4: estimate: found "costeach"; allowed title'),
        ("take_up", "takeup", 'line 3: stages[1]: found "takeup"; allowed name'),
        ("[90, 110]", "[110, 90]", "with the lower first"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_line_and_remedy(
    kb: Kb, tmp_path: Path, was: str, now: str, said: str
) -> None:
    """Of whatever kind."""
    file = tmp_path / "ours.yaml"
    file.write_text(OURS.replace(was, now, 1), encoding="utf-8")
    found = kb("estimate", str(file))
    assert (found.code, found.out) == (1, "")
    assert said in found.err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_file_in_any_encoding_is_read(kb: Kb, tmp_path: Path, encoding: str) -> None:
    """With the marks of its title; a Word file is none."""
    file = tmp_path / "ours.yaml"
    file.write_bytes(OURS.replace("Mentoring", "Café – mentoring").encode(encoding))
    assert kb("estimate", str(file)).out.startswith("Café – mentoring in the Fens\n")
    file.write_bytes(b"PK\x03\x04\0\0")
    assert "this is no text" in kb("estimate", str(file)).err
