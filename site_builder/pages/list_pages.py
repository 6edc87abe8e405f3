"""What the pages show that gather documents: lists, concepts, glossary, sources, home."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kb.content.england import boards_of, england
from kb.model.bibliography import BibliographyEntry, SourceKind
from kb.model.documents import CaseStudy, DocId, Document, Kind, Roadmap, SignpostingOption
from kb.model.evidence import LEVELS, RULES
from kb.model.fields import FACET_FIELDS, tag_field
from kb.model.glossary import Became, GlossaryEntry
from kb.model.kinds import KIND_NAMES
from kb.model.vocabulary import Concept, is_for_planners
from site_builder.model import permalinks
from site_builder.model.site_content import Card, SiteContent, Tag
from site_builder.model.words import count_text, stated, when_text
from site_builder.views.england import marks
from site_builder.views.evidence import (
    EvidenceSummary,
    intervention_summary,
    outcome_count,
    outcome_summary,
)
from site_builder.views.listing import STATUS, listing
from site_builder.views.navigation import series_pages
from site_builder.views.page_text import PageText
from site_builder.views.pictures import cycle, nested, nested_height
from site_builder.views.route_map import at_any_time
from site_builder.views.sources import SourceLine, source_line
from site_builder.views.station_map import NARROW, station_map

Context = Mapping[str, object]

_CYCLE = "improvement-cycle"
"""The series that is a cycle."""
_LEVELS = "three-levels"
"""The series about the levels."""
_ASKED_PAGES = 2
"""Pages that are named beside what somebody says; search knows the others."""
_ASKED_SHOWN = 24
"""Lines of what somebody says that the page of a need shows; search knows the others."""
_STATUS_PLACE = 3
"""The place of the status among the filters of the support options."""
_OPTION_FACETS = tuple(
    facet
    for _, facet in sorted(
        [
            (_STATUS_PLACE, STATUS),
            *((f.option_place, f.facet) for f in FACET_FIELDS.values() if f.option_place),
        ]
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptLine:
    """One concept in a list, with how much there is on it."""

    tag: Tag
    about: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryLine:
    """One glossary entry, its successor included."""

    entry: GlossaryEntry
    became_text: str
    became_url: str
    became_when: str
    source: SourceLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BibliographyLine:
    """One source with the pages that rest on it."""

    entry: BibliographyEntry
    line: SourceLine
    pages: tuple[tuple[str, str], ...]


def home_context(content: SiteContent) -> Context:
    """The home page: roadmaps and their map, needs, help, and how much there is."""
    roads = [d for d in content.documents(Kind.ROADMAP) if isinstance(d, Roadmap)]
    return {
        **_local(content),
        "narrow": station_map(content, roads, NARROW),
        "apart": at_any_time(content, roads),
        "roadmaps": tuple(
            (content.tag("roles", roadmap.roles[0]), permalinks.document_url(roadmap.id))
            for roadmap in content.documents(Kind.ROADMAP)
        ),
        "needs": tuple(content.tag("needs", c.id) for c in content.vocabulary("needs")),
        "moments": tuple(content.tag("moments", c.id) for c in content.vocabulary("moments")),
        "stages": tuple(
            content.tag("career_stages", c.id) for c in content.vocabulary("career_stages")
        ),
        "urgent": content.cards(document.id for document in content.urgent()),
        "counts": {
            kind.value: count_text(
                len(content.documents(kind)),
                KIND_NAMES[kind].one,
                KIND_NAMES[kind].many,
            )
            for kind in Kind
        },
    }


def _local(content: SiteContent) -> Context:
    """What the home page of a local edition begins with: the pages that it puts first."""
    edition = content.corpus.edition
    if edition is None:
        return {}
    own = sorted(edition.local - set(edition.first))
    return {
        "local_first": content.cards([*edition.first, *own]),
        "local_name": edition.name,
        "local_about": edition.about,
        "local_area": permalinks.area_url(edition.area),
    }


def urgent_context(content: SiteContent) -> Context:
    """Help for doctors in distress, most urgent first, each with how to start."""
    return {
        "starts": tuple(
            (
                content.card(document.id),
                stated(document.how_to_start) if isinstance(document, SignpostingOption) else "",
            )
            for document in content.urgent()
        )
    }


def casestudies_context(content: SiteContent) -> Context:
    """All case studies, to be narrowed by the five facets."""
    found = listing(
        content,
        content.documents(Kind.CASE_STUDY),
        tuple(FACET_FIELDS),
        noun="case study",
        nouns="case studies",
    )
    return {"listing": found}


def options_context(content: SiteContent) -> Context:
    """All support options, to be narrowed by who may use them and whether they run."""
    found = listing(
        content,
        content.documents(Kind.SIGNPOSTING),
        _OPTION_FACETS,
        noun="support option",
        nouns="support options",
    )
    return {"listing": found}


def places_context(content: SiteContent) -> Context:
    """Where the case studies happened: a map of England by care boards, and the same as lists."""
    by_board: dict[str, list[DocId]] = {}
    wider: list[DocId] = []
    for case in content.documents(Kind.CASE_STUDY):
        found = boards_of(case.area) if isinstance(case, CaseStudy) else ()
        for board in found:
            by_board.setdefault(board.code, []).append(case.id)
        if not found:
            wider.append(case.id)
    named = KIND_NAMES[Kind.CASE_STUDY]
    boards = [board for board in england().boards if board.code in by_board]
    of = {
        board.code: (
            str(len(by_board[board.code])),
            f"{board.name}: {count_text(len(by_board[board.code]), named.one, named.many)}",
            f"#{board.code.lower()}",
        )
        for board in boards
    }
    places = {case for cases in by_board.values() for case in cases}
    areas = count_text(len(boards), "area")
    return {
        "england": england(),
        "marks": marks(of),
        "boards": tuple((board, content.cards(by_board[board.code])) for board in boards),
        "wider": content.cards(wider),
        "lede": f"{count_text(len(places), named.one, named.many)} in {areas} of England. "
        "Choose a number to see them.",
    }


def toolkit_list_context(content: SiteContent) -> Context:
    """The toolkit by series, each in the order of its steps, and its pictures."""
    return {
        "cycle": cycle(
            [
                (page.title, permalinks.document_url(page.id))
                for page in series_pages(content, _CYCLE)
            ]
        ),
        "cycle_id": _CYCLE,
        "levels_id": _LEVELS,
        **_levels_picture(content),
        "series": tuple(
            (concept, content.cards(page.id for page in pages))
            for concept in content.vocabulary("series")
            if (pages := series_pages(content, concept.id))
        ),
    }


def vocabulary_context(content: SiteContent, vocabulary: str) -> Context:
    """A vocabulary's concepts with how much there is on each; of the levels a picture too."""
    return {
        "vocabulary": vocabulary,
        "concepts": _concept_lines(content, vocabulary),
        **(_levels_picture(content) if vocabulary == "levels" else {}),
    }


