"""What the files beside the pages hold, as one value: vocabularies, glossary, sources and the rest.

Each file is checked with the care that pages get. A file that cannot be read is left empty and
named in `ReferenceData.unreadable`, so that one broken file does not bring a fault on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kb.content.folder import ContentFolder
from kb.content.reference_files import ReferenceReader
from kb.model.bibliography import (
    BibliographyEntry,
    Fingerprint,
    SourceKind,
    read_fingerprint,
)
from kb.model.distress import Distress
from kb.model.documents import (
    ConceptId,
    DocId,
    Document,
    LocalStop,
    Roadmap,
    SharedStop,
    SourceId,
)
from kb.model.fields import VOCABULARY_NAMES
from kb.model.glossary import Glossary
from kb.model.problems import Problem
from kb.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceData:
    """All that a page may refer to; what could not be read is empty and goes unchecked.

    `planned` gives the title of each document that is not yet written; `allowed_phrases` are
    words joined by spaces; `unreadable` names the files that could not be read
    (``bibliography.yaml``).
    """

    vocabularies: Vocabularies
    glossary: Glossary
    bibliography: Mapping[SourceId, BibliographyEntry]
    fingerprints: Mapping[SourceId, Fingerprint]
    distress: Distress
    shared_stops: Mapping[ConceptId, SharedStop]
    planned: Mapping[DocId, str]
    allowed_phrases: tuple[str, ...]
    unreadable: frozenset[str]

    def is_page(self, source: str) -> bool:
        """Whether a source is a web page, which cannot prove a figure."""
        entry = self.bibliography.get(SourceId(source))
        return entry is not None and entry.kind is SourceKind.PAGE

    def without_prints(self) -> ReferenceData:
        """Return it without fingerprints, which are files of their own."""
        return replace(self, fingerprints={})

    def with_prints(self, prints: Mapping[SourceId, Fingerprint]) -> ReferenceData:
        """Return it with other fingerprints."""
        return replace(self, fingerprints=prints)

    def all_prints(self) -> Fingerprint:
        """Return one fingerprint that holds the runs of twelve words of every source."""
        runs = (prints.long_runs for prints in self.fingerprints.values())
        return Fingerprint(
            short_runs=frozenset(), long_runs=frozenset().union(*runs), numbers=frozenset()
        )


class StoredPrints(Mapping[SourceId, Fingerprint]):
    """The fingerprints of a folder that were found to be whole, each read when it is needed."""

    def __init__(self, folder: ContentFolder, sources: Sequence[SourceId]) -> None:
        self._folder, self._sources = folder, dict.fromkeys(sources)
        self._read: dict[SourceId, Fingerprint] = {}

    def __getitem__(self, source: SourceId) -> Fingerprint:
        if source not in self._sources:
            raise KeyError(source)
        if source not in self._read:
            name = f"fingerprints/{source}"
            path = self._folder.root / name
            self._read[source] = read_fingerprint(path, self._folder.shown(name))
        return self._read[source]

    def __contains__(self, source: object) -> bool:
        return source in self._sources

    def __iter__(self) -> Iterator[SourceId]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


def read_reference(folder: ContentFolder, today: date) -> tuple[ReferenceData, tuple[Problem, ...]]:
    """Return what the files beside the pages hold, and every problem of them."""
    reader = ReferenceReader(folder, today)
    vocabularies = {}
    for name in VOCABULARY_NAMES:
        taxonomy = reader.vocabulary(name)
        if taxonomy is not None:
            vocabularies[name] = taxonomy
    bibliography = reader.bibliography()
    reference = ReferenceData(
        vocabularies=vocabularies,
        bibliography=bibliography,
        fingerprints=reader.fingerprints(bibliography),
        glossary=reader.glossary(bibliography),
        distress=reader.distress(),
        shared_stops=reader.shared_stops(),
        planned=reader.planned(),
        allowed_phrases=reader.allowed_phrases(),
        unreadable=frozenset(reader.unreadable),
    )
    return reference, tuple(reader.problems)


def with_added(document: Document, added: Mapping[ConceptId, SharedStop | LocalStop]) -> Document:
    """Return a roadmap with what is added to its stops, by moment; other documents as they are."""
    if not isinstance(document, Roadmap):
        return document
    stops = tuple(
        added[stop.moment].added_to(stop, document.role) if stop.moment in added else stop
        for stop in document.stops
    )
    return replace(document, stops=stops)
