"""The roads and case studies in use: maps, folds, print, reader's colours, linked data."""

from __future__ import annotations

from typing import Any

import pytest

from tools.check_length import sides_of
from tools.check_look import map_faults

HOME = ""
ROADMAPS = "roadmaps/"
MAP = "map/"
PARTNER = "roadmaps/partner/"
CASE = "casestudies/marsh-and-wolds-mentoring/"
OPTION = "signposting/gp-listening-line/"
NARROW = {"width": 320, "height": 640}
PHONE = {"width": 390, "height": 844}


MAPS = [(HOME, 390), (HOME, 1280), (ROADMAPS, 390), (ROADMAPS, 1280), (MAP, 390), (MAP, 1280)]
"""Where the map is drawn, on a phone and on a desktop."""


def test_a_station_of_the_map_is_reached_by_keyboard_and_leads_to_its_turn(
    watched: Any, base_url: str
) -> None:
    """With a name that says whose it is, and a focus that shows."""
    watched.goto(base_url + ROADMAPS)
    station = watched.locator(".app-map--wide").get_by_role(
        "link", name="Thinking of leaving: Partner and Locum"
    )
    station.focus()
    ground = station.locator(".app-map__ground")
    assert ground.evaluate("e => getComputedStyle(e).fill") == "rgb(255, 235, 59)"
    watched.keyboard.press("Enter")
    watched.wait_for_url("**/moments/thinking-of-leaving/index.html")


def test_every_turn_of_the_map_stands_in_the_lists_too(watched: Any, base_url: str) -> None:
    """With where one can change."""
    watched.goto(base_url + ROADMAPS)
    drawn = watched.locator(".app-map--wide .app-map__stop").evaluate_all(
        "links => links.map(link => link.getAttribute('aria-label').split(': ')[0])"
    )
    watched.get_by_text("The map as lists").click()
    lists = watched.locator(".app-roads")
    listed = lists.locator("li > a").all_inner_texts()
    assert set(drawn) == set(listed)
    for said in ("You could move to: ", "Also on the roadmap for: "):
        assert said in lists.inner_text()


@pytest.mark.parametrize(("address", "width"), MAPS)
def test_nothing_on_the_map_meets_and_one_form_is_in_sight(
    watched: Any, base_url: str, address: str, width: int
) -> None:
    """Measured by the letters of this machine; none is smaller than 12 pixels."""
    watched.set_viewport_size({"width": width, "height": 900})
    watched.goto(base_url + address)
    assert list(map_faults(watched)) == []


def test_the_map_needs_no_script(browser: Any, base_url: str) -> None:
    """Nor do the lists."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(base_url + MAP)
    assert page.locator(".app-map:visible .app-map__stop").count() > 3
    assert not page.get_by_role("button", name="Print the map").is_visible()
    page.locator("summary", has_text="The map as lists").click()
    assert page.locator(".app-roads").is_visible()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_prints_on_one_page(page: Any, base_url: str, scheme: str) -> None:
    """Of A4, in colour, with urgent help and without menus, whatever the screen."""
    page.emulate_media(color_scheme=scheme)
    page.goto(base_url + MAP)
    assert page.get_by_role("button", name="Print the map").is_visible()
    pdf = page.pdf(prefer_css_page_size=True)
    assert sides_of(pdf) == 1
    page.emulate_media(color_scheme=scheme, media="print")
    assert page.locator(".app-poster .app-map--wide").is_visible()
    assert page.get_by_text("116 123").is_visible()
    for hidden in (".app-header", ".app-footer", "#lists"):
        assert not page.locator(hidden).is_visible()


@pytest.mark.parametrize(("address", "line"), [(PARTNER, "ol.app-line")])
def test_on_a_phone_the_road_is_a_line_down_the_screen(
    watched: Any, base_url: str, address: str, line: str
) -> None:
    """Each stop below the last, none wider than the screen."""
    watched.set_viewport_size(NARROW)
    watched.goto(base_url + address)
    road = watched.locator(f"{line}:visible").first
    tops = road.locator("> li").evaluate_all(
        "items => items.map(item => item.getBoundingClientRect().top)"
    )
    assert len(tops) > 1
    assert tops == sorted(tops)
    drawn = road.locator("> li").first.evaluate(
        "e => getComputedStyle(e, '::before').borderLeftWidth"
    )
    assert drawn == "6px"


def test_the_map_keeps_a_readers_own_colours(browser: Any, base_url: str) -> None:
    """Lines and stops stand out from a forced background."""
    page = browser.new_context(forced_colors="active", color_scheme="dark").new_page()
    page.goto(base_url + ROADMAPS)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for part in (".app-map__line", ".app-map__change"):
        stroke = page.locator(part).first.evaluate("e => getComputedStyle(e).stroke")
        assert stroke != ground
    page.context.close()


def test_the_other_results_are_folded_and_open_without_scripts(browser: Any, base_url: str) -> None:
    """The strongest is in sight; the fold says what is in it."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(base_url + CASE)
    fold = page.locator(".app-more-results")
    assert page.locator(".app-result--lead").is_visible()
    assert not fold.locator(".app-result").first.is_visible()
    assert "more result" in fold.locator("summary").inner_text()
    fold.locator("summary").click()
    assert fold.locator(".app-result").first.is_visible()
    page.context.close()


