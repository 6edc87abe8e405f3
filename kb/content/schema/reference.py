"""One pydantic model for an entry of each other file: vocabularies, glossary, bibliography."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from kb.content.schema.cues import check_cue
from kb.content.schema.dates import Day, When, WhenOrUndated
from kb.content.schema.pages import Strict
from kb.content.schema.text import Line, ListLength, OneOf, Size, Truth, fault, shown
from kb.content.schema.types import Doc, Slug
from kb.model.bibliography import Copy, PageStrength, SourceKind
from kb.text.web_address import address_fault


def https(address: str) -> str:
    """Return a web address that is written in full."""
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:[/?#]\S*)?", address):
        raise fault("bad-address", shown(address), allowed="a whole address, as https://host/path")
    if remedy := address_fault(address, as_found=True):
        raise fault("bad-address", shown(address), remedy=remedy)
    return address


def _weight(value: int) -> int:
    if not 1 <= value <= 3:
        raise fault("out-of-range", str(value), allowed="1 (worth a look) to 3 (made for it)")
    return value


Cue = Annotated[str, AfterValidator(check_cue)]


class ConceptModel(Strict):
    """An entry of a vocabulary."""

    label: Annotated[Line, Size(chars=120)] = Field(description="The name shown.")
    about: Line = Field(description="What it covers, in a sentence.")
    also: Annotated[list[Line], ListLength()] = Field(
        default_factory=list, description="Other words for it, for search."
    )


class MomentModel(ConceptModel):
    """A turn of a career."""

    prompts: Annotated[list[Line], ListLength(2, 4)] = Field(
        description="Two to four open questions for an appraisal."
    )
    any_time: bool = Field(
        False, description="Whether it can come at any time, and is no point on the way."
    )


class LeadsToModel(Strict):
    """A page that helps with a need."""

    page: Doc = Field(description="A document.")
    weight: Annotated[int, AfterValidator(_weight)] = Field(
        description="3 made for it, 2 helps, 1 worth a look."
    )


class ExampleQuestionModel(Strict):
    """What somebody with a need may say."""

    say: Annotated[Line, Size(max_words=40)] = Field(
        description="Their words, as they would say or type them."
    )
    leads_to: Annotated[list[LeadsToModel], ListLength(1, 8)] = Field(
        description="The pages that help with just this, best first."
    )


class NeedModel(ConceptModel):
    """What is on a reader's mind."""

    cues: Annotated[list[Line], ListLength(1)] = Field(
        description="Words and phrases that give it away."
    )
    leads_to: Annotated[list[LeadsToModel], ListLength(1)] = Field(description="Pages, best first.")
    asked: Annotated[list[ExampleQuestionModel], ListLength()] = Field(
        default_factory=list, description="What people with it say, each with pages of its own."
    )


class CuedModel(ConceptModel):
    """A career stage or a role."""

    cues: Annotated[list[Cue], ListLength()] = Field(
        description="Regular expressions valid in Python and JavaScript; hints, not facts."
    )


class BecameModel(Strict):
    """What followed."""

    to: Line = Field(description="An entry of the glossary, a document, or words.")
    from_: Line = Field(alias="from", description="Since when; words if it is not confirmed.")
    source: Slug = Field(description="The entry of the bibliography that says so.")


class EntryModel(Strict):
    """A term of the glossary."""

    term: Line = Field(description="The name in full.")
    short: Annotated[list[Line], ListLength()] = Field(description="Its acronyms.")
    means: Line = Field(description="What it is, in one sentence.")
    also: Annotated[list[Line], ListLength()] = Field(
        default_factory=list, description="Other names for it."
    )
    became: BecameModel | None = Field(None, description="What followed it.")


class BibliographyModel(Strict):
    """A source."""

    title: Line = Field(description="Its title.")
    publisher: Line = Field(description="Who published it.")
    kind: Annotated[str, OneOf(tuple(SourceKind))] = Field(
        description="A document was published as a whole; a page was read on the web."
    )
    date: WhenOrUndated = Field(description='Its date, or "undated".')
    after: When | None = Field(None, description="An undated source is not older than this.")
    address: Annotated[Line, AfterValidator(https)] | None = Field(
        None, description="Where it was read."
    )
    live: Truth = Field(description="Whether the address was seen to work.")
    read: Day | None = Field(None, description="The day a page was read and fingerprinted.")
    copy_: Annotated[str, OneOf(tuple(Copy))] | None = Field(
        None, alias="copy", description="Read on the live web, or in a stored copy."
    )
    strength: Annotated[str, OneOf(tuple(PageStrength))] | None = Field(
        None, description="Who stands behind a page."
    )
    part: Line | None = Field(None, description="Which part was read, if not all of it.")


class HelpLineModel(Strict):
    """One line of urgent help."""

    need: Line = Field(description="What it is for.")
    do: Line = Field(description="What to do, with the number.")
    source: Slug | None = Field(None, description="The page of the bibliography that gives it.")


class DistressKindModel(Strict):
    """One kind of distress."""

    label: Line = Field(description="What it is, in a few words.")
    always: Annotated[list[Line], ListLength()] = Field(
        default_factory=list, description="Phrases that no exception silences."
    )
    phrases: Annotated[list[Line], ListLength(1)] = Field(description="Phrases that trigger it.")


class DistressModel(Strict):
    """The words that call for urgent help, and the help."""

    title: Line = Field(description="The heading of every box of urgent help.")
    numbers: Annotated[list[HelpLineModel], ListLength(1)] = Field(
        description="The lines of every box, the most urgent first."
    )
    help: Annotated[list[Doc], ListLength(1)] = Field(description="Documents, urgent help first.")
    fillers: Annotated[list[Line], ListLength()] = Field(
        default_factory=list, description="Words that are left out before the look."
    )
    same: dict[str, Annotated[list[Line], ListLength(1)]] = Field(
        default_factory=dict, description="Words, each with other ways of writing it."
    )
    lists: dict[str, Annotated[list[Line], ListLength(1)]] = Field(
        default_factory=dict, description="Words that phrases name in braces."
    )
    kinds: dict[str, DistressKindModel] = Field(description="Kinds of distress, by name.")
    not_: Annotated[list[Line], ListLength()] = Field(
        alias="not", default_factory=list, description="Phrases that must not trigger it."
    )


class DistressLinesModel(Strict):
    """Lines that search learns distress from."""

    distress: Annotated[list[Line], ListLength(1)] = Field(
        description="What somebody in distress may type."
    )
    ordinary: Annotated[list[Line], ListLength(1)] = Field(
        description="What may be typed without any distress, dangerous as some of it looks."
    )
