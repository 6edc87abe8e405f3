"""How long the pages are that people print or read on a phone.

A roadmap prints on one side of A4, a case study on two, a signposting sheet and a plan on one; on a
phone of 390 by 844 px what a reader came for ends within five screens on a roadmap and four on a
case study, the rest being folded or below. `tools/check_site.py` calls it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from site_builder.serving import serve_site

PHONE: Any = {"width": 390, "height": 844}
SIDES: Mapping[str, int] = {"roadmaps": 1, "casestudies": 2}
"""Sides of A4 that a page of a folder may fill."""
SCREENS: Mapping[str, float] = {"roadmaps": 5, "casestudies": 4}
"""Screens of a phone down to the end of what a reader came for."""
PLAN_SIDES = 1
SHEET_SIDES = 1
SHEETS = 48
"""Signposting sheets that are printed: those with the most words, an eighth of all."""
_END = (
    "document.querySelector('.app-road-stops')"
    " || [...document.querySelectorAll('.app-section')].pop()"
)
"""What a reader came for ends with the stops of a road, or with the last section."""
_BOTTOM = (
    f"(() => {{ const end = {_END}; return end ? end.getBoundingClientRect().bottom : 0; }})()"
)
_TAG = re.compile(r"<[^<>]*>")
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def sides_of(pdf: bytes) -> int:
    """The number of pages of a PDF as a browser prints it."""
    return len(_PAGE.findall(pdf))


def lengths(site: Path, browser: Any, pictures: Path) -> Iterator[tuple[str, str, float, float]]:
    """Yield (page, what was measured, how long it is, how long it may be), page by page.

    Args:
        site: the built site.
        browser: an open browser of Playwright.
        pictures: the folder for a picture of each page as a phone shows it.
    """
    pictures.mkdir(parents=True, exist_ok=True)
    with serve_site(site, 0) as base:
        page = browser.new_page(viewport=PHONE)
        for folder in SIDES:
            for path in sorted((site / folder).glob("*/index.html")):
                address = f"{folder}/{path.parent.name}/"
                page.goto(base + address)
                screens = page.evaluate(_BOTTOM) / PHONE["height"]
                page.screenshot(path=pictures / f"{folder}-{path.parent.name}.png", full_page=True)
                yield address, "screens of a phone", round(screens, 1), SCREENS[folder]
                yield address, "sides of A4", sides_of(page.pdf(format="A4")), SIDES[folder]
        for address in longest_sheets(site):
            page.goto(base + address)
            yield address, "sides of A4", sides_of(page.pdf(format="A4")), SHEET_SIDES
        for stop in longest_stops(site):
            page.goto("about:blank")  # so that the page is opened anew, and not only its address
            page.goto(f"{base}plan/#stop={stop}&date=2030-06-30")
            page.locator("[data-plan-sheet]").wait_for(state="visible")
            yield f"plan/#stop={stop}", "sides of A4", sides_of(page.pdf(format="A4")), PLAN_SIDES


def longest_sheets(site: Path) -> list[str]:
    """The sheets made in advance that have the most words, longest first."""
    found = []
    for path in (site / "sheet").glob("*/**/index.html"):
        paper = path.read_text(encoding="utf-8").partition('<article class="app-sheet"')[2]
        words = _TAG.sub(" ", paper.partition("</article>")[0]).split()
        found.append((-len(words), f"{path.parent.relative_to(site).as_posix()}/"))
    return [address for _, address in sorted(found)[:SHEETS]]


def longest_stops(site: Path) -> list[str]:
    """The stop with the most tasks of each road, as "My dates" names it: ``locum/returning``."""
    found = []
    for path in sorted((site / "assets").glob("plan-data-*.js")):
        script = path.read_text(encoding="utf-8")
        stops = json.loads(script[script.index("{", script.index("=")) : script.rindex("}") + 1])[
            "stops"
        ]
        longest = max(stops, key=lambda moment: len(stops[moment]["tasks"]))
        found.append(f"{path.stem.removeprefix('plan-data-')}/{longest}")
    return found
