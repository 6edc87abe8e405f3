"""A corpus in, the entries and the lexicon of its index out. No words are cut or weighed here."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import Any

from kb.content.distress_net import compile_net
from kb.content.passages import pack, passages_of, sentences, stopped
from kb.data import DATA
from kb.data.settings import load_settings
from kb.index.documents import (
    Choice,
    IndexedDistress,
    IndexedDocument,
    IndexedPassage,
    Lexicon,
    Need,
    Synonym,
    Turn,
)
from kb.model.corpus import Corpus
from kb.model.distress import Distress
from kb.model.documents import (
    ANY,
    NOT_STATED,
    CaseStudy,
    DocId,
    Document,
    Roadmap,
    SignpostingOption,
    Status,
    Stop,
)
from kb.model.fields import FACET_FIELDS, FACETS, KIND_FACET, TAG_KEYS
from kb.model.glossary import Glossary, GlossaryEntry
from kb.model.kinds import KIND_NAMES
from kb.model.vocabulary import Concept, ExampleQuestion, Vocabularies
from kb.text.english import english
from kb.text.markdown import sections
from kb.text.phrase_net import net_as_dict
from kb.text.plain_words import words_of

ELSEWHERE = DATA / "elsewhere.txt"
_RESULTS_ANCHOR = "what-changed"
_STOP_LEVEL = 2
"""The level of the headings of a roadmap's stops."""


def entries_of(corpus: Corpus) -> tuple[IndexedDocument, ...]:
    """One entry for each document of the corpus, in the order of their identifiers."""
    acronyms = _acronyms(corpus.glossary)
    return tuple(
        _entry(document, corpus.vocabularies, acronyms) for document in corpus.documents.values()
    )


def lexicon_of(corpus: Corpus) -> Lexicon:
    """The choices, needs, hints, synonyms and distress phrases of the corpus."""
    vocabularies = corpus.vocabularies
    facets = {
        KIND_FACET: tuple(
            Choice(id=kind.value, label=names.title) for kind, names in KIND_NAMES.items()
        )
    }
    for facet, field in FACET_FIELDS.items():
        facets[facet] = tuple(Choice(id=c.id, label=c.label) for c in vocabularies[field.key])
    known = corpus.documents
    return Lexicon(
        facets=facets,
        needs=tuple(_need(concept, known) for concept in vocabularies["needs"]),
        hints={
            facet: {concept.id: concept.cues for concept in vocabularies[field.key]}
            for facet, field in FACET_FIELDS.items()
            if field.cued
        },
        synonyms=tuple(_synonyms(corpus.glossary)),
        distress=_distress(corpus),
        concepts=tuple(dict.fromkeys(_concept_names(vocabularies))),
        elsewhere=_elsewhere(),
        turns=tuple(
            Turn(id=c.id, label=c.label, about=c.about, names=(c.label, *c.also))
            for c in vocabularies["moments"]
        ),
    )


def _distress(corpus: Corpus) -> IndexedDistress:
    """The net of phrases; the words of the content are no slips."""
    distress = corpus.distress
    texts = (f"{one.title} {one.summary} {one.body}" for one in corpus.documents.values())
    right = tuple(sorted(english().union(*map(_letters_of, texts))))
    calm = (*_calm_lines(corpus), *_calm_names(corpus), *_elsewhere())
    return IndexedDistress(
        net=_NET.of(distress, right, calm),
        title=distress.title,
        numbers=distress.numbers,
        help=tuple(page for page in distress.help if page in corpus.documents),
    )


@lru_cache(maxsize=2048)
def _letters_of(text: str) -> frozenset[str]:
    """The words of a text that are letters alone."""
    return frozenset(word for word in words_of(text) if word.isalpha())


class _LastNet:
    """The last net that was compiled, for whoever reads content again in which it is the same."""

    def __init__(self) -> None:
        self._last: tuple[tuple[Distress, tuple[str, ...], tuple[str, ...]], Any] | None = None

    def of(self, distress: Distress, right: tuple[str, ...], calm: tuple[str, ...]) -> Any:
        """The net as plain data; the arguments are as `compile_net` takes them."""
        given = distress, right, calm
        last = self._last
        if last is None or last[0] != given:
            net = compile_net(distress, right, load_settings().distress, calm)
            last = self._last = given, net_as_dict(net)
        return last[1]


_NET = _LastNet()


def _calm_lines(corpus: Corpus) -> Iterator[str]:
    """What people ask with needs that do not lead first to urgent help."""
    urgent = corpus.distress.help[:1]
    for need in corpus.vocabularies["needs"]:
        if not any(page in urgent for page, _ in need.leads_to[:1]):
            yield from (one.say for one in need.example_questions)


def _calm_names(corpus: Corpus) -> Iterator[str]:
    """Names that stand here: of pages, concepts and terms, save those of what is urgent."""
    urgent = corpus.distress.help
    for document in corpus.documents.values():
        if document.id not in urgent:
            yield from (document.title, *document.also_called)
    for name, concepts in corpus.vocabularies.items():
        for concept in concepts:
            if not any(page in urgent for page, _ in concept.leads_to[:1]):
                cues = concept.cues if name == "needs" else ()
                yield from (concept.label, *concept.also, *cues)
    for term in corpus.glossary.entries:
        yield from term.all_names


def _concept_names(vocabularies: Vocabularies) -> Iterator[str]:
    for name in TAG_KEYS:
        for concept in vocabularies[name]:
            yield from (concept.label, *concept.also)


