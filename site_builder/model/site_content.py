"""A corpus with what pages ask of it: who carries a tag, who rests on a source, cards.

Everything is worked out from the corpus when first asked; addresses come from `permalinks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kb.content.passages import sentences
from kb.model.areas import Area
from kb.model.bibliography import BibliographyEntry, Live, SourceKind
from kb.model.corpus import Corpus
from kb.model.documents import (
    ANY,
    CaseStudy,
    DocId,
    Document,
    Kind,
    Roadmap,
    SignpostingOption,
    SourceId,
    Status,
    Stop,
)
from kb.model.evidence import Grade, leading
from kb.model.fields import tag_field
from kb.model.kinds import KIND_NAMES
from kb.model.standing import standing
from kb.model.vocabulary import Concept, Taxonomy
from site_builder.model import permalinks
from site_builder.model.known import Known
from site_builder.model.words import (
    StatusView,
    date_text,
    due_date,
    lower_first,
    stated,
    status_view,
)

_PART_END = re.compile(r"[;.]\s")

_STATUS_ORDER: Mapping[Status | None, int] = {Status.UNKNOWN: 1, Status.CLOSED: 2}
"""What does not run comes after what does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a list shows of one document. Without `url` it is not yet written.

    `due` is the day (ISO) from which the page is due for review. `instead` holds title and
    address of what took the place of something closed; an address is empty for a planned page.
    """

    kind: str
    kind_name: str
    title: str
    url: str
    summary: str = ""
    facts: tuple[str, ...] = ()
    status: StatusView | None = None
    grade: Grade | None = None
    cost: str = ""
    """What it cost, or costs a GP, in few words; "" for kinds that have no cost."""
    cost_of: str = ""
    """Whose cost that is, before the words: "Cost", "Cost to you"."""
    reasons: tuple[str, ...] = ()
    due: str = ""
    due_text: str = ""
    overdue: bool = False
    instead: tuple[tuple[str, str], ...] = ()

    @property
    def opening(self) -> str:
        """The first sentence of the summary, whole: all that a phone shows of it."""
        return next(iter(sentences(self.summary)), "")

    @property
    def rest(self) -> str:
        """The other sentences of the summary."""
        return " ".join(sentences(self.summary)[1:])

    @property
    def closed(self) -> bool:
        """Whether it is known to run no longer."""
        return self.status is not None and self.status.key == Status.CLOSED.value

    @property
    def unconfirmed(self) -> bool:
        """Whether nothing tells that it still runs."""
        return self.status is not None and self.status.key == Status.UNKNOWN.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One concept as a page shows it; `url` is empty where the concept has no page."""

    vocabulary: str
    id: str
    label: str
    url: str


