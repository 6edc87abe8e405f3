"""What a plan or a brief cites of a page: its grade, status, cost, and the words for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.content.citations import cited, link_of
from kb.model.corpus import Corpus
from kb.model.documents import (
    NOT_STATED,
    CaseStudy,
    DocId,
    Document,
    SignpostingOption,
    Status,
)
from kb.model.evidence import grade, leading
from kb.model.problems import KbError
from kb.text.dates import date_text, when_text

_STATUS = {
    Status.OPEN: "runs",
    Status.CHANGED: "runs, with changes",
    Status.CLOSED: "has ended",
    Status.UNKNOWN: "not confirmed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A case study or option as it is cited; texts are "" where there is nothing to say.

    `results` are those reported, strongest first: finding, grade in words, why. `unknown` is
    what the sources do not say. `sources` are lines with title, publisher, date and address.
    """

    id: str
    kind: str
    title: str
    url: str
    summary: str
    place: str
    when: str
    cost: str
    paid_by: str
    level: int
    evidence: str
    results: tuple[tuple[str, str, str], ...]
    hoped: int
    unknown: tuple[str, ...]
    status: str
    checked: str
    sources: tuple[str, ...]


def can_cite(corpus: Corpus, page: str) -> bool:
    """Whether a name is that of a case study or option."""
    return isinstance(corpus.documents.get(DocId(page)), CaseStudy | SignpostingOption)


def cite(corpus: Corpus, page: str) -> Cited:
    """Return what is cited of a case study or option.

    Raises:
        KbError: there is no such page, or it is of another kind.
    """
    document = corpus.documents.get(DocId(page))
    if not isinstance(document, CaseStudy | SignpostingOption):
        raise KbError(
            f'"{page}": found no case study or support option of this name; give one as '
            "casestudies/newham-staff-bank"
        )
    case = document if isinstance(document, CaseStudy) else None
    option = document if isinstance(document, SignpostingOption) else None
    lead, best = leading(case.results) if case else (None, None)
    return Cited(
        id=document.id,
        kind=document.kind.value,
        title=document.title,
        url=f"/{document.id}/",
        summary=document.summary,
        place=case.area if case else _said(option.run_by) if option else "",
        when=_said(case.when) if case else "",
        cost=_said(case.cost) if case else _said(option.cost_to_gp) if option else "",
        paid_by=_said(case.paid_by) if case else "",
        level=best.level if best else 0,
        evidence=_evidence(best.level, best.name) if best and lead else "",
        results=tuple(_results(case)) if case else (),
        hoped=sum(grade(r).level == 1 for r in case.results) if case else 0,
        unknown=tuple(_unknown(document)),
        status=_status(document),
        checked=date_text(document.now.checked),
        sources=tuple(_sources(corpus, document)),
    )


def _said(text: str) -> str:
    return "" if text == NOT_STATED else text


def _evidence(level: int, name: str) -> str:
    return f"Evidence {level} of 5: {name.lower()}"


def _results(case: CaseStudy) -> Iterator[tuple[str, str, str]]:
    ranked = sorted(case.results, key=lambda result: -grade(result).level)
    for result in ranked:
        given = grade(result)
        if given.level > 1:
            yield result.finding, _evidence(given.level, given.name), given.reason


def _status(document: Document) -> str:
    now = document.now
    if now.status is None:
        return ""
    since = "since" if now.status is Status.UNKNOWN else "as of"
    return f"{_STATUS[now.status]} {since} {when_text(now.as_at)}"


def _unknown(document: CaseStudy | SignpostingOption) -> Iterator[str]:
    """Yield what a reader would ask and the sources do not say."""
    if isinstance(document, CaseStudy):
        if not any(grade(result).level >= 4 for result in document.results):
            yield (
                "whether it would have happened anyway, since no figure is compared with an "
                "earlier one or with a similar group"
            )
        if document.cost == NOT_STATED:
            yield "what it cost"
        if document.paid_by == NOT_STATED:
            yield "who paid"
        if document.when == NOT_STATED:
            yield "when it ran"
    if document.now.status is Status.UNKNOWN:
        yield f"whether it runs today: nothing newer than {when_text(document.now.as_at)} was found"


def _sources(corpus: Corpus, document: Document) -> Iterator[str]:
    named = [reference.source for reference in document.sources]
    if isinstance(document, SignpostingOption):
        named += document.terms.seen
    for source in dict.fromkeys(named):
        entry = corpus.bibliography.get(source)
        if entry:
            address = link_of(entry)
            yield cited(entry) + (f". {address}" if address else "")
