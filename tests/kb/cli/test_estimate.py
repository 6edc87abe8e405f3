"""`kb estimate`: an answer with all that it rests on, or what cannot be used of the file."""

from __future__ import annotations

import json
from pathlib import Path

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
    assert f"{file}: stages[1].turnover: found 8" in found.err
    file.write_bytes(b"\xff\xfe\x00")
    assert kb("estimate", str(file)).code == 1
