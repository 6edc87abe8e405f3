"""All case studies as one table to choose from: filtered, ordered, and what is left out counted.

A row's leading result is that of the highest level; with an outcome chosen, the leading one on
that outcome. The browser's copy of the rule is `site_builder/static/choose_rule.js`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kb.model.corpus import Corpus
from kb.model.documents import ANY, NOT_STATED, CaseStudy, Status
from kb.model.evidence import grade
from kb.model.problems import QueryError
from kb.text.csv_text import csv_text

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """A result of a row: its outcome ("" for a count of those who took part), level and finding."""

    outcome: str
    level: int
    name: str
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case study as the table shows it; `results` the strongest first, then in file order.

    `cost` and `paid_by` are "" where the source states none; `year` is the first year named in
    the period, 0 without one. Tags that name no limit are (ANY,).
    """

    id: str
    title: str
    did: tuple[str, ...]
    stages: tuple[str, ...]
    roles: tuple[str, ...]
    levels: tuple[str, ...]
    results: tuple[RowResult, ...]
    cost: str
    paid_by: str
    place: str
    status: str
    as_at: str
    when: str
    year: int

    def lead(self, outcome: str = "") -> RowResult | None:
        """Return the result the row leads with: on an outcome, if one is named, no hope for it."""
        found = (r for r in self.results if not outcome or (r.outcome == outcome and r.level > 1))
        return next(found, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a choice keeps, in order, and why the others are left out: a sentence, and how many."""

    rows: tuple[Row, ...]
    left_out: tuple[tuple[str, int], ...]


FILTERS: Mapping[str, str] = MappingProxyType(
    {
        "did": "did something else",
        "stage": "is for another career stage, or names none",
        "role": "is for another role, or names none",
        "level": "is at another level",
        "outcome": "reports no result on this outcome",
        "grade": "has weaker evidence",
        "status": "is not known to run",
        "cost": "states no cost",
        "place": "is from another place",
        "year": "is older, or names no year",
    }
)
"""What can be asked of a row, in order, and what is said of one that fails it first."""

_STATUS_ORDER = tuple(s.value for s in (Status.OPEN, Status.CHANGED, Status.UNKNOWN, Status.CLOSED))
_RUNS = _STATUS_ORDER[:2]

ORDERS: Mapping[str, str] = MappingProxyType(
    {
        "evidence": "Strongest evidence",
        "running": "Still running",
        "cost": "Cost stated",
        "place": "Place, A to Z",
        "year": "Newest",
        "did": "What was done",
        "stage": "Career stage",
        "role": "Role",
        "level": "Level",
    }
)
"""The orders of the table, and what each is called."""


def evidence_rows(corpus: Corpus) -> tuple[Row, ...]:
    """Return a row for each case study, by identifier."""
    found = [d for d in corpus.documents.values() if isinstance(d, CaseStudy)]
    return tuple(_row(case) for case in sorted(found, key=lambda case: case.id))


def _row(case: CaseStudy) -> Row:
    year = _YEAR.search(case.when)
    results = sorted(
        (
            RowResult(
                outcome=result.outcome or "",
                level=graded.level,
                name=graded.name,
                finding=result.finding,
            )
            for result in case.results
            for graded in [grade(result)]
        ),
        key=lambda result: -result.level,
    )
    return Row(
        id=case.id,
        title=case.title,
        did=case.interventions,
        stages=case.career_stages,
        roles=case.roles,
        levels=case.levels,
        results=tuple(results),
        cost="" if case.cost == NOT_STATED else case.cost,
        paid_by="" if case.paid_by == NOT_STATED else case.paid_by,
        place=case.area,
        status=case.now.status.value if case.now.status else Status.UNKNOWN.value,
        as_at=case.now.as_at,
        when="" if case.when == NOT_STATED else case.when,
        year=int(year.group()) if year else 0,
    )


def choose(
    rows: Sequence[Row],
    wanted: Mapping[str, str],
    order: str,
    ranks: Mapping[str, Sequence[str]],
) -> Chosen:
    """Return the rows that a choice keeps, in an order; each left out counts once.

    Args:
        rows: from `evidence_rows`.
        wanted: by name of a filter what it must be; "" asks nothing. ``grade`` and ``year`` are
            the least, ``status`` is ``runs``, ``cost`` is ``stated``, ``place`` a part of the name.
        order: a key of `ORDERS`.
        ranks: the concepts of ``did``, ``stage``, ``role`` and ``level`` in vocabulary order.

    Raises:
        QueryError: there is no such filter, order or concept, or a number is none.
    """
    check_wanted(wanted, order, ranks)
    kept, out = [], dict.fromkeys(FILTERS, 0)
    for row in rows:
        fault = next((f for f in FILTERS if wanted.get(f) and not _passes(row, f, wanted)), None)
        if fault is None:
            kept.append(row)
        else:
            out[fault] += 1
    key = _order_key(order, wanted.get("outcome", ""), ranks)
    return Chosen(
        rows=tuple(sorted(kept, key=key)),
        left_out=tuple((FILTERS[name], count) for name, count in out.items() if count),
    )


def check_wanted(wanted: Mapping[str, str], order: str, ranks: Mapping[str, Sequence[str]]) -> None:
    """Refuse a filter, an order, a concept or a number that does not exist.

    Raises:
        QueryError: it names what was found and what is allowed.
    """
    if order not in ORDERS:
        raise QueryError(f'order: found "{order}"; allowed {", ".join(ORDERS)}')
    for name, value in wanted.items():
        if name not in FILTERS:
            raise QueryError(f'filter: found "{name}"; allowed {", ".join(FILTERS)}')
        if not value:
            continue
        if name in ranks and value not in ranks[name]:
            raise QueryError(f'{name}: found "{value}"; allowed {", ".join(ranks[name])}')
        if name in ("grade", "year") and not re.fullmatch(r"\d{1,4}", value, re.ASCII):
            raise QueryError(f'{name}: found "{value}"; allowed a whole number')


def _passes(row: Row, name: str, wanted: Mapping[str, str]) -> bool:
    value = wanted[name]
    lead = row.lead(wanted.get("outcome", ""))
    tests: Mapping[str, Callable[[], bool]] = {
        "did": lambda: value in row.did,
        "stage": lambda: value in row.stages or row.stages == (ANY,),
        "role": lambda: value in row.roles or row.roles == (ANY,),
        "level": lambda: value in row.levels or row.levels == (ANY,),
        "outcome": lambda: lead is not None,
        "grade": lambda: (lead.level if lead else 1) >= int(value),
        "status": lambda: row.status in _RUNS,
        "cost": lambda: bool(row.cost),
        "place": lambda: value.strip().lower() in row.place.lower(),
        "year": lambda: row.year >= int(value),
    }
    return tests[name]()


def _order_key(
    order: str, outcome: str, ranks: Mapping[str, Sequence[str]]
) -> Callable[[Row], tuple[int | str, ...]]:
    """Return the key of an order; rows that are equal in it go by evidence, then by title."""

    def ranked(name: str, tags: Sequence[str]) -> int:
        places = [ranks[name].index(tag) for tag in tags if tag in ranks[name]]
        return min(places, default=len(ranks[name]))

    def key(row: Row) -> tuple[int | str, ...]:
        lead = row.lead(outcome)
        rest = (-(lead.level if lead else 1), row.title.lower(), row.id)
        first: Mapping[str, Callable[[], int | str]] = {
            "evidence": lambda: 0,
            "running": lambda: _STATUS_ORDER.index(row.status),
            "cost": lambda: 0 if row.cost else 1 if row.paid_by else 2,
            "place": lambda: row.place.lower(),
            "year": lambda: -row.year,
            "did": lambda: ranked("did", row.did),
            "stage": lambda: ranked("stage", row.stages),
            "role": lambda: ranked("role", row.roles),
            "level": lambda: ranked("level", row.levels),
        }
        return (first[order](), *rest)

    return key


HEADER = (
    "id",
    "title",
    "what_was_done",
    "career_stages",
    "roles",
    "levels",
    "outcome",
    "evidence_level",
    "evidence_name",
    "finding",
    "cost",
    "paid_by",
    "place",
    "status",
    "status_as_at",
    "period",
    "year",
)
"""The columns of the table as comma-separated text."""


def cells_of(row: Row, outcome: str = "") -> tuple[str, ...]:
    """Return the cells of a row under `HEADER`; several concepts are joined by semicolons."""
    lead = row.lead(outcome)
    return (
        row.id,
        row.title,
        "; ".join(row.did),
        "; ".join(row.stages),
        "; ".join(row.roles),
        "; ".join(row.levels),
        lead.outcome if lead else "",
        str(lead.level if lead else 1),
        lead.name if lead else "No result reported",
        lead.finding if lead else "",
        row.cost or NOT_STATED,
        row.paid_by or NOT_STATED,
        row.place,
        row.status,
        row.as_at,
        row.when or NOT_STATED,
        str(row.year or ""),
    )


def table_csv(rows: Sequence[Row], outcome: str = "") -> str:
    """Return rows as comma-separated text without formulas."""
    return csv_text(HEADER, [cells_of(row, outcome) for row in rows])


def table_json(rows: Sequence[Row], outcome: str = "") -> list[dict[str, str]]:
    """Return rows as objects with the columns of the comma-separated text."""
    return [dict(zip(HEADER, cells_of(row, outcome), strict=True)) for row in rows]


def ranks_of(corpus: Corpus) -> Mapping[str, tuple[str, ...]]:
    """Return the concepts of what was done, stage, role, level and outcome, in vocabulary order."""
    keys = {
        "did": "interventions",
        "stage": "career_stages",
        "role": "roles",
        "level": "levels",
        "outcome": "outcomes",
    }
    return {name: tuple(map(str, corpus.vocabularies[key].ids)) for name, key in keys.items()}