def test_paper_lists_where_links_lead_once_and_the_screen_does_not(
    watched: Any, base_url: str
) -> None:
    """Pages of this site in one paragraph, without the file's name; taken away again afterwards."""
    watched.goto(base_url + CASE)
    assert watched.locator(".app-addresses").count() == 0
    for _ in range(2):
        watched.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    lines = watched.locator(".app-addresses li").all_inner_texts()
    assert lines
    assert len(lines) == len(set(lines))
    assert not any(base_url in line for line in lines)
    own = watched.locator(".app-addresses p").inner_text()
    assert own.startswith(f"On this site, {base_url}, ")
    assert ": signposting/" in own
    assert "index.html" not in own
    assert own.count("/; ") == own.count("; ")
    watched.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert watched.locator(".app-addresses").count() == 0


@pytest.mark.parametrize("address", ["", CASE, PARTNER, "signposting/gp-listening-line/"])
def test_linked_data_stands_in_the_page_and_the_policy_lets_it(
    watched: Any, base_url: str, address: str
) -> None:
    """It is data, not a script, so nothing is reported; and it can be read."""
    watched.goto(base_url + address)
    data = watched.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
    )
    assert data["@context"] == "https://schema.org"
    assert data.get("name")


def test_each_page_offers_to_report_a_mistake_without_an_account(
    watched: Any, base_url: str
) -> None:
    """One step away, at the end of the main part."""
    watched.goto(base_url + CASE)
    watched.get_by_role("link", name="Report a mistake on this page").click()
    assert watched.get_by_role("heading", level=1).inner_text() == "Report a mistake"


def test_urgent_help_is_one_step_away_on_a_phone(watched: Any, base_url: str) -> None:
    """In sight at the top of every page."""
    watched.set_viewport_size(NARROW)
    watched.goto(base_url + PARTNER)
    link = watched.get_by_role("link", name="Urgent help").first
    assert link.bounding_box()["y"] < NARROW["height"] / 2
    link.click()
    watched.get_by_role("link", name="116 123").first.wait_for()


def test_on_paper_a_page_carries_no_menu(watched: Any, base_url: str) -> None:
    """Neither at the top nor at the foot; what the page rests on and its date stay."""
    watched.goto(base_url + CASE)
    watched.set_viewport_size({"width": 700, "height": 900})
    watched.emulate_media(media="print")
    assert not watched.locator(".nhsuk-header__navigation").is_visible()
    assert not watched.locator(".app-footer .nhsuk-footer__navigation").first.is_visible()
    assert watched.get_by_text("This is not an NHS website").is_visible()


