"""TREC run files in, what they say of the search out: nDCG@10 by mode, and queries that fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.content.text_file import read_text_file
from kb.evaluation.measures import JudgedQuery, Outcome, measure, ndcg
from kb.model.problems import QueryError

RUN_ENDING = ".run"
"""Of the files in a folder of runs; what stands before it is the mode."""
FAILS_BELOW = 0.3
"""nDCG@10 under which a judged query counts as failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedQuery:
    """A judged query that the search answers badly; `ndcg` is from 0 to 1."""

    id: str
    text: str
    ndcg: float
    wanted: tuple[str, ...]
    """The pages it should find, best first."""


def read_run(path: Path) -> dict[str, Outcome]:
    """Return the rankings of a TREC run file by query.

    Raises:
        QueryError: a line is not one of a run.
        KbError: the file is not in UTF-8.
    """
    found: dict[str, list[tuple[str, float]]] = {}
    for number, line in enumerate(read_text_file(path).text.splitlines(), start=1):
        parts = line.split()
        try:
            query, _, document, _, score, _ = parts
            found.setdefault(query, []).append((document, float(score)))
        except ValueError as error:
            raise QueryError(
                f'{path}:{number}: found "{line[:60]}"; allowed a line of a run: '
                "query Q0 document rank score tag; write it with kb run"
            ) from error
    return {
        query: Outcome(ranking=tuple(sorted(ranking, key=lambda hit: (-hit[1], hit[0]))))
        for query, ranking in found.items()
    }


def ndcg_by_mode(queries: Sequence[JudgedQuery], runs: Path) -> dict[str, float]:
    """Return nDCG@10 for each run file (``hybrid.run``) of a folder, in order of name.

    Raises:
        QueryError: a file is no run.
    """
    return {
        path.stem: measure(queries, read_run(path)).ndcg
        for path in sorted(runs.glob(f"*{RUN_ENDING}"))
    }


def failed_queries(
    queries: Sequence[JudgedQuery], outcomes: Mapping[str, Outcome]
) -> tuple[FailedQuery, ...]:
    """Return the queries that are answered badly, the worst first."""
    found = []
    for query in queries:
        if max(query.relevant.values(), default=0) <= 0:
            continue
        outcome = outcomes.get(query.id, Outcome(ranking=()))
        gain = ndcg(query.relevant, [document for document, _ in outcome.ranking])
        if gain < FAILS_BELOW:
            best = sorted(query.relevant, key=lambda doc: (-query.relevant[doc], doc))
            found.append(
                FailedQuery(id=query.id, text=query.text, ndcg=gain, wanted=tuple(best[:3]))
            )
    return tuple(sorted(found, key=lambda query: (query.ndcg, query.id)))
