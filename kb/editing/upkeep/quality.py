"""The state of the pages, for those who keep them: what is due, thin, unproved, dead or missing.

A list of findings to work through, never a gate. The quality page, its JSON and its feed are made
from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from kb.editing.upkeep.failed_queries import FailedQuery
from kb.editing.upkeep.web_state import LinkFound, LinkState
from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, DocId, Document, Kind, SignpostingOption, Status
from kb.model.evidence import leading
from kb.model.fields import TAG_FIELDS
from kb.text.dates import when_text
from kb.text.markdown import sections

THIN_WORDS: Mapping[Kind, int] = {
    Kind.CASE_STUDY: 180,
    Kind.SIGNPOSTING: 100,
    Kind.TOOLKIT: 180,
    Kind.ROADMAP: 250,
}
"""Words of a body below which a page counts as thin, by kind."""
STRONG = 3
"""The evidence level from which a result counts as measured."""
EMPTY_VOCABULARIES = tuple(field.key for field in TAG_FIELDS if field.folder)
"""The vocabularies whose concepts have a page each, and so should have documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to look at: `about` a page, concept, address or query, with a sentence.

    `page` is the identifier of a document or an area (``areas/somerset``), or "" if there is none;
    `since` the day from which it stands, None if that is not known.
    """

    topic: str
    about: str
    page: str
    sentence: str
    since: date | None = None

    def as_dict(self) -> dict[str, str]:
        """The finding as plain data."""
        return {
            "topic": self.topic,
            "about": self.about,
            "page": self.page,
            "sentence": self.sentence,
            "since": str(self.since) if self.since else "",
        }


TOPICS: Mapping[str, str] = {
    "overdue": "Due for review",
    "status": "Options whose status is not known, or that have closed",
    "evidence": "Case studies without a measured result",
    "thin": "Thin pages",
    "empty": "Concepts without documents",
    "areas": "Areas where somebody to ask was not found",
    "links": "Web addresses that are dead, moved or out of reach",
    "search": "Judged searches that fail",
}
"""The topics of findings, in the order of the page."""
AREAS_FOLDER = "areas"
"""Where the page of an area stands on the site."""
FROM_OUTSIDE = frozenset({"links", "search"})
"""The topics that do not follow from the content alone: they may not have been checked."""


def review_due(document: Document) -> date:
    """Return the day on which a page is due for review: from its older date, by its months."""
    start = min(document.reviewed, document.now.checked)
    months = start.month - 1 + document.review_in
    year, month = start.year + months // 12, months % 12 + 1
    for day in range(start.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, start.day)


def quality_of(
    corpus: Corpus,
    *,
    today: date,
    links: Mapping[str, LinkFound] | None = None,
    places: Mapping[str, Sequence[str]] | None = None,
    failed: Sequence[FailedQuery] | None = None,
) -> tuple[Finding, ...]:
    """Return what there is to look at, by topic.

    Args:
        corpus: the content.
        today: the day by which pages are due or not.
        links: what is known of web addresses; None if none was asked for.
        places: where each address stands.
        failed: judged queries that the search answers badly; None if it was not measured.
    """
    documents = list(corpus.documents.values())
    return (
        *_overdue(documents, today),
        *_statuses(corpus),
        *_weak(documents),
        *_thin(documents),
        *_empty(corpus),
        *_areas(corpus),
        *(_links(links, places or {}) if links is not None else ()),
        *_searches(failed or (), corpus),
    )


def topics_looked_for(
    *, links: Mapping[str, LinkFound] | None, failed: Sequence[FailedQuery] | None
) -> frozenset[str]:
    """Return the topics that `quality_of` could report, given the same."""
    given = {"links": links is not None, "search": failed is not None}
    return frozenset(topic for topic in TOPICS if given.get(topic, True))


def as_dict(findings: Sequence[Finding], *, today: date, looked_for: Set[str]) -> dict[str, object]:
    """Return findings as plain data, the object of ``quality.json``.

    The count of a topic that was not looked for is None, which is not 0.
    """
    return {
        "as_at": str(today),
        "counts": {
            topic: sum(f.topic == topic for f in findings) if topic in looked_for else None
            for topic in TOPICS
        },
        "not_looked_for": [topic for topic in TOPICS if topic not in looked_for],
        "findings": [finding.as_dict() for finding in findings],
    }


def _overdue(documents: Sequence[Document], today: date) -> Iterator[Finding]:
    due = [(review_due(document), document) for document in documents]
    for day, document in sorted(due, key=lambda pair: (pair[0], pair[1].id)):
        if day <= today:
            yield _of(document, "overdue", f"was due for review on {day}", day)


def _title(corpus: Corpus, page: str) -> str:
    """The title of a page, or its identifier if there is no such page."""
    document = corpus.documents.get(DocId(page))
    return document.title if document else page


def _statuses(corpus: Corpus) -> Iterator[Finding]:
    for document in corpus.documents.values():
        if not isinstance(document, SignpostingOption):
            continue
        if document.now.status is Status.UNKNOWN:
            sentence = f"not confirmed since {when_text(document.now.as_at)}"
            yield _of(document, "status", sentence, document.now.checked)
        elif document.now.status is Status.CLOSED:
            instead = " or ".join(_title(corpus, page) for page in document.now.instead)
            yield _of(document, "status", f"has closed; instead: {instead}", document.now.checked)


def _weak(documents: Sequence[Document]) -> Iterator[Finding]:
    for document in documents:
        if isinstance(document, CaseStudy):
            grade = leading(document.results)[1]
            if grade.level < STRONG:
                said = grade.reason
                if not said.startswith(grade.name.lower()):
                    said = f"{grade.name.lower()}; {said}"
                yield _of(document, "evidence", f"level {grade.level}, {said}")


def _thin(documents: Sequence[Document]) -> Iterator[Finding]:
    for document in documents:
        words = sum(len(section.plain.split()) for section in sections(document.body))
        if words < THIN_WORDS[document.kind]:
            sentence = f"{words} words; {THIN_WORDS[document.kind]} or more are usual"
            yield _of(document, "thin", sentence)


def _empty(corpus: Corpus) -> Iterator[Finding]:
    for name in EMPTY_VOCABULARIES:
        used = {tag for document in corpus.documents.values() for tag in getattr(document, name)}
        for concept in corpus.vocabularies[name]:
            if concept.id not in used:
                yield Finding(
                    topic="empty",
                    about=concept.label,
                    page="",
                    sentence=f"no document has it ({name.replace('_', ' ')}: {concept.id})",
                )


def _areas(corpus: Corpus) -> Iterator[Finding]:
    for area in sorted(corpus.areas.values(), key=lambda area: area.name.casefold()):
        missing = area.not_found()
        if missing:
            yield Finding(
                topic="areas",
                about=area.name,
                page=f"{AREAS_FOLDER}/{area.id}",
                sentence=f"not found: {'; '.join(missing)}",
            )


def _links(
    links: Mapping[str, LinkFound], places: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    for address in sorted(links):
        link = links[address]
        if link.state is not LinkState.OK and address in places:
            where = ", ".join(places[address])
            sentence = f"{link.state}: {link.reason}; in {where}"
            yield Finding(
                topic="links",
                about=address,
                page="",
                sentence=sentence,
                since=link.since or link.checked,
            )
    missing = sum(address not in links for address in places)
    if missing:
        yield Finding(
            topic="links",
            about=f"{missing} of {len(places)} addresses",
            page="",
            sentence="not asked for yet; run kb links",
        )


def _searches(failed: Sequence[FailedQuery], corpus: Corpus) -> Iterator[Finding]:
    for query in failed:
        wanted = "; ".join(_title(corpus, page) for page in query.wanted)
        sentence = f"nDCG@10 {query.ndcg:.2f}; it should find {wanted}"
        yield Finding(topic="search", about=query.text, page="", sentence=sentence)


def _of(document: Document, topic: str, sentence: str, since: date | None = None) -> Finding:
    return Finding(
        topic=topic, about=document.title, page=document.id, sentence=sentence, since=since
    )
