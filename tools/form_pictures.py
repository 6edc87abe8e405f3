"""Takes the pictures of the form that docs/add-a-case-study.md shows, from the built site.

kb build && python tools/form_pictures.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.chromium import chromium  # noqa: E402 - the project may not be installed

PAGE = ROOT / "build" / "site" / "contribute" / "index.html"
OUT = ROOT / "docs" / "images"
WIDTH, HEIGHT = 820, 560
SUMMARY = "Three practices share one paramedic to make home visits."
RESULT = "Home visits by partners fell from 100 to 60 a week."
STORY = "Partners spent two hours a day on home visits, and were thinking of leaving."


def main() -> None:
    """Write four pictures."""
    from playwright.sync_api import sync_playwright

    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(PAGE.as_uri())
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
        browser.close()


if __name__ == "__main__":
    main()
