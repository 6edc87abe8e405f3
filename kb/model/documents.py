"""The plain data that flows through the project: documents, their parts, passages.

Everything here is frozen and holds no behaviour beyond looking things up in itself.
Reading and checking content is left to `kb.content.schema` and `kb.content.read`; nothing here
imports anything outside the standard library but the timing of a task.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NewType

from kb.model.fields import FACET_FIELDS, KIND_FACET
from kb.model.timing import Timing

DocId = NewType("DocId", str)
"""Identifier of a document: folder and stem, as ``casestudies/newham-staff-bank``."""

ConceptId = NewType("ConceptId", str)
"""Identifier of a concept within its vocabulary, as ``wise-fives``."""

SourceId = NewType("SourceId", str)
"""Identifier of an entry of the bibliography, as ``retention-toolkit-2019``."""

ANY = ConceptId("any")
"""Stands alone in a tag tuple of an option that names no limit: it counts under every filter."""

NOT_STATED = "not stated"
"""The value that says an editor looked and the source does not tell."""


class Kind(StrEnum):
    """The four kinds of document; the value is the folder under ``content/``."""

    CASE_STUDY = "casestudies"
    SIGNPOSTING = "signposting"
    TOOLKIT = "toolkit"
    ROADMAP = "roadmaps"


class Status(StrEnum):
    """Whether a scheme or offer runs today, as far as the pages read on it tell."""

    OPEN = "open"
    CHANGED = "changed"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Stands(StrEnum):
    """Why something runs until it is changed, so that an older page still bears it out."""

    LAW = "law"
    """Regulations or directions set it up."""
    SERVICE = "service"
    """A body provides it without an end date, as one of its standing services."""


class KnownBy(StrEnum):
    """How a source knows a result, weakest first."""

    EXPECTED = "expected"
    REPORTED = "reported"
    TAKE_UP = "take-up"
    SURVEYED = "surveyed"
    COUNTED = "counted"
    BEFORE_AFTER = "before-after"
    COMPARED = "compared"
    EVALUATED = "evaluated"


class Strength(StrEnum):
    """The hedge a source puts on a figure."""

    ABOUT = "about"
    NEARLY = "nearly"
    OVER = "over"
    UP_TO = "up-to"
    AT_LEAST = "at-least"


Figure = float | tuple[float, float]
"""One number, or a range ``(low, high)`` with low < high. Whole numbers are kept as floats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """Where in a source a page's facts stand: a bibliography entry and a heading of it."""

    source: SourceId
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One outcome that a source reports, with how it is known and the words that prove it.

    Exactly the fields that the table of the content model allows for `known_by` are set;
    the rest are None. `value` and `change` are never both set.
    """

    known_by: KnownBy
    finding: str
    source: SourceId
    place: str
    quote: str
    outcome: ConceptId | None = None
    value: Figure | None = None
    change: Figure | None = None
    before: Figure | None = None
    unit: ConceptId | None = None
    strength: Strength | None = None
    population: str | None = None
    period: str | None = None
    method: str | None = None
    sample: float | str | None = None
    comparison: str | None = None
    evaluator: str | None = None

    @property
    def figure(self) -> Figure | None:
        """The figure of the result, whether a value or a change; None if it has none."""
        return self.value if self.value is not None else self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What is known today of what a page describes, and the pages that bear it out.

    `as_at` is kept as written (``2024``, ``2024-10`` or ``2024-10-25``). `status` is None for
    toolkit pages and roadmaps. `stands` says why what runs needs no fresh page.
    """

    status: Status | None
    as_at: str
    checked: date
    checked_by: str
    note: str
    seen: tuple[SourceId, ...] = ()
    instead: tuple[DocId, ...] = ()
    stands: Stands | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The pages that the terms of an option rest on, and up to when they bear them out."""

    seen: tuple[SourceId, ...]
    as_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The words that carry a task or a fact: 4 to 20 words of a source, and where they stand."""

    quote: str
    source: SourceId
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do at a stop, and by when.

    `proof` is None for common sense of our own, which states no rule, date or sum; `at_ours`
    says that the lead time is our suggestion, where the source gives none. `only` names
    for whom it is, if not for all; `why`, `with_` and `only` may be empty. `roles` are those
    that it is for; () is every one.
    """

    do: str
    at: Timing
    why: str = ""
    with_: str = ""
    only: str = ""
    at_ours: bool = False
    proof: Proof | None = None
    see: tuple[DocId, ...] = ()
    roles: tuple[ConceptId, ...] = ()
    local: bool = False
    """Whether a local edition added it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What to know at a stop: a right, a sum, a term or a limit, and the date it was so.

    `roles` are those that it is for; () is every one.
    """

    says: str
    as_at: str
    proof: Proof
    only: str = ""
    roles: tuple[ConceptId, ...] = ()
    local: bool = False
    """Whether a local edition added it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop of a roadmap: a moment of a career, what to do and know there, where it leads.

    `anchor` is the event that the tasks' dates count from, in a few words ("your CCT date").
    Tasks stand in order of their timing, any time last.
    """

    moment: ConceptId
    leads_to: tuple[DocId, ...]
    next_step: str
    anchor: str = ""
    tasks: tuple[Task, ...] = ()
    facts: tuple[Fact, ...] = ()
    crosses_to: tuple[str, ...] = ()
    """Stops of other roadmaps, as ``partner#taking-on-partnership``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedStop:
    """What a moment holds for every GP, or for those of some roles, on each roadmap's stop."""

    moment: ConceptId
    anchor: str
    tasks: tuple[Task, ...]
    facts: tuple[Fact, ...]
    leads_to: tuple[DocId, ...]

    def added_to(self, stop: Stop, role: ConceptId) -> Stop:
        """Return a role's stop with what is shared after its own: anchor, tasks, facts, leads."""
        leads = dict.fromkeys((*stop.leads_to, *self.leads_to))
        tasks = (task for task in self.tasks if not task.roles or role in task.roles)
        facts = (fact for fact in self.facts if not fact.roles or role in fact.roles)
        return replace(
            stop,
            anchor=stop.anchor or self.anchor,
            tasks=tuple(sorted((*stop.tasks, *tasks), key=lambda task: task.at.order)),
            facts=(*stop.facts, *facts),
            leads_to=tuple(leads),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalStop:
    """What a local edition adds at a moment, on the stop of each roadmap or of some roles."""

    moment: ConceptId
    tasks: tuple[Task, ...] = ()
    facts: tuple[Fact, ...] = ()
    leads_to: tuple[DocId, ...] = ()

    def added_to(self, stop: Stop, role: ConceptId) -> Stop:
        """Return a role's stop with what is local before the rest, where it is seen.

        The first page that the stop leads to stays first, since it may be urgent help.
        """
        tasks = (task for task in self.tasks if not task.roles or role in task.roles)
        facts = (fact for fact in self.facts if not fact.roles or role in fact.roles)
        leads = dict.fromkeys((*stop.leads_to[:1], *self.leads_to, *stop.leads_to[1:]))
        return replace(
            stop,
            tasks=tuple(sorted((*tasks, *stop.tasks), key=lambda task: task.at.order)),
            facts=(*facts, *stop.facts),
            leads_to=tuple(leads),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What every content file holds, whatever its kind. The four kinds below extend it.

    `body` is the Markdown below the front matter; `body_line` the 1-based line of the file on
    which it starts; `path` the file's path below the content folder with forward slashes;
    `lines` maps a field (``results[2].quote`` for inner ones) to its 1-based line.
    """

    id: DocId
    kind: Kind
    path: str
    title: str
    summary: str
    career_stages: tuple[ConceptId, ...]
    levels: tuple[ConceptId, ...]
    roles: tuple[ConceptId, ...]
    interventions: tuple[ConceptId, ...]
    outcomes: tuple[ConceptId, ...]
    """Of a case study: worked out from its results, in their order, `expected` ones set aside."""
    needs: tuple[ConceptId, ...]
    moments: tuple[ConceptId, ...]
    """Of a roadmap: the moments of its stops, in order."""
    situations: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    reviewed: date
    review_in: int
    """Months after which the page is due for review (default 12; signposting 6)."""
    now: Now
    body: str
    body_line: int
    also_called: tuple[str, ...] = ()
    was: tuple[DocId, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def slug(self) -> str:
        """The last part of the identifier, as ``newham-staff-bank``."""
        return self.id.split("/", 1)[1]

    def concepts(self, facet: str) -> tuple[ConceptId, ...]:
        """The concepts the document carries in a facet; ``(ANY,)`` if it names no limit."""
        if facet == KIND_FACET:
            return (ConceptId(self.kind.value),)
        return self.tags(FACET_FIELDS[facet].key)

    def tags(self, key: str) -> tuple[ConceptId, ...]:
        """The concepts of a tag field, by its key, as ``career_stages``."""
        tags: tuple[ConceptId, ...] = getattr(self, key)
        return tags

    def has(self, facet: str, concept: str) -> bool:
        """Whether the document counts under a filter; `ANY` counts under every one."""
        tags = self.concepts(facet)
        return concept in tags or tags == (ANY,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudy(Document):
    """A case study: what somebody did, what it took and what is known of what came of it."""

    organisations: tuple[str, ...]
    area: str
    when: str
    """The front matter's `period`: when it ran, or `NOT_STATED`."""
    cost: str
    paid_by: str
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignpostingOption(Document):
    """An option that a GP can be pointed to, with its terms and who may use it."""

    terms: Terms
    who_for: str
    you_get: str
    how_to_start: str
    cost_to_gp: str
    run_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolkitPage(Document):
    """A page of the toolkit: one step of a series."""

    series: ConceptId
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap(Document):
    """The way through a career for one role, stop by stop."""

    stops: tuple[Stop, ...]

    @property
    def role(self) -> ConceptId:
        """The one role this roadmap is for."""
        return self.roles[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of a document cut at headings, of about 120 words, plain text.

    `anchor` is the anchor of the heading it stands under (empty for text before the first
    heading); several passages may share one. `number` counts from 0 through the document.
    """

    document: DocId
    number: int
    anchor: str
    heading: str
    text: str
