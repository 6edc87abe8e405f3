"""What the pages show that gather documents: lists, concepts, glossary, sources, home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kb.model.bibliography import BibliographyEntry, Live, SourceKind
from kb.model.documents import DocId, Document, Facet, Kind, SignpostingOption
from kb.model.evidence import LEVEL_LABELS, LEVEL_MEANINGS, LEVEL_NAMES, RULES
from kb.model.glossary import Became, Entry
from kb.model.vocabulary import Concept
from site_builder.model import permalinks
from site_builder.model.site_content import KIND_NAMES, Card, Library, Tag
from site_builder.model.words import count_text, stated, when_text
from site_builder.pages.document_pages import SourceLine, source_line
from site_builder.views.evidence import EvidenceSummary, intervention_summary, outcome_summary
from site_builder.views.listing import STATUS, listing
from site_builder.views.navigation import OTHERS_TITLES, VOCABULARY_TITLES, series_pages
from site_builder.views.page_text import PageText

Context = Mapping[str, object]

_CASE_FACETS = tuple(
    facet.value
    for facet in (Facet.STAGE, Facet.LEVEL, Facet.ROLE, Facet.INTERVENTION, Facet.OUTCOME)
)
_ASKED_PAGES = 2
"""Pages that are named beside what somebody says; search knows the others."""
_OPTION_FACETS = (Facet.STAGE.value, Facet.ROLE.value, STATUS, Facet.LEVEL.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptLine:
    """One concept in a list, with how much there is on it."""

    tag: Tag
    about: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryLine:
    """One glossary entry, its successor included."""

    entry: Entry
    became_text: str
    became_url: str
    became_when: str
    source: SourceLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BibliographyLine:
    """One source with the pages that rest on it."""

    entry: BibliographyEntry
    line: SourceLine
    address: str
    linked: bool
    pages: tuple[tuple[str, str], ...]


def home_context(library: Library) -> Context:
    """The home page: roadmaps, needs, help, and how much there is."""
    return {
        "roadmaps": tuple(
            (library.tag("roles", roadmap.roles[0]), permalinks.document_url(roadmap.id))
            for roadmap in library.documents(Kind.ROADMAP)
        ),
        "needs": tuple(library.tag("needs", c.id) for c in library.vocabulary("needs")),
        "moments": tuple(library.tag("moments", c.id) for c in library.vocabulary("moments")),
        "stages": tuple(
            library.tag("career_stages", c.id) for c in library.vocabulary("career_stages")
        ),
        "urgent": library.cards(document.id for document in library.urgent()),
        "counts": {
            kind.value: count_text(
                len(library.documents(kind)),
                KIND_NAMES[kind][0].lower(),
                "toolkit pages" if kind is Kind.TOOLKIT else KIND_NAMES[kind][1].lower(),
            )
            for kind in Kind
        },
    }


def urgent_context(library: Library) -> Context:
    """Help for doctors in distress, most urgent first, each with how to start."""
    return {
        "starts": tuple(
            (
                library.card(document.id),
                stated(document.how_to_start) if isinstance(document, SignpostingOption) else "",
            )
            for document in library.urgent()
        )
    }


def casestudies_context(library: Library) -> Context:
    """All case studies, to be narrowed by the five facets."""
    found = listing(
        library,
        library.documents(Kind.CASE_STUDY),
        _CASE_FACETS,
        noun="case study",
        nouns="case studies",
    )
    return {"listing": found}


def options_context(library: Library) -> Context:
    """All support options, to be narrowed by who may use them and whether they run."""
    found = listing(
        library,
        library.documents(Kind.SIGNPOSTING),
        _OPTION_FACETS,
        noun="support option",
        nouns="support options",
    )
    return {"listing": found}


def toolkit_list_context(library: Library) -> Context:
    """The toolkit by series, each in the order of its steps."""
    return {
        "series": tuple(
            (concept, library.cards(page.id for page in pages))
            for concept in library.vocabulary("series")
            if (pages := series_pages(library, concept.id))
        ),
    }


def vocabulary_context(library: Library, vocabulary: str) -> Context:
    """A vocabulary's concepts with how much there is on each."""
    return {"vocabulary": vocabulary, "concepts": _concept_lines(library, vocabulary)}


def concept_context(library: Library, vocabulary: str, concept: Concept) -> Context:
    """One concept: what it leads to by kind; of an intervention or outcome what is known of it."""
    documents = library.tagged(vocabulary, concept.id)
    best = tuple(page for page, _ in concept.leads_to)
    summary = _evidence(library, vocabulary, concept.id)
    shown = {case.card.url for case in summary.cases} if summary else set()
    rest = [document for document in documents if document.id not in best]
    return {
        "vocabulary": vocabulary,
        "vocabulary_title": VOCABULARY_TITLES[vocabulary],
        "others": OTHERS_TITLES[vocabulary],
        "concept": concept,
        "about_html": PageText(library, permalinks.concept_url(vocabulary, concept.id)).inline(
            concept.about
        ),
        "best": tuple(sorted(library.cards(best), key=lambda card: card.closed)),
        "asked": tuple(
            (one.say, library.cards([p for p, _ in one.leads_to if library.get(p)][:_ASKED_PAGES]))
            for one in concept.asked
        ),
        "summary": summary,
        "groups": tuple(
            (kind.value, KIND_NAMES[kind][1], cards)
            for kind in (Kind.SIGNPOSTING, Kind.CASE_STUDY, Kind.TOOLKIT, Kind.ROADMAP)
            if (cards := _cards_of(library, rest, kind, shown))
        ),
        "urgent": _urgent(library, best),
        "neighbours": tuple(
            library.tag(vocabulary, other.id)
            for other in library.vocabulary(vocabulary)
            if other.id != concept.id
        ),
    }


