"""Acronyms, synonyms and successors: what a name means and what a body became.

The file ``content/glossary.yaml`` is read and checked by `kb.content.read`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb.model.documents import SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What followed a body, scheme or name.

    `to` is an entry of the glossary, a document, or free text; `from_` a date as written, or
    text where the date is not confirmed; `source` the page that says so.
    """

    to: str
    from_: str
    source: SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryEntry:
    """One term: its acronyms (`short`), what it means in a sentence, and its other names."""

    id: str
    term: str
    short: tuple[str, ...]
    means: str
    also: tuple[str, ...] = ()
    became: Became | None = None

    @property
    def all_names(self) -> tuple[str, ...]:
        """The term, its acronyms and its other names, in that order."""
        return (self.term, *self.short, *self.also)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The entries in the order of the file."""

    entries: tuple[GlossaryEntry, ...]

    def names(self) -> Mapping[str, str]:
        """Return a mapping from every name (term, acronym, other name) to its entry's id.

        Terms and acronyms are those of one entry alone. Where two entries share another name,
        it leads to the entry whose own term or acronym it is, or else to the first of them.
        """
        found: dict[str, str] = {}
        for entry in self.entries:
            found |= dict.fromkeys((entry.term, *entry.short), entry.id)
        for entry in self.entries:
            for name in entry.also:
                found.setdefault(name, entry.id)
        return MappingProxyType(found)

    def get(self, entry_id: str) -> GlossaryEntry | None:
        """Return the entry with an identifier, or None."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)
