"""What the page of each kind of document shows, beyond the document itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kb.model.documents import ANY, Document, SignpostingOption, ToolkitPage
from kb.model.fields import TAG_FIELDS
from kb.model.kinds import KIND_NAMES
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.model.words import date_text, due_date, stated, status_view, when_text
from site_builder.views.navigation import neighbours, series_pages
from site_builder.views.page_text import PageText
from site_builder.views.related import Related
from site_builder.views.sources import source_line

START = "How to start"
"""The term under which the address of an option's own page stands."""


def document_context(
    content: SiteContent,
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
        "kind_name": KIND_NAMES[document.kind].label,
        "status": status_view(document),
        "as_at": when_text(now.as_at),
        "checked": date_text(now.checked),
        "now_note": text.inline(now.note),
        "now_seen": tuple(source_line(content, source) for source in now.seen),
        "instead": content.cards(now.instead),
        "tags": tuple(
            (field.label, tags)
            for field in TAG_FIELDS
            if (tags := content.tags(document, field.key))
        ),
        "sources": tuple(source_line(content, ref.source, ref.place) for ref in document.sources),
        "notes": text.notes,
        "reviewed": date_text(document.reviewed),
        "due": due.isoformat(),
        "due_text": date_text(due),
        "overdue": today >= due,
        "related": tuple(content.card(entry.document, entry.reasons) for entry in related),
    }


def option_context(
    content: SiteContent, option: SignpostingOption, text: PageText
) -> Mapping[str, object]:
    """A support option: who may use it, the five terms and the pages that they rest on."""
    terms_seen = tuple(source_line(content, source) for source in option.terms.seen)
    own = content.own_page(option)
    return {
        "summary_html": text.inline(option.summary),
        "eligibility": tuple(
            (
                field.label,
                "Any" if option.tags(field.key) == (ANY,) else "",
                content.tags(option, field.key),
            )
            for field in TAG_FIELDS
            if field.may_be_any and option.tags(field.key)
        ),
        "terms": tuple(
            (label, stated(value))
            for label, value in (
                ("Who it is for", option.who_for),
                ("What you get", option.you_get),
                (START, option.how_to_start),
                ("Cost to you", option.cost_to_gp),
                ("Run by", option.run_by),
            )
        ),
        "terms_as_at": when_text(option.terms.as_at),
        "terms_seen": terms_seen,
        "own_page": source_line(content, own.id) if own else None,
        "start_label": START,
        "sections": text.sections(option.body),
    }


def toolkit_context(
    content: SiteContent, page: ToolkitPage, text: PageText
) -> Mapping[str, object]:
    """A toolkit page: its place in its series, with what comes before and after."""
    before, after = neighbours(content, page)
    series = content.vocabulary("series").get(page.series)
    return {
        "summary_html": text.inline(page.summary),
        "series": series,
        "series_pages": tuple(
            (other.title, permalinks.document_url(other.id), other.id == page.id)
            for other in series_pages(content, page.series)
        ),
        "before": before,
        "after": after,
        "sections": text.sections(page.body),
    }
