"""From a checked model to the frozen dataclass that the rest of the project passes about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from kb.content.schema.editions import LocalStopModel
from kb.content.schema.pages import (
    CaseStudyModel,
    FactModel,
    NowModel,
    PageModel,
    ResultModel,
    RoadmapModel,
    SharedFactModel,
    SharedStopModel,
    SharedTaskModel,
    SignpostingModel,
    StopModel,
    TaskModel,
    ToolkitModel,
)
from kb.content.source_page import SourcePage
from kb.model.documents import (
    CaseStudy,
    ConceptId,
    DocId,
    Document,
    Fact,
    Kind,
    KnownBy,
    LocalStop,
    Now,
    Proof,
    Result,
    Roadmap,
    SharedStop,
    SignpostingOption,
    SourceId,
    SourceRef,
    Stands,
    Status,
    Stop,
    Strength,
    Task,
    Terms,
    ToolkitPage,
)
from kb.model.evidence import rule_of
from kb.model.fields import TAG_FIELDS
from kb.model.timing import read_timing

REVIEW_MONTHS = 12
"""Months after which a page is due for review, unless it says otherwise."""
REVIEW_MONTHS_SIGNPOSTING = 6
"""The same for an option, whose terms change sooner."""


def document_of(page: PageModel, source: SourcePage) -> Document:
    """Return the document that checked fields make with the place and the body of their page."""
    common = _common(page, source)
    if isinstance(page, CaseStudyModel):
        return _case_study(page, common)
    if isinstance(page, SignpostingModel):
        return SignpostingOption(
            **common,
            terms=Terms(seen=_sources(page.terms.seen), as_at=page.terms.as_at),
            who_for=page.who_for,
            you_get=page.you_get,
            how_to_start=page.how_to_start,
            cost_to_gp=page.cost_to_gp,
            run_by=page.run_by,
        )
    if isinstance(page, ToolkitModel):
        return ToolkitPage(
            **common,
            series=ConceptId(page.series),
            step=page.step,
        )
    assert isinstance(page, RoadmapModel)
    return Roadmap(
        **common,
        stops=tuple(_stop(stop) for stop in page.stops),
    )


def _common(page: PageModel, source: SourcePage) -> dict[str, Any]:
    months = REVIEW_MONTHS_SIGNPOSTING if source.kind is Kind.SIGNPOSTING else REVIEW_MONTHS
    return {
        "id": source.id,
        "kind": source.kind,
        "path": f"{source.id}.md",
        "title": page.title,
        "summary": page.summary,
        "also_called": tuple(page.also_called),
        **_tags(page),
        "situations": tuple(page.situations),
        "sources": tuple(
            SourceRef(source=SourceId(ref.source), place=ref.place) for ref in page.sources
        ),
        "reviewed": page.reviewed,
        "review_in": page.review_in or months,
        "now": _now(page.now),
        "was": _documents(page.was),
        "body": source.body,
        "body_line": source.body_line,
        "lines": source.lines,
    }


def _tags(page: PageModel) -> dict[str, tuple[ConceptId, ...]]:
    """Return the concepts of each tag field that the page has, or that are worked out for it."""
    tags = {
        field.key: _concepts(getattr(page, field.key))
        for field in TAG_FIELDS
        if field.key in type(page).model_fields
    }
    if isinstance(page, CaseStudyModel):
        tags["outcomes"] = _outcomes(page)
    if isinstance(page, RoadmapModel):
        tags["moments"] = _concepts(stop.moment for stop in page.stops)
    return tags


def _outcomes(page: CaseStudyModel) -> tuple[ConceptId, ...]:
    """Return the outcomes of a case study's results in their order, those hoped for set aside."""
    return _concepts(
        dict.fromkeys(
            result.outcome
            for result in page.results
            if result.outcome is not None and not rule_of(KnownBy(result.known_by)).hoped_for
        )
    )


