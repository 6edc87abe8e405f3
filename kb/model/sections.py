"""The headings that the pages of each kind have, where these are fixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.model.documents import Kind


@dataclass(frozen=True, slots=True)
class AllowedSection:
    """A section that a kind of page may have, and whether it must."""

    text: str
    required: bool = False


SECTIONS: Mapping[Kind, tuple[AllowedSection, ...]] = {
    Kind.CASE_STUDY: (
        AllowedSection("The problem", required=True),
        AllowedSection("What they did", required=True),
        AllowedSection("What it took"),
        AllowedSection("What changed", required=True),
        AllowedSection("What they learned"),
        AllowedSection("Try it yourself"),
        AllowedSection("Who to talk to"),
    ),
    Kind.SIGNPOSTING: (
        AllowedSection("What it is", required=True),
        AllowedSection("Who it suits"),
        AllowedSection("Good to know"),
        AllowedSection("What is not known", required=True),
    ),
}
"""The sections of the kinds whose headings are fixed, in their order."""
LAST_OF_ROADMAP = AllowedSection("Who to ask", required=True)
"""The section below the stops of a roadmap."""
