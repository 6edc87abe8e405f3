"""The home page of a site with search: its box, and what stands there without scripts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Set
from typing import Any

import pytest

from kb.model.corpus import Corpus
from site_builder.build import build_site
from site_builder.render.search_data import SCRIPTS
from site_builder.serving import serve_site
from tests.browser.conftest import FRONTEND
from tests.conftest import TODAY

DATA = ("core.js", "distress.js", "meaning.js", "text.js")
PHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def base_url(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the invented content with a search whose data nobody asks for here."""
    out = tmp_path_factory.mktemp("home") / "site"
    build_site(
        corpus, out, today=TODAY, frontend_dir=FRONTEND, search_data=dict.fromkeys(DATA, b"")
    )
    with serve_site(out, 0) as address:
        yield address


def test_the_box_is_accessible_and_fits_a_phone(
    watched: Any, base_url: str, violations: Callable[..., list[str]]
) -> None:
    """On wide and narrow screens, with targets large enough."""
    watched.goto(base_url)
    assert watched.get_by_label("Say it in your own words").is_visible()
    assert violations(watched) == []
    watched.set_viewport_size(PHONE)
    assert watched.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert violations(watched, only="target-size") == []


@pytest.mark.parametrize("by", ["button", "key"])
def test_words_typed_on_the_home_page_are_searched_and_sent_nowhere(
    page: Any, base_url: str, by: str
) -> None:
    """They stand behind the # of the search page's address, which no server sees."""
    page.goto(base_url)
    box = page.get_by_label("Say it in your own words")
    box.fill("peer & mentor")
    if by == "button":
        page.get_by_role("button", name="Search").click()
    else:
        box.press("Enter")
    page.wait_for_url("**/search/index.html#q=peer%20%26%20mentor")
    assert page.get_by_role("heading", level=1).inner_text() == "Find what you need"


def test_without_scripts_the_home_page_has_a_link_in_place_of_the_box(
    browser: Any, base_url: str
) -> None:
    """A box that could not search would be a dead end."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(base_url)
    assert not page.get_by_label("Say it in your own words").is_visible()
    page.get_by_role("link", name="Find what you need").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Find what you need"
    page.context.close()


LINE = "Object.defineProperty(navigator, 'connection', {value: CONNECTION, configurable: true});"
GOOD = "{effectiveType: '4g', saveData: false}"


IDLE = "new Promise(done => requestIdleCallback(() => setTimeout(done, 100)))"
"""Ends behind whatever the page does when it is idle, which was asked for before."""


def fetched_ahead(
    page: Any,
    base_url: str,
    connection: str,
    *,
    focus: bool = False,
    wanted: Set[str] = frozenset(),
) -> set[str]:
    """Return the files of the search that the home page fetches by itself.

    Those that are wanted are waited for; where none is, the page until it is idle.
    """
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(LINE.replace("CONNECTION", connection))
    page.goto(base_url)
    page.wait_for_load_state("load")
    if focus:
        page.focus("#ask")

    def found() -> set[str]:
        return {url.rpartition("/")[2] for url in asked if "/assets/search/" in url}

    if focus or wanted:
        deadline = time.monotonic() + 30
        while not found() >= (wanted or {"core.js"}) and time.monotonic() < deadline:
            page.wait_for_timeout(50)
    else:
        page.wait_for_load_state("networkidle")
        page.evaluate(IDLE)
    return found()


def test_search_is_fetched_ahead_on_a_good_line(page: Any, base_url: str) -> None:
    """While the page is idle; every file that it names is one of the site's or of its data."""
    scripts = {path.name for path in SCRIPTS.iterdir()}
    within = "words.js unpack.js data.js query.js parts.js snippet.js engine.js service.js".split()
    later = {"local.js", *within}  # the others stand in the worker's file
    found = fetched_ahead(page, base_url, GOOD, wanted={*DATA, *(scripts - later)})
    assert found - scripts == set(DATA)
    assert scripts - found == later


def test_the_search_page_fetches_its_data_ahead_on_a_good_line(page: Any, base_url: str) -> None:
    """Before anybody is in the box; with a question in its address all is on its way already."""
    ahead = {"worker.js", *DATA}
    assert fetched_ahead(page, base_url + "search/", GOOD, wanted=ahead) >= ahead
    for connection in ("undefined", "{effectiveType: '4g', saveData: true}"):
        other = page.context.new_page()  # the first page's worker may still ask for something
        assert not fetched_ahead(other, base_url + "search/", connection) & ahead
        other.close()


def test_the_search_begins_with_what_was_fetched_ahead(page: Any, base_url: str) -> None:
    """One worker, before anybody is in the box; none on any other line."""
    page.add_init_script(LINE.replace("CONNECTION", GOOD))
    with page.expect_worker():
        page.goto(base_url + "search/")
    page.focus("#q")
    page.wait_for_load_state("networkidle")
    assert len(page.workers) <= 1  # none if this site's data, which hold nothing, have failed
    other = page.context.new_page()
    other.add_init_script(LINE.replace("CONNECTION", "undefined"))
    other.goto(base_url + "search/")
    other.wait_for_load_state("networkidle")
    other.evaluate(IDLE)
    assert other.workers == []
    other.close()


@pytest.mark.parametrize(
    "connection",
    [
        "undefined",
        "{effectiveType: '4g', saveData: true}",
        "{effectiveType: '4g', saveData: false, type: 'cellular'}",
        "{effectiveType: '3g', saveData: false}",
    ],
)
def test_nothing_is_fetched_ahead_on_any_other_line(
    page: Any, base_url: str, connection: str
) -> None:
    """Metered, slow, to be saved or not known; but somebody in the box is about to search."""
    assert fetched_ahead(page, base_url, connection) == set()
    assert "core.js" in fetched_ahead(page, base_url, connection, focus=True)
