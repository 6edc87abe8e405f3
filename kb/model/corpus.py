"""All the content as one value: documents, vocabularies, glossary, bibliography."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.model.areas import Area, AreaId
from kb.model.bibliography import BibliographyEntry
from kb.model.distress import Distress
from kb.model.documents import DocId, Document, Kind, SourceId
from kb.model.editions import Edition
from kb.model.glossary import Glossary
from kb.model.templates import Template
from kb.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All the content, checked: documents in order of identifier and what they refer to.

    `bibliography` keeps the order of its file; `planned` gives the title of each document that
    is not yet written; `digest` is a sha256 over the path and bytes of every content file;
    `areas` are in order of identifier, `templates` in order of name;
    `edition` is the local one that this is the content of, None for the national content.
    """

    documents: Mapping[DocId, Document]
    vocabularies: Vocabularies
    glossary: Glossary
    bibliography: Mapping[SourceId, BibliographyEntry]
    distress: Distress
    planned: Mapping[DocId, str]
    digest: str
    areas: Mapping[AreaId, Area] = field(default_factory=dict)
    edition: Edition | None = None
    templates: tuple[Template, ...] = ()

    def of_kind(self, kind: Kind) -> tuple[Document, ...]:
        """Return the documents of a kind in order of identifier."""
        return tuple(document for document in self.documents.values() if document.kind is kind)

    def titled(self, document: Document) -> str:
        """Return a document's title, with whose it is if a local edition has it otherwise."""
        note = self.edition.note(document.id) if self.edition else ""
        return f"{document.title} ({note})" if note else document.title
