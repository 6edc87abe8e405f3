"""A file of judged queries is read whole, or refused with what to mend."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.evaluation.queries import read_queries
from kb.model.problems import QueryError


def written(tmp_path: Path, text: str) -> Path:
    """A file of queries with that text."""
    path = tmp_path / "queries.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_query_with_everything(tmp_path: Path) -> None:
    """One filter or several, grades, persona and types are taken over."""
    path = written(
        tmp_path,
        """
- id: q1
  persona: gp
  type: [situation, filtered]
  text: "had enough"
  filters: {stage: wise-fives, role: [partner, locum]}
  relevant: {casestudies/a: 3}
  note: "why"
- id: q2
  text: nothing answers this
  relevant: {}
""",
    )
    first, second = read_queries(path)
    assert (first.id, first.text, first.persona) == ("q1", "had enough", "gp")
    assert first.types == ("situation", "filtered")
    assert first.filters == {"stage": ("wise-fives",), "role": ("partner", "locum")}
    assert first.relevant == {"casestudies/a": 3}
    assert (second.relevant, second.filters, second.types) == ({}, {}, ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1", "{path}: not-a-list: allowed a list of queries; begin each with a dash"),
        (
            "- one",
            "{path}: query 1: not-a-mapping: allowed the keys id, persona, type, text, filters, "
            "relevant, note",
        ),
        (
            "- {id: a, text: b, grade: 3}",
            '{path}: query 1: unknown-key: found "grade"; allowed id, persona, type, text, '
            "filters, relevant, note; remove it",
        ),
        ("- {id: a}", "{path}: query 1: text: missing-text: write it in quotation marks"),
        ("- {text: a}", "{path}: query 1: id: missing-text: write it in quotation marks"),
        (
            "- {id: a, text: b, relevant: [x]}",
            "{path}: query 1: relevant: wrong-type: allowed document identifiers with grades "
            "from 0 to 3",
        ),
        (
            "- {id: a, text: b}\n- {id: a, text: c}",
            "{path}: a: duplicate-id: give each query its own id",
        ),
    ],
)
def test_faults(tmp_path: Path, text: str, message: str) -> None:
    """Each fault is told with the place of the query."""
    path = written(tmp_path, text)
    with pytest.raises(QueryError) as told:
        read_queries(path)
    assert str(told.value) == message.format(path=path)


def test_broken_yaml_and_missing_files(tmp_path: Path) -> None:
    """What cannot be read is an error of ours."""
    path = written(tmp_path, "- {id: a")
    with pytest.raises(QueryError) as told:
        read_queries(path)
    assert re.match(rf"{re.escape(str(path))}: line 2: broken-yaml: found text", str(told.value))
    with pytest.raises(QueryError) as told:
        read_queries(tmp_path / "none.yaml")
    assert str(told.value) == (
        f"{tmp_path / 'none.yaml'}: cannot be read: No such file or directory; "
        "name another file with --queries"
    )
