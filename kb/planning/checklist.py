"""The questions of the toolkit's checklist, each with the pages that show how others did it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.model.corpus import Corpus
from kb.model.documents import DocId, Document, Kind
from kb.model.links import LinkError, read_link
from kb.text.markdown import sections

CHECKLIST = DocId("toolkit/checklist")
FAIRNESS = DocId("toolkit/refine-your-action-plan")
_ASKS = "Have you:"
_FAIR = "fairness"
_ITEM = re.compile(r"(?m)^- (.+)$")
_LINK = re.compile(r"\[([^\]]{1,500})\]\(([^)\s]{1,2000})\)")
_THEN = re.compile(r" ?\(in 2019: ([^()]{1,300})\)")
"""What the toolkit named, behind the words of today."""
_MOST = 4

THEORY = (
    ("need", "What need does it meet, and how do you know?"),
    ("for_whom", "Who is it for, and how many are they?"),
    ("done", "What will be done, by whom?"),
    ("change", "What should change for GPs, and by when?"),
    ("holds", "What has to be true for that to happen?"),
)
"""Prompts for a theory of change; ours, since the toolkit's template is not public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the checklist: its part, its text, and where to see how it is done.

    `text` names the organisations of today, and `then` what the 2019 toolkit named instead (""
    where nothing has changed). `page` is the toolkit's full advice, None if the part names none;
    `others` the case studies and options that the question or the advice names, the question's own
    first.
    """

    id: str
    part: str
    text: str
    then: str
    page: DocId | None
    others: tuple[DocId, ...]


def questions(corpus: Corpus) -> tuple[Question, ...]:
    """Return the questions in the order of the page; none if there is no checklist."""
    page = corpus.documents.get(CHECKLIST)
    return tuple(_questions(corpus, page)) if page else ()


def _questions(corpus: Corpus, page: Document) -> Iterator[Question]:
    for section in sections(page.body):
        before, found, after = section.markdown.partition(_ASKS)
        if not found:
            continue
        advice = next(iter(_targets(before, page.id)), None)
        full = corpus.documents.get(advice) if advice else None
        general = list(_targets(full.body, full.id)) if full else []
        for at, item in enumerate(_ITEM.findall(after), start=1):
            named = dict.fromkeys([*_targets(item, page.id), *general])
            yield Question(
                id=f"{section.anchor}-{at}",
                part=section.heading,
                text=f"Have you {_THEN.sub('', _plain(item))}",
                then="; ".join(_THEN.findall(_plain(item))),
                page=advice if full else None,
                others=tuple(o for o in named if _is_example(corpus, o))[:_MOST],
            )


def gone_names(corpus: Corpus, text: str) -> tuple[str, ...]:
    """Return the names in a text of what the glossary says another took the place of, and when.

    A question of today names none of them outside its brackets "(in 2019: ...)", but for those
    that have a page, which says what became of them.
    """
    known = {entry.id for entry in corpus.glossary.entries}
    titles = {document.title for document in corpus.documents.values()}
    words = f" {' '.join(re.findall(r'[A-Za-z0-9&]+', text))} "
    return tuple(
        name
        for entry in corpus.glossary.entries
        if entry.became and entry.became.to in known and entry.became.from_[:4].isdigit()
        for name in (entry.term, *entry.short)
        if name not in titles and f" {' '.join(re.findall(r'[A-Za-z0-9&]+', name))} " in words
    )


def _is_example(corpus: Corpus, page: DocId) -> bool:
    found = corpus.documents.get(page)
    return found is not None and found.kind in (Kind.CASE_STUDY, Kind.SIGNPOSTING)


def fairness_questions(corpus: Corpus) -> tuple[str, ...]:
    """Return the questions by which the toolkit screens an initiative for fairness."""
    page = corpus.documents.get(FAIRNESS)
    if page is None:
        return ()
    found = [s.markdown for s in sections(page.body) if _FAIR in s.heading.lower()]
    return tuple(_plain(item) for text in found for item in _ITEM.findall(text))


def _plain(text: str) -> str:
    """A text with the words of its links alone."""
    return _LINK.sub(r"\1", text)


def _targets(text: str, of: DocId) -> Iterator[DocId]:
    for _, href in _LINK.findall(text):
        try:
            target = read_link(href, of).document
        except LinkError:
            continue
        if target:
            yield target
