"""What an area has and lacks, by career stage and level, and what would fill the gaps.

The rule is a count, not a judgement of quality: no offer is an empty cell, one is thin, two or
more are covered. The browser's copy of the rule is `site_builder/static/gaps_rule.js`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.model.corpus import Corpus
from kb.model.documents import ANY, CaseStudy, Document, Kind, Status
from kb.model.evidence import leading
from kb.planning.essentials import (
    Essential,
    NationalOffer,
    essentials,
    named_interventions,
    national_offers,
)
from kb.planning.local_offers import Offer, Words, plain_word

COVERED = 2
"""Offers from which a cell counts as covered."""
FILL = 6
"""Case studies and options that are named for a gap."""

METER = (
    "GPs who had support at all three levels (personal, practice and system) were twice as likely "
    "to say that the programme made them feel supported as those who had support at only one. "
    "The 2019 toolkit, which says so of seven sites, leaves out how many GPs were asked, when and "
    "how, and what else differed between them. It is about what each GP had, not about what an "
    "area offers: an offer at a level reaches nobody by being on a list."
)
"""The sentence behind the meter of three levels, with its limits."""

_SHORT = re.compile(r" (?:level|support)$")
"""What people leave out when they name a level."""
_STATUS_ORDER = {Status.OPEN: 0, Status.CHANGED: 0, None: 1, Status.UNKNOWN: 1, Status.CLOSED: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """A case study or option that could fill a cell; `grade` is 0 for an option."""

    id: str
    kind: str
    title: str
    stages: tuple[str, ...]
    levels: tuple[str, ...]
    interventions: tuple[str, ...]
    grade: int
    grade_name: str
    status: str
    as_at: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A career stage at a level: the local offers in it, its state, and what would fill it.

    `held` are the numbers of case studies and of options that the knowledge base has there.
    """

    stage: str
    level: str
    offers: tuple[str, ...]
    state: str
    held: tuple[int, int]
    fill: tuple[Filler, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapMap:
    """The whole map. `unplaced` are offers of which no level is known.

    `unstaged` are those of which no stage is; neither are in any cell.
    """

    cells: tuple[Cell, ...]
    unplaced: tuple[str, ...]
    unstaged: tuple[str, ...]
    levels: tuple[str, ...]
    missing_essentials: tuple[Essential, ...]
    unused_national: tuple[NationalOffer, ...]


def fillers(corpus: Corpus) -> tuple[Filler, ...]:
    """Return what could fill a gap: best evidence first, then options that run; none closed."""
    found = [
        document
        for document in corpus.documents.values()
        if document.kind in (Kind.CASE_STUDY, Kind.SIGNPOSTING)
        and (document.kind is Kind.CASE_STUDY or document.now.status is not Status.CLOSED)
    ]
    found.sort(key=_order)
    return tuple(
        _filler(document, rank, corpus.titled(document)) for rank, document in enumerate(found)
    )


def _order(document: Document) -> tuple[int, int, str]:
    grade = leading(document.results)[1].level if isinstance(document, CaseStudy) else 0
    return -grade, _STATUS_ORDER[document.now.status], document.id


def _filler(document: Document, rank: int, title: str) -> Filler:
    grade = leading(document.results)[1] if isinstance(document, CaseStudy) else None
    return Filler(
        id=document.id,
        kind=document.kind.value,
        title=title,
        stages=document.career_stages,
        levels=document.levels,
        interventions=document.interventions,
        grade=grade.level if grade else 0,
        grade_name=grade.name if grade else "",
        status=(document.now.status or Status.UNKNOWN).value,
        as_at=document.now.as_at,
        rank=rank,
    )


def concept_words(corpus: Corpus, vocabulary: str) -> Words:
    """Return every word for the concepts of a vocabulary, in lower case; levels also by number."""
    found: dict[str, str] = {}
    for number, concept in enumerate(corpus.vocabularies[vocabulary], start=1):
        names = [concept.id, concept.label, concept.label.split(" (")[0], *concept.also]
        if vocabulary == "levels":
            names += [str(number), f"level {number}", *concept.id.split("-and-")]
            names += [_SHORT.sub("", name) for name in concept.also if _SHORT.search(name)]
            names += ["personal"] if number == 1 else []
        for name in names:
            found.setdefault(plain_word(name), concept.id)
    return found


def gap_map(corpus: Corpus, offers: Sequence[Offer]) -> GapMap:
    """Return what is covered, thin and empty, and what would fill each gap.

    Args:
        corpus: the content.
        offers: from `read_offers`; one with a page has that page's stages and levels where it
            names none of its own.
    """
    every = fillers(corpus)
    by_id = {filler.id: filler for filler in every}
    placed = [(offer, *_place(offer, by_id)) for offer in offers]
    used = {offer.page for offer in offers}
    work = {w for offer in offers for w in _work(corpus, offer, by_id)}
    stages = tuple(map(str, corpus.vocabularies["career_stages"].ids))
    levels = tuple(map(str, corpus.vocabularies["levels"].ids))
    cells = tuple(_cell(stage, level, placed, every, used) for stage in stages for level in levels)
    return GapMap(
        cells=cells,
        unplaced=tuple(offer.name for offer, _, own in placed if not own),
        unstaged=tuple(offer.name for offer, stages, _ in placed if not stages),
        levels=tuple(level for level in levels if any(level in own for _, _, own in placed)),
        missing_essentials=tuple(
            one
            for one in essentials(corpus)
            if not set(one.interventions) & work and not _says(one, offers)
        ),
        unused_national=tuple(
            one
            for one in national_offers(corpus)
            if one.page not in used and one.status != Status.CLOSED.value
        ),
    )


def _place(offer: Offer, by_id: Mapping[str, Filler]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the stages and levels of an offer: its own, or those of its page."""
    page = by_id.get(offer.page)
    stages = offer.stages
    if stages in ((ANY,), ()) and page and page.stages:
        stages = page.stages
    levels = (offer.level,) if offer.level else page.levels if page else ()
    return stages, levels


def _work(corpus: Corpus, offer: Offer, by_id: Mapping[str, Filler]) -> tuple[str, ...]:
    """Return the kinds of work of an offer: those its name says, and those of its page."""
    page = by_id.get(offer.page)
    return named_interventions(corpus, offer.name) + (page.interventions if page else ())


def _says(one: Essential, offers: Sequence[Offer]) -> bool:
    """Whether an offer has the words of an essential as its name."""
    return any(offer.name.lower() == one.text.lower() for offer in offers)


def _cell(
    stage: str,
    level: str,
    placed: Sequence[tuple[Offer, tuple[str, ...], tuple[str, ...]]],
    every: Sequence[Filler],
    used: set[str],
) -> Cell:
    here = [
        offer.name
        for offer, stages, levels in placed
        if level in levels and (stage in stages or stages == (ANY,))
    ]
    held = [f for f in every if fits(f, stage, level)]
    held.sort(key=lambda f: (-f.grade, stage not in f.stages, f.rank))
    return Cell(
        stage=stage,
        level=level,
        offers=tuple(here),
        state="covered" if len(here) >= COVERED else "thin" if here else "empty",
        held=(
            sum(f.kind == Kind.CASE_STUDY.value for f in held),
            sum(f.kind == Kind.SIGNPOSTING.value for f in held),
        ),
        fill=tuple(f for f in held if f.id not in used)[:FILL] if len(here) < COVERED else (),
    )


def fits(filler: Filler, stage: str, level: str) -> bool:
    """Whether something could fill a cell.

    It has the level, and it has the stage, names no limit, or is about practices or a system and
    so names no stage at all.
    """
    at_level = level in filler.levels or filler.levels == (ANY,)
    unnamed = not filler.stages and level != _PERSONAL
    return at_level and (stage in filler.stages or filler.stages == (ANY,) or unnamed)


_PERSONAL = "career-support"
"""The level of help for one doctor, where what names no stage is for none in particular."""
