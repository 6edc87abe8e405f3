"""The pages of the tools: links alone lead from the finder to a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.tools.guide_reading import read_guide
from site_builder.tools.pages import tool_pages
from site_builder.tools.sheet_rule import Situation, choose
from site_builder.tools.sheet_view import PHRASES, sheet_view
from tests.conftest import TODAY
from tests.site_builder.guides import choice, guide, option, stop, story

ReadPage = Callable[[str], str]


def pages_by_url(content: SiteContent) -> dict[str, Page]:
    """Return the pages of the tools by address."""
    return {page.url: page for page in tool_pages(content, today=TODAY)}


def test_there_is_a_page_for_each_role_each_stop_and_each_sheet(content: SiteContent) -> None:
    """And no more: a sheet for each stop, and one for each need that people have there."""
    pages = pages_by_url(content)
    stops = read_guide(content).stops
    sheets = [url for url in pages if url.startswith("/sheet/") and url != "/sheet/"]
    assert len(sheets) == len(stops) + sum(len(stop.needs) for stop in stops)
    tables = [url for url in pages if url.startswith(("/evidence/", "/plan-support/"))]
    assert len(pages) == 1 + 2 + len(stops) + len(sheets) + 3 + len(tables)
    assert "/where-are-you-now/partner/thinking-of-leaving/" in pages
    assert "/sheet/locum/returning/isolation/" in pages


def test_titles_and_descriptions_tell_the_pages_apart(content: SiteContent) -> None:
    """Ready-made sheets are kept out of the site map."""
    pages = pages_by_url(content)
    assert len({page.title for page in pages.values()}) == len(pages)
    assert len({page.description for page in pages.values()}) == len(pages)
    assert [page.url for page in pages.values() if not page.listed] == [
        url for url in pages if url.startswith("/sheet/") and url != "/sheet/"
    ]


def test_four_links_lead_from_home_to_a_sheet(read_page: ReadPage) -> None:
    """Home, role, turn, need."""
    assert 'href="where-are-you-now/index.html"' in read_page("")
    assert 'href="partner/index.html"' in read_page("where-are-you-now")
    assert 'href="thinking-of-leaving/index.html"' in read_page("where-are-you-now/partner")
    sheet = '"../../../sheet/partner/thinking-of-leaving/isolation/index.html"'
    assert f"href={sheet}" in read_page("where-are-you-now/partner/thinking-of-leaving")
    page = read_page("sheet/partner/thinking-of-leaving/isolation")
    assert page.index("Urgent help first") < page.index("GP listening line</a></h3>")
    assert '<strong>Cost:</strong> <span data-slot="cost">free</span>' in page
    assert "Fenland &amp; Wash peer circle" in page
    assert '<li data-t="li">What would make you stay a year?</li>' in page


def test_a_sheet_in_words_says_why_and_what_it_stands_for() -> None:
    """With the answers, the questions of the turn and a first step."""
    found = guide(
        option("gone", status="closed", instead=("signposting/hub",)),
        option("hub"),
        needs=(choice("tired", gone=2),),
        stops=(stop("partner", "strain", "signposting/gone"),),
        stories=(story("a", needs=("tired",)),),
    )
    asked = Situation(role="partner", moment="strain", needs=("tired",))
    view = sheet_view(found, choose(found, asked), ["Partner", "Strain"], today=TODAY)
    assert view.answers == "Partner; Strain"
    assert view.nothing == ""
    assert view.prompts == ("How are you?",)
    assert view.next_step == "Tell one person."
    (offer,) = view.offers
    assert offer.note == "In place of Gone, now closed."
    assert offer.why == "Helps with what is on their mind; suggested for “strain”."
    assert view.stories[0].status == "Running in 2018, not confirmed since"


def test_a_sheet_on_which_nothing_fits_says_so() -> None:
    """And whom to ask."""
    found = guide(option("hub"), ask=("signposting/hub",))
    view = sheet_view(found, choose(found, Situation(moment="strain")), [], today=TODAY)
    assert view.nothing == PHRASES["nothing"]
    assert [offer.why for offer in view.offers] == ["Open to every GP: ask what there is locally."]


def test_a_sheet_from_which_all_was_taken_off_says_that_and_not_that_nothing_fits() -> None:
    """And where no story has to do with the answers it says so."""
    found = guide(option("line"), needs=(choice("lonely", line=3),))
    asked = Situation(needs=("lonely",), without=("signposting/line",))
    view = sheet_view(found, choose(found, asked), [], today=TODAY)
    assert view.nothing == "You removed every option that fits these answers."
    assert view.no_story == "No story on this site is about exactly this."


def test_an_option_is_overdue_by_the_day_of_the_build() -> None:
    """Where no script tells it by the reader's clock."""
    found = guide(option("hub"), option("late"), ask=("signposting/hub", "signposting/late"))
    found = replace(found, options=(replace(found.options[0], due="2024-06-02"), found.options[1]))
    for day, overdue in ((date(2024, 6, 1), False), (date(2024, 6, 2), True)):
        view = sheet_view(found, choose(found, Situation(moment="strain")), [], today=day)
        assert view.offers[0].overdue is overdue