class SiteContent:
    """Look-ups on one corpus; holds nothing that is not in it.

    `today` is the date by which pages in lists are due for review or not; None calls none due.
    `known` is what builds before worked out.
    """

    def __init__(
        self, corpus: Corpus, *, today: date | None = None, known: Known | None = None
    ) -> None:
        self.corpus = corpus
        self.today = today
        self.known = known or Known()
        self._resting = _pages_by_source(corpus.documents.values())
        self._areas_resting = _areas_by_source(corpus.areas.values())
        self._cards: dict[DocId, Card] = {}
        self._tags: dict[tuple[str, str], Tag] = {}
        self._in_order: dict[Kind | None, tuple[Document, ...]] = {}

    def get(self, document: DocId) -> Document | None:
        """The document with an identifier, or None."""
        return self.corpus.documents.get(document)

    def vocabulary(self, name: str) -> Taxonomy:
        """A vocabulary by name; empty if the content has none of that name."""
        return self.corpus.vocabularies.get(name) or Taxonomy(name, ())

    def documents(self, kind: Kind | None = None) -> tuple[Document, ...]:
        """The documents of every kind by identifier, or those of one kind in reading order.

        That is by title, but roadmaps by role, and options as `options_first` has them.
        """
        if kind not in self._in_order:
            self._in_order[kind] = self._ordered(kind)
        return self._in_order[kind]

    def _ordered(self, kind: Kind | None) -> tuple[Document, ...]:
        found = [d for d in self.corpus.documents.values() if kind in (None, d.kind)]
        if kind is Kind.ROADMAP:
            order = {role: at for at, role in enumerate(self.vocabulary("roles").ids)}
            found.sort(key=lambda d: (order.get(d.roles[0], len(order)), d.id))
        elif kind is Kind.SIGNPOSTING:
            return self.options_first(found)
        elif kind is not None:
            found.sort(key=lambda d: (d.title.casefold(), d.id))
        return tuple(found)

    def options_first(
        self, options: Iterable[Document], vocabulary: str | None = None
    ) -> tuple[Document, ...]:
        """What runs, then what is not confirmed, then what has closed.

        Among those, what a GP can ask for comes before what practices and systems use; then what
        is for few concepts of a vocabulary before what is for many, or for all since it names none;
        then by title.
        """
        levels = {level: at for at, level in enumerate(self.vocabulary("levels").ids)}

        def width(document: Document) -> int:
            if vocabulary is None:
                return 0
            named = set(document.tags(tag_field(vocabulary).key)) - {ANY}
            return len(named or self.vocabulary(vocabulary).ids)

        def order(document: Document) -> tuple[int, int, int, str, str]:
            near = min((levels.get(level, 0) for level in document.levels), default=0)
            state = _STATUS_ORDER.get(standing(document.now), 0)
            return state, near, width(document), document.title.casefold(), str(document.id)

        return tuple(sorted(options, key=order))

    def tagged(self, vocabulary: str, concept: str) -> tuple[Document, ...]:
        """The documents that carry a concept; those that name no limit carry every one."""
        return tuple(
            document
            for document in self.documents()
            if concept in (tags := document.tags(vocabulary)) or tags == (ANY,)
        )

    def tags(self, document: Document, vocabulary: str) -> tuple[Tag, ...]:
        """A document's concepts in one vocabulary, in its own order; none where it is `ANY`."""
        concepts = document.tags(vocabulary)
        if concepts == (ANY,):
            return ()
        return tuple(self.tag(vocabulary, concept) for concept in concepts)

    def tag(self, vocabulary: str, concept: str) -> Tag:
        """One concept as a tag, linked to its page where it has one."""
        key = vocabulary, concept
        if key not in self._tags:
            self._tags[key] = self._tag(vocabulary, concept)
        return self._tags[key]

    def _tag(self, vocabulary: str, concept: str) -> Tag:
        taxonomy = self.vocabulary(vocabulary)
        label = taxonomy.get(concept).label if concept in taxonomy else str(concept)
        return Tag(
            vocabulary=vocabulary,
            id=str(concept),
            label=label,
            url=self.concept_url(vocabulary, concept),
        )

    def concept_url(self, vocabulary: str, concept: str) -> str:
        """The address of a concept's page, or "" if it has none."""
        if vocabulary == "roles":
            roadmap = self.get(DocId(f"{Kind.ROADMAP.value}/{concept}"))
            return permalinks.document_url(roadmap.id) if roadmap else ""
        if vocabulary in permalinks.VOCABULARY_FOLDERS:
            return permalinks.concept_url(vocabulary, concept)
        return ""

    def source_url(self, source: SourceId) -> str:
        """The address of a source in the list of documents, or in that of web pages."""
        entry = self.corpus.bibliography.get(source)
        if entry and entry.kind is SourceKind.PAGE:
            return permalinks.web_source_url(source, entry.publisher)
        return permalinks.source_url(source)

    def resting_on(self, source: SourceId) -> tuple[Document, ...]:
        """The documents that rest on a source in any way, by identifier."""
        return tuple(self.corpus.documents[doc] for doc in self._resting.get(source, ()))

    def areas_on(self, source: SourceId) -> tuple[Area, ...]:
        """The areas with a contact that rests on a source, in order of their names."""
        return self._areas_resting.get(source, ())

    def areas(self) -> tuple[Area, ...]:
        """The areas of England in order of their names."""
        return tuple(sorted(self.corpus.areas.values(), key=lambda area: area.name.casefold()))

    def card(self, document: DocId, reasons: tuple[str, ...] = ()) -> Card:
        """What a list shows of a document; of a planned one its title alone."""
        if document not in self._cards:
            self._cards[document] = self._card(document)
        card = self._cards[document]
        return replace(card, reasons=reasons) if reasons else card

    def _card(self, document: DocId) -> Card:
        found = self.get(document)
        kind = Kind(str(document).split("/", 1)[0])
        name = KIND_NAMES[kind].label
        if found is None:
            title = self.corpus.planned.get(document, str(document))
            return Card(kind=kind.value, kind_name=name, title=title, url="")
        due = due_date(found)
        return Card(
            kind=kind.value,
            kind_name=name,
            title=found.title,
            url=permalinks.document_url(found.id),
            summary=found.summary,
            facts=(*self._local_note(found), *_card_facts(found)),
            status=status_view(found),
            grade=leading(found.results)[1] if isinstance(found, CaseStudy) else None,
            cost=_cost(found),
            cost_of="Cost" if isinstance(found, CaseStudy) else "Cost to you",
            due=due.isoformat(),
            due_text=date_text(due),
            overdue=self.today is not None and self.today >= due,
            instead=self._instead(found),
        )

    @property
    def local_mark(self) -> str:
        """What marks a task or fact that a local edition added."""
        edition = self.corpus.edition
        return f"Local: {edition.name}" if edition else "Local"

    def _local_note(self, document: Document) -> tuple[str, ...]:
        """What marks a page that a local edition has as its own, or changed."""
        edition = self.corpus.edition
        note = edition.note(document.id) if edition else ""
        return (note,) if note else ()

    def _instead(self, document: Document) -> tuple[tuple[str, str], ...]:
        """What took the place of something closed; nothing for what runs."""
        if document.now.status is not Status.CLOSED:
            return ()
        return tuple(
            (other.title, permalinks.document_url(other.id))
            if (other := self.get(target))
            else (self.corpus.planned.get(target, str(target)), "")
            for target in document.now.instead
        )

    def own_page(self, option: SignpostingOption) -> BibliographyEntry | None:
        """The page of those who run an option, of the pages that its terms rest on.

        That is one with an address that is not known to fail, of the publisher named first in
        `run_by`; None if no page is theirs, or the option is closed.
        """
        if option.now.status is Status.CLOSED:
            return None
        run_by = option.run_by.casefold()
        found = [
            (run_by.index(entry.publisher.casefold()), at, entry)
            for at, source in enumerate(option.terms.seen)
            if (entry := self.corpus.bibliography.get(source))
            and entry.address
            and entry.live is not Live.FALSE
            and entry.publisher.casefold() in run_by
        ]
        return min(found, key=lambda one: one[:2])[2] if found else None

    def cards(self, documents: Iterable[DocId]) -> tuple[Card, ...]:
        """Cards in the order given."""
        return tuple(self.card(document) for document in documents)

    def urgent(self) -> tuple[Document, ...]:
        """The documents that `distress.yaml` names as help, most urgent first."""
        found = (self.get(document) for document in self.corpus.distress.help)
        return tuple(document for document in found if document is not None)

    def calls_for_urgent_help(self, stop: Stop) -> bool:
        """Whether a road leads first, at a stop, to what `distress.yaml` names first."""
        urgent = self.urgent()
        return bool(urgent) and stop.leads_to[:1] == (urgent[0].id,)

    def checked(self) -> date | None:
        """The latest day on which any page was checked; None for a corpus without pages."""
        return max((d.now.checked for d in self.corpus.documents.values()), default=None)

    def stop(self, role: str, moment: str) -> Stop | None:
        """The stop of a role's roadmap at a moment, or None if there is none."""
        roadmap = self.get(DocId(f"{Kind.ROADMAP.value}/{role}"))
        stops = roadmap.stops if isinstance(roadmap, Roadmap) else ()
        return next((stop for stop in stops if stop.moment == moment), None)

    def concepts(self, vocabulary: str) -> Iterator[tuple[Concept, str]]:
        """The concepts of a vocabulary in order, each with its address."""
        for concept in self.vocabulary(vocabulary):
            yield concept, self.concept_url(vocabulary, concept.id)


