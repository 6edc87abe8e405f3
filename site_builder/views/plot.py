"""Results across case studies, by what was done and strength of evidence, as a picture and table.

The picture is SVG made at build time, in two widths: labels beside the circles for wide screens
and print, labels above them for narrow ones. The table says the same.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from kb.model.documents import CaseStudy, Kind
from kb.model.evidence import LEVELS, grade
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent, Tag
from site_builder.model.words import count_text, lower_first
from site_builder.views.evidence import ResultView, result_view


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotRow:
    """One kind of work: its case studies, and how many results stand at each level."""

    tag: Tag
    cases: int
    counts: tuple[int, ...]
    """Results at levels 1 to 5."""

    @property
    def links(self) -> tuple[str, ...]:
        """Where the results of each level are."""
        return tuple(permalinks.results_url(self.tag.id, level) for level in LEVELS)

    @property
    def total(self) -> int:
        """Results at every level."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Sizes of a picture in its own units, which are pixels when it is not scaled."""

    label_width: int
    column: int
    label_above: int
    row: int
    font: int
    head: int

    @property
    def width(self) -> int:
        return self.label_width + len(LEVELS) * self.column


WIDE = _Layout(label_width=280, column=88, label_above=0, row=46, font=16, head=52)
NARROW = _Layout(label_width=0, column=57, label_above=22, row=66, font=15, head=48)

_SMALLEST, _GROWTH = 9.0, 1.6
"""Radius of no result and growth with the root of their number, so that a digit fits."""


def results_context(content: SiteContent) -> Mapping[str, object]:
    """The rows, the sentences that sum them up, and the two pictures."""
    cases = [d for d in content.corpus.documents.values() if isinstance(d, CaseStudy)]
    rows = plot_rows(content, cases)
    levels = Counter(grade(result).level for case in cases for result in case.results)
    return {
        "rows": rows,
        "bare": tuple(
            content.tag("interventions", concept.id)
            for concept in content.vocabulary("interventions")
            if concept.id not in {row.tag.id for row in rows}
        ),
        "levels": tuple((number, level.name, level.label) for number, level in LEVELS.items()),
        "summary": _summary(len(cases), levels),
        "wide_svg": plot_svg(rows, WIDE, "wide"),
        "narrow_svg": plot_svg(rows, NARROW, "narrow"),
    }


def plot_rows(content: SiteContent, cases: Sequence[CaseStudy]) -> tuple[PlotRow, ...]:
    """A row for each intervention that some case study names, the strongest evidence first.

    A case study that names several counts in each, with all its results.
    """
    rows = []
    for concept in content.vocabulary("interventions"):
        having = [case for case in cases if concept.id in case.interventions]
        if having:
            levels = Counter(grade(result).level for case in having for result in case.results)
            rows.append(
                PlotRow(
                    tag=content.tag("interventions", concept.id),
                    cases=len(having),
                    counts=tuple(levels[level] for level in LEVELS),
                )
            )
    return tuple(sorted(rows, key=lambda row: [-count for count in reversed(row.counts)]))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLevel:
    """The results of one kind of work at one level, each with its case study."""

    level: int
    name: str
    results: tuple[tuple[str, str, ResultView], ...]
    """Title and address of the case study, and its result."""


def work_pages(content: SiteContent) -> Iterator[Page]:
    """A page for each kind of work with its results by level, where the circles lead."""
    cases = [d for d in content.documents(Kind.CASE_STUDY) if isinstance(d, CaseStudy)]
    for row in plot_rows(content, cases):
        label = row.tag.label
        yield Page(
            url=permalinks.results_url(row.tag.id),
            template="work_results.jinja",
            title=f"Results of {lower_first(label)}",
            description=f"Every result that case studies report of {lower_first(label)}, by how "
            "strong the evidence is.",
            context={
                "tag": row.tag,
                "levels": _work_levels(content, cases, row.tag.id),
                "bare": tuple(
                    (case.title, permalinks.document_url(case.id))
                    for case in cases
                    if row.tag.id in case.interventions and not case.results
                ),
                "cases": row.cases,
                "total": row.total,
            },
        )


def _work_levels(
    content: SiteContent, cases: Sequence[CaseStudy], intervention: str
) -> tuple[WorkLevel, ...]:
    found: dict[int, list[tuple[str, str, ResultView]]] = {level: [] for level in LEVELS}
    for case in cases:
        if intervention in case.interventions:
            for result in case.results:
                view = result_view(content, result)
                found[view.grade.level].append((case.title, permalinks.document_url(case.id), view))
    return tuple(
        WorkLevel(level=level, name=LEVELS[level].name, results=tuple(results))
        for level, results in reversed(found.items())
        if results
    )


