"""Takes the pictures of the built site that the README and docs/add-a-case-study.md show.

kb index && kb build && python tools/page_pictures.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.chromium import chromium  # noqa: E402 - the project may not be installed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SITE = ROOT / "build" / "site"
OUT = ROOT / "docs" / "images"
FORM_WIDTH, FORM_HEIGHT = 820, 560
SEARCH_WIDTH, SEARCH_HEIGHT = 1200, 1150
QUERY = "mat leave, coming back, nervous"
SUMMARY = "Three practices share one paramedic to make home visits."
RESULT = "Home visits by partners fell from 100 to 60 a week."
STORY = "Partners spent two hours a day on home visits, and were thinking of leaving."


def main() -> None:
    """Write four pictures of the form, and one of the search."""
    from playwright.sync_api import sync_playwright

    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        _take_form(browser)
        _take_search(browser)
        browser.close()


def _take_search(browser: Browser) -> None:
    """The first results of a search, once meaning has joined the words."""
    page = browser.new_page(viewport={"width": SEARCH_WIDTH, "height": SEARCH_HEIGHT})
    page.goto((SITE / "search" / "index.html").as_uri())
    page.fill("#q", QUERY)
    page.locator("[aria-busy=true]").first.wait_for(state="attached")
    page.locator("[aria-busy=false]").first.wait_for(state="attached")
    page.screenshot(path=str(OUT / "search.png"))


def _take_form(browser: Browser) -> None:
    """What is filled in, group by group, and the way to send it."""
    page = browser.new_page(viewport={"width": FORM_WIDTH, "height": FORM_HEIGHT})
    page.goto((SITE / "contribute" / "index.html").as_uri())
    page.fill("#f-title", "Newtown shared home-visiting team")
    page.fill("#f-summary", SUMMARY)
    page.fill("#f-area", "Newtown, Kent")
    page.fill("#f-section-1", STORY)
    page.wait_for_timeout(400)
    for name, selector in (
        ("form-fields", "#group-1"),
        ("form-story", "#group-2"),
        ("form-result", "#group-4"),
        ("form-send", "#send"),
    ):
        if name == "form-result":
            page.get_by_role("button", name="Add a source").click()
            page.get_by_label("Document").select_option("our-account")
            page.get_by_role("button", name="Add a result").click()
            page.get_by_label("How it is known").select_option("counted")
            page.get_by_label("The result in a sentence").fill(RESULT)
            page.wait_for_timeout(400)
        page.evaluate("selector => document.querySelector(selector).scrollIntoView()", selector)
        page.screenshot(path=str(OUT / f"{name}.png"))


if __name__ == "__main__":
    main()
