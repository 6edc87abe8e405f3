"""`kb.model.problems`: one builder of problems, which finds the line of a field."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.model.problems import ContentFile, Severity

ROOT = Path(__file__).parents[3]
FILE = ContentFile(path="content/toolkit/x.md", lines={"now": 7, "now.seen[1]": 12, "title": 2})


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("title", 2),
        ("now.seen[1]", 12),
        ("now.seen[4]", 7),
        ("now.instead[0].page", 7),
        ("nothing.of[2].this", 1),
        ("", 1),
    ],
)
def test_a_field_stands_on_its_line_or_on_that_of_what_holds_it(field: str, line: int) -> None:
    """A field that is missing has no line of its own."""
    assert FILE.line_of(field) == line
    assert FILE.problem("made-up", field=field).line == line


def test_a_line_that_is_given_counts() -> None:
    """What stands in a body has no field."""
    problem = FILE.problem("made-up", line=40, found="this", severity=Severity.WARNING)
    assert str(problem) == "content/toolkit/x.md:40: made-up: found this"
    assert problem.severity is Severity.WARNING


def builders(source: str) -> Iterator[int]:
    """Yield the line of each call that makes a `Problem` by itself."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "Problem":
                yield node.lineno


def test_problems_are_made_in_one_place() -> None:
    """A second builder would drift from the first: its lines, its order of words."""
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("kb", "site_builder", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in builders(path.read_text(encoding="utf-8"))
    ]
    assert len(found) == 1, found
    assert found[0].startswith("kb/model/problems.py:")
    assert list(builders("x = 1\nyield_ = problems.Problem(path='x')")) == [2]
