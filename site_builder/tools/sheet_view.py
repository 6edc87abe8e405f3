"""A sheet as its page shows it: plain strings, the same words that the browser uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from site_builder.model.words import lower_first
from site_builder.tools.guide import Guide, GuideOption, Story
from site_builder.tools.sheet_rule import Offer, Sheet

PHRASES: Mapping[str, str] = {
    "added": "added by you",
    "need": "helps with what is on their mind",
    "stop": "suggested for “{}”",
    "moment": "suggested for “{}”",
    "open": "open to this role and stage",
    "ask": "open to every GP: ask what there is locally",
    "instead_of": "In place of {}, now closed.",
    "nothing": "Nothing on this site fits these answers. There may be something local that we "
    "do not list: ask here.",
    "all_off": "You removed every option that fits these answers.",
    "no_story": "No story on this site is about exactly this.",
    "nothing_chosen": "No option was chosen.",
    "left_over": "There was no room for everything you added.",
    "dropped": "Part of this address was not understood and was left out.",
}
"""What a sheet says, by the codes of `sheet.py`; the browser gets the same phrases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """One option as the sheet prints it."""

    id: str
    title: str
    url: str
    status_label: str
    status_colour: str
    status_detail: str
    checked: str
    due: str
    due_text: str
    overdue: bool
    who: str
    cost: str
    start: str
    web: str
    note: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One story as the sheet prints it."""

    id: str
    title: str
    url: str
    where: str
    summary: str
    evidence: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """All that a sheet prints; the blank one is what the browser fills in."""

    answers: str
    nothing: str
    offers: tuple[OfferView, ...]
    stories: tuple[StoryView, ...]
    no_story: str
    ask: tuple[OfferView, ...]
    prompts: tuple[str, ...]
    next_step: str


BLANK = SheetView(
    answers="", nothing="", offers=(), stories=(), no_story="", ask=(), prompts=(), next_step=""
)
BLANK_OFFER = OfferView(
    id="",
    title="",
    url="",
    status_label="",
    status_colour="grey",
    status_detail="",
    checked="",
    due="",
    due_text="",
    overdue=False,
    who="",
    cost="",
    start="",
    web="",
    note="",
    why="",
)
BLANK_STORY = StoryView(id="", title="", url="", where="", summary="", evidence="", status="")


def sheet_view(guide: Guide, sheet: Sheet, answers: Sequence[str], *, today: date) -> SheetView:
    """A sheet in words.

    Args:
        guide: What the sheet was chosen from.
        sheet: What was chosen.
        answers: The answers given, as labels, for the line that says whom it is for.
        today: The date by which a page is due for review or not.
    """
    moment = next((m for m in guide.moments if m.id == sheet.situation.moment), None)
    return SheetView(
        answers="; ".join(answers),
        nothing="" if sheet.fitting else PHRASES["all_off" if sheet.taken_off else "nothing"],
        offers=tuple(
            _offer(offer, lower_first(moment.label) if moment else "", today)
            for offer in sheet.offers
        ),
        stories=tuple(_story(story) for story in sheet.stories),
        no_story="" if sheet.stories else PHRASES["no_story"],
        ask=tuple(_option(option, today) for option in sheet.ask),
        prompts=moment.prompts if moment else (),
        next_step=sheet.stop.next_step if sheet.stop else "",
    )


def _offer(offer: Offer, moment: str, today: date) -> OfferView:
    phrases = (PHRASES[code].format(moment) for code in offer.because)
    why = "; ".join(dict.fromkeys(phrases))
    note = PHRASES["instead_of"].format(offer.instead_of) if offer.instead_of else ""
    return _option(offer.option, today, note=note, why=f"{why[:1].upper()}{why[1:]}.")


def _option(option: GuideOption, today: date, *, note: str = "", why: str = "") -> OfferView:
    return OfferView(
        id=option.id,
        title=option.title,
        url=option.url,
        status_label=option.status_label,
        status_colour=option.status_colour,
        status_detail=option.status_detail,
        checked=option.checked,
        due=option.due,
        due_text=option.due_text,
        overdue=today.isoformat() >= option.due,
        who=option.who_for,
        cost=option.cost,
        start=option.how_to_start,
        web=option.web,
        note=note,
        why=why,
    )


def _story(story: Story) -> StoryView:
    return StoryView(
        id=story.id,
        title=story.title,
        url=story.url,
        where=story.where,
        summary=story.summary,
        evidence=story.evidence,
        status=", ".join(filter(None, (story.status_label, story.status_detail))),
    )
