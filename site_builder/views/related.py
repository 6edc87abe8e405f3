"""Related documents by shared tags and by meaning, each with its reasons; weak ones not at all."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kb.model.documents import ANY, CaseStudy, DocId, Document, Kind
from kb.model.fields import TAG_FIELDS, TagField
from site_builder.model.site_content import SiteContent
from site_builder.model.words import listed, lower_first

LIMIT = 5
"""Most related documents on a page."""
LEAST = 1.2
"""What tags and meaning must be worth together; under it two documents are not related."""
CLOSE = 2.0
"""Standard deviations from which closeness in meaning is a reason by itself."""
MANY_TAGS = 10
"""Tags from which a document's shared tags count for less, by the square root."""
MEANING = 0.45
"""What a standard deviation of closeness is worth beside shared tags."""

_ROUNDING = 1e-9
"""More than sums of worths in another order can differ by."""
_Tag = tuple[str, str]
"""The key of a field and a concept."""

Likeness = Mapping[DocId, Mapping[DocId, float]]
"""For each document how close others are in meaning, in standard deviations above the mean."""

_SHARED = sorted(
    (field for field in TAG_FIELDS if field.related_weight),
    key=lambda field: (-field.related_weight, not field.spoken),
)
"""The fields whose tags relate pages, and what people say before other words of like weight.

What a shared tag is worth before its rarity: shared work says more than shared effect.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A document to read next and why, in words for the reader, strongest reason first."""

    document: DocId
    reasons: tuple[str, ...]


def related_documents(
    content: SiteContent, likeness: Likeness | None = None
) -> Mapping[DocId, tuple[Related, ...]]:
    """For each document up to `LIMIT` others that are worth reading next, best first.

    A shared tag counts by its weight divided by the documents that carry it; closeness in
    meaning, where it is known, is added. What is worth less than `LEAST` is left out, so that a
    page may have few or none; ties are broken by identifier. Roadmaps, which touch everything,
    are neither given nor asked.
    """
    documents = [d for d in content.documents() if d.kind is not Kind.ROADMAP]
    carriers: dict[_Tag, list[Document]] = {}
    for document in documents:
        for tag in _tags(document):
            carriers.setdefault(tag, []).append(document)
    carried = Counter({tag: len(having) for tag, having in carriers.items()})
    known = {document.id: document for document in documents}
    breadth = {document.id: _breadth(document) for document in documents}
    found = {}
    for document in documents:
        close = (likeness or {}).get(document.id, {})
        scored = []
        for other in _candidates(document, carriers, close, known):
            shared = _shared(document, other, carried)
            nearness = close.get(other.id, 0.0)
            worth = sum(worth for worth, _, _ in shared) * breadth[other.id]
            score = worth + MEANING * max(nearness, 0.0)
            if score >= LEAST:
                scored.append((-score, other, shared, nearness))
        scored.sort(key=lambda one: (one[0], one[1].id))
        reasoned = (
            Related(document=other.id, reasons=reasons)
            for _, other, shared, nearness in scored
            if (reasons := _reasons(content, document, other, shared, nearness))
        )
        found[document.id] = tuple(islice(reasoned, LIMIT))
    return found


def _tags(document: Document) -> Iterator[_Tag]:
    for field in _SHARED:
        for tag in document.tags(field.key):
            yield field.key, str(tag)


def _candidates(
    document: Document,
    carriers: Mapping[_Tag, Sequence[Document]],
    close: Mapping[DocId, float],
    known: Mapping[DocId, Document],
) -> Iterable[Document]:
    """The documents that can be worth `LEAST` beside one, and some that cannot.

    Common tags are worth little. As many of them as are not worth `LEAST` together are passed
    over: what shares no other tag can only be near in meaning.
    """
    tags = sorted(
        (_worth(field, len(carriers[field.key, str(tag)])), (field.key, str(tag)))
        for field in _SHARED
        for tag in document.tags(field.key)
        if tag != ANY
    )
    found: dict[DocId, Document] = {}
    common = 0.0
    for worth, tag in tags:
        if common + worth < LEAST - _ROUNDING:
            common += worth
        else:
            found.update((other.id, other) for other in carriers[tag])
    for other, nearness in close.items():
        if other in known and MEANING * nearness + common >= LEAST - _ROUNDING:
            found[other] = known[other]
    found.pop(document.id, None)
    return found.values()


def _worth(field: TagField, carriers: int) -> float:
    """What a shared tag is worth: more if few documents carry it."""
    return field.related_weight * 4 / (2 + carriers)


def _breadth(document: Document) -> float:
    """A discount for documents with so many tags that they share some with everything."""
    tags = sum(len(document.tags(field.key)) for field in _SHARED)
    return min(1.0, math.sqrt(MANY_TAGS / max(tags, 1)))


def _shared(
    one: Document, other: Document, carried: Counter[tuple[str, str]]
) -> list[tuple[float, str, str]]:
    """Worth, vocabulary and concept of each tag that two documents share, the best first."""
    shared = [
        (-_worth(field, carried[field.key, tag]), field.key, str(tag))
        for field in _SHARED
        for tag in one.tags(field.key)
        if tag != ANY and tag in other.tags(field.key)
    ]
    return [(-worth, field, tag) for worth, field, tag in sorted(shared)]


def _reasons(
    content: SiteContent,
    one: Document,
    other: Document,
    shared: list[tuple[float, str, str]],
    nearness: float,
) -> tuple[str, ...]:
    """At most two reasons: how the two stand to each other, and what they have in common."""
    labels = {
        field.key: [content.tag(key, tag).label for _, key, tag in shared if key == field.key]
        for field in _SHARED
    }
    reasons = [
        reason
        for reason in (
            _as_cases(one, other, labels),
            *(_in_common(field, labels[field.key]) for field in _SHARED),
        )
        if reason
    ]
    if nearness >= CLOSE:
        reasons.insert(1, "covers similar ground")
    return tuple(reasons[:2])


def _as_cases(one: Document, other: Document, labels: Mapping[str, list[str]]) -> str:
    """How two case studies stand to each other: by problem, by answer and by place."""
    if not (isinstance(one, CaseStudy) and isinstance(other, CaseStudy)):
        return ""
    if one.area == other.area:
        return f"also in {one.area}"
    if labels["needs"] and labels["interventions"]:
        return "the same problem and a similar answer in another area"
    if labels["needs"]:
        return "the same problem, another answer"
    if labels["interventions"]:
        return "a similar answer to another problem"
    return ""


def _in_common(field: TagField, labels: Sequence[str]) -> str:
    """What two documents share in a field: two tags at most, or one that people say, quoted."""
    if not labels:
        return ""
    words = [f"“{labels[0]}”"] if field.spoken else [lower_first(label) for label in labels[:2]]
    return f"{field.related_phrase} {listed(words)}"
