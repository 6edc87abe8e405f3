"""A reader chooses their area once, and pages name the people of that area from then on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kb.model.areas import AreaId
from kb.model.corpus import Corpus
from kb.model.editions import Edition
from site_builder.build import build_site
from site_builder.serving import serve_site
from tests.browser.conftest import FRONTEND
from tests.conftest import TODAY

pytestmark = pytest.mark.browser

FENS = "areas/the-fens/"
STORED = "localStorage.length + sessionStorage.length"


def yours(page: Any) -> list[str]:
    """Return every note of the page that names the reader's own people."""
    found: list[str] = page.locator(".app-yours").all_text_contents()
    return found


def add_paragraph(page: Any, html: str) -> None:
    """Put a paragraph into the page, as a script of the site may."""
    page.evaluate(
        """(html) => {
          const part = document.createElement("section");
          part.innerHTML = html;
          document.querySelector("main .nhsuk-main-wrapper").append(part);
        }""",
        html,
    )


def test_the_list_is_narrowed_by_any_name(watched: Any, base_url: str) -> None:
    """Council, county, town or board; what lies in two areas shows both."""
    watched.goto(base_url + "areas/")
    box, lines = watched.get_by_label("Where do you work?"), watched.locator(".app-area-line")
    for typed, expected in {
        "ely": ["The Fens"],
        "Lincs": ["Marsh and Wolds"],
        "Fens CCG": ["The Fens"],
        "Fens LMC": ["The Fens"],
        "Eyl": [],
        "Lnicolnshire": ["Marsh and Wolds"],
        "Wales": [],
        "PE14 8XY": [],
        "lincolnshire": ["Marsh and Wolds"],
        "NHS Fens ICB": ["The Fens"],
        "the Borderland council": ["The Fens", "Marsh and Wolds"],
        "<zz>": [],
        "": ["The Fens", "Marsh and Wolds"],
    }.items():
        box.fill(typed)
        shown = [line.locator("a").inner_text() for line in lines.all() if line.is_visible()]
        assert shown == expected, typed
    for typed, answer in {
        "BS1 4DJ": "Postcodes are not looked up here, and what you type is not kept or sent.",
        "m1": "Postcodes are not looked up here",
        "Cardiff": "This site is for England.",
        "Nene CCG": "Clinical commissioning groups and what came before them have ended",
        "Lnicolnshire": "Nothing is called just that; this is near. 1 area.",
        "zzz": "No area has a place of that name here.",
    }.items():
        box.fill(typed)
        told = watched.locator("[data-areas-said]")
        assert told.inner_text().startswith(answer), typed
    box.fill("louth")
    assert watched.get_by_text("Here: Louth").is_visible()
    box.press("Enter")
    watched.wait_for_url("**/areas/marsh-and-wolds/*")


def test_nothing_is_fetched_or_kept_before_an_area_is_chosen(watched: Any, base_url: str) -> None:
    """And after it the choice stands in the address alone, until the box is ticked."""
    asked: list[str] = []
    watched.on("request", lambda request: asked.append(request.url))
    watched.goto(base_url + FENS)
    assert not [url for url in asked if url.endswith("areas-data.js")]
    watched.get_by_role("button", name="This is my area").click()
    watched.wait_for_url("**/areas/the-fens/#area=the-fens")
    assert [url for url in asked if url.endswith("areas-data.js")]
    assert watched.evaluate(STORED) == 0
    watched.get_by_label("Remember it on this device").check()
    watched.goto(base_url + "signposting/gp-listening-line/")
    watched.wait_for_url("**/#area=the-fens")
    watched.get_by_role("button", name="Stop using it").click()
    assert watched.evaluate(STORED) == 0
    assert "area=" not in watched.url


def test_the_choice_goes_along_with_links_beside_a_list(watched: Any, base_url: str) -> None:
    """Links within the site carry it, and an anchor still opens what it names."""
    watched.goto(base_url + "casestudies/#area=the-fens&list=casestudies/ely-listening-line")
    watched.get_by_text("Your area: The Fens").wait_for()
    watched.get_by_role("link", name="Roadmaps", exact=True).first.click()
    watched.wait_for_url("**/roadmaps/index.html#**")
    assert "area=the-fens" in watched.url
    assert "list=casestudies/ely-listening-line" in watched.url
    watched.goto(base_url + "roadmaps/partner/#thinking-of-leaving&area=the-fens")
    assert watched.locator("#thinking-of-leaving .app-stop__fold").get_attribute("open") is not None


