"""The list of areas and the page of each, complete without a script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kb.model.corpus import Corpus
from site_builder.model.site_content import SiteContent
from site_builder.pages.area_pages import area_pages
from tests.site_builder.pages.test_all_pages import words

Read = Callable[[str], str]


def test_the_list_leads_to_every_area(read_page: Read) -> None:
    """By link, with the councils in it; the box that narrows it waits for its script."""
    html = read_page("areas")
    assert '<a href="the-fens/index.html">The Fens</a>' in html
    assert "Marsh and Wolds Borderland; Wolds" in words(html)
    assert '<div class="app-areas__find" data-areas-find hidden>' in html


def test_an_area_says_whom_to_ask_for_what_and_where_that_stands(read_page: Read) -> None:
    """Numbers ring, mailboxes open, and each contact names its page with its date."""
    html = read_page("areas/the-fens")
    assert '<a href="tel:01354700900">01354-700 900</a>' in html
    assert '<a href="mailto:office@lmc.fens.example">office@lmc.fens.example</a>' in html
    text = words(html)
    assert "What for: confidential advice on contracts and complaints." in text
    assert "NHS Fens, page of February 2024, read in May 2024, stored copy only" in text
    assert "Was to join with the Marshes." in text
    assert "Borderland Council lies in part in Marsh and Wolds: your practice’s" in text


def test_what_was_not_found_is_said_and_not_shown(read_page: Read) -> None:
    """A hub without a web address has no link, and the page says that none was found."""
    html = read_page("areas/the-fens")
    assert '<h3 class="app-contact__name">Fens Training Hub</h3>' in html
    assert "What we did not find Its deanery or primary care school A local scheme" in words(html)


def test_every_page_leads_to_the_areas(read_page: Read) -> None:
    """At its foot, and in the footer."""
    for address in ("", "casestudies/ely-listening-line", "sheet"):
        html = read_page(address)
        assert words(html).count("find your area") == 1
        assert ">Your area</a>" in html


def test_a_source_names_the_areas_that_rest_on_it(read_page: Read) -> None:
    """As it names pages."""
    assert "Area: The Fens" in words(read_page("sources/n-to-z"))


def test_content_without_areas_has_no_such_pages(corpus: Corpus) -> None:
    """And then nothing leads to them."""
    assert list(area_pages(SiteContent(replace(corpus, areas={})))) == []
