"""`kb.cli.findings`: what the quality page is told of the search."""

from __future__ import annotations

from pathlib import Path

from kb.cli.findings import failed_searches

QUERIES = """\
- id: q001
  persona: gp
  type: [situation]
  text: "had enough"
  relevant:
    casestudies/a: 3
"""


def test_without_a_run_nothing_was_measured(tmp_path: Path) -> None:
    """Which is not the same as that nothing fails."""
    queries, run = tmp_path / "queries.yaml", tmp_path / "hybrid.run"
    queries.write_text(QUERIES, encoding="utf-8")
    assert failed_searches(queries=queries, run=run) is None
    run.write_text("q001 Q0 casestudies/a 1 1.0 kb\n", encoding="utf-8")
    assert failed_searches(queries=queries, run=run) == ()
    run.write_text("q001 Q0 casestudies/b 1 1.0 kb\n", encoding="utf-8")
    assert [query.text for query in failed_searches(queries=queries, run=run) or ()] == [
        "had enough"
    ]
