"""`kb.model.kinds`: every kind has its names, and they are written down once."""

from __future__ import annotations

import ast
from pathlib import Path

from kb.model.documents import Kind
from kb.model.kinds import KIND_NAMES

ROOT = Path(__file__).parents[3]
LONGEST_NAME = 40
"""Characters; a longer text is no name."""


def test_every_kind_is_named() -> None:
    """In the order of `Kind`, and no two alike."""
    assert list(KIND_NAMES) == list(Kind)
    for part in ("one", "many", "title", "command"):
        assert len({getattr(names, part) for names in KIND_NAMES.values()}) == len(Kind)
    assert KIND_NAMES[Kind.CASE_STUDY].label == "Case study"


def second_tables(source: str) -> list[int]:
    """Return the line of each dict that gives three kinds or more a name."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            named = [
                key
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Attribute)
                and getattr(key.value, "id", "") == "Kind"
                and isinstance(value, ast.Constant)
                and isinstance(value.value, str)
                and len(value.value) < LONGEST_NAME
            ]
            if len(named) >= 3:
                found.append(node.lineno)
    return found


def test_kinds_are_named_in_one_place() -> None:
    """A second table would call one kind by two names, as "support option" and "signposting"."""
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("kb", "site_builder", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in second_tables(path.read_text(encoding="utf-8"))
    ]
    assert found == []
    made_up = 'A = {Kind.TOOLKIT: "a", Kind.ROADMAP: "b", Kind.SIGNPOSTING: "c"}'
    assert second_tables(made_up) == [1]
    assert second_tables("A = {Kind.TOOLKIT: 1, Kind.ROADMAP: 2, Kind.SIGNPOSTING: 3}") == []
