"""`docs/problems.md` explains every fault there is, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import FIXTURES
from tests.port import read_cases

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs/problems.md").read_text(encoding="utf-8")
ENTRIES = {
    part.split("\n", 1)[0]: part for part in re.split(r"^### ", DOCS, flags=re.MULTILINE)[1:]
}

_FAULT_AT = {
    "fault": 0,
    "problem": 0,
    "LinkError": 0,
    "_error": 1,
}
"""Where the calls that make a problem take the name of its fault."""


def _faults_in_code() -> set[str]:
    """Return the fault of every call in `kb` that makes a problem."""
    found: set[str] = set()
    for path in (ROOT / "kb").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = [word.value for word in node.keywords if word.arg == "fault"]
            if name in _FAULT_AT and len(node.args) > _FAULT_AT[name]:
                given.append(node.args[_FAULT_AT[name]])
            found |= {
                part.value
                for value in given
                for part in ast.walk(value)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    return {name for name in found if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)}


def test_every_fault_is_explained_and_no_other() -> None:
    """An editor who meets a fault finds it here; one that is gone is not kept."""
    schema = (ROOT / "kb/content/schema/faults.py").read_text(encoding="utf-8")
    in_schema = {name for name in ENTRIES if f'"{name}"' in schema}
    assert _faults_in_code() | in_schema == set(ENTRIES)


@pytest.mark.parametrize("fault", sorted(ENTRIES))
def test_each_entry_has_its_parts(fault: str) -> None:
    """What it means, why it matters, how to fix it, and an example of that very fault."""
    entry = ENTRIES[fault]
    assert "\nWhy it matters: " in entry
    assert "\nHow to fix it: " in entry
    example = entry.split("```text\n")[1].split("\n```")[0]
    assert re.match(rf"(?:content|areas)[\w/.-]*:\d+: (?:\S+: )?{fault}: ", example)


def test_every_fault_is_met_in_a_test() -> None:
    """Its whole message stands in a case or in a test."""
    cases = "\n".join(
        case.expected
        for path in sorted((FIXTURES / "frontmatter").glob("*.md"))
        for case in read_cases(path)
    )
    tests = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if path != Path(__file__)
    )
    unmet = {fault for fault in ENTRIES if f" {fault}: " not in cases + tests}
    assert unmet <= {"to-do"}


def test_warnings_are_called_so() -> None:
    """A reader sees which problems stop a build."""
    called = {fault for fault, entry in ENTRIES.items() if "(a warning)" in entry}
    assert called == {
        "changed-nationally",
        "council-elsewhere",
        "figure-without-year",
        "long-quotation",
        "loose-markup",
        "many-quotations",
        "no-needs",
        "not-in-order",
        "number-elsewhere",
        "planned-and-written",
        "sign-against-quote",
    }
