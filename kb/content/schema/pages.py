"""One pydantic model for each kind of page, with the description of every field.

The descriptions are read by editors: they stand in the JSON Schema that forms are made from.
Rules between fields (which results need which) are left to `kb.content.checks.fields`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)
from pydantic_core import PydanticCustomError

from kb.content.schema.dates import Day, When
from kb.content.schema.text import Line, ListLength, OneOf, Size, fault, shown
from kb.content.schema.types import Doc, Figure, In, InOrAny, Sample, Slug, StopId, any_alone
from kb.model.documents import NOT_STATED, KnownBy, Stands, Status, Strength
from kb.model.timing import ANY_TIME, read_timing


class Strict(BaseModel):
    """What every model shares: a key that is not listed is an error, and so is one with nothing."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def _not_empty(cls, value: object) -> object:
        """Refuse ``value:`` with nothing behind it, even where the field may be left out.

        Whoever wrote it meant to give a value, or deleted one by mistake.
        """
        if value is None:
            raise PydanticCustomError("empty_value", "nothing")
        return value


def _with_year(text: str) -> str:
    if text != NOT_STATED and not any(
        part.isdigit() and len(part) == 4
        for part in "".join(sign if sign.isdigit() else " " for sign in text).split()
    ):
        raise fault(
            "no-year",
            shown(text),
            allowed=f"a year in it, or {NOT_STATED}",
            remedy='say when, as in "from 2015" or "after March 2017"',
        )
    return text


Short = Annotated[Line, Size(chars=80)]
Long = Annotated[Line, Size(chars=240)]


class SourceRefModel(Strict):
    """A source of the page and the place in it."""

    source: Slug = Field(description="Identifier of a document in the bibliography.")
    place: Line = Field(description="The heading or case-study number of the source.")


class NowModel(Strict):
    """What is known today."""

    status: Annotated[str, OneOf(tuple(Status))] | None = Field(
        None,
        description="open: runs as described; changed: under another name or other terms; "
        "closed; unknown: not confirmed since as_at. Case studies and signposting only.",
    )
    as_at: When = Field(
        description="The date up to which the pages in seen bear it out, not today's."
    )
    checked: Day = Field(description="The day on which someone last looked.")
    checked_by: Line = Field(description="Who looked: a role or body, never a private name.")
    note: Annotated[Line, Size(chars=500)] = Field(
        description="Two or three sentences; every figure in it comes from a page in seen."
    )
    seen: Annotated[list[Slug], ListLength()] = Field(
        description="The pages of the bibliography that the note rests on."
    )
    instead: Annotated[list[Doc], ListLength()] = Field(
        default_factory=list, description="Where to send people now; needed if it is closed."
    )
    stands: Annotated[str, OneOf(tuple(Stands))] | None = Field(
        None,
        description="Why it runs until it is changed, if so: law (regulations or directions set "
        "it up) or service (a body's standing service without an end date).",
    )


def _months(value: int) -> int:
    if not 1 <= value <= 36:
        raise fault("out-of-range", str(value), allowed="1 to 36 months")
    return value


def _step(value: int) -> int:
    if not 1 <= value <= 99:
        raise fault("out-of-range", str(value), allowed="1 to 99")
    return value


Months = Annotated[
    int, AfterValidator(_months), Field(json_schema_extra={"minimum": 1, "maximum": 36})
]


