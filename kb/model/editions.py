"""A local edition of the site: what an area adds to the national content and changes in it.

The folder of an edition is read and laid over the national content by `kb.content.editions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.model.areas import AreaId
from kb.model.documents import ConceptId, DocId


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of a national page as an edition has it.

    `was` is what it said when it was changed, `national` what it says nationally today.
    """

    field: str
    was: str
    national: str
    now: str

    @property
    def is_outdated(self) -> bool:
        """Whether the national page has changed since the edition changed it."""
        return " ".join(self.was.split()) != " ".join(self.national.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A local edition: whose it is, how it looks, and what in it is local.

    `area` is the area of England whose people its pages name; `colour` is that of the header as
    ``#rrggbb``, `logo` the name of its picture, and both may be "". `first` are the pages that
    its home page begins with, `local` those that are its own, `templates` the names of its own
    templates to fill in, and `changes` what it changed in national pages. `order` are the stops
    that each role's roadmap begins with, `emphasis` those that it shows open, as the ones that
    matter here.
    """

    id: str
    name: str
    about: str
    contact: str
    area: AreaId
    first: tuple[DocId, ...] = ()
    colour: str = ""
    logo: str = ""
    picture: bytes = b""
    local: frozenset[DocId] = frozenset()
    templates: frozenset[str] = frozenset()
    changes: Mapping[DocId, tuple[Change, ...]]
    order: Mapping[ConceptId, tuple[ConceptId, ...]] = field(default_factory=dict)
    emphasis: Mapping[ConceptId, tuple[ConceptId, ...]] = field(default_factory=dict)

    def note(self, document: DocId) -> str:
        """Return what a list says of a page that is local or was changed; "" for others."""
        if document in self.local:
            return f"Local: {self.name}"
        return f"Changed for {self.name}" if document in self.changes else ""
