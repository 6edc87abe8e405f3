"""What the pages of the roads show: a roadmap, all roadmaps, and each turn of a career."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kb.model.documents import (
    CaseStudy,
    DocId,
    Fact,
    Kind,
    Roadmap,
    Status,
    Stop,
    Task,
)
from kb.model.evidence import Grade, leading
from kb.model.vocabulary import Concept
from site_builder.model import permalinks
from site_builder.model.site_content import Card, SiteContent, Tag
from site_builder.model.words import count_text, listed
from site_builder.views.page_text import BodySection, PageText
from site_builder.views.route_map import MapStop, at_any_time, map_lines, map_stop
from site_builder.views.station_map import NARROW, POSTER, WIDE, station_map
from site_builder.views.stops import FactView, TasksAt, fact_views, how_read, tasks_by_time

Context = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """A case study in one line: its title and its leading finding, with the grade of that."""

    title: str
    url: str
    finding: str = ""
    grade: Grade | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopView:
    """One stop of a roadmap: what to do and know there, and what it leads to, sorted by kind."""

    moment: Tag
    drawn: MapStop
    """The stop as the map has it, with where one can change lines."""
    any_time: bool
    """Whether it can come at any time, and is no point of the road."""
    anchor: str
    plan_url: str
    """Where its tasks get dates."""
    finder_url: str
    """Where the finder leads on from this stop to a sheet."""
    heading_id: str
    """The anchor of the heading in the body, by which passages name the stop; if that is the
    moment itself, which names the whole stop, another."""
    body_html: Markup
    tasks: tuple[TasksAt, ...]
    facts: tuple[FactView, ...]
    options: tuple[Card, ...]
    """Options that are known to run."""
    others: tuple[Card, ...]
    """Options that are closed or not confirmed, and pages being written."""
    stories: tuple[StoryLine, ...]
    toolkit: tuple[Card, ...]
    next_step: Markup
    urgent: tuple[Card, ...]
    """Urgent help, at a stop that opens with it."""
    emphasis: str = ""
    """For whom the stop matters most, if a local edition says so: it stands open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadStop:
    """A turn of a career as one role meets it, with what is to do and know there for it alone."""

    role: Tag
    url: str
    next_step: Markup
    sheet_url: str
    tasks: tuple[TasksAt, ...]
    facts: tuple[FactView, ...]


def roadmap_context(content: SiteContent, roadmap: Roadmap, text: PageText) -> Context:
    """A roadmap: its stops with what to do, to know and where they lead, and the sections behind.

    Stops that can come at any time are marked, to be drawn apart.
    """
    summary = text.inline(roadmap.summary)
    sections = text.sections(roadmap.body)
    lead = [section for section in sections if not section.heading]
    headed = [section for section in sections if section.heading]
    stops = [
        _stop(content, roadmap, stop, section, text)
        for stop, section in zip(roadmap.stops, headed, strict=False)
    ]
    return {
        "summary_html": summary,
        "role": content.tag("roles", roadmap.role),
        "lead_sections": tuple(lead),
        "order_note": _order_note(content, roadmap),
        "stops": tuple(stops),
        "sections": tuple(headed[len(stops) :]),
        "how_read": how_read(content, roadmap.stops),
        "other_roadmaps": tuple(
            (content.tag("roles", other.roles[0]), permalinks.document_url(other.id))
            for other in content.documents(Kind.ROADMAP)
            if other.id != roadmap.id
        ),
    }


