"""What the page of each kind of document shows, beyond the document itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from kb.evidence import leading
from kb.model import (
    ANY,
    CaseStudy,
    ConceptId,
    Document,
    Kind,
    Roadmap,
    SignpostingOption,
    SourceId,
    SourceRef,
    Stop,
    ToolkitPage,
)
from kb.sources import Live
from site_builder import permalinks
from site_builder.evidence_view import nothing_stated, result_view, result_views
from site_builder.library import KIND_NAMES, TAG_FIELDS, Card, Library, Tag
from site_builder.navigation import neighbours, series_pages
from site_builder.pagetext import BodySection, PageText
from site_builder.related import Related
from site_builder.words import date_text, due_date, stated, status_view, when_text

COST_SECTION = "What it took"
RESULTS_SECTION = "What changed"
_SECTION_BEFORE_COST = ("The problem", "What they did")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source as a page names it; `address` only if it is known to work."""

    title: str
    url: str
    publisher: str
    date: str
    place: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopView:
    """One stop of a roadmap with what it leads to, sorted by kind."""

    moment: Tag
    finder_url: str
    """Where the finder leads on from this stop to a sheet."""
    heading_id: str
    """The anchor of the heading in the body, by which passages name the stop; if that is the
    moment itself, which names the whole stop, another."""
    about: str
    prompts: tuple[str, ...]
    body_html: Markup
    options: tuple[Card, ...]
    cases: tuple[Card, ...]
    toolkit: tuple[Card, ...]
    crossings: tuple[tuple[str, str, str], ...]
    """Role, moment and address of each stop of another roadmap where the lines cross; no
    address if that roadmap is not yet written."""
    next_step: Markup


def document_context(
    library: Library,
    document: Document,
    text: PageText,
    *,
    related: Sequence[Related],
    today: date,
) -> Mapping[str, object]:
    """What every document's page shows: tags, where it stands now, sources, what to read next."""
    due = due_date(document)
    now = document.now
    return {
        "document": document,
        "kind_name": KIND_NAMES[document.kind][0],
        "status": status_view(document),
        "as_at": when_text(now.as_at),
        "checked": date_text(now.checked),
        "now_note": text.inline(now.note),
        "now_seen": tuple(source_line(library, source) for source in now.seen),
        "instead": library.cards(now.instead),
        "tags": tuple(
            (label, tags)
            for field, label in TAG_FIELDS.items()
            if (tags := library.tags(document, field))
        ),
        "sources": tuple(source_line(library, ref.source, ref) for ref in document.sources),
        "reviewed": date_text(document.reviewed),
        "due": due.isoformat(),
        "due_text": date_text(due),
        "overdue": today >= due,
        "related": tuple(library.card(entry.document, entry.reasons) for entry in related),
    }


def case_context(library: Library, case: CaseStudy, text: PageText) -> Mapping[str, object]:
    """A case study: facts, cost at the head of What it took, results at that of What changed."""
    lead, grade = leading(case.results)
    return {
        "summary_html": text.inline(case.summary),
        "facts": (
            ("Where", case.area),
            ("Who ran it", ", ".join(stated(name) for name in case.organisations)),
            ("When", stated(case.when)),
        ),
        "sections": _with_cost_section(text.sections(case.body)),
        "cost": stated(case.cost),
        "paid_by": stated(case.paid_by),
        "nothing_stated": nothing_stated(case),
        "results": result_views(library, case.results),
        "lead": result_view(library, lead) if lead else None,
        "grade": grade,
    }


def _with_cost_section(sections: Sequence[BodySection]) -> tuple[BodySection, ...]:
    """The sections with What it took among them, which the data heads even without a text."""
    if any(section.heading == COST_SECTION for section in sections):
        return tuple(sections)
    after = [at for at, s in enumerate(sections) if s.heading in ("", *_SECTION_BEFORE_COST)]
    at = after[-1] + 1 if after else 0
    added = BodySection(heading=COST_SECTION, anchor="what-it-took", body_html=Markup(""))
    return (*sections[:at], added, *sections[at:])


