"""The table of all case studies to choose from: its pages, one for each main order, and its data.

Each order has a page of its own, so that the table also works without scripts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from kb.model.documents import ANY, DocId
from kb.model.evidence import LEVELS
from kb.planning.evidence_table import (
    FILTERS,
    HEADER,
    ORDERS,
    Row,
    choose,
    evidence_rows,
    ranks_of,
    table_json,
)
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.model.words import (
    StatusView,
    count_text,
    listed,
    lower_first,
    sentence_start,
    status_view,
)

STATIC_ORDERS = ("evidence", "running", "cost", "place", "year")
"""The orders that have a page of their own; the first is the table's own."""
COLUMNS = (
    "What was done",
    "For whom",
    "Leading result",
    "Cost, and who paid",
    "Place",
    "Still running?",
    "Year",
)
_COST_WORDS = 24
_ABOUT: Mapping[str, str] = {
    "evidence": "the strongest evidence first",
    "running": "those still running first",
    "cost": "those that state a cost first",
    "place": "by place from A to Z",
    "year": "the newest first",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """One case study as a line of the table."""

    id: str
    slug: str
    url: str
    title: str
    did: str
    who: str
    level: int
    grade: str
    finding: str
    cost: str
    paid_by: str
    place: str
    status: StatusView | None
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFilter:
    """One way to narrow the table: choices with their labels, or none for words to type."""

    name: str
    label: str
    any: str = ""
    options: tuple[tuple[str, str], ...] = ()


def choice_pages(content: SiteContent) -> Iterator[Page]:
    """The table in each of its static orders."""
    rows, ranks = evidence_rows(content.corpus), ranks_of(content.corpus)
    for order in STATIC_ORDERS:
        ordered = choose(rows, {}, order, ranks).rows
        first = order == STATIC_ORDERS[0]
        yield Page(
            url=choice_url(order),
            template="choose.jinja",
            title="Choose by evidence, cost and status"
            if first
            else f"Choose a case study: {_ABOUT[order]}",
            description=f"All case studies in one table, {_ABOUT[order]}: what was done, for "
            "whom, the leading result, cost, place, and whether it still runs.",
            context={
                "lede": f"{count_text(len(rows), 'case study', 'case studies')} in one table, "
                f"{_ABOUT[order]}.",
                "order": order,
                "orders": tuple(ORDERS.items()),
                "static_orders": tuple((o, ORDERS[o], choice_url(o)) for o in STATIC_ORDERS),
                "filters": _filters(content),
                "columns": COLUMNS,
                "rows": tuple(_line(content, row) for row in ordered),
            },
        )


def choice_url(order: str) -> str:
    """The address of the table in an order."""
    if order == STATIC_ORDERS[0]:
        return permalinks.CHOOSE
    return f"{permalinks.CHOOSE}by-{order}/"


def choice_data(content: SiteContent) -> Mapping[str, object]:
    """What the table's script reads: all rows, the order of concepts, and what is said."""
    ranks = ranks_of(content.corpus)
    return {
        "rows": [asdict(row) for row in evidence_rows(content.corpus)],
        "ranks": {name: list(concepts) for name, concepts in ranks.items()},
        "reasons": dict(FILTERS),
        "header": list(HEADER),
    }


def whole_table(content: SiteContent) -> tuple[Sequence[Row], list[dict[str, str]]]:
    """The rows by evidence, for the table as a file, and the same as plain objects."""
    rows = choose(
        evidence_rows(content.corpus), {}, STATIC_ORDERS[0], ranks_of(content.corpus)
    ).rows
    return rows, table_json(rows)


def short_label(content: SiteContent, vocabulary: str, concept: str) -> str:
    """A concept's label up to its first bracket or colon; of a level its plain name."""
    if vocabulary == "levels":
        return concept.replace("-", " ").capitalize()
    label = content.tag(vocabulary, concept).label
    return label.split(" (")[0].split(": ")[0].strip("'‘’")


def _filters(content: SiteContent) -> tuple[ChoiceFilter, ...]:
    def concepts(vocabulary: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (concept.id, short_label(content, vocabulary, concept.id))
            for concept in content.vocabulary(vocabulary)
        )

    return (
        ChoiceFilter(
            name="outcome",
            label="Result on",
            any="Any outcome",
            options=concepts("outcomes"),
        ),
        ChoiceFilter(
            name="grade",
            label="Evidence at least",
            any="Any level",
            options=tuple(
                (str(number), f"{number}: {level.name}")
                for number, level in LEVELS.items()
                if number > 1
            ),
        ),
        ChoiceFilter(
            name="did", label="What was done", any="Anything", options=concepts("interventions")
        ),
        ChoiceFilter(
            name="stage", label="Career stage", any="Any stage", options=concepts("career_stages")
        ),
        ChoiceFilter(name="role", label="Role", any="Any role", options=concepts("roles")),
        ChoiceFilter(name="level", label="Level", any="Any level", options=concepts("levels")),
        ChoiceFilter(
            name="status",
            label="Still running?",
            any="Running or not",
            options=(("runs", "Known to run"),),
        ),
        ChoiceFilter(
            name="cost", label="Cost", any="Stated or not", options=(("stated", "Stated"),)
        ),
        ChoiceFilter(name="place", label="Place, or part of its name"),
        ChoiceFilter(name="year", label="From the year"),
    )


def _line(content: SiteContent, row: Row) -> ChoiceRow:
    lead = row.lead()
    document = content.get(DocId(row.id))
    return ChoiceRow(
        id=row.id,
        slug=row.id.split("/", 1)[1],
        url=permalinks.document_url(DocId(row.id)),
        title=row.title,
        did=_labels(content, "interventions", row.did),
        who=_who(content, row),
        level=lead.level if lead else 1,
        grade=lead.name if lead else "No result reported",
        finding=lead.finding if lead else "",
        cost=sentence_start(_first_words(row.cost)) or "Not stated",
        paid_by=_first_words(row.paid_by),
        place=row.place,
        status=status_view(document) if document else None,
        year=row.year,
    )


def _labels(content: SiteContent, vocabulary: str, concepts: Sequence[str]) -> str:
    named = [short_label(content, vocabulary, concept) for concept in concepts]
    return listed([named[0], *map(lower_first, named[1:])]) if named else ""


def _who(content: SiteContent, row: Row) -> str:
    """Stages, roles and level in a few words; a case study about practices may name no stage."""
    parts = [
        _labels(content, vocabulary, concepts)
        for vocabulary, concepts in (("career_stages", row.stages), ("roles", row.roles))
        if concepts and concepts != (ANY,)
    ]
    levels = _labels(content, "levels", row.levels)
    return ". ".join([*parts, f"Level: {lower_first(levels)}"]) + "."


def _first_words(text: str) -> str:
    words = text.split()
    if len(words) <= _COST_WORDS:
        return text
    return " ".join(words[:_COST_WORDS]).rstrip(".,;:") + " …"
