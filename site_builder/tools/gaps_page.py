"""The gap map: what this site holds for each stage and level, and the data of its script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from kb.model.documents import DocId, Kind
from kb.planning.essentials import MEASURE, essentials, intervention_names, national_offers
from kb.planning.gaps import METER, Cell, concept_words, fillers, gap_map
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.tools.choose import short_label

PERSONAL = "career-support"
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCell:
    """A stage at a level as the page without scripts shows it."""

    level: str
    anchor: str
    cases: int
    options: int
    fill: tuple[tuple[str, str, int, str], ...]
    """Title, address, level of evidence (0 for an option) and its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRow:
    """A career stage with its cells, one for each level."""

    id: str
    label: str
    cells: tuple[MapCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool for those who plan support, as the page of them names it."""

    title: str
    url: str
    about: str


TOOLS = (
    Tool(
        title="Choose by evidence, cost and status",
        url=permalinks.CHOOSE,
        about="Every case study in one table, narrowed and ordered as you need it.",
    ),
    Tool(
        title="Gap map",
        url=permalinks.GAPS,
        about="Paste what your area offers, and see which stages and levels have nothing, and "
        "what could fill each gap.",
    ),
    Tool(
        title="Checklist and action plan",
        url=permalinks.ACTION_PLAN,
        about="The toolkit’s questions over several sittings, and the actions you choose with "
        "owner, dates and measure: a file to save, a Word file to hand over.",
    ),
    Tool(
        title="Templates to fill in",
        url=permalinks.TEMPLATES,
        about="Workforce survey, focus-group guide, stay interview, start-and-end diagnostic and "
        "appraisal prompts, as files that you can change.",
    ),
    Tool(
        title="Estimate",
        url=permalinks.ESTIMATE,
        about="What support might be worth, from your own figures as ranges, with all that the "
        "answer rests on and what it cannot tell.",
    ),
    Tool(
        title="Brief for a board or a bid",
        url=permalinks.BRIEF,
        about="Two sheets from the pages you choose: cited, graded, dated, with what is not known.",
    ),
)
"""The tools in the order in which one uses them."""


def hub_page() -> Page:
    """The page that leads to the tools for those who plan support."""
    return Page(
        url=permalinks.LEADERS,
        template="leaders.jinja",
        title="Plan support for GPs",
        description="For those who plan support for a practice, a network or a system: choose by "
        "evidence, find gaps, and end with a plan and a brief.",
        context={"tools": TOOLS},
    )


def gaps_page(content: SiteContent) -> Page:
    """The gap map; without scripts it shows what this site holds in each cell."""
    found = gap_map(content.corpus, ())
    stages = content.vocabulary("career_stages").ids
    levels = content.vocabulary("levels").ids
    return Page(
        url=permalinks.GAPS,
        template="gaps.jinja",
        title="Gap map",
        description="Career stages by level of support: what your area offers its GPs, what is "
        "missing, and what could fill each gap.",
        context={
            "plan_url": permalinks.ACTION_PLAN,
            "brief_url": permalinks.BRIEF,
            "levels": tuple((level, short_label(content, "levels", level)) for level in levels),
            "rows": tuple(
                MapRow(
                    id=stage,
                    label=short_label(content, "career_stages", stage),
                    cells=tuple(
                        _cell(content, cell) for cell in found.cells if cell.stage == stage
                    ),
                )
                for stage in stages
            ),
            "meter": METER,
            "meter_url": _meter_url(content),
            "essentials": essentials(content.corpus),
        },
    )


def _meter_url(content: SiteContent) -> str:
    """The toolkit page that has the sentence behind the meter; "" if none has."""
    for document in content.documents(Kind.TOOLKIT):
        if MEASURE in document.body:
            return permalinks.document_url(document.id)
    return ""


def _cell(content: SiteContent, cell: Cell) -> MapCell:
    return MapCell(
        level=short_label(content, "levels", cell.level),
        anchor=f"{cell.stage}-{cell.level}",
        cases=cell.held[0],
        options=cell.held[1],
        fill=tuple(
            (one.title, permalinks.document_url(DocId(one.id)), one.grade, one.grade_name)
            for one in cell.fill[:_SHOWN]
        ),
    )


def gaps_data(content: SiteContent) -> Mapping[str, object]:
    """What the script reads: words for stages and levels, pages, and what could fill a gap."""
    corpus = content.corpus
    found = fillers(corpus)
    return {
        "stages": list(content.vocabulary("career_stages").ids),
        "levels": list(content.vocabulary("levels").ids),
        "labels": {
            concept: short_label(content, vocabulary, concept)
            for vocabulary in ("career_stages", "levels")
            for concept in content.vocabulary(vocabulary).ids
        },
        "stage_words": dict(concept_words(corpus, "career_stages")),
        "level_words": dict(concept_words(corpus, "levels")),
        "pages": list(map(str, corpus.documents)),
        "fillers": [asdict(one) for one in found],
        "work_names": {work: list(names) for work, names in intervention_names(corpus).items()},
        "essentials": [asdict(one) for one in essentials(corpus)],
        "national": [asdict(one) for one in national_offers(corpus)],
        "personal": PERSONAL,
        "urls": {one.id: permalinks.document_url(DocId(one.id)) for one in found},
    }