def _cost(document: Document) -> str:
    """The first part of what a page says about cost, never cut within a part.

    Parts end at a semicolon or a full stop: "Total not stated. Named: 4 sessions" gives "total
    not stated"; sums stay whole.
    """
    if isinstance(document, CaseStudy):
        text = document.cost
    elif isinstance(document, SignpostingOption):
        text = document.cost_to_gp
    else:
        return ""
    first = _PART_END.split(stated(text), maxsplit=1)[0]
    return lower_first(first)


def _card_facts(document: Document) -> Iterator[str]:
    if isinstance(document, CaseStudy):
        yield document.area
        if stated(document.when) != "Not stated":
            yield document.when
    elif isinstance(document, SignpostingOption) and stated(document.run_by) != "Not stated":
        yield document.run_by


def _areas_by_source(areas: Iterable[Area]) -> dict[SourceId, tuple[Area, ...]]:
    resting: dict[SourceId, list[Area]] = {}
    for area in sorted(areas, key=lambda area: area.name.casefold()):
        for source in dict.fromkeys(contact.source for contact in area.all_contacts()):
            resting.setdefault(source, []).append(area)
    return {source: tuple(found) for source, found in resting.items()}


def _pages_by_source(documents: Iterable[Document]) -> dict[SourceId, tuple[DocId, ...]]:
    resting: dict[SourceId, list[DocId]] = {}
    for document in documents:
        named = {ref.source for ref in document.sources} | set(document.now.seen)
        if isinstance(document, CaseStudy):
            named |= {result.source for result in document.results}
        if isinstance(document, SignpostingOption):
            named |= set(document.terms.seen)
        if isinstance(document, Roadmap):
            for stop in document.stops:
                named |= {task.proof.source for task in stop.tasks if task.proof}
                named |= {fact.proof.source for fact in stop.facts}
        for source in named:
            resting.setdefault(source, []).append(document.id)
    return {source: tuple(sorted(ids)) for source, ids in resting.items()}
