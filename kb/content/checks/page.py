"""What a check is given: one page as it was read, and all that it may refer to.

Checks work on the plain fields, so that a page with a fault in one field is still checked in
all the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.model.bibliography import BibliographyEntry, Fingerprint, SourceKind
from kb.model.documents import DocId, Kind, SourceId
from kb.model.glossary import Glossary
from kb.model.problems import Problem, Severity
from kb.model.vocabulary import Vocabularies


def line_of(field: str, lines: Mapping[str, int]) -> int:
    """Return the line of a field, or of the nearest one that holds it; 1 if there is none."""
    while field and field not in lines:
        cut = max(field.rfind("."), field.rfind("["))
        field = field[:cut] if cut > 0 else ""
    return lines.get(field, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One content file with readable front matter; its fields may still have faults."""

    path: str
    id: DocId
    kind: Kind
    fields: Mapping[str, Any]
    lines: Mapping[str, int]
    quoted: frozenset[str]
    body: str
    body_line: int

    def problem(
        self,
        fault: str,
        *,
        field: str = "",
        line: int | None = None,
        found: str = "",
        allowed: str = "",
        remedy: str = "",
        suggestion: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return a problem of this page, on the line of its field unless one is given."""
        return Problem(
            path=self.path,
            line=line or line_of(field, self.lines),
            field=field,
            fault=fault,
            found=found,
            allowed=allowed,
            remedy=remedy,
            suggestion=suggestion,
            severity=severity,
        )

    def text(self, key: str) -> str:
        """Return a field as text; "" if it is absent or something else."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else ""

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Return a field that holds fields; empty if it is absent or something else."""
        value = self.fields.get(key)
        return value if isinstance(value, dict) else {}

    def items(self, key: str) -> list[Mapping[str, Any]]:
        """Return a list of fields; an entry that is something else is empty."""
        value = self.fields.get(key)
        entries = value if isinstance(value, list) else []
        return [entry if isinstance(entry, dict) else {} for entry in entries]

    def source_ids(self) -> list[SourceId]:
        """Return the sources that the page names, in order."""
        return [
            SourceId(ref["source"])
            for ref in self.items("sources")
            if isinstance(ref.get("source"), str)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All that a page may refer to; what could not be read is empty and goes unchecked."""

    vocabularies: Vocabularies
    glossary: Glossary
    bibliography: Mapping[SourceId, BibliographyEntry]
    fingerprints: Mapping[SourceId, Fingerprint]
    planned: Mapping[DocId, str]
    allowed_phrases: tuple[str, ...] = ()
    unreadable: frozenset[str] = field(default_factory=frozenset)
    """Names of files that could not be read (``bibliography.yaml``)."""

    def is_page(self, source: str) -> bool:
        """Whether a source is a web page, which proves figures only once it was fingerprinted."""
        entry = self.bibliography.get(SourceId(source))
        return entry is not None and entry.kind is SourceKind.PAGE

    def all_prints(self) -> Fingerprint:
        """Return one fingerprint that holds the runs of twelve words of every source."""
        runs = (prints.long_runs for prints in self.fingerprints.values())
        return Fingerprint(
            short_runs=frozenset(), long_runs=frozenset().union(*runs), numbers=frozenset()
        )


def strings_of(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield (field, text) for every text within plain data, in order."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from strings_of(inner, f"{field}.{key}" if field else key)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from strings_of(inner, f"{field}[{at}]")
