"""`kb.content.checks.notes`: a footnote and what refers to it go together."""

from __future__ import annotations

import pytest

from kb.content.checks.notes import check_notes
from kb.content.source_page import SourcePage
from kb.model.documents import DocId, Kind


def faults(body: str, **fields: str) -> list[str]:
    """Return the line of the body and what is found, of each problem."""
    page = SourcePage(
        path="content/toolkit/x.md",
        id=DocId("toolkit/x"),
        kind=Kind.TOOLKIT,
        fields=fields,
        lines={},
        quoted=frozenset(),
        body=body,
        body_line=1,
    )
    return [f"{problem.line}: {problem.found}" for problem in check_notes(page)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Text.[^1]\n\n[^1]: Here.", []),
        ("Text.[^1] More.[^1]\n\n[^1]: Here.[^2]\n[^2]: There.", []),
        ("Text.\n\nMore.[^1]", ["3: [^1]"]),
        ("Text.\n\n[^1]: Here.", ["3: [^1]: a note that nothing refers to"]),
        ("Text.[^1]\n\n[^1]: A.\n[^1]: B.", ["4: [^1]: a second note of this name"]),
        ("Text.[^1]\n\n[^1]:", ["3: [^1]: a note that says nothing"]),
        ("## Head[^1]\n\n[^1]: A.", ["1: [^1]: a reference in a heading"]),
        ("`a[^1]` and \\[^2]\n\n```\n[^3]: x\n```", []),
        ("x^2 and [2] and [^ 3]", []),
    ],
)
def test_each_reference_has_its_note(body: str, found: list[str]) -> None:
    """And each note its reference, once; code is left alone."""
    assert faults(body) == found


def test_a_field_has_no_notes() -> None:
    """It is shown where no note can follow."""
    assert faults("Text.", summary="So.[^1]") == ["1: [^1]: a reference in a field"]
