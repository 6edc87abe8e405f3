"""The fields of pages, a row each: what a field is called wherever it is met, and where that is.

Everything that goes through the fields, the vocabularies or the facets reads them here: the order
of front matter, the form and the issue form, the filters of search, lists and commands, the words
over tags, the addresses of concept pages, what related pages have in common. What values a field
may have, and in which kinds of page, is said by the models of `kb.content.schema`.

A tag field holds concepts of the vocabulary of its own name (``vocabularies/roles.yaml``). Those
with a `facet` can be filtered by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

KIND_FACET = "kind"
"""The facet that is no field: the kind of page, from its folder."""
KIND_FACET_HELP = "Only documents of this kind, as casestudies."
"""What the command line says of that filter."""
KIND_FACET_LABEL = "Kind of page"
"""What stands over that filter."""
KIND_FACET_PHRASE = "under"
"""What leads from "only pages" to the kinds that are ticked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageField:
    """One field of a page's front matter.

    `labels` are what people call it, the first the one that forms show. `hint` is what the form
    says below it ("" for what the JSON Schema says), `group` the part of the form it stands in
    ("" for none), and `in_issue_form` whether the issue form asks for it on a line or as a choice.
    """

    key: str
    labels: tuple[str, ...] = ()
    hint: str = ""
    group: str = ""
    in_issue_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TagField(PageField):
    """A field that holds concepts; its key is the name of its vocabulary.

    `label` stands before its tags on a page, `readers_label` before those that say whom a case
    study was for, `command_label` before those that ``kb show`` prints ("" for not there).
    `folder` is that of the concepts' pages ("" if they have none), which the other words are for:
    `title` and `about` head the list of them, `others` the links from one to the rest.

    `facet` is the name of its filter ("" for none): `filter_label` stands over the boxes,
    `filter_phrase` leads from "only pages" to those that are ticked, `filter_help` explains the
    option of the commands, and `option_place` is its place among the filters of the support
    options (0 for none).

    `related_weight` is what a shared tag is worth for related pages, before its rarity, and
    `related_phrase` leads to what is shared. `cued` tells whether concepts have regular
    expressions that give them away in a query; `may_be_any` whether a support option may name no
    limit (``[any]``); `spoken` whether its labels are what people say, and so are quoted.
    """

    label: str
    readers_label: str = ""
    command_label: str = ""
    folder: str = ""
    title: str = ""
    about: str = ""
    others: str = ""
    facet: str = ""
    filter_label: str = ""
    filter_phrase: str = ""
    filter_help: str = ""
    option_place: int = 0
    related_weight: float = 0.0
    related_phrase: str = ""
    cued: bool = False
    may_be_any: bool = False
    spoken: bool = False