class PageModel(Strict):
    """What every kind of page holds."""

    title: Annotated[Line, Size(chars=120)] = Field(description="The name of the page.")
    summary: Annotated[Line, Size(chars=300, min_words=25, max_words=50)] = Field(
        description="Stands alone: who did what for whom, with what result, how sure we are."
    )
    also_called: Annotated[list[Line], ListLength()] = Field(
        default_factory=list,
        description="Other and later names; an exact match in search comes first.",
    )
    interventions: Annotated[list[Annotated[str, In("interventions")]], ListLength()] = Field(
        description="What was done or is offered, the most central first."
    )
    needs: Annotated[list[Annotated[str, In("needs")]], ListLength()] = Field(
        description="What is on the mind of the reader whom the page helps."
    )
    situations: Annotated[
        list[Annotated[Line, Size(min_words=6, max_words=25)]], ListLength(6, 16)
    ] = Field(
        description="Is this you? What people it is for would say, in the first person or "
        "about a colleague. Never a promise."
    )
    sources: Annotated[list[SourceRefModel], ListLength(1)] = Field(
        description="The documents that prove the page, with the place in each."
    )
    reviewed: Day = Field(description="The day it was last read against its sources.")
    review_in: Months | None = Field(
        None,
        description="Months after which it is due for review, 1 to 36; 12 if not given, and 6 for "
        "signposting.",
    )
    now: NowModel = Field(description="Where this stands now.")
    was: Annotated[list[Doc], ListLength()] = Field(
        default_factory=list, description="Former identifiers; each becomes a redirect."
    )


Stages = Annotated[list[Annotated[str, In("career_stages")]], ListLength()]
Roles = Annotated[list[Annotated[str, In("roles")]], ListLength()]
Levels = Annotated[list[Annotated[str, In("levels")]], ListLength()]
Moments = Annotated[list[Annotated[str, In("moments")]], ListLength()]
Outcomes = Annotated[list[Annotated[str, In("outcomes")]], ListLength()]

_STAGES = "Who it actually helps."
_ROLES = "Only where it is meant for that role; often empty."
_LEVELS = "Who has to act; two only if both truly act."
_MOMENTS = "The turns of a career it fits."
_OUTCOMES = "What the page helps to bring about, as far as its sources tell."


class ResultModel(Strict):
    """One result that a source reports."""

    known_by: Annotated[str, OneOf(tuple(KnownBy))] = Field(
        description="How the source knows it, at its fullest."
    )
    outcome: Annotated[str, In("outcomes")] | None = Field(
        None, description="What changed; left out for take-up, since joining is no outcome."
    )
    finding: Annotated[Line, Size(max_words=40)] = Field(
        description="The sentence a reader sees, with the group and the source's own strength."
    )
    value: Figure | None = Field(None, description="The figure at the end.")
    change: Figure | None = Field(None, description="The difference; negative for a fall.")
    before: Figure | None = Field(None, description="The earlier figure of the same measure.")
    unit: Annotated[str, In("units")] | None = Field(None, description="What was counted.")
    strength: Annotated[str, OneOf(tuple(Strength))] | None = Field(
        None, description="The source's hedge."
    )
    population: Line | None = Field(None, description='The group it covers, or "not stated".')
    period: Line | None = Field(None, description='The time it covers, or "not stated".')
    method: Line | None = Field(
        None, description='The record, survey or analysis behind it, or "not stated".'
    )
    sample: Sample | None = Field(None, description='How many answered, or "not stated".')
    comparison: Line | None = Field(None, description="The similar group or other place.")
    evaluator: Line | None = Field(
        None, description="The body that evaluated it, independent of those who ran it."
    )
    source: Slug = Field(description="One of the page's own sources.")
    place: Line = Field(description="Where in the source it stands.")
    quote: Line = Field(
        description="4 to 20 words of the source in a row, in double quotation marks, with the "
        "value or change among them."
    )


