"""The pydantic models of a local edition: ``area.yaml`` and ``overrides.yaml``."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from kb.content.schema.areas import check_email
from kb.content.schema.pages import SharedFactModel, SharedTaskModel, Strict
from kb.content.schema.text import Line, ListLength, OneOf, Size, fault, shown
from kb.content.schema.types import Doc, Slug

LEAST_CONTRAST = 4.5
"""Of white words on the colour of the header, as WCAG 2.2 AA asks."""
PICTURES = (".png", ".svg")
_NAMED = {
    "black": "#000000",
    "navy": "#000080",
    "blue": "#0000ff",
    "green": "#008000",
    "teal": "#008080",
    "purple": "#800080",
    "maroon": "#800000",
    "red": "#ff0000",
    "orange": "#ffa500",
    "yellow": "#ffff00",
    "pink": "#ffc0cb",
    "brown": "#a52a2a",
    "grey": "#808080",
    "gray": "#808080",
    "white": "#ffffff",
}
"""Names of colours as style sheets have them, for the message that says how to write them."""
OVERRIDABLE = ("summary", "who_for", "you_get", "how_to_start", "cost_to_gp", "run_by")
"""The fields of a national page that an edition may have otherwise."""


def contrast_with_white(colour: str) -> float:
    """Return the contrast of a colour (``#rrggbb``) with white, from 1 to 21, as WCAG has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darkened(colour: str) -> str:
    """Return the nearest darker shade of a colour on which white words can be read."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for share in range(100, -1, -1):
        found = "#" + "".join(f"{part * share // 100:02x}" for part in parts)
        if contrast_with_white(found) >= LEAST_CONTRAST:
            return found
    return "#000000"


def _in_six(colour: str) -> str:
    """Return a colour that is written in another way as ``#rrggbb``; "" if it cannot be told."""
    text = colour.strip().lower()
    if found := re.fullmatch(r"#?([0-9a-f]{6})(?:ff)?", text):
        return f"#{found[1]}"
    if found := re.fullmatch(r"#?([0-9a-f])([0-9a-f])([0-9a-f])f?", text):
        return f"#{found[1] * 2}{found[2] * 2}{found[3] * 2}"
    if found := re.fullmatch(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)", text):
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in found.groups())
    return _NAMED.get(text, "")


def _colour(colour: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        meant = _in_six(colour)
        raise fault(
            "bad-colour",
            shown(colour),
            allowed='# and six signs from 0 to 9 and a to f, in quotation marks, as "#0b3c49"',
            suggestion=darkened(meant) if meant else "",
            remedy="" if meant else "ask whoever made the logo for its colour in this form",
        )
    found = contrast_with_white(colour)
    if found < LEAST_CONTRAST:
        raise fault(
            "bad-colour",
            f"{shown(colour)}, on which white words have a contrast of {found:.1f}",
            allowed=f"a contrast of {LEAST_CONTRAST} or more",
            suggestion=darkened(colour),
        )
    return colour.lower()


def _logo(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+\.[a-z]+", name) or not name.endswith(PICTURES):
        raise fault("bad-picture", shown(name), allowed="a file beside area.yaml, as logo.png")
    return name


class EditionModel(Strict):
    """A local edition."""

    name: Annotated[Line, Size(chars=60)] = Field(description="The place that it is for.")
    about: Annotated[Line, Size(chars=240)] = Field(
        description="Who makes it and for whom, in a sentence."
    )
    contact: Annotated[Line, AfterValidator(check_email)] = Field(
        description="The mailbox of those who keep it."
    )
    area: Slug = Field(description="The area whose people its pages name: a file of content/areas.")
    first: Annotated[list[Doc], ListLength(0, 8)] = Field(
        default_factory=list, description="The pages that the home page begins with."
    )
    colour: Annotated[Line, AfterValidator(_colour)] | None = Field(
        None, description="The colour of the header."
    )
    logo: Annotated[Line, AfterValidator(_logo)] | None = Field(
        None, description="A picture beside this file."
    )


class OverrideModel(Strict):
    """One field of a national page that an edition has otherwise."""

    field: Annotated[str, OneOf(OVERRIDABLE)] = Field(description="The field.")
    was: Line = Field(description="What the national page says, word for word.")
    now: Annotated[Line, Size(chars=400)] = Field(description="What it says in this edition.")


class LocalStopModel(Strict):
    """What an edition adds at a moment."""

    tasks: Annotated[list[SharedTaskModel], ListLength(0, 10)] = Field(
        default_factory=list, description="What to do here and by when, in order of time."
    )
    facts: Annotated[list[SharedFactModel], ListLength(0, 10)] = Field(
        default_factory=list, description="What to know here, each with its date."
    )
    leads_to: Annotated[list[Doc], ListLength(0, 10)] = Field(
        default_factory=list, description="Options and case studies, local or national."
    )


_Moments = Annotated[list[Slug], ListLength()]


class LocalStopsModel(Strict):
    """``stops.yaml`` of an edition: what it adds to stops, and which it puts first."""

    add: dict[Slug, LocalStopModel] = Field(
        default_factory=dict, description="By moment, what is added to the stop of each roadmap."
    )
    order: dict[Slug, _Moments] = Field(
        default_factory=dict,
        description="By role, the stops that its roadmap begins with; the others follow.",
    )
    emphasis: dict[Slug, _Moments] = Field(
        default_factory=dict, description="By role, the stops that matter most here, shown open."
    )