FIELDS: tuple[PageField, ...] = (
    PageField(
        key="title",
        labels=("Title", "Name of the scheme", "Name of the page", "Project title"),
        hint="What it is called, in a few words.",
        group="scheme",
        in_issue_form=True,
    ),
    PageField(
        key="summary",
        labels=(
            "Summary",
            "In short",
            "Abstract",
            "Overview",
            "Case study summary",
            "Executive summary",
            "At a glance",
        ),
        hint="Who did what, who for, with what result, and how sure that is. Some people "
        "will read nothing else.",
        group="scheme",
    ),
    PageField(
        key="also_called",
        labels=("Other names", "Also called", "Also known as"),
        hint="Earlier, later or shorter names that people may look for.",
        group="scheme",
    ),
    PageField(key="series"),
    PageField(key="step"),
    TagField(
        key="career_stages",
        labels=("Career stages", "Career stage", "Who it is for"),
        hint="Those it actually helped.",
        group="readers",
        in_issue_form=True,
        label="Career stage",
        readers_label="For GPs at",
        command_label="For",
        folder="stages",
        title="Career stages",
        about="From training to the last years: support and stories for each stage.",
        others="Other career stages",
        facet="stage",
        filter_label="Career stage",
        filter_phrase="for",
        filter_help="Only documents for this career stage, as wise-fives.",
        option_place=1,
        cued=True,
        may_be_any=True,
    ),
    TagField(
        key="levels",
        labels=("Levels", "Level", "Who has to act"),
        hint="Who has to act for it to happen; two only if both truly act.",
        group="readers",
        in_issue_form=True,
        label="Level",
        command_label="Level",
        folder="levels",
        title="Levels of action",
        about="Support for one GP, in a practice or network, or across a whole system.",
        others="Other levels of action",
        facet="level",
        filter_label="Level of action",
        filter_phrase="at the level",
        filter_help="Only documents at this level, as career-support.",
        option_place=4,
    ),
    TagField(
        key="roles",
        labels=("Roles", "Role"),
        hint="Only if it is meant for that role.",
        group="readers",
        in_issue_form=True,
        label="Role",
        readers_label="For the role",
        command_label="Role",
        facet="role",
        filter_label="Role",
        filter_phrase="for",
        filter_help="Only documents for this role, as partner.",
        option_place=2,
        cued=True,
        may_be_any=True,
    ),
    TagField(
        key="interventions",
        labels=("Kind of support", "Interventions", "Intervention", "Type of support"),
        hint="What was done, or is offered.",
        group="readers",
        in_issue_form=True,
        label="What was done",
        command_label="What was done",
        folder="interventions",
        title="What was done",
        about="The kinds of work in the case studies, and what came of each.",
        others="Other kinds of work",
        facet="intervention",
        filter_label="What was done",
        filter_phrase="about",
        filter_help="Only documents with this intervention, as mentoring.",
        related_weight=3.0,
        related_phrase="also",
    ),
    TagField(
        key="outcomes",
        label="Outcome",
        command_label="Outcomes",
        folder="outcomes",
        title="Outcomes",
        about="What people hoped to change, and how good the evidence is that they did.",
        others="Other outcomes",
        facet="outcome",
        filter_label="Outcome",
        filter_phrase="with the outcome",
        filter_help="Only documents with this outcome, as morale-improved.",
        related_weight=1.0,
        related_phrase="also reports",
    ),
    TagField(
        key="moments",
        labels=("Career turning points", "Turns of a career", "Moments", "Moment"),
        hint="The career turning points where it helps.",
        group="readers",
        label="Career turning point",
        folder="moments",
        title="Career turning points",
        about="Points where a career can change: what to ask, what to do and who can help.",
        others="Other career turning points",
        related_weight=2.0,
        related_phrase="the same turning point,",
        may_be_any=True,
    ),
    TagField(
        key="needs",
        labels=("What is on their mind", "Needs", "Need"),
        hint="What is on the mind of a GP it helps.",
        group="readers",
        label="What is on your mind",
        folder="needs",
        title="What is on your mind?",
        about="Pick the nearest. Each leads to support, stories and further reading.",
        others="Something else on your mind?",
        related_weight=2.0,
        related_phrase="the same need,",
        spoken=True,
    ),
    PageField(
        key="situations",
        labels=("Is this you?", "Situations", "What people would say"),
        hint="As “I’m 58, and nobody at work would notice if I went.” Six or more, each of 6 "
        "to 25 words. Promise nothing.",
        group="situations",
    ),
    PageField(
        key="organisations",
        labels=("Organisations", "Organisation", "Who led it", "Led by", "Practice"),
        hint="The practice, network or organisation, as it was called then; the one that led "
        "first.",
        group="scheme",
        in_issue_form=True,
    ),
    PageField(
        key="area",
        labels=("Area", "Where", "Location", "Place", "Region"),
        hint="The place, as “Kent”; “England” for a national scheme.",
        group="scheme",
        in_issue_form=True,
    ),
    PageField(
        key="period",
        labels=("When", "Period", "Dates", "When it ran", "Timescale"),
        hint="When it ran, with a year, as “from 2015” or “2022 to 2024”; or “not stated”.",
        group="scheme",
        in_issue_form=True,
    ),
    PageField(
        key="cost",
        labels=("Cost", "What it cost", "Costs", "Budget"),
        hint="As “£48,000 a year for one paramedic”; or “not stated”.",
        group="scheme",
        in_issue_form=True,
    ),
    PageField(
        key="paid_by",
        labels=("Who paid", "Paid by", "Funded by", "Funding", "Funder"),
        group="scheme",
        in_issue_form=True,
    ),
    PageField(key="terms"),
    PageField(key="who_for"),
    PageField(key="you_get"),
    PageField(key="how_to_start"),
    PageField(key="cost_to_gp"),
    PageField(key="run_by"),
    PageField(
        key="sources",
        labels=("Sources", "Source", "References", "Where it is written down"),
        hint="What there is in writing. Your own account counts.",
        group="sources",
    ),
    PageField(
        key="results",
        labels=("Results as data", "Results table"),
        hint="One entry for each result that someone can vouch for; none is fine.",
        group="results",
    ),
    PageField(key="stops"),
    PageField(key="now", group="now"),
    PageField(key="reviewed"),
    PageField(key="review_in"),
    PageField(key="was"),
)
"""Every field of a page, in the order of front matter; a kind of page has some of them."""

TAG_FIELDS: tuple[TagField, ...] = tuple(field for field in FIELDS if isinstance(field, TagField))
"""The fields that hold concepts, in the same order."""
TAG_KEYS: tuple[str, ...] = tuple(field.key for field in TAG_FIELDS)
"""Their keys, which are the names of their vocabularies too."""

OTHER_VOCABULARIES = ("units", "series")
"""The vocabularies of what is no tag: the units of figures, the series of toolkit pages."""
VOCABULARY_NAMES: tuple[str, ...] = (*TAG_KEYS, *OTHER_VOCABULARIES)
"""The vocabularies, by the name of their file under ``content/vocabularies``."""

FACET_FIELDS: Mapping[str, TagField] = MappingProxyType(
    {field.facet: field for field in TAG_FIELDS if field.facet}
)
"""The tag field behind each facet by its name; `KIND_FACET` has none, its values are the kinds."""
FACETS: tuple[str, ...] = (KIND_FACET, *FACET_FIELDS)
"""What can be filtered by, in the order in which the filters are shown."""


def tag_field(key: str) -> TagField:
    """Return the tag field of a key, which is also the name of its vocabulary.

    Raises:
        KeyError: there is none; keys come from the code, never from content.
    """
    return _BY_KEY[key]


_BY_KEY = {field.key: field for field in TAG_FIELDS}
