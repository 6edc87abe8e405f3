"""What the pages of the roads show: a roadmap, all roadmaps, and each turn of a career."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from kb.model.documents import DocId, Kind, Roadmap, Status, Stop
from kb.model.vocabulary import Concept
from site_builder.model import permalinks
from site_builder.model.site_content import Card, SiteContent, Tag
from site_builder.model.words import count_text
from site_builder.views.page_text import BodySection, PageText
from site_builder.views.route_map import MapStop, line_map, route_map

Context = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopView:
    """One stop of a roadmap with what it leads to, sorted by kind."""

    moment: Tag
    drawn: MapStop
    """The stop as the map has it, with where one can change lines."""
    finder_url: str
    """Where the finder leads on from this stop to a sheet."""
    heading_id: str
    """The anchor of the heading in the body, by which passages name the stop; if that is the
    moment itself, which names the whole stop, another."""
    prompts: tuple[str, ...]
    body_html: Markup
    options: tuple[Card, ...]
    closed: tuple[Card, ...]
    """Options that the stop leads to and that are offered no longer."""
    cases: tuple[Card, ...]
    toolkit: tuple[Card, ...]
    next_step: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadStop:
    """A turn of a career as one role meets it."""

    role: Tag
    url: str
    next_step: Markup
    sheet_url: str


def roadmap_context(content: SiteContent, roadmap: Roadmap, text: PageText) -> Context:
    """A roadmap: its map, its stops in order with their text, and the sections behind them.

    What the stops lead to is gathered too, that of most stops ahead, for readers who look for
    an option or a story rather than for a stop.
    """
    summary = text.inline(roadmap.summary)
    sections = text.sections(roadmap.body)
    lead = [section for section in sections if not section.heading]
    headed = [section for section in sections if section.heading]
    drawing = line_map(content, roadmap)
    stops = [
        _stop(content, roadmap, stop, drawn, section, text)
        for stop, drawn, section in zip(roadmap.stops, drawing.lines[0].stops, headed, strict=False)
    ]
    named = _most_named(list(roadmap.stops))
    options = _of_kind(content, named, Kind.SIGNPOSTING)
    return {
        "summary_html": summary,
        "role": content.tag("roles", roadmap.role),
        "drawing": drawing,
        "lead_sections": tuple(lead),
        "stops": tuple(stops),
        "options": _confirmed_first(_offered(options)),
        "closed": _closed(options),
        "stories": _of_kind(content, named, Kind.CASE_STUDY),
        "sections": tuple(headed[len(stops) :]),
        "other_roadmaps": tuple(
            (content.tag("roles", other.roles[0]), permalinks.document_url(other.id))
            for other in content.documents(Kind.ROADMAP)
            if other.id != roadmap.id
        ),
    }


def _stop(
    content: SiteContent,
    roadmap: Roadmap,
    stop: Stop,
    drawn: MapStop,
    section: BodySection,
    text: PageText,
) -> StopView:
    concept = content.vocabulary("moments").get(stop.moment)
    cards = content.cards(stop.leads_to)
    by_kind = {kind: tuple(card for card in cards if card.kind == kind.value) for kind in Kind}
    return StopView(
        moment=content.tag("moments", stop.moment),
        drawn=drawn,
        finder_url=permalinks.finder_url(roadmap.role, stop.moment),
        heading_id=(section.anchor if section.anchor != stop.moment else f"{stop.moment}-heading"),
        prompts=concept.prompts,
        body_html=section.body_html,
        next_step=text.inline(stop.next_step),
        options=_offered(by_kind[Kind.SIGNPOSTING]),
        closed=_closed(by_kind[Kind.SIGNPOSTING]),
        cases=by_kind[Kind.CASE_STUDY],
        toolkit=by_kind[Kind.TOOLKIT] + by_kind[Kind.ROADMAP],
    )


def roadmaps_context(content: SiteContent) -> Context:
    """All roadmaps on one map and as lists, and every turn of a career with a page."""
    roadmaps = _roadmaps(content)
    drawing = route_map(content, roadmaps)
    return {
        "drawing": drawing,
        "roads": tuple(
            (roadmap.role, content.card(roadmap.id), f"{count_text(len(roadmap.stops), 'stop')}")
            for roadmap in roadmaps
        ),
        "moments": tuple(content.tag("moments", c.id) for c in content.vocabulary("moments")),
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
    options = _of_kind(content, named, Kind.SIGNPOSTING)
    return {
        "concept": concept,
        "about_html": about,
        "roads": tuple(_road_stop(content, road, stop, text) for road, stop in at_stops),
        "urgent": _urgent(content, [stop for _, stop in at_stops]),
        "options": _offered(options),
        "closed": _closed(options),
        "stories": _of_kind(content, named, Kind.CASE_STUDY),
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


def _road_stop(content: SiteContent, roadmap: Roadmap, stop: Stop, text: PageText) -> RoadStop:
    return RoadStop(
        role=content.tag("roles", roadmap.role),
        url=f"{permalinks.document_url(roadmap.id)}#{stop.moment}",
        next_step=text.inline(stop.next_step),
        sheet_url=permalinks.sheet_url(roadmap.role, stop.moment),
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


def _offered(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    return tuple(card for card in cards if not card.closed)


def _closed(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    return tuple(card for card in cards if card.closed)


def _confirmed_first(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """What is known to run before what is not confirmed, each in the order given."""
    unknown = Status.UNKNOWN.value
    return tuple(sorted(cards, key=lambda card: bool(card.status and card.status.key == unknown)))


def _urgent(content: SiteContent, stops: list[Stop]) -> tuple[Card, ...]:
    """Urgent help, where a road leads first to what `distress.yaml` names first."""
    help_pages = [document.id for document in content.urgent()]
    if help_pages and any(stop.leads_to[:1] == (help_pages[0],) for stop in stops):
        return content.cards(help_pages)
    return ()
