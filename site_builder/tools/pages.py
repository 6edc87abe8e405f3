"""The pages of the visitors' tools: finder, signposting sheet, comparison, results plot.

Without scripts they work by links: a page for each role, for each stop of its roadmap, and a
ready-made sheet for each stop and for each need that people have there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kb.model.documents import DocId
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import Card, SiteContent
from site_builder.model.words import lower_first
from site_builder.tools.action_pages import action_pages
from site_builder.tools.choose import choice_pages
from site_builder.tools.estimate_page import estimate_page
from site_builder.tools.gaps_page import gaps_page, hub_page
from site_builder.tools.guide import Guide, GuideConcept, GuideStop
from site_builder.tools.guide_reading import read_guide
from site_builder.tools.plan_data import plan_roads
from site_builder.tools.sheet_rule import NEED_LIMIT, Situation, choose
from site_builder.tools.sheet_view import BLANK, BLANK_OFFER, BLANK_STORY, sheet_view
from site_builder.tools.templates_page import templates_page
from site_builder.views.page_text import PageText
from site_builder.views.plot import results_context, work_pages
from site_builder.views.stops import fact_views, tasks_by_time

_CARDS_AT_A_STOP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A link that a finder page leads on by, with a sentence about it."""

    text: str
    url: str
    about: str = ""


def tool_pages(content: SiteContent, *, today: date) -> Iterator[Page]:
    """Every page of the tools; those of the finder only for roles that have a roadmap.

    `today` is the date by which pages are due for review or not.
    """
    guide = read_guide(content)
    yield _finder(content, guide)
    for role in _roles(guide):
        yield _role_page(content, guide, role)
    for stop in guide.stops:
        yield _stop_page(content, guide, stop)
        yield _sheet_page(content, guide, stop, "", today)
        for need in stop.needs:
            yield _sheet_page(content, guide, stop, need, today)
    yield Page(
        url=permalinks.SHEET,
        template="sheet.jinja",
        title="Signposting sheet",
        description="One page to hand over at an appraisal: urgent help, options that fit, a "
        "doctor's story, questions to discuss, and room for what you agree.",
        context={
            "sheet": BLANK,
            "blank_offer": BLANK_OFFER,
            "blank_story": BLANK_STORY,
            "urgent": content.cards(DocId(option) for option in guide.urgent),
            "roles": tuple(_leads(guide)),
        },
    )
    yield Page(
        url=permalinks.PLAN,
        template="plan.jinja",
        title="My dates",
        description="The tasks of a stop of your road as a list of dates: to tick off, print, "
        "save and put in a calendar.",
        context={
            "roads": plan_roads(content),
            "urgent": content.cards(DocId(option) for option in guide.urgent),
        },
    )
    yield Page(
        url=permalinks.COMPARE,
        template="compare.jinja",
        title="Compare",
        description="Case studies and support options side by side: who for, what it took, cost, "
        "what changed, how strong the evidence is.",
        context={"brief_url": permalinks.BRIEF, "plan_url": permalinks.ACTION_PLAN},
    )
    yield Page(
        url=permalinks.RESULTS,
        template="results.jinja",
        title="Results across the case studies",
        description="Every result of every case study, by what was done and by how strong the "
        "evidence is, as a picture and as a table.",
        context=results_context(content),
    )
    yield from work_pages(content)
    yield from choice_pages(content)
    yield gaps_page(content)
    yield from action_pages(content)
    yield estimate_page(content)
    yield templates_page(content)
    yield hub_page()


def _roles(guide: Guide) -> Iterator[GuideConcept]:
    """The roles that have a roadmap, in the order of the vocabulary."""
    with_roadmap = {stop.role for stop in guide.stops}
    yield from (role for role in guide.roles if role.id in with_roadmap)


def _leads(guide: Guide) -> Iterator[Lead]:
    for role in _roles(guide):
        url = permalinks.finder_url(role.id)
        yield Lead(text=role.label, url=url, about=role.about)


def _finder(content: SiteContent, guide: Guide) -> Page:
    return Page(
        url=permalinks.FINDER,
        template="finder.jinja",
        title="Where are you now?",
        description="Three or four questions about a GP's work, none about the person, lead to "
        "the right stop on the roadmap, options and stories.",
        context={
            "leads": tuple(_leads(guide)),
            "questions": (
                ("role", "Which role?", tuple(_roles(guide)), 1),
                ("stage", "Which stage?", guide.stages, 1),
                ("moment", "What is happening?", guide.moments, 1),
                ("need", "What is on your mind?", guide.needs, NEED_LIMIT),
            ),
            "urgent": content.cards(DocId(option) for option in guide.urgent),
        },
    )


