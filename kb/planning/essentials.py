"""What the toolkit asks a local plan to have at each level, and the national offers it names.

Both are read from the pages of the series on the three levels, so that an editor who changes a
page changes the tools with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.model.corpus import Corpus
from kb.model.documents import DocId, SignpostingOption, Status, ToolkitPage
from kb.model.links import LinkError, read_link
from kb.text.markdown import sections

SERIES = "three-levels"
ESSENTIALS = "What the action plan needs"
NATIONAL = "National support"
MEASURE = "twice as likely"
"""The words of the toolkit's figure on help at all three levels."""
_ITEM = re.compile(r"(?m)^- (.+)$")
_BOLD = re.compile(r"\*\*(.+?)\.?\*\* ?")
_LINKED = re.compile(r"\[([^\]]{1,500})\]\(([^)\s]{1,2000})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Essential:
    """One thing that a local plan needs: in the page's words, at a level, and the page it is of.

    `interventions` are the kinds of work that its words name, by which an offer may cover it.
    """

    id: str
    text: str
    level: str
    page: DocId
    interventions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalOffer:
    """A national offer that the toolkit names at a level, as it stands today."""

    page: DocId
    title: str
    level: str
    status: str
    as_at: str
    interventions: tuple[str, ...]
    instead: tuple[DocId, ...]


def essentials(corpus: Corpus) -> tuple[Essential, ...]:
    """Return the essentials of each level in the toolkit's order."""
    found = []
    for page, level, text in _parts(corpus, ESSENTIALS):
        names = intervention_names(corpus, strict=True)
        for at, item in enumerate(_ITEM.findall(text), start=1):
            words = _LINKED.sub(r"\1", _BOLD.sub(r"\1. ", item)).strip().rstrip(".;")
            found.append(
                Essential(
                    id=f"{level}-{at}",
                    text=words[:1].upper() + words[1:],
                    level=level,
                    page=page.id,
                    interventions=_named(names, words),
                )
            )
    return tuple(found)


def national_offers(corpus: Corpus) -> tuple[NationalOffer, ...]:
    """Return the national offers that have a page, each at the first level that names it."""
    found: dict[DocId, NationalOffer] = {}
    for page, level, text in _parts(corpus, NATIONAL):
        for target in _targets(text, page.id):
            offer = corpus.documents.get(target)
            if isinstance(offer, SignpostingOption) and target not in found:
                found[target] = NationalOffer(
                    page=target,
                    title=offer.title,
                    level=level,
                    status=(offer.now.status or Status.UNKNOWN).value,
                    as_at=offer.now.as_at,
                    interventions=offer.interventions,
                    instead=offer.now.instead,
                )
    return tuple(found.values())


def intervention_names(corpus: Corpus, *, strict: bool = False) -> Mapping[str, tuple[str, ...]]:
    """Return for each kind of work the names by which a text speaks of it, in plain words.

    `strict` leaves out other names of a single word, such as "network", which say too little.
    """
    found: dict[str, tuple[str, ...]] = {}
    for concept in corpus.vocabularies["interventions"]:
        also = [name for name in concept.also if not strict or " " in name]
        labels = [concept.label, *re.split(r",| and | or ", concept.label)]
        names = dict.fromkeys(plain_words(name) for name in (*labels, *also))
        found[concept.id] = tuple(name for name in names if len(name) > 3)
    return found


def named_interventions(corpus: Corpus, text: str) -> tuple[str, ...]:
    """Return the kinds of work that a text names."""
    return _named(intervention_names(corpus), text)


def _named(names: Mapping[str, tuple[str, ...]], text: str) -> tuple[str, ...]:
    words = f" {plain_words(text)} "
    return tuple(one for one, own in names.items() if any(f" {name} " in words for name in own))


def plain_words(text: str) -> str:
    """Words in lower case with single spaces; an "s" at the end of a word is dropped."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return " ".join(word[:-1] if len(word) > 4 and word.endswith("s") else word for word in words)


def _parts(corpus: Corpus, heading: str) -> Iterator[tuple[ToolkitPage, str, str]]:
    """Yield the page of each level, its level and the text below a heading of it."""
    levels = corpus.vocabularies["levels"].ids
    pages = [
        page
        for page in corpus.documents.values()
        if isinstance(page, ToolkitPage) and page.series == SERIES and page.step <= len(levels)
    ]
    for page in sorted(pages, key=lambda page: page.step):
        for section in sections(page.body):
            if section.heading == heading:
                yield page, levels[page.step - 1], section.markdown


def _targets(text: str, of: DocId) -> Iterator[DocId]:
    for _, href in _LINKED.findall(text):
        try:
            target = read_link(href, of).document
        except LinkError:
            continue
        if target:
            yield target