def _case_study(page: CaseStudyModel, common: Mapping[str, Any]) -> CaseStudy:
    return CaseStudy(
        **common,
        organisations=tuple(page.organisations),
        area=page.area,
        when=page.period,
        cost=page.cost,
        paid_by=page.paid_by,
        results=tuple(_result(result) for result in page.results),
    )


def _result(result: ResultModel) -> Result:
    return Result(
        known_by=KnownBy(result.known_by),
        outcome=ConceptId(result.outcome) if result.outcome else None,
        finding=result.finding,
        value=result.value,
        change=result.change,
        before=result.before,
        unit=ConceptId(result.unit) if result.unit else None,
        strength=Strength(result.strength) if result.strength else None,
        population=result.population,
        period=result.period,
        method=result.method,
        sample=result.sample,
        comparison=result.comparison,
        evaluator=result.evaluator,
        source=SourceId(result.source),
        place=result.place,
        quote=_bare(result.quote),
    )


def _now(now: NowModel) -> Now:
    return Now(
        status=Status(now.status) if now.status else None,
        as_at=now.as_at,
        checked=now.checked,
        checked_by=now.checked_by,
        note=now.note,
        seen=_sources(now.seen),
        instead=_documents(now.instead),
        stands=Stands(now.stands) if now.stands else None,
    )


def _stop(stop: StopModel) -> Stop:
    return Stop(
        moment=ConceptId(stop.moment),
        leads_to=_documents(stop.leads_to),
        next_step=stop.next_step,
        anchor=stop.anchor or "",
        tasks=tuple(_task(task) for task in stop.tasks),
        facts=tuple(_fact(fact) for fact in stop.facts),
        crosses_to=tuple(stop.crosses_to),
    )


def shared_stop_of(moment: str, stop: SharedStopModel) -> SharedStop:
    """Return what a moment holds for every GP."""
    return SharedStop(
        moment=ConceptId(moment),
        anchor=stop.anchor,
        tasks=tuple(_task(task) for task in stop.tasks),
        facts=tuple(_fact(fact) for fact in stop.facts),
        leads_to=_documents(stop.leads_to),
    )


def local_stop_of(moment: str, stop: LocalStopModel) -> LocalStop:
    """Return what a local edition adds at a moment."""
    return LocalStop(
        moment=ConceptId(moment),
        tasks=tuple(replace(_task(task), local=True) for task in stop.tasks),
        facts=tuple(replace(_fact(fact), local=True) for fact in stop.facts),
        leads_to=_documents(stop.leads_to),
    )


def _task(task: TaskModel) -> Task:
    proof = None
    if task.quote and task.source and task.place:
        proof = Proof(quote=_bare(task.quote), source=SourceId(task.source), place=task.place)
    return Task(
        do=task.do,
        at=read_timing(task.at),
        at_ours=task.at_ours,
        why=task.why or "",
        with_=task.with_ or "",
        only=task.only or "",
        proof=proof,
        see=_documents(task.see),
        roles=_concepts(task.roles) if isinstance(task, SharedTaskModel) else (),
    )


def _fact(fact: FactModel) -> Fact:
    return Fact(
        says=fact.says,
        as_at=fact.as_at,
        only=fact.only or "",
        proof=Proof(quote=_bare(fact.quote), source=SourceId(fact.source), place=fact.place),
        roles=_concepts(fact.roles) if isinstance(fact, SharedFactModel) else (),
    )


def _concepts(ids: Iterable[str]) -> tuple[ConceptId, ...]:
    return tuple(ConceptId(concept) for concept in ids)


def _documents(ids: Iterable[str]) -> tuple[DocId, ...]:
    return tuple(DocId(document) for document in ids)


def _sources(ids: Iterable[str]) -> tuple[SourceId, ...]:
    return tuple(SourceId(source) for source in ids)


def _bare(quote: str) -> str:
    """Return a quote without curly quotation marks round it, which the site puts there itself."""
    return quote.strip().removeprefix("“").removesuffix("”") if quote.startswith("“") else quote