def _levels_picture(content: SiteContent) -> Context:
    """The levels as boxes in each other, with what there is on each."""
    levels = nested(
        [
            (
                content.tag("levels", concept.id).label,
                content.concept_url("levels", concept.id),
                list(_counts(content.tagged("levels", concept.id))),
            )
            for concept in content.vocabulary("levels")
        ]
    )
    return {"levels": levels, "height": nested_height(levels)}


def _counts(documents: Sequence[Document]) -> Iterator[str]:
    for kind in (Kind.CASE_STUDY, Kind.SIGNPOSTING):
        number = sum(document.kind is kind for document in documents)
        if number:
            yield count_text(number, KIND_NAMES[kind].one, KIND_NAMES[kind].many)


def concept_context(content: SiteContent, vocabulary: str, concept: Concept) -> Context:
    """One concept: what it leads to by kind; of an intervention or outcome what is known of it."""
    documents = content.tagged(vocabulary, concept.id)
    best = tuple(page for page, _ in concept.leads_to)
    summary = _evidence(content, vocabulary, concept.id)
    shown = {case.card.url for case in summary.cases} if summary else set()
    rest = [document for document in documents if document.id not in best]
    return {
        "vocabulary": vocabulary,
        "vocabulary_title": tag_field(vocabulary).title,
        "others": tag_field(vocabulary).others,
        "concept": concept,
        "about_html": PageText(content, permalinks.concept_url(vocabulary, concept.id)).inline(
            concept.about
        ),
        "best": _start_here(content, concept),
        "asked": tuple(
            (one.say, content.cards([p for p, _ in one.leads_to if content.get(p)][:_ASKED_PAGES]))
            for one in concept.example_questions[:_ASKED_SHOWN]
        ),
        "summary": summary,
        "groups": tuple(
            (kind.value, KIND_NAMES[kind].title, cards)
            for kind in (Kind.SIGNPOSTING, Kind.CASE_STUDY, Kind.TOOLKIT, Kind.ROADMAP)
            if (cards := _cards_of(content, rest, kind, shown, vocabulary))
        ),
        "urgent": _urgent(content, best),
        "neighbours": tuple(
            content.tag(vocabulary, other.id)
            for other in content.vocabulary(vocabulary)
            if other.id != concept.id
        ),
    }


def _start_here(content: SiteContent, concept: Concept) -> tuple[Card, ...]:
    """The pages a need leads to, the best first, what has closed last.

    A doctor in need finds whoever can be turned to before what others did, and what runs before
    what nobody has confirmed; somebody who plans finds them as they are.
    """
    cards = content.cards(page for page, _ in concept.leads_to)
    weights = (weight for _, weight in concept.leads_to)
    if is_for_planners(zip((card.kind for card in cards), weights, strict=True)):
        return tuple(sorted(cards, key=lambda card: card.closed))

    def order(card: Card) -> tuple[bool, bool, bool]:
        is_help = card.kind in (Kind.SIGNPOSTING, Kind.ROADMAP)
        return card.closed, not is_help, is_help and card.unconfirmed

    return tuple(sorted(cards, key=order))


def _evidence(content: SiteContent, vocabulary: str, concept: str) -> EvidenceSummary | None:
    if vocabulary == "interventions":
        return intervention_summary(content, concept)
    if vocabulary == "outcomes":
        return outcome_summary(content, concept)
    return None