def _elsewhere() -> tuple[str, ...]:
    """The lines of `kb/data/elsewhere.txt` that are not comments."""
    lines = ELSEWHERE.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def _entry(
    document: Document, vocabularies: Vocabularies, acronyms: dict[str, GlossaryEntry]
) -> IndexedDocument:
    names = [*document.also_called, document.slug.replace("-", " ")]
    for name in (document.title, *document.also_called):
        term = acronyms.get(name.casefold())
        if term is not None:
            names.extend(term.all_names)
    return IndexedDocument(
        id=document.id,
        kind=document.kind.value,
        title=document.title,
        summary=document.summary,
        url=f"/{document.id}/",
        also=tuple(dict.fromkeys(name for name in names if name != document.title)),
        facets={facet: document.concepts(facet) for facet in FACETS},
        situations=document.situations,
        passages=tuple(_pieces(document)),
        tags="\n".join(_tag_texts(document, vocabularies)),
        places=tuple(_places(document)),
        closed=_is_closed(document),
        running=_is_running(document),
    )


def _is_closed(document: Document) -> bool:
    """Whether an option has closed, or nobody knows how to start with it."""
    if not isinstance(document, SignpostingOption):
        return False
    return document.now.status is Status.CLOSED or document.how_to_start == NOT_STATED


def _is_running(document: Document) -> bool:
    """Whether an option can be taken up and somebody has confirmed it; true of all other pages."""
    if not isinstance(document, SignpostingOption):
        return True
    return not _is_closed(document) and document.now.status is not Status.UNKNOWN


def _pieces(document: Document) -> Iterator[IndexedPassage]:
    """What the page says: the terms of an option, the body, the findings of a case study.

    The tasks and facts of a roadmap's stop follow the text of that stop, under its heading.
    """
    if isinstance(document, SignpostingOption):
        terms = (document.who_for, document.you_get, document.how_to_start)
        stated = [stopped(text) for text in terms if text != NOT_STATED]
        for text in pack(stated):
            yield IndexedPassage(anchor="", heading="", text=text)
    stops = _stops_by_anchor(document) if isinstance(document, Roadmap) else {}
    passages = passages_of(document)
    for at, passage in enumerate(passages):
        yield IndexedPassage(anchor=passage.anchor, heading=passage.heading, text=passage.text)
        ends = at + 1 == len(passages) or passages[at + 1].anchor != passage.anchor
        if ends and passage.anchor in stops:
            for text in pack(tuple(_to_do_and_know(stops[passage.anchor]))):
                yield IndexedPassage(anchor=passage.anchor, heading=passage.heading, text=text)
    if isinstance(document, CaseStudy):
        findings = [line for result in document.results for line in sentences(result.finding)]
        for text in pack(findings):
            yield IndexedPassage(anchor=_RESULTS_ANCHOR, heading="What changed", text=text)


def _stops_by_anchor(roadmap: Roadmap) -> dict[str, Stop]:
    """Each stop by the anchor of its section of the body; they stand in the same order."""
    headed = [section for section in sections(roadmap.body) if section.level == _STOP_LEVEL]
    return {section.anchor: stop for section, stop in zip(headed, roadmap.stops, strict=False)}


def _to_do_and_know(stop: Stop) -> Iterator[str]:
    """What a stop says to do, with why and for whom, then what to know."""
    for task in stop.tasks:
        only = f"Only {task.only}" if task.only else ""
        yield " ".join(stopped(text) for text in (task.do, only, task.why) if text)
    yield from (stopped(fact.says) for fact in stop.facts)


def _tag_texts(document: Document, vocabularies: Vocabularies) -> Iterator[str]:
    """The labels and other words of a document's concepts."""
    for name in TAG_KEYS:
        for concept_id in document.tags(name):
            if concept_id != ANY:
                concept = vocabularies[name].get(concept_id)
                yield concept.label
                yield from concept.also


def _places(document: Document) -> Iterator[str]:
    """The organisations of a case study and its area; who runs an option."""
    if isinstance(document, CaseStudy):
        names: tuple[str, ...] = (*document.organisations, document.area)
    else:
        names = (document.run_by,) if isinstance(document, SignpostingOption) else ()
    yield from (name for name in names if name != NOT_STATED)


def _need(concept: Concept, known: Container[str]) -> Need:
    return Need(
        id=concept.id,
        label=concept.label,
        about=concept.about,
        cues=tuple(dict.fromkeys((*concept.cues, *concept.also))),
        pages=_known_pages(concept.leads_to, known),
        example_questions=tuple(
            ExampleQuestion(say=one.say, leads_to=pages)
            for one in concept.example_questions
            if (pages := _known_pages(one.leads_to, known))
        ),
    )


def _known_pages(
    leads_to: Iterable[tuple[DocId, int]], known: Container[str]
) -> tuple[tuple[DocId, int], ...]:
    """The pages that are written."""
    return tuple((page, weight) for page, weight in leads_to if page in known)


def _synonyms(glossary: Glossary) -> Iterator[Synonym]:
    """Each term with its acronyms and other names; and each body with what it became."""
    for term in glossary.entries:
        if len(term.all_names) > 1:
            yield Synonym(names=term.all_names, means=term.term)
        successor = glossary.get(term.became.to) if term.became else None
        if successor is not None:
            yield Synonym(names=(*term.all_names, *successor.all_names), means=successor.term)


def _acronyms(glossary: Glossary) -> dict[str, GlossaryEntry]:
    """Each term by any of its names, in lower case."""
    return {name.casefold(): term for term in glossary.entries for name in term.all_names}
