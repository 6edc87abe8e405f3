"""Markdown twins of all documents, and `llms.txt`, which leads programs to them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from kb.content.citations import cited, link_of
from kb.model.documents import CaseStudy, DocId, Document, Kind, SignpostingOption
from kb.model.evidence import grade, leading
from kb.model.fields import TAG_FIELDS
from kb.model.kinds import KIND_NAMES
from kb.model.links import read_link
from site_builder.exports.plain import address_of
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.model.words import date_text, stated, status_view
from site_builder.views.linked_data import LICENCE
from site_builder.views.navigation import SITE_NAME

TWIN = "index.md"
"""The name of a document's twin, beside the page that it is of."""
_LINK = re.compile(r"\]\(([^)\s]{1,2000})\)")
_ESCAPED = re.compile(r"([\\`*_\[\]<>])")


def twin_url(document: DocId) -> str:
    """The address of a document's twin."""
    return f"{permalinks.document_url(document)}{TWIN}"


def twin(content: SiteContent, document: Document, *, base_url: str = "") -> str:
    """A document as Markdown: facts, status with its date, results with their grades, text."""
    parts = [
        f"# {_escape(document.title)}",
        f"> {_escape(document.summary)}",
        "\n".join(_facts(content, document, base_url)),
        _links(content, document, document.body.strip()),
        "\n".join(_results(content, document)),
        "\n".join(_roads(content, document)),
        "## Sources\n\n" + "\n".join(_sources(content, document)),
        f"Text under [CC BY 4.0]({LICENCE}), from “{SITE_NAME}”, which is not an NHS website.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(content: SiteContent, document: Document, base_url: str) -> Iterator[str]:
    yield f"- Identifier: {document.id}"
    yield f"- Kind: {KIND_NAMES[document.kind].one}"
    yield f"- Page: {address_of(document, base_url)}"
    status = status_view(document)
    if status:
        yield f"- Status: {status.label} {status.detail}"
    now = document.now
    yield f"- Checked: {date_text(now.checked)}, by {_escape(now.checked_by)}. {_escape(now.note)}"
    for target in now.instead:
        yield f"- Instead: {_linked(content, document, target)}"
    if isinstance(document, CaseStudy):
        given = leading(document.results)[1]
        yield f"- Evidence: {given.level} of 5, {given.name.lower()} ({_escape(given.reason)})"
        yield f"- Where: {_escape(document.area)}"
        yield f"- When: {_escape(stated(document.when))}"
        yield f"- Who ran it: {_escape(', '.join(map(stated, document.organisations)))}"
        yield f"- Cost: {_escape(stated(document.cost))}"
        yield f"- Paid by: {_escape(stated(document.paid_by))}"
    if isinstance(document, SignpostingOption):
        yield f"- Who for: {_escape(stated(document.who_for))}"
        yield f"- What you get: {_escape(stated(document.you_get))}"
        yield f"- How to start: {_escape(stated(document.how_to_start))}"
        yield f"- Cost to a GP: {_escape(stated(document.cost_to_gp))}"
        yield f"- Run by: {_escape(stated(document.run_by))}"
    for field in TAG_FIELDS:
        tags = content.tags(document, field.key)
        if tags:
            yield f"- {field.title}: {_escape('; '.join(tag.label for tag in tags))}"


def _results(content: SiteContent, document: Document) -> Iterator[str]:
    if not isinstance(document, CaseStudy) or not document.results:
        return
    yield "## Results"
    yield ""
    for result in document.results:
        given = grade(result)
        outcome = content.tag("outcomes", result.outcome).label if result.outcome else "Took part"
        yield (
            f"- {_escape(outcome)}: {_escape(result.finding)} Evidence {given.level} of 5, "
            f"{given.name.lower()}: {_escape(given.reason)}. "
            f"“{_escape(result.quote)}” ({result.source}, {_escape(result.place)})"
        )


def _roads(content: SiteContent, document: Document) -> Iterator[str]:
    """The stops of a roadmap: what to do and know at each, with the words that prove it."""
    for stop in getattr(document, "stops", ()):
        yield f"## {_escape(content.tag('moments', stop.moment).label)}"
        yield ""
        yield f"This week: {_escape(stop.next_step)}"
        yield ""
        for task in stop.tasks:
            proof = f" “{_escape(task.proof.quote)}” ({task.proof.source})" if task.proof else ""
            local = f"{_escape(content.local_mark)}. " if task.local else ""
            yield f"- Do ({task.at}): {local}{_escape(task.do)}{proof}"
        for fact in stop.facts:
            local = f"{_escape(content.local_mark)}. " if fact.local else ""
            yield (
                f"- Know (as of {fact.as_at}): {local}{_escape(fact.says)} "
                f"“{_escape(fact.proof.quote)}” ({fact.proof.source})"
            )
        for target in stop.leads_to:
            yield f"- See {_linked(content, document, target)}"
        yield ""


def _sources(content: SiteContent, document: Document) -> Iterator[str]:
    named = [reference.source for reference in document.sources]
    for source in dict.fromkeys([*named, *document.now.seen]):
        entry = content.corpus.bibliography.get(source)
        if entry:
            address = link_of(entry)
            yield f"- {source}: {_escape(cited(entry))}{f'. <{address}>' if address else ''}"


def _linked(content: SiteContent, document: Document, target: DocId) -> str:
    found = content.get(target)
    if found is None:
        return f"{_escape(content.corpus.planned.get(target, str(target)))} (page being written)"
    return f"[{_escape(found.title)}]({_relative(document, target)})"


def _links(content: SiteContent, document: Document, body: str) -> str:
    """The body with its links to pages leading to their twins; planned pages have none."""

    def leading_to_twin(found: re.Match[str]) -> str:
        target = read_link(found[1], document.id)
        if not target.document or found[1].startswith("#"):
            return found[0]
        if not content.get(target.document):
            return f"] (page being written: {target.document})"
        anchor = f"#{target.anchor}" if target.anchor else ""
        return f"]({_relative(document, target.document)}{anchor})"

    return _LINK.sub(leading_to_twin, body)


def _relative(document: Document, target: DocId) -> str:
    here = permalinks.document_url(document.id)
    return posixpath.relpath(twin_url(target), here)


def _escape(text: str) -> str:
    return _ESCAPED.sub(r"\\\1", " ".join(text.split()))


def llms_txt(content: SiteContent, *, base_url: str = "") -> str:
    """What a language model should read first: what this is, its limits, and every twin.

    The format is that of llmstxt.org: a title, a quotation, then lists of links under headings.
    """
    lines = [
        f"# {SITE_NAME}",
        "",
        "> An open collection of what practices and health systems in England tried in order to "
        "keep their GPs, the support a GP can turn to, and four career roadmaps.",
        "",
        "England only. Not an NHS website, and not medical, legal or financial advice. Say with "
        "each answer the identifier of the page, its status with the date, and the level of "
        "evidence. A level says how strong the evidence is, not how much a scheme is worth; "
        "“not stated” means that the source was read and does not say.",
        "",
        "In distress, the first help is: "
        + ", ".join(f"[{d.title}]({_absolute(twin_url(d.id), base_url)})" for d in content.urgent())
        + ".",
        "",
    ]
    for kind in (Kind.SIGNPOSTING, Kind.CASE_STUDY, Kind.ROADMAP, Kind.TOOLKIT):
        lines += [f"## {KIND_NAMES[kind].title}", ""]
        lines += [
            f"- [{_escape(d.title)}]({_absolute(twin_url(d.id), base_url)}): {_note(d)}"
            for d in content.documents(kind)
        ]
        lines.append("")
    lines += ["## Optional", ""]
    lines += [
        f"- [{name}]({_absolute(url, base_url)}): {about}"
        for name, url, about in (
            ("Open data", "/data/", "every file, the data dictionary and the promise"),
            ("Case studies as JSON", "/data/casestudies.json", "with results and grades"),
            ("Support options as JSON", "/data/signposting.json", "with terms and status"),
            ("Sources as BibTeX", "/data/sources.bib", "all that anything rests on"),
        )
    ]
    return "\n".join(lines) + "\n"


def _note(document: Document) -> str:
    status = status_view(document)
    parts = [f"{status.label} {status.detail}"] if status else []
    if isinstance(document, CaseStudy):
        parts.append(f"evidence {leading(document.results)[1].level} of 5")
    first = document.summary.split(". ")[0].rstrip(".")
    return ". ".join(["; ".join(parts), _escape(first)] if parts else [_escape(first)]) + "."


def _absolute(url: str, base_url: str) -> str:
    return permalinks.absolute(base_url, url) if base_url else url.removeprefix("/")
