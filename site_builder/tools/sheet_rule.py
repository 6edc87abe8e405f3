"""Which options and which story a signposting sheet gives, for a situation: pure sums.

The same rule stands in ``static/sheet_rule.js`` for the browser; a test compares the two over
every combination of answers. All weights are whole numbers, so that both add up alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.model.documents import ANY, Status
from site_builder.tools.guide import Guide, GuideConcept, GuideItem, GuideOption, GuideStop, Story

OPTION_LIMIT = 6
"""Options on a sheet: more would not fit a page, nor a conversation."""
OPTION_LEAST = 3
"""Where fewer options fit, the sheet tops up to this number with contacts open to any GP."""
STORY_LIMIT = 2
"""Stories on a sheet, if an appraiser puts on more than the one it comes with."""
NEED_LIMIT = 3
"""Needs that one sheet is made for: a doctor may be lonely, tired and thinking of leaving."""

WEIGHTS: Mapping[str, int] = {
    "need": 3,  # for each weight from 1 to 3 with which a need leads to the page
    "tag": 2,  # the page carries a need that does not lead to it
    "stop": 5,  # the roadmap's stop leads to the page
    "moment": 3,  # the page names the moment
    "stage": 1,  # the option names the stage
    "role": 1,  # the option names the role
    "story_stage": 2,
    "story_role": 1,
    "story_own": 4,  # the story is about a GP's own career rather than about a practice
    "story_instead": 3,  # the story stands for a closed option that would have fitted
    "other_stage": -4,  # the story is of doctors at another stage
    "other_role": -2,
}
"""What each ground for offering a page is worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The answers: identifiers, "" where none was given. Nothing in them names a person.

    `needs` holds what is on the doctor's mind, each once, of which the first `NEED_LIMIT` count;
    `add` holds documents put on by hand, in their order; `without` those taken off.
    """

    role: str = ""
    stage: str = ""
    moment: str = ""
    needs: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An option on the sheet and the grounds for it.

    `because` holds some of ``added``, ``need``, ``stop``, ``moment``, ``open`` (fits the role
    and stage, and nothing more was asked), or ``ask`` alone: it does not fit, but any GP can ask
    there. `instead_of` is the title of the closed option that it stands for.
    """

    option: GuideOption
    score: int
    because: tuple[str, ...]
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a sheet gives: options best first, stories, and whom to ask besides."""

    situation: Situation
    offers: tuple[Offer, ...]
    stories: tuple[Story, ...]
    reading: tuple[str, ...]
    """Toolkit pages and roadmaps put on by hand."""
    ask: tuple[GuideOption, ...]
    stop: GuideStop | None
    left_over: int
    """Documents put on by hand for which there is no room."""
    taken_off: int
    """Options that would be on the sheet, had they not been taken off by hand."""

    @property
    def fitting(self) -> int:
        """How many of the options fit, those left out that are only there to be asked."""
        return sum(offer.because != ("ask",) for offer in self.offers)


@dataclass(frozen=True, slots=True)
class _Answers:
    """A situation with what the guide knows of it."""

    guide: Guide
    situation: Situation
    stop: GuideStop | None
    needs: tuple[GuideConcept, ...]
    """Those of the needs given that the guide knows."""
    stages: tuple[str, ...]
    """The stage given; if none was, all of the role's, any of which it may be."""


