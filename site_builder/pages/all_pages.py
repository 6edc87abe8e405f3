"""Every page of the site as data: its address, its template and what the template shows.

`all_pages` is the list of what the site holds; the contexts come from the modules beside it.
Nothing is rendered or written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from kb.model.documents import (
    CaseStudy,
    DocId,
    Document,
    Kind,
    Roadmap,
    SignpostingOption,
    ToolkitPage,
)
from kb.model.fields import tag_field
from kb.model.kinds import KIND_NAMES
from site_builder.hosting import Hosting
from site_builder.model import permalinks
from site_builder.model.page import Context, Page
from site_builder.model.site_content import SiteContent
from site_builder.pages.area_pages import area_pages
from site_builder.pages.document_pages import document_context, option_context, toolkit_context
from site_builder.pages.list_pages import (
    casestudies_context,
    concept_context,
    evidence_context,
    glossary_context,
    home_context,
    options_context,
    places_context,
    sources_context,
    toolkit_list_context,
    urgent_context,
    vocabulary_context,
    web_sources_context,
)
from site_builder.pages.roadmap_pages import (
    map_context,
    moment_context,
    roadmap_context,
    roadmaps_context,
)
from site_builder.pages.search_page import search_context
from site_builder.tools.pages import tool_pages
from site_builder.views.case_study import case_context
from site_builder.views.feedback import ISSUE_FORM
from site_builder.views.page_text import PageText
from site_builder.views.related import Related

_FILES = {permalinks.GLOSSARY: "glossary.yaml", permalinks.SOURCES: "bibliography.yaml"}
"""Pages that are made from one file of the content that is no document."""


def all_pages(
    content: SiteContent,
    *,
    related: Mapping[DocId, tuple[Related, ...]],
    today: date,
    hosting: Hosting | None = None,
) -> tuple[Page, ...]:
    """Every page of the site in the order of their addresses.

    Args:
        content: The corpus.
        related: For each document what to read next, with reasons; may be empty.
        today: The date by which pages are due for review or not.
        hosting: Where the site is edited and reports go; None if that is not known.
    """
    pages = [
        *_fixed_pages(content),
        *_web_source_pages(content),
        _report_page(hosting or Hosting()),
        *_vocabulary_pages(content),
        *(document_page(content, d, related.get(d.id, ()), today) for d in content.documents()),
        *_redirects(content),
        *area_pages(content),
        *tool_pages(content, today=today),
    ]
    return tuple(sorted(pages, key=lambda page: page.url))


def document_page(
    content: SiteContent, document: Document, related: tuple[Related, ...], today: date
) -> Page:
    """The page of one document, as `all_pages` has it."""
    url = permalinks.document_url(document.id)
    text = PageText(content, url, path=document.path)
    template, own = _own_context(content, document, text)
    return Page(
        url=url,
        template=template,
        title=document.title,
        description=document.summary,
        context={**own, **document_context(content, document, text, related=related, today=today)},
        changed=document.reviewed,
        source=document.path,
    )


def _own_context(content: SiteContent, document: Document, text: PageText) -> tuple[str, Context]:
    """The template and context of a kind; texts are rendered in the order they are read."""
    match document:
        case CaseStudy():
            return "casestudy.jinja", case_context(content, document, text)
        case SignpostingOption():
            return "option.jinja", option_context(content, document, text)
        case ToolkitPage():
            return "toolkit_page.jinja", toolkit_context(content, document, text)
        case Roadmap():
            return "roadmap.jinja", roadmap_context(content, document, text)
        case _:
            raise TypeError(f"{document.id}: a document of no known kind")


def _fixed_pages(content: SiteContent) -> Iterator[Page]:
    lists: tuple[tuple[str, str, str, str, Callable[[SiteContent], Context]], ...] = (
        (
            permalinks.HOME,
            "home.jinja",
            "Keeping GPs in practice",
            "What practices and health systems in England have tried to keep their GPs, how good "
            "the evidence is, and the support a GP can turn to.",
            home_context,
        ),
        (
            permalinks.kind_url(Kind.ROADMAP),
            "roadmaps.jinja",
            "Career roadmaps for GPs",
            "Four roadmaps, for registrars, salaried GPs, partners and locums: the turning points "
            "of each career, with support and stories.",
            roadmaps_context,
        ),
        (
            permalinks.MAP,
            "map.jinja",
            "A GP’s career on one page",
            "The map of the four career roadmaps: their turning points, where one can change from "
            "one role to another, and urgent help. It prints on one page.",
            map_context,
        ),
        (
            permalinks.kind_url(Kind.CASE_STUDY),
            "listing.jinja",
            "Case studies",
            "What practices and health systems did to keep and support their GPs, what it took, "
            "what changed and how strong the evidence is.",
            casestudies_context,
        ),
        (
            permalinks.PLACES,
            "places.jinja",
            "Case studies on the map",
            "Where in England the case studies happened, by integrated care board.",
            places_context,
        ),
        (
            permalinks.kind_url(Kind.SIGNPOSTING),
            "listing.jinja",
            "Support options for GPs",
            "Schemes and services a GP can be pointed to: who each is for, what you get, how to "
            "start, and whether it still runs.",
            options_context,
        ),
        (
            permalinks.kind_url(Kind.TOOLKIT),
            "toolkit.jinja",
            "Toolkit for those who plan support",
            "How to find out what local GPs need, build a plan to keep them and see whether it "
            "works, step by step.",
            toolkit_list_context,
        ),
        (
            permalinks.SEARCH,
            "search.jinja",
            "Find what you need",
            "Say what is going on, in your own words, and see the support, roadmaps and case "
            "studies that fit; or go through every page by stage, role, level and kind of support.",
            search_context,
        ),
        (
            permalinks.GLOSSARY,
            "glossary.jinja",
            "Glossary",
            "What the words and initials mean, and what has become of the organisations named.",
            glossary_context,
        ),
        (
            permalinks.SOURCES,
            "sources.jinja",
            "Sources",
            "The documents and web pages behind this site, with their dates and the pages "
            "that use each.",
            sources_context,
        ),
        (
            permalinks.EVIDENCE,
            "evidence.jinja",
            "How strong is the evidence?",
            "The five levels of evidence, and the rules by which each result is given one.",
            evidence_context,
        ),
        (
            permalinks.URGENT_HELP,
            "urgent_help.jinja",
            "Urgent help",
            "Where a doctor in distress or danger can turn now.",
            urgent_context,
        ),
        (
            permalinks.ACCESSIBILITY,
            "accessibility.jinja",
            "Accessibility statement",
            "How this site is made so that everyone can use it, what was tested and what was not.",
            lambda _: {},
        ),
        (
            permalinks.PRIVACY,
            "privacy.jinja",
            "Privacy",
            "This site keeps nothing about you: no cookie, no account, no request to anybody else.",
            lambda _: {},
        ),
    )
    for url, template, title, description, context in lists:
        yield Page(
            url=url,
            template=template,
            title=title,
            description=description,
            context=context(content),
            source=_FILES.get(url, ""),
        )
    yield Page(
        url=permalinks.NOT_FOUND,
        template="not_found.jinja",
        title="Page not found",
        description="There is no page at this address.",
        listed=False,
        context={"urgent": content.cards(document.id for document in content.urgent())},
    )


def _web_source_pages(content: SiteContent) -> Iterator[Page]:
    for first, last in permalinks.WEB_SOURCES:
        url = permalinks.web_sources_url(first, last)
        letters = f"{first.upper()} to {last.upper()}"
        yield Page(
            url=url,
            template="web_sources.jinja",
            title=f"Web pages by publishers {letters}",
            description="Each with its date, when it was read, and what rests on it here. The "
            "links open another site.",
            context=web_sources_context(content, url),
            source="bibliography.yaml",
        )


def _report_page(hosting: Hosting) -> Page:
    return Page(
        url=permalinks.REPORT,
        template="report.jinja",
        title="Report a mistake",
        description="How to tell the editors that something on this site is wrong or out of "
        "date; no account is needed.",
        context={"hosting": hosting, "issue_address": hosting.new_issue_address(ISSUE_FORM)},
    )


def _vocabulary_pages(content: SiteContent) -> Iterator[Page]:
    for vocabulary in permalinks.VOCABULARY_FOLDERS:
        field = tag_field(vocabulary)
        yield Page(
            url=permalinks.vocabulary_url(vocabulary),
            template="vocabulary.jinja",
            title=field.title,
            description=field.about,
            context=vocabulary_context(content, vocabulary),
        )
        for concept, url in content.concepts(vocabulary):
            of_moments = vocabulary == "moments"
            yield Page(
                url=url,
                template="moment.jinja" if of_moments else "concept.jinja",
                title=concept.label,
                description=concept.about,
                source=f"vocabularies/{vocabulary}.yaml",
                context=(
                    moment_context(content, concept)
                    if of_moments
                    else concept_context(content, vocabulary, concept)
                ),
            )


def _redirects(content: SiteContent) -> Iterator[Page]:
    """A page at each former address of a document, which leads to where it is now."""
    for document in content.documents():
        for former in document.was:
            yield Page(
                url=permalinks.document_url(former),
                template="redirect.jinja",
                title=document.title,
                description=f"{KIND_NAMES[document.kind].label}: {document.title}",
                context={"to": permalinks.document_url(document.id)},
                listed=False,
            )