def _urgent(content: SiteContent, best: Sequence[DocId]) -> tuple[Card, ...]:
    """Urgent help, where a need leads first to what `distress.yaml` names first."""
    help_pages = content.urgent()
    if not (help_pages and best and best[0] == help_pages[0].id):
        return ()
    return content.cards(document.id for document in help_pages)


def _cards_of(
    content: SiteContent,
    documents: Sequence[Document],
    kind: Kind,
    shown: set[str],
    vocabulary: str,
) -> tuple[Card, ...]:
    found = tuple(document for document in documents if document.kind is kind)
    if kind is Kind.SIGNPOSTING:
        found = content.options_first(found, vocabulary)
    cards = content.cards(document.id for document in found)
    return tuple(card for card in cards if card.url not in shown)


def _concept_lines(content: SiteContent, vocabulary: str) -> tuple[ConceptLine, ...]:
    lines = []
    for concept, _ in content.concepts(vocabulary):
        documents = content.tagged(vocabulary, concept.id)
        counts = [
            count_text(number, KIND_NAMES[kind].one, KIND_NAMES[kind].many)
            for kind in (Kind.CASE_STUDY, Kind.SIGNPOSTING)
            if (number := sum(document.kind is kind for document in documents))
        ]
        lines.append(
            ConceptLine(
                tag=content.tag(vocabulary, concept.id),
                about=concept.about,
                count=outcome_count(content, concept.id)
                if vocabulary == "outcomes"
                else ", ".join(counts),
            )
        )
    return tuple(lines)


def glossary_context(content: SiteContent) -> Context:
    """Every entry by its term, with what it became."""
    entries = sorted(content.corpus.glossary.entries, key=lambda e: (e.term.casefold(), e.id))
    groups: dict[str, list[GlossaryLine]] = {}
    for entry in entries:
        first = entry.term[:1].upper()
        groups.setdefault(first if first.isalpha() else "0 to 9", []).append(
            _glossary_line(content, entry)
        )
    return {"groups": tuple((letter, tuple(lines)) for letter, lines in groups.items())}


def _glossary_line(content: SiteContent, entry: GlossaryEntry) -> GlossaryLine:
    became = entry.became
    text, url = _successor(content, became) if became else ("", "")
    return GlossaryLine(
        entry=entry,
        became_text=text,
        became_url=url,
        became_when=when_text(became.from_) if became else "",
        source=source_line(content, became.source) if became else None,
    )


def _successor(content: SiteContent, became: Became) -> tuple[str, str]:
    """What followed, and its address: an entry, a document, or words with none."""
    entry = content.corpus.glossary.get(became.to)
    if entry:
        return entry.term, permalinks.glossary_url(entry.id)
    document = content.get(DocId(became.to))
    if document:
        return document.title, permalinks.document_url(document.id)
    return content.corpus.planned.get(DocId(became.to), became.to), ""


def sources_context(content: SiteContent) -> Context:
    """The source documents with the pages that rest on each, and the lists of web pages."""
    entries = content.corpus.bibliography.values()
    documents = [entry for entry in entries if entry.kind is SourceKind.DOCUMENT]
    return {
        "documents": tuple(_bibliography_line(content, entry) for entry in documents),
        "lists": tuple(
            (f"Publishers {first.upper()} to {last.upper()}", url, len(lines))
            for first, last in permalinks.WEB_SOURCES
            for url in (permalinks.web_sources_url(first, last),)
            if (lines := _web_sources(content, url))
        ),
    }


def web_sources_context(content: SiteContent, url: str) -> Context:
    """The web pages of one list, by publisher, each with the pages that rest on it."""
    lines = [_bibliography_line(content, entry) for entry in _web_sources(content, url)]
    return {"pages": tuple(lines)}


def _web_sources(content: SiteContent, url: str) -> list[BibliographyEntry]:
    found = [
        entry
        for entry in content.corpus.bibliography.values()
        if entry.kind is SourceKind.PAGE and content.source_url(entry.id).startswith(f"{url}#")
    ]
    return sorted(found, key=lambda e: (e.publisher.casefold(), e.title.casefold(), e.id))


def _bibliography_line(content: SiteContent, entry: BibliographyEntry) -> BibliographyLine:
    pages = [
        (document.title, permalinks.document_url(document.id))
        for document in content.resting_on(entry.id)
    ]
    pages += [
        (f"Glossary: {term.term}", permalinks.glossary_url(term.id))
        for term in content.corpus.glossary.entries
        if term.became and term.became.source == entry.id
    ]
    pages += [
        (f"Area: {area.name}", permalinks.area_url(area.id)) for area in content.areas_on(entry.id)
    ]
    return BibliographyLine(
        entry=entry,
        line=source_line(content, entry.id),
        pages=tuple(pages),
    )


def evidence_context(_: SiteContent) -> Context:
    """The rules of the evidence grade as data, so that the page says what is applied."""
    return {
        "levels": tuple(
            (number, level.name, Markup.escape(level.meaning)) for number, level in LEVELS.items()
        ),
        "rules": RULES,
    }
