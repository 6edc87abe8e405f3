"""`kb.editing.upkeep.failed_queries`: run files and what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.editing.upkeep.failed_queries import failed_queries, ndcg_by_mode, read_run
from kb.evaluation.measures import JudgedQuery
from kb.model.problems import KbError, QueryError

GOOD = JudgedQuery(id="q1", text="good", relevant={"a/x": 3})
BAD = JudgedQuery(id="q2", text="bad", relevant={"a/y": 3, "a/z": 1})
NONE = JudgedQuery(id="q3", text="nothing answers", relevant={})
RUN = "q1 Q0 a/x 1 9.5 t\nq1 Q0 a/y 2 3.0 t\nq2 Q0 a/x 1 2.0 t\n"


def test_runs_of_a_folder_by_mode(tmp_path: Path) -> None:
    """The measure of `kb.evaluation.measures`; a query without a line found nothing."""
    (tmp_path / "hybrid.run").write_text(RUN, encoding="utf-8")
    (tmp_path / "keyword.run").write_text("", encoding="utf-8")
    assert ndcg_by_mode([GOOD, BAD, NONE], tmp_path) == {"hybrid": 0.5, "keyword": 0.0}


def test_queries_that_fail(tmp_path: Path) -> None:
    """The worst first, with what they should find; those that nothing answers cannot fail so."""
    run = tmp_path / "hybrid.run"
    run.write_text(RUN, encoding="utf-8")
    found = failed_queries([GOOD, BAD, NONE], read_run(run))
    assert [(query.id, query.ndcg, query.wanted) for query in found] == [
        ("q2", 0.0, ("a/y", "a/z"))
    ]


@pytest.mark.parametrize("line", ["q1 a/x 9", "q1 Q0 a/x 1 much t"])
def test_a_file_that_is_no_run(tmp_path: Path, line: str) -> None:
    """The line is named."""
    run = tmp_path / "x.run"
    run.write_text(f"{RUN}{line}\n", encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        read_run(run)
    assert str(caught.value) == (
        f'{run}:4: found "{line}"; allowed a line of a run: query Q0 document rank score tag; '
        "write it with kb run"
    )


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    """The line is named."""
    run = tmp_path / "x.run"
    run.write_bytes(f"{RUN}é".encode("cp1252"))
    with pytest.raises(KbError, match=r"x\.run:4: not-utf-8: found the byte 0xe9"):
        read_run(run)
