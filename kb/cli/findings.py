"""What `kb build` reports about the search on the quality page: judged queries that fail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.editing.upkeep.failed_queries import FailedQuery

QUERIES = Path("eval/queries.yaml")
RUN = Path("build/runs/hybrid.run")
"""What ``kb run --queries eval/queries.yaml --output build/runs/hybrid.run`` wrote."""


def failed_searches(*, queries: Path = QUERIES, run: Path = RUN) -> tuple[FailedQuery, ...] | None:
    """Return the judged queries that a run answers badly; None where there is no run.

    Raises:
        KbError: the run or the queries cannot be read.
    """
    if not run.is_file() or not queries.is_file():
        return None
    from kb.editing.upkeep.failed_queries import failed_queries, read_run
    from kb.evaluation.queries import read_queries

    return failed_queries(read_queries(queries), read_run(run))