def _role_page(content: SiteContent, guide: Guide, role: GuideConcept) -> Page:
    moments = {moment.id: moment for moment in guide.moments}
    return Page(
        url=permalinks.finder_url(role.id),
        template="finder_role.jinja",
        title=f"{role.label}: where are you now?",
        description=f"{role.label}: say what is happening, and see your stop on the roadmap, "
        "options and stories.",
        context={
            "role": role,
            "stops": tuple(
                Lead(
                    text=moments[stop.moment].label,
                    url=permalinks.finder_url(role.id, stop.moment),
                    about=moments[stop.moment].about,
                )
                for stop in guide.stops
                if stop.role == role.id
            ),
            "roadmap_url": content.concept_url("roles", role.id),
        },
    )


def _stop_page(content: SiteContent, guide: Guide, stop: GuideStop) -> Page:
    role, moment, needs = _labels(guide, stop)
    sheet = choose(guide, Situation(role=stop.role, moment=stop.moment))
    title = f"{role.label}: {lower_first(moment.label)}"
    return Page(
        url=permalinks.finder_url(stop.role, stop.moment),
        template="finder_stop.jinja",
        title=title,
        description=f"{title}. What is on your mind leads to a page of options; or see the stop "
        "on the roadmap, and stories.",
        context={
            "role": role,
            "moment": moment,
            "stop": stop,
            **_stop_text(content, stop),
            "needs": tuple(
                Lead(
                    text=needs[need].label,
                    url=permalinks.sheet_url(stop.role, stop.moment, need),
                )
                for need in stop.needs
            ),
            "sheet_url": permalinks.sheet_url(stop.role, stop.moment),
            "role_url": permalinks.finder_url(stop.role),
            "options": _cards(content, [o.option.id for o in sheet.offers]),
            "stories": _cards(content, [story.id for story in sheet.stories]),
        },
    )


def _stop_text(content: SiteContent, entry: GuideStop) -> Mapping[str, object]:
    """What the roadmap says to do and to know at a stop."""
    text = PageText(content, permalinks.finder_url(entry.role, entry.moment))
    stop = content.stop(entry.role, entry.moment)
    return {
        "tasks": tasks_by_time(content, stop.tasks, stop.anchor, text) if stop else (),
        "facts": fact_views(content, stop.facts, text) if stop else (),
        "plan_url": permalinks.plan_url(entry.role, entry.moment),
    }


def _cards(content: SiteContent, documents: list[str]) -> tuple[Card, ...]:
    return content.cards(DocId(document) for document in documents[:_CARDS_AT_A_STOP])


def _sheet_page(
    content: SiteContent, guide: Guide, stop: GuideStop, need: str, today: date
) -> Page:
    role, moment, needs = _labels(guide, stop)
    situation = Situation(role=stop.role, moment=stop.moment, needs=(need,) if need else ())
    answers = [role.label, moment.label] + ([needs[need].label] if need else [])
    told = f"{role.label}, {lower_first(moment.label)}"
    if need:
        told += f", “{needs[need].label}”"
    return Page(
        url=permalinks.sheet_url(stop.role, stop.moment, need),
        template="sheet_ready.jinja",
        title=f"Signposting sheet: {told}",
        description=f"One page for a conversation: {told}. Urgent help, options, a story, "
        "questions to discuss.",
        context={
            "sheet": sheet_view(guide, choose(guide, situation), answers, today=today),
            "urgent": content.cards(DocId(option) for option in guide.urgent),
            "stop_url": permalinks.finder_url(stop.role, stop.moment),
            "state": "&".join(
                f"{name}={value}"
                for name, value in (("role", stop.role), ("moment", stop.moment), ("need", need))
                if value
            ),
        },
        listed=False,
    )


def _labels(
    guide: Guide, stop: GuideStop
) -> tuple[GuideConcept, GuideConcept, Mapping[str, GuideConcept]]:
    """The role and the moment of a stop, and every need by identifier."""
    role = next(role for role in guide.roles if role.id == stop.role)
    moment = next(moment for moment in guide.moments if moment.id == stop.moment)
    return role, moment, {need.id: need for need in guide.needs}