def plot_svg(rows: Sequence[PlotRow], layout: _Layout, name: str) -> Markup:
    """The picture as SVG; `name` distinguishes the two in identifiers and styles."""
    height = layout.head + len(rows) * layout.row + 8
    parts = [
        f'<svg class="app-plot app-plot--{name}" viewBox="0 0 {layout.width} {height}" '
        f'width="{layout.width}" height="{height}" role="group" '
        f'aria-labelledby="plot-{name}-title plot-{name}-text" focusable="false">',
        f'<title id="plot-{name}-title">Results by what was done and strength of evidence</title>',
        f'<desc id="plot-{name}-text">A circle for each kind of work and level of evidence from '
        "1 to 5, with the number of results in it; it leads to them. The table below says the "
        "same.</desc>",
        *_head(layout),
        *(line for at, row in enumerate(rows) for line in _row(row, at, layout)),
        "</svg>",
    ]
    return Markup("\n").join(Markup(part) for part in parts)


def _head(layout: _Layout) -> Iterator[str]:
    """The numbers of the levels with their labels, and a line under them."""
    for at, level in enumerate(LEVELS):
        x = layout.label_width + at * layout.column + layout.column // 2
        yield (
            f'<text class="app-plot__level" x="{x}" y="18" font-size="{layout.font}">{level}</text>'
        )
        yield (
            f'<text class="app-plot__label" x="{x}" y="36" font-size="{layout.font - 3}">'
            f"{escape(_SHORT[level])}</text>"
        )
    yield (
        f'<line class="app-plot__rule" x1="0" x2="{layout.width}" '
        f'y1="{layout.head - 6}" y2="{layout.head - 6}"/>'
    )


_SHORT = {1: "hoped for", 2: "reported", 3: "measured", 4: "before/after", 5: "compared"}
"""The levels in one word each, as the narrow picture has room for."""


def _row(row: PlotRow, at: int, layout: _Layout) -> Iterator[str]:
    top = layout.head + at * layout.row
    middle = top + layout.label_above + (layout.row - layout.label_above) / 2
    baseline = top + 16 if layout.label_above else middle + layout.font * 0.35
    yield (
        f'<text class="app-plot__name" x="0" y="{_number(baseline)}" '
        f'font-size="{layout.font}">{escape(row.tag.label)}</text>'
    )
    if not row.total:
        x = layout.label_width + layout.column // 2 - 20
        yield (
            f'<text class="app-plot__none" x="{x}" y="{_number(middle + 5)}" '
            f'font-size="{layout.font - 2}">no result reported</text>'
        )
    for column, count in enumerate(row.counts):
        if count:
            x = layout.label_width + column * layout.column + layout.column // 2
            radius = _number(_SMALLEST + _GROWTH * math.sqrt(count))
            level = column + 1
            to = permalinks.relative(permalinks.RESULTS, permalinks.results_url(row.tag.id, level))
            said = f"{row.tag.label}: {count_text(count, 'result')} at level {level}"
            yield f'<a href="{escape(to)}" aria-label="{escape(said)}">'
            yield (
                f'<circle class="app-plot__dot app-plot__dot--{column + 1}" cx="{x}" '
                f'cy="{_number(middle)}" r="{radius}"/>'
            )
            yield (
                f'<text class="app-plot__count" x="{x}" y="{_number(middle + 4.5)}" '
                f'font-size="13">{count}</text></a>'
            )
    yield (
        f'<line class="app-plot__row" x1="0" x2="{layout.width}" '
        f'y1="{top + layout.row}" y2="{top + layout.row}"/>'
    )


def _number(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def _summary(cases: int, levels: Counter[int]) -> tuple[str, ...]:
    total = levels.total()
    if not total:
        return ("No case study reports a result.",)
    measured = sum(levels[level] for level in LEVELS if LEVELS[level].label == "Measured")
    first = (
        f"{count_text(cases, 'case study', 'case studies')} report {count_text(total, 'result')}: "
        f"{measured} measured, {levels[2]} reported and {levels[1]} hoped for."
    )
    if levels[4] or levels[5]:
        second = (
            f"{levels[4]} use the same measure at two times with everything stated, "
            f"{levels[5]} use a comparison."
        )
    else:
        second = (
            "None reaches level 4 or 5: no source states group, period and method together with "
            "an earlier figure or a comparison."
        )
    return first, second
