"""What search engines read of each page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, DocId
from site_builder.model.site_content import SiteContent
from site_builder.pages.all_pages import all_pages
from site_builder.views.linked_data import linked_data

BASE = "https://example.org/gps"


def data_of(content: SiteContent, url: str, base: str = BASE) -> Any:
    """Return the data block of a page."""
    pages = all_pages(content, related={}, today=date(2024, 6, 1))
    page = next(page for page in pages if page.url == url)
    return json.loads(linked_data(page, content, base))


def test_each_kind_of_page_has_its_type(content: SiteContent) -> None:
    """Documents as what they are, lists as collections, home as the site."""
    assert data_of(content, "/")["@type"] == "WebSite"
    assert data_of(content, "/casestudies/")["@type"] == "CollectionPage"
    assert data_of(content, "/privacy/")["@type"] == "WebPage"
    case = data_of(content, "/casestudies/fenland-peer-circle/")["mainEntity"]
    assert (case["@type"], case["spatialCoverage"]["name"]) == ("Article", "Fenland")
    assert case["isBasedOn"][0]["publisher"]["name"] == "Fenland Alliance"
    option = data_of(content, "/signposting/gp-listening-line/")["mainEntity"]
    assert (option["@type"], option["provider"]["name"]) == ("Service", "NHS Fens")
    road = data_of(content, "/roadmaps/partner/")["mainEntity"]["hasPart"]["itemListElement"]
    assert road[0]["url"].startswith(f"{BASE}/roadmaps/partner/#")


def test_breadcrumbs_lead_from_home_to_the_page(content: SiteContent) -> None:
    """By full addresses."""
    found = data_of(content, "/casestudies/fenland-peer-circle/")["breadcrumb"]["itemListElement"]
    assert [step["item"] for step in found] == [
        f"{BASE}/",
        f"{BASE}/casestudies/",
        f"{BASE}/casestudies/fenland-peer-circle/",
    ]
    assert [step["position"] for step in found] == [1, 2, 3]


def test_without_a_base_address_none_is_made_up(content: SiteContent) -> None:
    """The site may be opened from a disk."""
    found = data_of(content, "/casestudies/fenland-peer-circle/", base="")
    assert "url" not in found
    assert "breadcrumb" not in found


def test_a_hostile_title_cannot_end_the_block(corpus: Corpus) -> None:
    """Nor open another; it is read back as it was."""
    hostile = "</script><script>alert(1)</script><!-- &amp;"
    document = corpus.documents[DocId("casestudies/fenland-peer-circle")]
    assert isinstance(document, CaseStudy)
    changed = replace(document, title=hostile)
    content = SiteContent(replace(corpus, documents={**corpus.documents, changed.id: changed}))
    pages = all_pages(content, related={}, today=date(2024, 6, 1))
    page = next(page for page in pages if page.url == "/casestudies/fenland-peer-circle/")
    block = str(linked_data(page, content, ""))
    assert not set("<>&") & set(block)
    assert json.loads(block)["name"] == hostile