class CaseStudyModel(PageModel):
    """What somebody did, what it took and what is known of what came of it."""

    career_stages: Stages = Field(description=_STAGES)
    roles: Roles = Field(description=_ROLES)
    levels: Annotated[list[Annotated[str, In("levels")]], ListLength(1, 2)] = Field(
        description=_LEVELS
    )
    moments: Moments = Field(default_factory=list, description=_MOMENTS)
    organisations: Annotated[list[Line], ListLength(1)] = Field(
        description="Names of the time, the one that led first."
    )
    area: Line = Field(description='The place; "England" for a national scheme.')
    period: Annotated[Line, Size(chars=60), AfterValidator(_with_year)] = Field(
        description='When it ran, with a year in it, or "not stated".'
    )
    cost: Annotated[Line, Size(chars=200)] = Field(
        description='What it cost, in the source\'s own measure, or "not stated".'
    )
    paid_by: Annotated[Line, Size(chars=200)] = Field(description='Who paid, or "not stated".')
    results: list[ResultModel] = Field(
        description="Every outcome that a source reports; [] if there is none."
    )


class TermsModel(Strict):
    """What the terms of an option rest on."""

    seen: Annotated[list[Slug], ListLength()] = Field(
        description="Documents or pages of the bibliography that the terms rest on."
    )
    as_at: When = Field(description="The date up to which they bear the terms out.")


class SignpostingModel(PageModel):
    """An option that a GP can be pointed to."""

    career_stages: Annotated[
        list[str], BeforeValidator(any_alone), InOrAny("career_stages"), ListLength()
    ] = Field(description="Who may use it; any if no limit is stated; [] if not GPs themselves.")
    roles: Annotated[list[str], BeforeValidator(any_alone), InOrAny("roles"), ListLength()] = Field(
        description="Who may use it; any if no limit is stated; [] if not GPs themselves."
    )
    levels: Levels = Field(description=_LEVELS)
    outcomes: Outcomes = Field(description=_OUTCOMES)
    moments: Annotated[list[str], BeforeValidator(any_alone), InOrAny("moments"), ListLength()] = (
        Field(default_factory=list, description=_MOMENTS)
    )
    terms: TermsModel = Field(description="What the five fields below rest on.")
    who_for: Long = Field(description='Who may use it, or "not stated".')
    you_get: Long = Field(description='What they get, or "not stated".')
    how_to_start: Long = Field(description='The first step, or "not stated".')
    cost_to_gp: Short = Field(description='Free only if a page says so; else "not stated".')
    run_by: Short = Field(description="The body today, or that of its time with the year.")


class ToolkitModel(PageModel):
    """One step of a series of the toolkit."""

    career_stages: Stages = Field(description=_STAGES)
    roles: Roles = Field(description=_ROLES)
    levels: Levels = Field(description=_LEVELS)
    outcomes: Outcomes = Field(description=_OUTCOMES)
    moments: Moments = Field(default_factory=list, description=_MOMENTS)
    series: Annotated[str, In("series")] = Field(description="The series it belongs to.")
    step: Annotated[int, AfterValidator(_step)] = Field(
        description="Its place in the series; each once.",
        json_schema_extra={"minimum": 1, "maximum": 99},
    )


def _timing(text: str) -> str:
    try:
        read_timing(text)
    except ValueError as error:
        raise fault(
            "bad-timing",
            f"{shown(text)} ({error})",
            allowed=f"-6 months, +10 weeks, -6 months..-3 months or {ANY_TIME}",
            remedy="count from the stop's anchor: - before it, + after it, the earlier end first",
        ) from error
    return text


class TaskModel(Strict):
    """Something to do at a stop, and by when."""

    do: Annotated[Line, Size(max_words=20)] = Field(
        description="What to do, as an instruction to the doctor that starts with a verb."
    )
    at: Annotated[Line, AfterValidator(_timing)] = Field(
        description="When, counted from the stop's anchor: -6 months, +10 weeks, "
        "-6 months..-3 months or any time; in the unit that the page uses."
    )
    why: Annotated[Line, Size(max_words=25)] | None = Field(
        None, description="What goes wrong otherwise."
    )
    with_: Line | None = Field(None, alias="with", description="Who does it with you.")
    only: Annotated[Line, Size(max_words=8)] | None = Field(
        None, description="For whom, if not for all: if you need a visa."
    )
    quote: Line | None = Field(
        None, description="4 to 20 words of the source in a row that carry the task."
    )
    source: Slug | None = Field(None, description="The entry of the bibliography it rests on.")
    place: Line | None = Field(None, description="Where in the source it stands.")
    at_ours: bool = Field(
        False, description="The lead time is our suggestion: the page gives none."
    )
    ours: bool = Field(
        False, description="Common sense of our own, which states no rule, date or sum."
    )
    see: Annotated[list[Doc], ListLength()] = Field(
        default_factory=list, description="Options and case studies."
    )