def test_whom_to_ask_is_followed_by_yours(watched: Any, base_url: str) -> None:
    """Once in a section for each kind; a link is not broken open, and the past is let be."""
    watched.goto(base_url + "accessibility/#area=the-fens")
    watched.get_by_text("Your area: The Fens").wait_for()
    add_paragraph(
        watched,
        "<p>The LMC paid for it, and links with the ICB's team helped.</p>"
        "<p>Ask your training hub or local medical committee. Ask your LMC again.</p>"
        '<p>Ring your <a href="#x">integrated care board</a>. Speak to the deanery.</p>',
    )
    watched.locator(".app-yours").nth(2).wait_for()
    assert yours(watched) == [
        " (yours: Fens Training Hub; Fens LMC)",
        " (yours: NHS Fens Integrated Care Board)",
        " (yours: not found for The Fens)",
    ]
    assert watched.locator("a .app-yours").count() == 0
    watched.get_by_role("button", name="Stop using it").click()
    assert yours(watched) == []


def test_a_sheet_names_the_contacts_printed_and_copied(watched: Any, base_url: str) -> None:
    """In place of the lines for local contacts, so that the sheet stays on its page."""
    watched.goto(base_url + "sheet/partner/thinking-of-leaving/#area=the-fens")
    part = watched.locator('[aria-labelledby="sheet-contacts"]')
    part.get_by_text("Fens LMC").wait_for()
    assert part.locator("p").all_text_contents() == [
        "Training hub: Fens Training Hub",
        "Local medical committee: Fens LMC, 01354-700 900, lmc.fens.example",
        "Integrated care board: NHS Fens Integrated Care Board, 01354 700 800, fens.example",
    ]
    assert [line.is_visible() for line in part.locator(".app-sheet__line").all()] == [
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("area", ["nowhere", "__proto__", "constructor", "<b>", "../x", "%E0%A4%A"])
def test_an_area_that_is_none_is_dropped(watched: Any, base_url: str, area: str) -> None:
    """Whatever stands in the address, the page is as without it."""
    watched.goto(base_url + f"privacy/#area={area}")
    watched.wait_for_load_state("networkidle")
    assert watched.locator(".app-your-area").count() == 0
    assert yours(watched) == []


def test_without_a_script_the_list_and_the_pages_are_whole(browser: Any, base_url: str) -> None:
    """Every area by its link, and on its page everybody to ask."""
    still = browser.new_context(java_script_enabled=False).new_page()
    still.goto(base_url + "areas/")
    still.get_by_role("link", name="The Fens").first.click()
    still.wait_for_load_state()
    assert still.get_by_role("heading", name="Fens LMC").is_visible()
    assert still.get_by_role("button", name="This is my area").count() == 0


@pytest.fixture(scope="module")
def edition_url(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the site of a local edition of the Fens."""
    edition = Edition(
        id="fens",
        name="The Fens",
        about="For GPs in the Fens.",
        contact="hub@fens.example",
        area=AreaId("the-fens"),
        changes={},
    )
    out = tmp_path_factory.mktemp("edition") / "site"
    build_site(replace(corpus, edition=edition), out, today=TODAY, frontend_dir=FRONTEND)
    with serve_site(out, 0) as address:
        yield address


def test_my_dates_of_an_edition_are_called_after_it(page: Any, edition_url: str) -> None:
    """The calendar and the file carry its name; its area needs no choosing."""
    page.goto(f"{edition_url}plan/#stop=locum/thinking-of-leaving&date=2099-08-31")
    page.locator(".app-date").first.wait_for()
    with page.expect_download() as started:
        page.get_by_role("button", name=re.compile("calendar", re.IGNORECASE)).first.click()
    assert started.value.suggested_filename == "my-dates-fens.ics"
    with page.expect_download() as started:
        page.get_by_role("button", name="Save the plan as a file").click()
    assert started.value.suggested_filename == "my-dates-fens.json"
    assert page.locator("body").get_attribute("data-area") == "the-fens"