def _stop(
    content: SiteContent, roadmap: Roadmap, stop: Stop, section: BodySection, text: PageText
) -> StopView:
    concept = content.vocabulary("moments").get(stop.moment)
    cards = content.cards(stop.leads_to)
    by_kind = {kind: tuple(card for card in cards if card.kind == kind.value) for kind in Kind}
    running, others = help_of(by_kind[Kind.SIGNPOSTING])
    return StopView(
        moment=content.tag("moments", stop.moment),
        drawn=map_stop(content, roadmap, stop),
        any_time=concept.any_time,
        anchor=stop.anchor,
        plan_url=permalinks.plan_url(roadmap.role, stop.moment),
        finder_url=permalinks.finder_url(roadmap.role, stop.moment),
        heading_id=(section.anchor if section.anchor != stop.moment else f"{stop.moment}-heading"),
        body_html=section.body_html,
        tasks=tasks_by_time(content, stop.tasks, stop.anchor, text),
        facts=fact_views(content, stop.facts, text),
        next_step=text.inline(stop.next_step),
        options=running,
        others=others,
        stories=story_lines(content, stop.leads_to),
        toolkit=by_kind[Kind.TOOLKIT] + by_kind[Kind.ROADMAP],
        urgent=_urgent(content, [stop]) if concept.any_time else (),
        emphasis=_emphasis(content, roadmap, stop),
    )


def _emphasis(content: SiteContent, roadmap: Roadmap, stop: Stop) -> str:
    edition = content.corpus.edition
    matters = edition is not None and stop.moment in edition.emphasis.get(roadmap.role, ())
    return f"Matters most in {edition.name}" if edition and matters else ""


def _order_note(content: SiteContent, roadmap: Roadmap) -> str:
    """What a local edition has otherwise in the order of the stops; "" if nothing."""
    edition = content.corpus.edition
    first = edition.order.get(roadmap.role, ()) if edition else ()
    if not edition or not first:
        return ""
    labels = listed(tuple(f"“{content.tag('moments', moment).label}”" for moment in first))
    return f"The edition for {edition.name} puts {labels} first."


def help_of(options: tuple[Card, ...]) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """Options that run, and those that are closed, not confirmed or not yet written."""
    runs = {Status.OPEN.value, Status.CHANGED.value}
    running = tuple(card for card in options if card.status and card.status.key in runs)
    return running, tuple(card for card in options if card not in running)


def story_lines(content: SiteContent, pages: Iterable[DocId]) -> tuple[StoryLine, ...]:
    """The case studies among pages, in their order, each with what it found."""
    return tuple(_story_line(content, page) for page in pages if _is_case(page))


def _is_case(page: DocId) -> bool:
    return page.startswith(f"{Kind.CASE_STUDY.value}/")


def _story_line(content: SiteContent, page: DocId) -> StoryLine:
    case = content.get(page)
    if not isinstance(case, CaseStudy):
        return StoryLine(title=content.card(page).title, url="")
    result, graded = leading(case.results)
    return StoryLine(
        title=case.title,
        url=permalinks.document_url(case.id),
        finding=result.finding if result else "It reports no result.",
        grade=graded if result else None,
    )


def roadmaps_context(content: SiteContent) -> Context:
    """All roadmaps on one map and as lists, and every turn of a career with a page."""
    roadmaps = _roadmaps(content)
    return {
        "narrow": station_map(content, roadmaps, NARROW),
        "wide": station_map(content, roadmaps, WIDE),
        "apart": at_any_time(content, roadmaps),
        "lines": map_lines(content, roadmaps),
        "roads": tuple(
            (roadmap.role, content.card(roadmap.id), f"{count_text(len(roadmap.stops), 'stop')}")
            for roadmap in roadmaps
        ),
        "moments": tuple(content.tag("moments", c.id) for c in content.vocabulary("moments")),
    }


def map_context(content: SiteContent) -> Context:
    """The map of all roadmaps to print and hang up, with urgent help."""
    roadmaps = _roadmaps(content)
    return {
        "narrow": station_map(content, roadmaps, NARROW),
        "poster": station_map(content, roadmaps, POSTER),
        "apart": at_any_time(content, roadmaps),
        "lines": map_lines(content, roadmaps),
        "urgent": content.cards(document.id for document in content.urgent()),
    }


