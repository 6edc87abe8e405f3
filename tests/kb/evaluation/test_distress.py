"""Lines of distress are read whole or refused with what to change, and counted by half."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.evaluation.distress import JudgedLine, half_of, read_lines, wrongs_of
from kb.model.problems import QueryError

FILE = """
sources:
  fens: {title: Signs in the Fens, address: "https://example.org/signs"}
distress:
  - {kind: oneself, half: tune, after: fens, text: "worn out for good"}
  - {kind: drink, half: test, text: "gin for breakfast"}
ordinary:
  - {kind: gp, half: test, text: "what is a supper club"}
"""


def written(tmp_path: Path, text: str) -> Path:
    """A file of lines with that text."""
    path = tmp_path / "distress.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_of_both_sides(tmp_path: Path) -> None:
    """In the order of the file, each in its half."""
    lines = read_lines(written(tmp_path, FILE))
    assert [(line.text, line.kind, line.distress) for line in lines] == [
        ("worn out for good", "oneself", True),
        ("gin for breakfast", "drink", True),
        ("what is a supper club", "gp", False),
    ]
    assert [line.half for line in lines] == ["tune", "test", "test"]


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
        (
            "half: test",
            "half: tune",
            '{path}: distress[1]: half: wrong-half: found "tune"; allowed test; change it',
        ),
        ("kind: gp", "kin: gp", "{path}: ordinary[0]: not-a-line: allowed the keys kind, half, "),
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


def test_halves_are_near_in_size_and_do_not_change() -> None:
    """They hang on the text alone."""
    texts = [f"line {number}" for number in range(1_000)]
    assert 450 < sum(half_of(text) == "tune" for text in texts) < 550
    assert half_of("worn out for good") == "tune"
    assert half_of("worn out for good ") == "test"


def test_counts_by_side_kind_and_half() -> None:
    """A line of distress without help is wrong, and so is an ordinary line with it."""
    lines = [
        JudgedLine(text="worn out for good", kind="oneself", distress=True),
        JudgedLine(text="gin for breakfast", kind="drink", distress=True),
        JudgedLine(text="what is a supper club", kind="gp", distress=False),
    ]
    found = wrongs_of(lines, [True, False, True])
    assert found["distress"]["oneself"]["tune"].wrong == ()
    assert found["distress"]["drink"]["test"].wrong == ("gin for breakfast",)
    assert found["distress"]["all"]["test"].share == 1.0
    assert found["distress"]["all"]["tune"].lines == 1
    assert found["ordinary"]["all"]["test"].wrong == ("what is a supper club",)
    assert found["ordinary"]["all"]["tune"].share == 0.0