class FactModel(Strict):
    """What to know at a stop."""

    says: Annotated[Line, Size(max_words=40)] = Field(
        description="A right, a sum, a term or a limit, in a sentence or two."
    )
    as_at: When = Field(description="The date up to which the source bears it out.")
    only: Annotated[Line, Size(max_words=8)] | None = Field(
        None, description="For whom, if not for all."
    )
    quote: Line = Field(description="4 to 20 words of the source in a row that carry the fact.")
    source: Slug = Field(description="The entry of the bibliography it rests on.")
    place: Line = Field(description="Where in the source it stands.")


_FOR_ROLES = "For which roles, if not for all; only those roadmaps show it."
OfRoles = Annotated[list[Annotated[str, In("roles")]], ListLength()]


class SharedTaskModel(TaskModel):
    """Something to do at a moment, for every GP or for those of some roles."""

    roles: OfRoles = Field(default_factory=list, description=_FOR_ROLES)


class SharedFactModel(FactModel):
    """What to know at a moment, for every GP or for those of some roles."""

    roles: OfRoles = Field(default_factory=list, description=_FOR_ROLES)


Tasks = Annotated[list[TaskModel], ListLength(0, 30)]
Facts = Annotated[list[FactModel], ListLength(0, 30)]
Anchor = Annotated[Line, Size(max_words=12)]

_ANCHOR = "The event that the dates of the tasks count from: your CCT date."
_TASKS = "What to do and by when, in order of time."
_FACTS = "What to know: rights, money, terms and limits, each with its date."


class StopModel(Strict):
    """One stop of a roadmap."""

    moment: Annotated[str, In("moments")] = Field(description="The turn of a career.")
    anchor: Anchor | None = Field(None, description=_ANCHOR)
    tasks: Tasks = Field(default_factory=list, description=_TASKS)
    facts: Facts = Field(default_factory=list, description=_FACTS)
    leads_to: Annotated[list[Doc], ListLength(1)] = Field(
        description="Options and case studies that fit, best first."
    )
    next_step: Annotated[Line, Size(max_words=30)] = Field(description="One thing to do this week.")
    crosses_to: Annotated[list[StopId], ListLength()] = Field(
        default_factory=list, description="Stops of other roadmaps, as partner#last-five-years."
    )


class RoadmapModel(PageModel):
    """The way through a career for one role."""

    career_stages: Stages = Field(description=_STAGES)
    roles: Annotated[list[Annotated[str, In("roles")]], ListLength(1, 1)] = Field(
        description="The one role it is for."
    )
    levels: Levels = Field(description=_LEVELS)
    outcomes: Outcomes = Field(description=_OUTCOMES)
    stops: Annotated[list[StopModel], ListLength(5)] = Field(
        description="The stops in order, five or more."
    )


class SharedStopModel(Strict):
    """What a moment holds for every GP, whatever the role."""

    anchor: Anchor = Field(description=_ANCHOR)
    tasks: Annotated[list[SharedTaskModel], ListLength(0, 30)] = Field(
        default_factory=list, description=_TASKS
    )
    facts: Annotated[list[SharedFactModel], ListLength(0, 30)] = Field(
        default_factory=list, description=_FACTS
    )
    leads_to: Annotated[list[Doc], ListLength()] = Field(
        default_factory=list, description="Options and case studies that fit, best first."
    )