def moment_context(content: SiteContent, concept: Concept) -> Context:
    """A turn of a career across the roles: questions, next steps, options, stories.

    What the roadmaps lead to from here comes first, that of most roads ahead; then whatever
    else carries the turn.
    """
    text = PageText(content, permalinks.concept_url("moments", concept.id))
    about = text.inline(concept.about)
    at_stops = [
        (roadmap, stop)
        for roadmap in _roadmaps(content)
        for stop in roadmap.stops
        if stop.moment == concept.id
    ]
    named = _most_named([stop for _, stop in at_stops])
    tagged = [document.id for document in content.tagged("moments", concept.id)]
    more = [document for document in tagged if document not in named]
    running, others = help_of(_of_kind(content, named, Kind.SIGNPOSTING))
    tasks, facts = _for_all([stop for _, stop in at_stops])
    anchors = Counter(stop.anchor for _, stop in at_stops)
    anchor = anchors.most_common(1)[0][0] if anchors else ""
    return {
        "concept": concept,
        "about_html": about,
        "tasks": tasks_by_time(content, tasks, anchor, text),
        "facts": fact_views(content, facts, text),
        "roads": tuple(
            _road_stop(content, road, stop, text, (*tasks, *facts)) for road, stop in at_stops
        ),
        "urgent": _urgent(content, [stop for _, stop in at_stops]),
        "options": running,
        "others": others,
        "stories": story_lines(content, named),
        "reading": _of_kind(content, named, Kind.TOOLKIT),
        "more": _of_kind(content, more, Kind.SIGNPOSTING)
        + _of_kind(content, more, Kind.CASE_STUDY)
        + _of_kind(content, more, Kind.TOOLKIT),
        "neighbours": tuple(
            content.tag("moments", other.id)
            for other in content.vocabulary("moments")
            if other.id != concept.id
        ),
    }


def _roadmaps(content: SiteContent) -> tuple[Roadmap, ...]:
    found = content.documents(Kind.ROADMAP)
    return tuple(roadmap for roadmap in found if isinstance(roadmap, Roadmap))


def _for_all(stops: Sequence[Stop]) -> tuple[tuple[Task, ...], tuple[Fact, ...]]:
    """The tasks and facts that every one of several stops has; none of one stop alone."""
    if len(stops) < 2:
        return (), ()
    first, *others = stops
    return (
        tuple(task for task in first.tasks if all(task in stop.tasks for stop in others)),
        tuple(fact for fact in first.facts if all(fact in stop.facts for stop in others)),
    )


def _road_stop(
    content: SiteContent,
    roadmap: Roadmap,
    stop: Stop,
    text: PageText,
    shared: Collection[Task | Fact],
) -> RoadStop:
    own_tasks = [task for task in stop.tasks if task not in shared]
    own_facts = [fact for fact in stop.facts if fact not in shared]
    return RoadStop(
        role=content.tag("roles", roadmap.role),
        url=f"{permalinks.document_url(roadmap.id)}#{stop.moment}",
        next_step=text.inline(stop.next_step),
        sheet_url=permalinks.sheet_url(roadmap.role, stop.moment),
        tasks=tasks_by_time(content, own_tasks, stop.anchor, text),
        facts=fact_views(content, own_facts, text),
    )


def _most_named(stops: list[Stop]) -> list[DocId]:
    """What the stops lead to: what most of them name first, then what they name early."""
    counted = Counter(document for stop in stops for document in stop.leads_to)
    first = {
        document: min(s.leads_to.index(document) for s in stops if document in s.leads_to)
        for document in counted
    }
    return sorted(counted, key=lambda document: (-counted[document], first[document], document))


def _of_kind(content: SiteContent, documents: list[DocId], kind: Kind) -> tuple[Card, ...]:
    return tuple(card for card in content.cards(documents) if card.kind == kind.value)


def _urgent(content: SiteContent, stops: list[Stop]) -> tuple[Card, ...]:
    """Urgent help, where a road leads first to what `distress.yaml` names first."""
    if any(content.calls_for_urgent_help(stop) for stop in stops):
        return content.cards(document.id for document in content.urgent())
    return ()
