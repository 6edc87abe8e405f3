"""Queries in, the answers of the browser's engine out: the same data and scripts, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.data import DATA
from kb.evaluation.measures import JudgedQuery, Outcome
from kb.model.problems import QueryError

RUNNER = DATA / "answers.js"


def node() -> str | None:
    """The Node program of this machine, or None."""
    return shutil.which("node")


def browser_answers(
    data: Mapping[str, bytes], engine: Path, queries: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the answer to each query, the objects of `kb search --json`.

    Args:
        data: the data scripts of an index by file name (`kb.browser.export.search_data`).
        engine: the engine's script.
        queries: `text`, and of `mode`, `filters` and `limit` those that are not the default.

    Raises:
        QueryError: if there is no Node here, or it stops with an error.
    """
    program = node()
    if program is None:
        raise QueryError("--runtime node: no program node on this machine; install Node 20")
    with tempfile.TemporaryDirectory(prefix="kb-") as folder:
        for name, content in data.items():
            (Path(folder) / name).write_bytes(content)
        try:
            done = subprocess.run(
                [program, str(RUNNER), str(engine), folder],
                input=json.dumps(list(queries)),
                capture_output=True,
                encoding="utf-8",
                check=False,
                timeout=600,
            )
        except subprocess.TimeoutExpired as error:
            raise QueryError(
                f"--runtime node: no answer in {error.timeout:.0f} s; ask fewer queries"
            ) from error
    if done.returncode:
        raise QueryError(f"--runtime node: it stopped: {done.stderr.strip().splitlines()[-1:]}")
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def browser_outcomes(
    data: Mapping[str, bytes],
    engine: Path,
    queries: Sequence[JudgedQuery],
    *,
    mode: str,
    limit: int,
) -> dict[str, Outcome]:
    """Return what the browser's engine does with each query, with its filters.

    Raises:
        QueryError: as `browser_answers` does.
    """
    asked = [
        {
            "text": query.text,
            "mode": mode,
            "limit": limit,
            "filters": {facet: list(concepts) for facet, concepts in query.filters.items()},
        }
        for query in queries
    ]
    answers = browser_answers(data, engine, asked)
    return {
        query.id: Outcome(
            ranking=tuple((result["id"], result["score"]) for result in answer["results"]),
            abstained=answer["abstained"],
        )
        for query, answer in zip(queries, answers, strict=True)
    }
