"""What search engines read of a page: JSON-LD with fitting types of schema.org.

A data block is not executed, so the policy lets it stand; nothing is asked of another host.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from kb.model.bibliography import Live
from kb.model.documents import (
    NOT_STATED,
    CaseStudy,
    Document,
    Kind,
    Roadmap,
    SignpostingOption,
    SourceRef,
)
from kb.model.fields import TAG_KEYS
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.views.navigation import SITE_NAME, trail

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LANGUAGE = "en-GB"
_ENGLAND = {"@type": "Country", "name": "England"}
_LISTS = {permalinks.kind_url(kind) for kind in Kind} | {
    permalinks.vocabulary_url(name) for name in permalinks.VOCABULARY_FOLDERS
}
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def linked_data(page: Page, content: SiteContent, base_url: str) -> Markup:
    """The data block of a page, safe inside a script element.

    Without `base_url` addresses are left out, and with them the breadcrumbs.
    """
    text = json.dumps(_graph(page, content, base_url), ensure_ascii=False, sort_keys=True)
    return Markup(text.translate(_ESCAPES))


def _graph(page: Page, content: SiteContent, base_url: str) -> dict[str, Any]:
    site: dict[str, Any] = {"@type": "WebSite", "name": SITE_NAME, "inLanguage": LANGUAGE}
    if base_url:
        site["url"] = permalinks.absolute(base_url, permalinks.HOME)
    if page.url == permalinks.HOME:
        return {
            "@context": "https://schema.org",
            **site,
            "description": page.description,
            "license": LICENCE,
        }
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": page.title,
        "description": page.description,
        "inLanguage": LANGUAGE,
        "license": LICENCE,
        "isPartOf": site,
    }
    if page.url in _LISTS:
        found["@type"] = "CollectionPage"
    if base_url:
        found["url"] = permalinks.absolute(base_url, page.url)
        found["breadcrumb"] = _breadcrumb(page, base_url)
    document = page.context.get("document")
    if isinstance(document, Document):
        found["lastReviewed"] = document.reviewed.isoformat()
        found["mainEntity"] = _document(document, content, base_url)
    return found


def _breadcrumb(page: Page, base_url: str) -> dict[str, Any]:
    steps = [(step.text, step.url) for step in trail(page.url)] + [(page.title, page.url)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": at,
                "name": text,
                "item": permalinks.absolute(base_url, url),
            }
            for at, (text, url) in enumerate(steps, start=1)
        ],
    }


def _document(document: Document, content: SiteContent, base_url: str) -> dict[str, Any]:
    if isinstance(document, SignpostingOption):
        return _service(document)
    found: dict[str, Any] = {
        "@type": "Article",
        "headline": document.title,
        "abstract": document.summary,
        "dateModified": document.reviewed.isoformat(),
        "keywords": [tag.label for key in TAG_KEYS for tag in content.tags(document, key)],
        "isBasedOn": [_source(content, ref) for ref in document.sources],
    }
    if isinstance(document, CaseStudy):
        found["spatialCoverage"] = {"@type": "Place", "name": document.area}
        if document.when != NOT_STATED:
            found["temporalCoverage"] = document.when
    if isinstance(document, Roadmap):
        found["hasPart"] = _stops(document, content, base_url)
    return found


def _service(option: SignpostingOption) -> dict[str, Any]:
    """An option that a GP can be pointed to; what is not stated is left out."""
    found: dict[str, Any] = {
        "@type": "Service",
        "name": option.title,
        "description": option.summary,
        "areaServed": _ENGLAND,
    }
    if option.also_called:
        found["alternateName"] = list(option.also_called)
    if option.run_by != NOT_STATED:
        found["provider"] = {"@type": "Organization", "name": option.run_by}
    if option.who_for != NOT_STATED:
        found["audience"] = {"@type": "Audience", "audienceType": option.who_for}
    return found


def _stops(roadmap: Roadmap, content: SiteContent, base_url: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for at, stop in enumerate(roadmap.stops, start=1):
        item: dict[str, Any] = {
            "@type": "ListItem",
            "position": at,
            "name": content.tag("moments", stop.moment).label,
        }
        if base_url:
            url = permalinks.document_url(roadmap.id)
            item["url"] = f"{permalinks.absolute(base_url, url)}#{stop.moment}"
        items.append(item)
    return {"@type": "ItemList", "itemListElement": items}


def _source(content: SiteContent, ref: SourceRef) -> dict[str, Any]:
    entry = content.corpus.bibliography.get(ref.source)
    if entry is None:
        return {"@type": "CreativeWork", "name": str(ref.source)}
    found: dict[str, Any] = {
        "@type": "CreativeWork",
        "name": entry.title,
        "publisher": {"@type": "Organization", "name": entry.publisher},
    }
    if entry.address and entry.live is Live.TRUE:
        found["url"] = entry.address
    return found