def _evidence(library: Library, vocabulary: str, concept: str) -> EvidenceSummary | None:
    if vocabulary == "interventions":
        return intervention_summary(library, concept)
    if vocabulary == "outcomes":
        return outcome_summary(library, concept)
    return None


def _urgent(library: Library, best: Sequence[DocId]) -> tuple[Card, ...]:
    """Urgent help, where a need leads first to what `distress.yaml` names first."""
    help_pages = library.urgent()
    if not (help_pages and best and best[0] == help_pages[0].id):
        return ()
    return library.cards(document.id for document in help_pages)


def _cards_of(
    library: Library, documents: Sequence[Document], kind: Kind, shown: set[str]
) -> tuple[Card, ...]:
    found = tuple(document for document in documents if document.kind is kind)
    if kind is Kind.SIGNPOSTING:
        found = library.options_first(found)
    cards = library.cards(document.id for document in found)
    return tuple(card for card in cards if card.url not in shown)


def _concept_lines(library: Library, vocabulary: str) -> tuple[ConceptLine, ...]:
    lines = []
    for concept, _ in library.concepts(vocabulary):
        documents = library.tagged(vocabulary, concept.id)
        counts = [
            count_text(number, KIND_NAMES[kind][0].lower(), KIND_NAMES[kind][1].lower())
            for kind in (Kind.CASE_STUDY, Kind.SIGNPOSTING)
            if (number := sum(document.kind is kind for document in documents))
        ]
        lines.append(
            ConceptLine(
                tag=library.tag(vocabulary, concept.id),
                about=concept.about,
                count=", ".join(counts),
            )
        )
    return tuple(lines)


def glossary_context(library: Library) -> Context:
    """Every entry by its term, with what it became."""
    entries = sorted(library.corpus.glossary.entries, key=lambda e: (e.term.casefold(), e.id))
    groups: dict[str, list[GlossaryLine]] = {}
    for entry in entries:
        first = entry.term[:1].upper()
        groups.setdefault(first if first.isalpha() else "0 to 9", []).append(
            _glossary_line(library, entry)
        )
    return {"groups": tuple((letter, tuple(lines)) for letter, lines in groups.items())}


def _glossary_line(library: Library, entry: Entry) -> GlossaryLine:
    became = entry.became
    text, url = _successor(library, became) if became else ("", "")
    return GlossaryLine(
        entry=entry,
        became_text=text,
        became_url=url,
        became_when=when_text(became.from_) if became else "",
        source=source_line(library, became.source) if became else None,
    )


def _successor(library: Library, became: Became) -> tuple[str, str]:
    """What followed, and its address: an entry, a document, or words with none."""
    entry = library.corpus.glossary.get(became.to)
    if entry:
        return entry.term, permalinks.glossary_url(entry.id)
    document = library.get(DocId(became.to))
    if document:
        return document.title, permalinks.document_url(document.id)
    return library.corpus.planned.get(DocId(became.to), became.to), ""


def sources_context(library: Library) -> Context:
    """The source documents, then the web pages, each with the pages that rest on it."""
    lines = [_bibliography_line(library, entry) for entry in library.corpus.bibliography.values()]
    return {
        "documents": tuple(line for line in lines if line.entry.kind is SourceKind.DOCUMENT),
        "pages": tuple(line for line in lines if line.entry.kind is SourceKind.PAGE),
    }


def _bibliography_line(library: Library, entry: BibliographyEntry) -> BibliographyLine:
    pages = [
        (document.title, permalinks.document_url(document.id))
        for document in library.resting_on(entry.id)
    ]
    pages += [
        (f"Glossary: {term.term}", permalinks.glossary_url(term.id))
        for term in library.corpus.glossary.entries
        if term.became and term.became.source == entry.id
    ]
    return BibliographyLine(
        entry=entry,
        line=source_line(library, entry.id),
        address=entry.address,
        linked=entry.live is Live.TRUE,
        pages=tuple(pages),
    )


def evidence_context(_: Library) -> Context:
    """The rules of the evidence grade as data, so that the page says what is applied."""
    return {
        "levels": tuple(
            (level, LEVEL_NAMES[level], LEVEL_LABELS[level], Markup.escape(meaning))
            for level, meaning in LEVEL_MEANINGS.items()
        ),
        "rules": RULES,
    }
