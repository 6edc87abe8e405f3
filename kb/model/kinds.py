"""What each kind of page is called: on the site, in messages, by commands and in file names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb.model.documents import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class KindNames:
    """The names of a kind: for one and for many in a sentence, over a list, and for a command.

    `command` is what one types (``kb new casestudy``), and begins the name of its schema's file.
    """

    one: str
    many: str
    title: str
    command: str

    @property
    def label(self) -> str:
        """The name of one at the start of a line: "Case study"."""
        return self.one[:1].upper() + self.one[1:]


KIND_NAMES: Mapping[Kind, KindNames] = MappingProxyType(
    {
        Kind.CASE_STUDY: KindNames(
            one="case study", many="case studies", title="Case studies", command="casestudy"
        ),
        Kind.SIGNPOSTING: KindNames(
            one="support option",
            many="support options",
            title="Support options",
            command="signposting",
        ),
        Kind.TOOLKIT: KindNames(
            one="toolkit page", many="toolkit pages", title="Toolkit", command="toolkit"
        ),
        Kind.ROADMAP: KindNames(
            one="roadmap", many="roadmaps", title="Roadmaps", command="roadmap"
        ),
    }
)
"""The names of every kind, in the order of `Kind`."""
