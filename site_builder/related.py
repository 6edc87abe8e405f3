"""Related documents by shared tags, each with its reasons: what stands on pages if the
search gives nothing better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kb.model import ANY, DocId, Document, Kind
from site_builder.library import Library

LIMIT = 4
"""Related documents on a page."""

_WEIGHTS = {"interventions": 3.0, "needs": 2.0, "moments": 2.0, "outcomes": 1.0}
"""What a shared tag is worth before its rarity: shared work says more than shared effect."""

_REASONS = {
    "interventions": "also {}",
    "needs": "same need: {}",
    "moments": "same turn: {}",
    "outcomes": "same outcome: {}",
}
_LEAST = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A document to read next and why, in words for the reader, strongest reason first."""

    document: DocId
    reasons: tuple[str, ...]


def related_by_tags(library: Library) -> Mapping[DocId, tuple[Related, ...]]:
    """For each document up to `LIMIT` others that share tags with it, best first.

    A shared tag counts by its weight divided by the documents that carry it; ties are broken
    by identifier. Roadmaps, which touch everything, are neither given nor asked.
    """
    documents = [d for d in library.documents() if d.kind is not Kind.ROADMAP]
    carried = Counter(
        (field, tag) for d in documents for field in _WEIGHTS for tag in getattr(d, field)
    )
    found = {}
    for document in documents:
        scored = [
            (score, other.id, reasons)
            for other in documents
            if other.id != document.id
            for score, reasons in [_shared(library, document, other, carried)]
            if score >= _LEAST
        ]
        scored.sort(key=lambda entry: (-entry[0], entry[1]))
        found[document.id] = tuple(
            Related(document=other, reasons=reasons) for _, other, reasons in scored[:LIMIT]
        )
    return found


def _shared(
    library: Library, one: Document, other: Document, carried: Counter[tuple[str, str]]
) -> tuple[float, tuple[str, ...]]:
    worth: list[tuple[float, str]] = []
    for field, weight in _WEIGHTS.items():
        theirs = getattr(other, field)
        for tag in getattr(one, field):
            if tag in theirs and tag != ANY:
                label = library.tag(field, tag).label
                reason = _REASONS[field].format(_uncapped(label) if field != "needs" else label)
                worth.append((weight * 4 / (2 + carried[field, tag]), reason))
    worth.sort(key=lambda entry: (-entry[0], entry[1]))
    return sum(score for score, _ in worth), tuple(reason for _, reason in worth[:2])


def _uncapped(label: str) -> str:
    """A label inside a sentence: its first letter small, unless it begins with an acronym."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