def test_a_link_to_a_stop_opens_it(watched: Any, base_url: str) -> None:
    """From outside, to a part of it, and once more after it was closed by hand."""
    watched.goto(base_url + PARTNER + "#going-part-time")
    stop = watched.locator("#going-part-time")
    text = stop.get_by_text("Say early what you want.")
    text.wait_for()
    assert not watched.locator("#last-five-years .app-stop__text").is_visible()
    watched.goto(base_url + PARTNER + "#last-five-years")
    watched.locator("#last-five-years .app-stop__text .app-next").wait_for()
    stop.locator("summary").first.click()
    assert not text.is_visible()
    watched.goto(base_url + PARTNER + "#going-part-time-options")
    assert watched.locator("#going-part-time-options").is_visible()


def test_a_road_opens_with_its_stops_on_a_phone(watched: Any, base_url: str) -> None:
    """All folded, the first in sight; a stop is closed again from its end."""
    watched.set_viewport_size(PHONE)
    watched.goto(base_url + PARTNER)
    stops = watched.locator(".app-stop__fold")
    assert stops.evaluate_all("all => all.filter(one => one.open).length") == 0
    first = stops.first.locator("summary").first
    assert first.bounding_box()["y"] < PHONE["height"] * 2 / 3
    first.press("Enter")
    part = watched.locator("#first-post")
    assert part.locator(".app-next").first.is_visible()


def test_a_link_that_leaves_says_so_to_those_who_hear(watched: Any, base_url: str) -> None:
    """It tells the other site nothing, and stays in the same window."""
    watched.goto(base_url + "roadmaps/locum/#thinking-of-leaving")
    link = (
        watched.locator("#thinking-of-leaving")
        .get_by_role("link", name="NHS Fens, May 2024 (opens another site)")
        .first
    )
    assert link.get_attribute("rel") == "noreferrer"
    assert link.get_attribute("href") == "https://fens.example/rules"
    assert link.get_attribute("target") is None


def test_the_stop_of_an_address_is_open_without_scripts(browser: Any, base_url: str) -> None:
    """And any other can be unfolded by hand."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(base_url + PARTNER + "#going-part-time")
    assert page.get_by_text("Say early what you want.").is_visible()
    assert not page.locator("[data-open-stops]").is_visible()
    other = page.locator("#taking-on-partnership")
    assert not other.get_by_text("Read the accounts").is_visible()
    other.locator("summary").first.click()
    assert other.get_by_text("Read the accounts").is_visible()
    page.context.close()


def test_one_button_opens_and_closes_all_stops(watched: Any, base_url: str) -> None:
    """And says which of the two it will do."""
    watched.goto(base_url + PARTNER)
    watched.get_by_role("button", name="Open all stops").click()
    assert watched.locator(".app-stop__fold:not([open])").count() == 0
    watched.get_by_role("button", name="Close all stops").click()
    assert watched.locator(".app-stop__fold[open]").count() == 0


def test_a_road_is_printed_in_short_and_with_the_stops_that_are_open(
    watched: Any, base_url: str
) -> None:
    """Every stop with its next step; no prose that was folded."""
    watched.goto(base_url + PARTNER + "#going-part-time")
    watched.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    watched.emulate_media(media="print")
    for stop in watched.locator(".app-stop").all():
        assert stop.locator(".app-next:visible").count() == 1
    assert watched.get_by_text("Say early what you want.").is_visible()
    assert not watched.get_by_text("Read the accounts before the deed.").is_visible()
    addresses = watched.locator(".app-addresses").inner_text()
    assert "signposting/gp-listening-line/" in addresses
    assert "casestudies/fenland-peer-circle/" not in addresses


def test_paper_has_the_first_three_of_what_people_say(watched: Any, base_url: str) -> None:
    """The others, which would fill a side, are a click away; a case study has none on paper."""
    watched.goto(base_url + OPTION)
    watched.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    watched.emulate_media(media="print")
    said = watched.locator(".app-situations__list > li")
    assert said.count() > 3
    assert [line.is_visible() for line in said.all()] == [True] * 3 + [False] * (said.count() - 3)


def test_a_table_of_results_keeps_its_heading_on_paper(watched: Any, base_url: str) -> None:
    """It goes to the next page whole."""
    watched.goto(base_url + "evidence/results/")
    watched.emulate_media(media="print")
    frame = watched.locator(".app-table-scroll")
    assert frame.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