def choose(guide: Guide, situation: Situation) -> Sheet:
    """The sheet for a situation. Unknown identifiers count as answers that fit nothing.

    What was put on by hand comes first, then options by rule: higher score first, then by
    identifier; a closed option is never offered, but its replacement is. Whatever brought it
    there, no option that is not confirmed stands above one that runs. Last, if there are few,
    come the contacts open to any GP.
    """
    answers = _Answers(
        guide,
        situation,
        guide.stop(situation.role, situation.moment),
        tuple(n for n in guide.needs if n.id in situation.needs[:NEED_LIMIT]),
        (situation.stage,) if situation.stage else guide.role_stages.get(situation.role, ()),
    )
    added = _added(answers)
    first: dict[str, Offer] = {}
    offers = (*added, *_ruled(answers))
    for offer in offers:
        if offer.option.id not in situation.without:
            first.setdefault(offer.option.id, offer)
    kept = tuple(first.values())[:OPTION_LIMIT]
    left_over = sum(offer not in kept for offer in added if offer in first.values())
    kept = tuple(sorted(kept, key=lambda offer: offer.option.status == Status.UNKNOWN.value))
    kept += tuple(_to_ask(answers, kept))
    chosen = {offer.option.id for offer in kept}
    stories, more = _stories(answers)
    return Sheet(
        situation=situation,
        offers=kept,
        stories=stories,
        reading=tuple(d for d in situation.add if d in guide.reading),
        ask=tuple(o for o in guide.options if o.id in guide.ask and o.id not in chosen),
        stop=answers.stop,
        left_over=left_over + more,
        taken_off=len({o.option.id for o in offers} & set(situation.without)),
    )


def _added(answers: _Answers) -> list[Offer]:
    """Options put on by hand; for a closed one, what is there instead of it."""
    by_id = {option.id: option for option in answers.guide.options}
    offers = []
    for document in answers.situation.add:
        option = by_id.get(document)
        if option is None:
            continue
        if option.status != Status.CLOSED.value:
            offers.append(Offer(option=option, score=0, because=("added",)))
        else:
            offers += [
                Offer(option=by_id[other], score=0, because=("added",), instead_of=option.title)
                for other in option.instead
                if other in by_id and by_id[other].status != Status.CLOSED.value
            ]
    return offers


def _ruled(answers: _Answers) -> list[Offer]:
    """The options that fit by rule, in the order of the sheet."""
    best: dict[str, Offer] = {}
    for option in answers.guide.options:
        score, because = _score(answers, option)
        if not because:
            continue
        if option.status != Status.CLOSED.value:
            _keep(best, Offer(option=option, score=score, because=because))
            continue
        for other in answers.guide.options:
            if (
                other.id in option.instead
                and other.status != Status.CLOSED.value
                and _is_open_to(answers, other)
            ):
                offer = Offer(
                    option=other, score=score - 1, because=because, instead_of=option.title
                )
                _keep(best, offer)
    return sorted(
        best.values(),
        key=lambda o: (o.option.status == Status.UNKNOWN.value, -o.score, o.option.id),
    )


def _keep(best: dict[str, Offer], offer: Offer) -> None:
    """Keeps the better of two grounds for one option; the earlier if they are equal."""
    if offer.option.id not in best or offer.score > best[offer.option.id].score:
        best[offer.option.id] = offer


def _to_ask(answers: _Answers, kept: tuple[Offer, ...]) -> list[Offer]:
    """The contacts open to any GP, as far as a sheet with few options has room for them."""
    if not (answers.situation.needs or answers.situation.moment):
        return []
    taken = {offer.option.id for offer in kept} | set(answers.situation.without)
    by_id = {option.id: option for option in answers.guide.options}
    free = [by_id[option] for option in answers.guide.ask if option not in taken]
    room = max(0, OPTION_LEAST - len(kept))
    return [Offer(option=option, score=0, because=("ask",)) for option in free[:room]]


def _score(answers: _Answers, option: GuideOption) -> tuple[int, tuple[str, ...]]:
    """What an option is worth and why; no reason means that it is not offered."""
    situation = answers.situation
    if not option.startable or not _is_open_to(answers, option):
        return 0, ()
    score, because = _grounds(answers, option)
    other_turn = (
        situation.moment
        and not _no_limit(option.moments)
        and situation.moment not in option.moments
    )
    if other_turn and not {"need", "stop"} & set(because):
        return 0, ()
    if not because and not (situation.needs or situation.moment):
        because = ("open",) if situation.role or situation.stage else ()
    score += WEIGHTS["stage"] if situation.stage in option.stages else 0
    score += WEIGHTS["role"] if situation.role in option.roles else 0
    return score, because


