"""Results as pages show them, and what many case studies say together, worked out from data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kb.model.documents import NOT_STATED, CaseStudy, Result
from kb.model.evidence import LEVELS, Grade, grade, leading, rule_of
from site_builder.model.site_content import Card, SiteContent, Tag
from site_builder.model.words import (
    count_text,
    figure_text,
    listed,
    number_text,
    sentence_start,
    stated,
)

_DETAILS = (
    ("population", "Group"),
    ("period", "Period"),
    ("method", "How it was found"),
    ("comparison", "Compared with"),
    ("evaluator", "Evaluated by"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """One result with all that a reader needs to judge it."""

    finding: str
    figure: str
    outcome: Tag | None
    details: tuple[tuple[str, str], ...]
    grade: Grade
    quote: str
    source_title: str
    source_url: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResults:
    """One case study with those of its results that a page is about, strongest first."""

    card: Card
    results: tuple[ResultView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One outcome across case studies: how many report it and the strongest evidence."""

    outcome: Tag
    cases: int
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """Case studies on one outcome for one career stage, each with its own grade on it.

    `stage` is None for case studies that name no stage. `grade` is the strongest.
    """

    stage: Tag | None
    grade: Grade
    cases: tuple[tuple[Card, Grade], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSummary:
    """What the case studies on a subject say together, with a sentence that sums it up."""

    cases: tuple[CaseResults, ...]
    outcomes: tuple[OutcomeRow, ...]
    sentences: tuple[str, ...]
    stages: tuple[StageRow, ...] = ()


def result_view(content: SiteContent, result: Result) -> ResultView:
    """One result, its figure in words and its evidence grade worked out."""
    entry = content.corpus.bibliography.get(result.source)
    return ResultView(
        finding=result.finding,
        figure=figure_text(result, content.vocabulary("units")),
        outcome=content.tag("outcomes", result.outcome) if result.outcome else None,
        details=tuple(_details(result)),
        grade=grade(result),
        quote=result.quote,
        source_title=entry.title if entry else str(result.source),
        source_url=content.source_url(result.source),
        place=result.place,
    )


def result_views(content: SiteContent, results: Iterable[Result]) -> tuple[ResultView, ...]:
    """Results with the strongest evidence first, then in their own order."""
    ranked = sorted(results, key=lambda result: -grade(result).level)
    return tuple(result_view(content, result) for result in ranked)


def intervention_summary(content: SiteContent, intervention: str) -> EvidenceSummary:
    """What the case studies that used an intervention report, all results together."""
    cases = _case_studies(content, "interventions", intervention)
    return _summary(content, [(case, case.results) for case in cases])


def outcome_summary(content: SiteContent, outcome: str) -> EvidenceSummary:
    """What case studies report of one outcome, hopes for it included."""
    pairs = _on_outcome(content, outcome)
    found = _summary(content, pairs)
    if not pairs:
        return found
    counted = outcome_count(content, outcome)
    first = f"{sentence_start(counted)}, {count_text(len(found_results(pairs)), 'result')} in all: "
    first += f"{_by_label(found_results(pairs))}."
    return replace(
        found,
        sentences=(first, *found.sentences[1:]),
        stages=tuple(_stage_rows(content, pairs)),
    )


def outcome_count(content: SiteContent, outcome: str) -> str:
    """How many case studies report an outcome, and how many only hope for it; "" for none.

    The index of outcomes and the page of one say this, so that they count the same.
    """
    pairs = _on_outcome(content, outcome)
    hoping = sum(all(rule_of(r.known_by).hoped_for for r in results) for _, results in pairs)
    reporting = len(pairs) - hoping
    parts = []
    if reporting:
        parts.append(count_text(reporting, "case study reports it", "case studies report it"))
    if hoping:
        noun = "" if parts else " case study" if hoping == 1 else " case studies"
        parts.append(f"{hoping}{noun} only {'hopes' if hoping == 1 else 'hope'} for it")
    return listed(parts)


Pairs = Sequence[tuple[CaseStudy, tuple[Result, ...]]]
"""Case studies, each with those of its results that a page is about."""


def found_results(pairs: Pairs) -> list[Result]:
    """All results of case studies in one list."""
    return [result for _, results in pairs for result in results]


def _on_outcome(content: SiteContent, outcome: str) -> Pairs:
    """The case studies that have results on an outcome, with those, hopes included."""
    return [
        (case, results)
        for case in content.corpus.documents.values()
        if isinstance(case, CaseStudy)
        and (results := tuple(result for result in case.results if result.outcome == outcome))
    ]


def _stage_rows(content: SiteContent, pairs: Pairs) -> Iterator[StageRow]:
    """A row for each career stage that some case study names, then one for those that name none."""
    stages = content.vocabulary("career_stages").ids
    for stage in (*stages, None):
        having = [
            (content.card(case.id), leading(results)[1])
            for case, results in pairs
            if (stage is None and not case.career_stages)
            or (stage is not None and case.has("stage", stage))
        ]
        if having:
            having.sort(key=lambda pair: (-pair[1].level, pair[0].title.casefold()))
            tag = content.tag("career_stages", stage) if stage else None
            yield StageRow(stage=tag, grade=having[0][1], cases=tuple(having))


def _case_studies(content: SiteContent, vocabulary: str, concept: str) -> list[CaseStudy]:
    return [d for d in content.tagged(vocabulary, concept) if isinstance(d, CaseStudy)]


def _summary(
    content: SiteContent, pairs: Sequence[tuple[CaseStudy, tuple[Result, ...]]]
) -> EvidenceSummary:
    ranked = sorted(pairs, key=lambda pair: (-leading(pair[1])[1].level, pair[0].id))
    cases = tuple(
        CaseResults(card=content.card(case.id), results=result_views(content, results))
        for case, results in ranked
    )
    results = [result for _, found in ranked for result in found]
    return EvidenceSummary(
        cases=cases,
        outcomes=tuple(_outcome_rows(content, ranked)),
        sentences=tuple(_sentences(len(cases), results)),
    )


def _outcome_rows(
    content: SiteContent, pairs: Sequence[tuple[CaseStudy, tuple[Result, ...]]]
) -> list[OutcomeRow]:
    rows = []
    for concept in content.vocabulary("outcomes"):
        having = [
            [r for r in results if r.outcome == concept.id and not rule_of(r.known_by).hoped_for]
            for _, results in pairs
        ]
        having = [results for results in having if results]
        if having:
            best = leading([result for results in having for result in results])[1]
            tag = content.tag("outcomes", concept.id)
            rows.append(OutcomeRow(outcome=tag, cases=len(having), grade=best))
    rows.sort(key=lambda row: (-row.grade.level, -row.cases))
    return rows


def _sentences(cases: int, results: Sequence[Result]) -> list[str]:
    """Plain sentences on how much is reported and how strong it is."""
    if not cases:
        return []
    if not results:
        return [f"{count_text(cases, 'case study', 'case studies')}; none reports a result."]
    levels = [grade(result).level for result in results]
    told = "reports" if cases == 1 else "together report"
    first = (
        f"{count_text(cases, 'case study', 'case studies')} {told} "
        f"{count_text(len(results), 'result')}: {_by_label(results)}."
    )
    compared = levels.count(5)
    second = (
        f"{number_text(compared)} of them {'is' if compared == 1 else 'are'} "
        "compared with a similar group without the scheme."
        if compared
        else "None is compared with a similar group without the scheme, so what would have "
        "happened anyway is not known."
    )
    return [first, second]


def _by_label(results: Sequence[Result]) -> str:
    """How many results bear each label: "4 measured and 1 hoped for"."""
    labels = [LEVELS[grade(result).level].label.lower() for result in results]
    return listed(
        [
            f"{number_text(labels.count(label))} {label}"
            for label in ("measured", "reported", "hoped for")
            if label in labels
        ]
    )


def _details(result: Result) -> list[tuple[str, str]]:
    found = [
        (label, stated(value))
        for name, label in _DETAILS
        if (value := getattr(result, name)) is not None
    ]
    if result.sample is not None:
        number = isinstance(result.sample, int | float)
        said = number_text(float(result.sample)) if number else stated(str(result.sample))
        found.append(("How many answered", said))
    return found


def nothing_stated(case: CaseStudy) -> bool:
    """Whether a case study gives neither a cost nor who paid."""
    return case.cost == NOT_STATED and case.paid_by == NOT_STATED
