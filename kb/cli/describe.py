"""A document as plain data and as labelled lines, for whoever shows it outside the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from kb.model.corpus import Corpus
from kb.model.documents import (
    ANY,
    CaseStudy,
    ConceptId,
    DocId,
    Document,
    Kind,
    Now,
    Result,
    Roadmap,
    SignpostingOption,
    SourceId,
    Status,
    Stop,
    ToolkitPage,
)
from kb.model.evidence import grade, leading
from kb.model.fields import TAG_FIELDS
from kb.model.problems import KbError
from kb.model.standing import standing
from kb.model.timing import Timing, in_words
from kb.model.vocabulary import nearest

_LEFT_OUT = {"lines", "body_line", "path"}
_KINDS = frozenset(Kind)
_IDENTIFIER = re.compile("[a-z0-9-]+", re.ASCII)
_NAMES = {"when": "period", "with_": "with"}  # what front matter calls it


def page_id(text: str) -> DocId:
    """Return the identifier that somebody means: typed, as the path of a file, or as an address.

    ``content/toolkit/x.md``, ``content\\toolkit\\x.md`` and ``https://a.example/toolkit/x/`` are
    all ``toolkit/x``; anything else comes back as it was.
    """
    address, _, _ = text.strip().replace("\\", "/").partition("#")
    place, _, _ = address.partition("?")
    *_, kind, name = ["", "", *place.removesuffix("index.html").removesuffix("/").split("/")]
    name = name.removesuffix(".md")
    return DocId(f"{kind}/{name}" if kind in _KINDS and _IDENTIFIER.fullmatch(name) else text)


def find(corpus: Corpus, document_id: str) -> Document:
    """Return the document with an identifier, which `page_id` reads.

    Raises:
        KbError: there is none; a near match is offered.
    """
    found = corpus.documents.get(page_id(document_id))
    if found is not None:
        return found
    by_slug = {doc.slug: str(doc.id) for doc in corpus.documents.values()}
    near = by_slug.get(document_id) or nearest(document_id, map(str, corpus.documents))
    raise KbError(
        f'unknown-document: found "{document_id}"; allowed a document, as '
        "casestudies/somerset-peer-support-scheme"
        + (f'; did you mean "{near}"?' if near else "; kb search finds one by its words")
    )


def describe(document: Document) -> dict[str, Any]:
    """Return a document as plain data: its fields under their names in front matter.

    A case study also has `evidence`, the level it leads with, and each of its results has
    `level`, `label` and `reason`. Dates are text; a range is a list of two numbers.
    """
    plain: dict[str, Any] = {
        "id": document.id,
        **{key: value for key, value in _plain(document).items() if key not in _LEFT_OUT},
    }
    if isinstance(document, CaseStudy):
        result, best = leading(document.results)
        plain["evidence"] = {
            "level": best.level,
            "label": best.label,
            "name": best.name,
            "reason": best.reason,
            "result": document.results.index(result) if result else None,
        }
    return plain


def labelled(corpus: Corpus, document: Document) -> Iterator[tuple[str, str]]:
    """Yield (name, text) for each field that a reader would want above the body."""
    for field in TAG_FIELDS:
        labels = [_label(corpus, field.key, tag) for tag in document.tags(field.key)]
        if labels and field.command_label:
            yield field.command_label, "; ".join(labels)
    if isinstance(document, CaseStudy):
        yield "Where", document.area
        yield "Who", ", ".join(document.organisations)
        yield "When", document.when
        yield "Cost", document.cost
        yield "Paid by", document.paid_by
        for result in document.results:
            yield grade(result).label, f"{result.finding} ({grade(result).reason})"
        if not document.results:
            yield "Results", "none reported"
    if isinstance(document, SignpostingOption):
        yield "Who it is for", document.who_for
        yield "You get", document.you_get
        yield "How to start", document.how_to_start
        yield "Cost to the GP", document.cost_to_gp
        yield "Run by", document.run_by
    if isinstance(document, ToolkitPage):
        yield "Series", f"{_label(corpus, 'series', document.series)}, step {document.step}"
    if isinstance(document, Roadmap):
        for stop in document.stops:
            yield "Stop", f"{_label(corpus, 'moments', stop.moment)}: {stop.next_step}"
            yield from _to_do_and_know(corpus, stop)
    yield "Now", f"{_state(document.now)}. {document.now.note}"
    sources = (f"{corpus.bibliography[ref.source].title} ({ref.place})" for ref in document.sources)
    yield "Source", "; ".join(sources)
    yield "Reviewed", document.reviewed.isoformat()


def _state(now: Now) -> str:
    """Return whether a thing runs, the date of the page that says so, and when it was checked."""
    status = standing(now)
    if status is None:
        said = f"as at {now.as_at}"
    elif status is Status.UNKNOWN:
        said = f"running in {now.as_at}, not confirmed since"
    else:
        said = f"{status}, as at {now.as_at}"
    return f"{said}; checked {now.checked.isoformat()}"


def _to_do_and_know(corpus: Corpus, stop: Stop) -> Iterator[tuple[str, str]]:
    for task in stop.tasks:
        parts = [
            "local" if task.local else "",
            f"only {task.only}" if task.only else "",
            f"with {task.with_}" if task.with_ else "",
            _title(corpus, task.proof.source) if task.proof else "",
        ]
        aside = "; ".join(part for part in parts if part)
        yield in_words(task.at, stop.anchor), task.do + (f" ({aside})" if aside else "")
    for fact in stop.facts:
        only = f"; only {fact.only}" if fact.only else ""
        only += "; local" if fact.local else ""
        source = _title(corpus, fact.proof.source)
        yield "To know", f"{fact.says} (as at {fact.as_at}{only}; {source})"


def _title(corpus: Corpus, source: SourceId) -> str:
    return corpus.bibliography[source].title


def _label(corpus: Corpus, vocabulary: str, concept: ConceptId) -> str:
    return "any" if concept == ANY else corpus.vocabularies[vocabulary].get(concept).label


def _plain(value: Any) -> Any:
    """Return dataclasses, enums, dates and tuples as dicts, text and lists."""
    if isinstance(value, Timing):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        plain = {
            _NAMES.get(field.name, field.name): _plain(getattr(value, field.name))
            for field in fields(value)
            if field.name not in _LEFT_OUT
        }
        if isinstance(value, Result):
            graded = grade(value)
            plain |= {"level": graded.level, "label": graded.label, "reason": graded.reason}
            plain = {key: part for key, part in plain.items() if part is not None}
        return plain
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