def _is_open_to(answers: _Answers, option: GuideOption) -> bool:
    """Whether a doctor in this situation may use an option.

    By its terms, or because the roadmap leads there from this stop, which an editor has judged.
    """
    if not option.for_gps:
        return False
    if answers.stop and option.id in answers.stop.leads_to:
        return True
    role = (answers.situation.role,) if answers.situation.role else ()
    return _allows(option.roles, role) and _allows(option.stages, answers.stages)


def _no_limit(limits: tuple[str, ...]) -> bool:
    return limits in ((), (ANY,))


def _allows(limits: tuple[str, ...], answers: tuple[str, ...]) -> bool:
    return _no_limit(limits) or not answers or any(answer in limits for answer in answers)


def _grounds(answers: _Answers, entry: GuideItem) -> tuple[int, tuple[str, ...]]:
    """The grounds that options and stories share: the needs, the stop and the moment.

    What helps with several needs is worth the sum of what it is worth to each.
    """
    because = []
    score = sum(_worth_to(need, entry) for need in answers.needs)
    if score:
        because.append("need")
    if answers.stop and entry.id in answers.stop.leads_to:
        score += WEIGHTS["stop"]
        because.append("stop")
    if answers.situation.moment and answers.situation.moment in entry.moments:
        score += WEIGHTS["moment"]
        because.append("moment")
    return score, tuple(because)


def _worth_to(need: GuideConcept, entry: GuideItem) -> int:
    """What an entry is worth to one need; 0 if it has nothing to do with it."""
    weight = need.leads_to.get(entry.id, 0)
    if weight:
        return WEIGHTS["need"] * weight
    return WEIGHTS["tag"] if need.id in entry.needs else 0


def _stories(answers: _Answers) -> tuple[tuple[Story, ...], int]:
    """The stories put on by hand, or else the one that fits best; and how many found no room."""
    situation = answers.situation
    by_id = {s.id: s for s in answers.guide.stories if s.id not in situation.without}
    added = [by_id[document] for document in situation.add if document in by_id]
    if added:
        return tuple(added[:STORY_LIMIT]), max(0, len(added) - STORY_LIMIT)
    closed: dict[str, GuideOption] = {}
    for option in answers.guide.options:
        if option.status == Status.CLOSED.value:
            for document in option.instead:
                closed.setdefault(document, option)
    scored = sorted(
        (-score, -story.level, story.id)
        for story in by_id.values()
        if (score := _story_score(answers, story, closed.get(story.id))) > 0
    )
    return tuple(by_id[best[2]] for best in scored[:1]), 0


def _story_score(answers: _Answers, story: Story, closed: GuideOption | None) -> int:
    """What a story is worth; 0 or less means that it is not told.

    `closed` is the first option that no longer runs and that the story stands for.

    Where needs were given, a story that has nothing to do with any is not told, however well it
    fits the turn: a doctor in distress is not helped by a tale of portfolio work.
    """
    role = answers.situation.role
    score, because = _grounds(answers, story)
    because_closed = _score(answers, closed)[1] if closed else ()
    if because_closed:
        score += WEIGHTS["story_instead"]
        because = (*because, *because_closed)
    if not because or (answers.needs and "need" not in because):
        return 0
    if answers.situation.stage in story.stages:
        score += WEIGHTS["story_stage"]
    elif not _allows(story.stages, answers.stages):
        score += WEIGHTS["other_stage"]
    if role in story.roles:
        score += WEIGHTS["story_role"]
    elif role and story.roles:
        score += WEIGHTS["other_role"]
    return score + (WEIGHTS["story_own"] if story.own else 0)