def option_context(
    library: Library, option: SignpostingOption, text: PageText
) -> Mapping[str, object]:
    """A support option: who may use it, the five terms and the pages that they rest on."""
    return {
        "summary_html": text.inline(option.summary),
        "eligibility": tuple(
            (label, "Any" if getattr(option, field) == (ANY,) else "", library.tags(option, field))
            for field, label in TAG_FIELDS.items()
            if field in ("career_stages", "roles", "moments") and getattr(option, field)
        ),
        "terms": tuple(
            (label, stated(value))
            for label, value in (
                ("Who it is for", option.who_for),
                ("What you get", option.you_get),
                ("How to start", option.how_to_start),
                ("Cost to you", option.cost_to_gp),
                ("Run by", option.run_by),
            )
        ),
        "terms_as_at": when_text(option.terms.as_at),
        "terms_seen": tuple(source_line(library, source) for source in option.terms.seen),
        "sections": text.sections(option.body),
    }


def toolkit_context(library: Library, page: ToolkitPage, text: PageText) -> Mapping[str, object]:
    """A toolkit page: its place in its series, with what comes before and after."""
    before, after = neighbours(library, page)
    series = library.vocabulary("series").get(page.series)
    return {
        "summary_html": text.inline(page.summary),
        "series": series,
        "series_pages": tuple(
            (other.title, permalinks.document_url(other.id), other.id == page.id)
            for other in series_pages(library, page.series)
        ),
        "before": before,
        "after": after,
        "sections": text.sections(page.body),
    }


def roadmap_context(library: Library, roadmap: Roadmap, text: PageText) -> Mapping[str, object]:
    """A roadmap: its stops in order, each with its text, and the sections that follow them."""
    summary = text.inline(roadmap.summary)
    sections = text.sections(roadmap.body)
    lead = [section for section in sections if not section.heading]
    headed = [section for section in sections if section.heading]
    stops = []
    for stop, section in zip(roadmap.stops, headed, strict=False):
        stops.append(_stop(library, roadmap.role, stop, section, text))
    return {
        "summary_html": summary,
        "role": library.tag("roles", roadmap.role),
        "lead_sections": tuple(lead),
        "stops": tuple(stops),
        "sections": tuple(headed[len(stops) :]),
        "other_roadmaps": tuple(
            (library.tag("roles", other.roles[0]).label, permalinks.document_url(other.id))
            for other in library.documents(Kind.ROADMAP)
            if other.id != roadmap.id
        ),
    }


def _stop(
    library: Library, role: ConceptId, stop: Stop, section: BodySection, text: PageText
) -> StopView:
    concept = library.vocabulary("moments").get(stop.moment)
    cards = library.cards(stop.leads_to)
    by_kind = {kind: tuple(card for card in cards if card.kind == kind.value) for kind in Kind}
    return StopView(
        moment=library.tag("moments", stop.moment),
        finder_url=permalinks.finder_url(role, stop.moment),
        heading_id=(section.anchor if section.anchor != stop.moment else f"{stop.moment}-heading"),
        about=concept.about,
        prompts=concept.prompts,
        body_html=section.body_html,
        options=by_kind[Kind.SIGNPOSTING],
        cases=by_kind[Kind.CASE_STUDY],
        toolkit=by_kind[Kind.TOOLKIT] + by_kind[Kind.ROADMAP],
        crossings=tuple(_crossing(library, target) for target in stop.crosses_to),
        next_step=text.inline(stop.next_step),
    )


def _crossing(library: Library, target: str) -> tuple[str, str, str]:
    role, _, moment = target.partition("#")
    road = library.concept_url("roles", role)
    url = f"{road}#{moment}" if road else ""
    return library.tag("roles", role).label, library.tag("moments", moment).label, url


def source_line(library: Library, source: SourceId, ref: SourceRef | None = None) -> SourceLine:
    """One source as a page names it, with the place in it that a page rests on."""
    entry = library.corpus.bibliography.get(source)
    if entry is None:
        return SourceLine(
            title=str(source),
            url=permalinks.source_url(source),
            publisher="",
            date="",
            place=ref.place if ref else "",
            address="",
        )
    dated = when_text(entry.date)
    if entry.after:
        dated += f", after {when_text(entry.after)}"
    return SourceLine(
        title=entry.title,
        url=permalinks.source_url(source),
        publisher=entry.publisher,
        date=dated,
        place=ref.place if ref else "",
        address=entry.address if entry.live is Live.TRUE else "",
    )
