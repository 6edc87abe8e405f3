"""`kb gaps`: the map in a terminal and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Kb


def test_the_map_names_gaps_and_faults(kb: Kb, corpus_dir: Path, tmp_path: Path) -> None:
    """Faults go to standard error with file and line; the rest is used."""
    local = tmp_path / "local.csv"
    local.write_text("name,stages,level\nA,wise fives,1\nB,nobody,1\n", encoding="utf-8")
    found = kb("gaps", str(local), "--content", str(corpus_dir))
    assert found.code == 0
    assert "2 offers. - empty, 1 thin, + covered\n" in found.out
    assert f'{local}: line 3: stage: found "nobody"; allowed ' in found.err
    whole = json.loads(kb("gaps", str(local), "--content", str(corpus_dir), "--json").out)
    states = {(c["stage"], c["level"]): c["state"] for c in whole["cells"]}
    assert states["wise-fives", "career-support"] == "thin"
    assert whole["stage_not_known"] == ["B"]
    assert whole["faults"][0]["line"] == 3
    assert "twice as likely" in whole["meter"]


def test_offers_are_counted_in_words(kb: Kb, corpus_dir: Path, tmp_path: Path) -> None:
    """One is one offer; a file in which there is none is said."""
    local = tmp_path / "local.csv"
    local.write_text("Mentoring", encoding="utf-8")
    found = kb("gaps", str(local), "--content", str(corpus_dir))
    assert found.out.startswith("1 offer. - empty, ")
    assert found.err == ""
    local.write_bytes(b"\xff\xfe")
    found = kb("gaps", str(local), "--content", str(corpus_dir))
    assert found.out.startswith("0 offers. - empty, ")
    assert found.err == f"{local}: found no offer; write one to a line, by its name\n"


def test_a_file_of_any_bytes_is_no_crash(kb: Kb, corpus_dir: Path, tmp_path: Path) -> None:
    """Odd signs are read as well as can be; what is no text is refused with what to do."""
    local = tmp_path / "odd"
    local.write_bytes(bytes(range(1, 256)))
    assert kb("gaps", str(local), "--content", str(corpus_dir)).code == 0
    local.write_bytes(bytes(range(256)))
    found = kb("gaps", str(local), "--content", str(corpus_dir))
    assert (found.code, found.out) == (1, "")
    assert f"{local}: found a workbook" in found.err
    local.write_bytes(b"x" * 1_000_001)
    found = kb("gaps", str(local), "--content", str(corpus_dir))
    assert found.code == 1
    assert "it has more than 1,000,000 bytes" in found.err
