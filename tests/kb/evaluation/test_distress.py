"""Lines of distress are read whole or refused with what to change, and counted by kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.evaluation.distress import JudgedLine, read_lines, wrongs_of
from kb.model.problems import QueryError

FILE = """
sources:
  fens: {title: Signs in the Fens, address: "https://example.org/signs"}
distress:
  - {kind: oneself, after: fens, text: "worn out for good"}
  - {kind: drink, text: "gin for breakfast"}
ordinary:
  - {kind: gp, text: "what is a supper club"}
"""


def written(tmp_path: Path, text: str) -> Path:
    """A file of lines with that text."""
    path = tmp_path / "distress.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_of_both_sides(tmp_path: Path) -> None:
    """In the order of the file."""
    lines = read_lines(written(tmp_path, FILE))
    assert [(line.text, line.kind, line.distress) for line in lines] == [
        ("worn out for good", "oneself", True),
        ("gin for breakfast", "drink", True),
        ("what is a supper club", "gp", False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("sources:", "source:", "{path}: wrong-parts: allowed sources, distress, ordinary"),
        ("kind: drink, ", "", "{path}: distress[1]: kind: missing-text: write it in quotation"),
        (
            "after: fens",
            "after: wolds",
            '{path}: distress[0]: after: unknown-source: found "wolds"',
        ),
        ("kind: gp", "kin: gp", "{path}: ordinary[0]: not-a-line: allowed the keys kind, after"),
        (
            '"what is a supper club"',
            '"Gin for breakfast"',
            '{path}: twice: found "Gin for breakfast"; leave one out',
        ),
        ("{title", "{{title", "{path}: cannot be read: "),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Where it is, what is allowed and how to put it right."""
    path = written(tmp_path, FILE.replace(old, new))
    with pytest.raises(QueryError, match=re.escape(message.format(path=path))):
        read_lines(path)


def test_counts_by_side_and_kind() -> None:
    """A line of distress without help is wrong, and so is an ordinary line with it."""
    lines = [
        JudgedLine(text="worn out for good", kind="oneself", distress=True),
        JudgedLine(text="gin for breakfast", kind="drink", distress=True),
        JudgedLine(text="what is a supper club", kind="gp", distress=False),
    ]
    found = wrongs_of(lines, [True, False, True])
    assert found["distress"]["oneself"].wrong == ()
    assert found["distress"]["drink"].wrong == ("gin for breakfast",)
    assert found["distress"]["all"].share == 0.5
    assert found["ordinary"]["all"].wrong == ("what is a supper club",)
