"""A `SiteContent` in, the `Guide` of the visitors' tools out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from kb.model.documents import (
    ANY,
    CaseStudy,
    DocId,
    Document,
    Kind,
    Roadmap,
    SignpostingOption,
    Status,
    Stop,
)
from kb.model.evidence import leading
from kb.model.standing import standing
from kb.model.vocabulary import Concept
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.model.words import date_text, due_date, stated, status_view
from site_builder.tools.guide import Guide, GuideConcept, GuideOption, GuideStop, Story

NEEDS_AT_A_STOP = 6
"""Needs offered at a stop of a roadmap, before the one that leads to urgent help."""
_LEAST_SHARE = 4
"""A need is offered if it leads to at least this part (a quarter) of what the first leads to."""

_CAREER_SUPPORT = "career-support"


@lru_cache(maxsize=1)
def read_guide(content: SiteContent) -> Guide:
    """The guide of a corpus; empty parts where the content has none. The last one is kept."""
    options = tuple(
        _option(content, d)
        for d in content.corpus.documents.values()
        if isinstance(d, SignpostingOption)
    )
    stories = tuple(
        _story(content, d) for d in content.corpus.documents.values() if isinstance(d, CaseStudy)
    )
    for_gps = {option.id for option in options if option.for_gps}
    useful = {option.id for option in options if option.for_gps and option.startable}
    useful |= {story.id for story in stories if story.own}
    own = tuple(c for c in content.vocabulary("needs") if _is_own(c, for_gps, useful))
    roadmaps = [d for d in content.documents(Kind.ROADMAP) if isinstance(d, Roadmap)]
    urgent = tuple(d.id for d in content.urgent() if isinstance(d, SignpostingOption))
    return Guide(
        roles=_choices(content, "roles"),
        stages=_choices(content, "career_stages"),
        moments=_choices(content, "moments"),
        needs=tuple(_choice(content, "needs", concept) for concept in own),
        role_stages={r.role: tuple(r.career_stages) for r in roadmaps},
        stops=tuple(_stop(content, r, s, own, urgent) for r in roadmaps for s in r.stops),
        options=options,
        stories=stories,
        reading={
            d.id: (d.title, permalinks.document_url(d.id))
            for d in content.corpus.documents.values()
            if d.kind in (Kind.TOOLKIT, Kind.ROADMAP)
        },
        urgent=urgent,
        ask=_ask(options, urgent),
    )


def _choices(content: SiteContent, vocabulary: str) -> tuple[GuideConcept, ...]:
    return tuple(_choice(content, vocabulary, c) for c in content.vocabulary(vocabulary))


def _choice(content: SiteContent, vocabulary: str, concept: Concept) -> GuideConcept:
    return GuideConcept(
        id=concept.id,
        label=concept.label,
        about=concept.about,
        url=content.concept_url(vocabulary, concept.id),
        prompts=concept.prompts,
        leads_to={str(page): weight for page, weight in concept.leads_to},
    )


def _is_own(need: Concept, for_gps: set[str], useful: set[str]) -> bool:
    """Whether a need is a doctor's own, by the pages that it leads to.

    Needs of practices and systems lead first to the toolkit, or to nothing in `useful`: options
    that a GP can take up and stories of GPs' own careers. Those of appraisers and planners lead
    first to an option that is not for GPs themselves.
    """
    pages = [str(page) for page, _ in need.leads_to]
    kinds = {page: page.partition("/")[0] for page in pages}
    return any(
        kinds[first] in (Kind.ROADMAP.value, Kind.CASE_STUDY.value) or first in for_gps
        for first in pages[:1]
    ) and any(page in useful or kinds[page] == Kind.ROADMAP.value for page in pages)


def _entry(content: SiteContent, document: Document) -> dict[str, object]:
    view = status_view(document)
    due = due_date(document)
    return {
        "id": str(document.id),
        "title": content.corpus.titled(document),
        "url": permalinks.document_url(document.id),
        "stages": tuple(document.career_stages),
        "roles": tuple(document.roles),
        "moments": tuple(document.moments),
        "needs": tuple(document.needs),
        "status": view.key if view else "",
        "status_label": view.label if view else "",
        "status_detail": view.detail if view else "",
        "status_colour": view.colour if view else "",
        "checked": date_text(document.now.checked),
        "due": due.isoformat(),
        "due_text": date_text(due),
    }


def _option(content: SiteContent, option: SignpostingOption) -> GuideOption:
    start = stated(option.how_to_start)
    runs = standing(option.now) in (Status.OPEN, Status.CHANGED)
    return GuideOption(
        **_entry(content, option),  # type: ignore[arg-type]
        who_for=stated(option.who_for),
        you_get=stated(option.you_get),
        how_to_start=start,
        cost=stated(option.cost_to_gp),
        run_by=stated(option.run_by),
        web=_web(content, option),
        instead=tuple(option.now.instead),
        for_gps=bool(option.career_stages or option.roles),
        startable=runs or start != "Not stated",
    )


def _web(content: SiteContent, option: SignpostingOption) -> str:
    page = content.own_page(option)
    return page.address if page else ""


def _story(content: SiteContent, case: CaseStudy) -> Story:
    lead, grade = leading(case.results)
    where = [case.area] + ([case.when] if stated(case.when) != "Not stated" else [])
    return Story(
        **_entry(content, case),  # type: ignore[arg-type]
        summary=case.summary,
        where=", ".join(where),
        level=grade.level,
        evidence=f"{grade.level} of 5, {grade.name.lower()}",
        finding=lead.finding if lead else "",
        own=_CAREER_SUPPORT in case.levels,
    )


def _stop(
    content: SiteContent,
    roadmap: Roadmap,
    stop: Stop,
    own: tuple[Concept, ...],
    urgent: tuple[DocId, ...],
) -> GuideStop:
    return GuideStop(
        role=roadmap.role,
        moment=stop.moment,
        url=f"{permalinks.document_url(roadmap.id)}#{stop.moment}",
        next_step=stop.next_step,
        leads_to=tuple(stop.leads_to),
        needs=tuple(_needs_at(content, roadmap, stop, own, urgent)),
    )


def _needs_at(
    content: SiteContent,
    roadmap: Roadmap,
    stop: Stop,
    own: tuple[Concept, ...],
    urgent: tuple[DocId, ...],
) -> Iterator[str]:
    """The needs that lead to most of what a stop leads to, then the one for urgent help.

    A page counts the weight with which the need leads to it: twice if the stop leads to it,
    once more if it names the moment. A need that leads to other roadmaps and not to this one
    counts half.
    """
    pool = Counter(dict.fromkeys(stop.leads_to, 2))
    pool.update(
        d.id
        for d in content.corpus.documents.values()
        if stop.moment in d.moments and d.kind in (Kind.SIGNPOSTING, Kind.CASE_STUDY)
    )
    worth = {
        c.id: _roads(c, roadmap) * sum(pool[page] * weight for page, weight in c.leads_to)
        for c in own
    }
    ranked = sorted((c.id for c in own if worth[c.id]), key=lambda need: -worth[need])
    found = [
        need for need in ranked[:NEEDS_AT_A_STOP] if worth[need] * _LEAST_SHARE >= worth[ranked[0]]
    ]
    yield from found
    for need in own:
        first = next((page for page, _ in need.leads_to), None)
        if urgent and first == urgent[0] and need.id not in found:
            yield need.id


def _roads(need: Concept, roadmap: Roadmap) -> int:
    roads = [page for page, _ in need.leads_to if page.startswith(f"{Kind.ROADMAP.value}/")]
    return 1 if roads and roadmap.id not in roads else 2


def _ask(options: tuple[GuideOption, ...], urgent: tuple[DocId, ...]) -> tuple[str, ...]:
    """Whom to ask where nothing fits: what is open to every GP at every turn and runs.

    Then the help of `distress.yaml` behind the most urgent, which is on every sheet anyway.
    """
    everyone = [
        option.id
        for option in options
        if option.stages == option.roles == option.moments == (ANY,)
        and option.status in (Status.OPEN.value, Status.CHANGED.value)
        and option.id not in urgent
    ]
    return (*everyone, *urgent[1:])
