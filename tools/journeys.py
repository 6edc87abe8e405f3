"""The journeys of the site's readers, made in a browser: steps, keys, seconds and what was reached.

    kb index && kb build && python tools/journeys.py [SITE] [--only TEXT]

A step is a tap, or words put into a box; where a page is opened first costs none. Each journey has
a limit of steps and an end that must be in sight; exit code 1 if one is missed. Seconds are those
of this machine, by a script that does not stop to read: compare them with each other alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from site_builder.serving import serve_site  # noqa: E402 - the project may not be installed
from tools.chromium import chromium  # noqa: E402

PHONE: Any = {"width": 390, "height": 844}
DESK: Any = {"width": 1280, "height": 900}
PATIENCE = 15_000
"""Milliseconds for which a step is waited for."""
HELPLINE = "a[href='tel:116123']"
"""A number that answers at any hour, as a link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One journey that was made: what it took, and why it failed, if it did."""

    name: str
    steps: int
    keys: int
    seconds: float
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What somebody came for: how it is made, on which screen, and in how many steps at most."""

    name: str
    make: Callable[[Walk], None]
    most: int
    screen: Any = None
    script: bool = True


class Walk:
    """A reader on a page: counts what they do."""

    def __init__(self, page: Any, base: str) -> None:
        """Stand nowhere yet; `base` is the site's address with its last slash."""
        self.page = page
        self.steps = 0
        self.keys = 0
        self._base = base

    def open(self, address: str) -> None:
        """Come in at an address of the site."""
        self.page.goto(self._base + address)

    def tap(self, selector: str, text: str = "") -> None:
        """Tap the first thing in sight that a selector and its text name."""
        self.steps += 1
        self._shown(selector, text).click()

    def say(self, selector: str, text: str) -> None:
        """Put words into a box, or a choice into a list."""
        self.steps += 1
        self.keys += len(text)
        box = self._shown(selector)
        if box.evaluate("element => element.tagName") == "SELECT":
            box.select_option(text)
        else:
            box.fill(text)

    def ask(self, text: str) -> None:
        """Say something in the box of the page, and wait for all of the answer."""
        self.say("#ask:visible, #q:visible", text)
        self.page.keyboard.press("Enter")
        self.keys += 1
        self.page.wait_for_url("**/search/**")
        state = "[data-search-status]:is([data-state=results], [data-state=none])"
        self.page.locator(state).wait_for(state="attached")

    def see(self, selector: str, text: str = "") -> None:
        """Find this in sight, or fail."""
        self._shown(selector, text).wait_for()

    def _shown(self, selector: str, text: str = "") -> Any:
        found = self.page.locator(selector)
        return (found.filter(has_text=text) if text else found).locator("visible=true").first


def _registrar(walk: Walk) -> None:
    walk.open("")
    walk.tap("a", "GP registrar")
    walk.tap("summary", "Finishing training")
    walk.see("main", "Performers List")


def _registrar_asks(walk: Walk) -> None:
    walk.open("")
    walk.ask("when do I get my CCT")
    walk.tap("main a", "Finishing training")
    walk.see("main", "Performers List")


def _complaint(walk: Walk) -> None:
    walk.open("")
    walk.ask("a patient has complained about me and I cannot sleep")
    walk.tap("a", "complaint or an investigation")
    walk.see("main a[href^='tel:']")


def _partner(walk: Walk) -> None:
    walk.open("")
    walk.ask("I want to leave the partnership, and I own a share of the building")
    walk.tap("a", "Leaving a partnership")
    walk.see("main", "lease")


def _locum(walk: Walk) -> None:
    walk.open("where-are-you-now/")
    walk.tap("label", "Locum (sessional) GP")
    walk.tap("[data-question=need] label", "I feel alone in this job")
    walk.see("[data-guide-options] a")
    walk.tap("a", "Make the sheet")
    walk.see(".app-sheet", "Locum")


def _sheet_for(words: str) -> Callable[[Walk], None]:
    def made(walk: Walk) -> None:
        walk.open("sheet/")
        walk.ask(words)
        walk.tap("button", "Make a sheet")
        walk.tap("a", "Make the sheet")
        walk.see(".app-sheet")
        walk.see("button", "Print")

    return made


def _contribute(walk: Walk) -> None:
    walk.open("")
    walk.tap("footer a", "Add a case study")
    walk.say("#f-title", "Newtown shared home-visiting team")
    walk.say("#f-summary", "Three practices share one paramedic to make home visits.")
    walk.say("#f-section-1", "Partners spent two hours a day on home visits.")
    with walk.page.expect_download():
        walk.tap("a", "Save what I have")
    walk.see("[data-problems] li")


def _board(walk: Walk) -> None:
    walk.open("")
    walk.tap("a", "Tools: gap map, plan, brief")
    walk.tap("main a[href*='gaps']")
    walk.say("#gaps-text", "Mentoring for new GPs\nCoaching\nRetirement seminar")
    walk.tap("button", "Show the map")
    walk.see("[data-gaps-fill]")
    walk.open("plan-support/")
    walk.tap("main a[href$='plan/index.html']")
    walk.see("main h1")
    walk.open("plan-support/brief/")
    walk.say("#brief-page", "casestudies/somerset-peer-support-scheme")
    walk.tap("[data-brief-do=add]")
    walk.see("[data-brief-chosen] li")


def _hub(walk: Walk) -> None:
    walk.open("")
    walk.tap("footer a", "Your area")
    walk.see("main", "edition of its own")


def _said(address: str, words: str) -> Callable[[Walk], None]:
    def made(walk: Walk) -> None:
        walk.open(address)
        walk.ask(words)
        walk.see(HELPLINE)

    return made


def _urgent(address: str) -> Callable[[Walk], None]:
    def made(walk: Walk) -> None:
        walk.open(address)
        walk.tap("header a", "Urgent help")
        walk.see(HELPLINE)

    return made


def _under_strain(walk: Walk) -> None:
    walk.open("roadmaps/salaried-gp/")
    walk.see(HELPLINE)


def _missing(walk: Walk) -> None:
    walk.open("404.html")
    walk.see(HELPLINE)


TIRED = "I keep thinking about crashing the car on the way to work"
JOURNEYS = (
    Journey(
        name="Registrar, by the roadmap: Performers List", make=_registrar, most=2, screen=PHONE
    ),
    Journey(name="Registrar, in words: CCT", make=_registrar_asks, most=2, screen=PHONE),
    Journey(name="Salaried GP with a complaint", make=_complaint, most=2, screen=PHONE),
    Journey(name="Partner leaving, with a building", make=_partner, most=2, screen=PHONE),
    Journey(name="Locum, isolated: finder to sheet", make=_locum, most=3, screen=PHONE),
    *(
        Journey(name=f"Appraiser: “{words}”", make=_sheet_for(words), most=3)
        for words in (
            "isolated, locum, thinking of Australia",
            "58, partner, had enough",
            "just back from mat leave and nervous",
        )
    ),
    Journey(name="Practice manager adds a case study", make=_contribute, most=5),
    Journey(name="Care board: gaps, plan, brief", make=_board, most=7),
    Journey(name="Training hub: how to have an edition", make=_hub, most=1),
    Journey(name="Distress: box of the home page", make=_said("", TIRED), most=1, screen=PHONE),
    Journey(name="Distress: search", make=_said("search/", TIRED), most=1, screen=PHONE),
    Journey(name="Distress: sheet", make=_said("sheet/", TIRED), most=1),
    Journey(name="Distress: a roadmap", make=_under_strain, most=0, screen=PHONE),
    Journey(name="Distress: page not found", make=_missing, most=0, screen=PHONE),
    *(
        Journey(
            name=f"Distress, no script: /{address}",
            make=_urgent(address),
            most=1,
            screen=PHONE,
            script=False,
        )
        for address in ("", "search/", "where-are-you-now/", "sheet/", "plan/", "contribute/")
    ),
)
"""What the readers come for, one after another."""


def journeys(site: Path, browser: Any, only: str = "") -> Iterator[Made]:
    """Make every journey whose name holds `only`, each by somebody who was never here before.

    Args:
        site: the built site, with its search.
        browser: an open browser of Playwright.
        only: part of a name; empty for all.
    """
    with serve_site(site, 0) as base:
        for journey in JOURNEYS:
            if only.lower() in journey.name.lower():
                yield make(journey, browser, base)


def make(journey: Journey, browser: Any, base: str) -> Made:
    """Make one journey; what stops it becomes its fault."""
    context = browser.new_context(
        viewport=journey.screen or DESK, java_script_enabled=journey.script
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    walk = Walk(page, base)
    start = time.monotonic()
    fault = ""
    try:
        journey.make(walk)
    except Exception as error:  # of Playwright, which need not be installed to read this file
        fault = f"stopped after {walk.steps} steps at {page.url}: {str(error).splitlines()[0]}"
    seconds = time.monotonic() - start
    context.close()
    if not fault and walk.steps > journey.most:
        fault = f"{walk.steps} steps, {journey.most} at most"
    return Made(name=journey.name, steps=walk.steps, keys=walk.keys, seconds=seconds, fault=fault)


def table(made: tuple[Made, ...]) -> str:
    """The journeys as a table of Markdown."""
    lines = ["| Journey | Steps | Keys | Seconds | Reached |", "| --- | --- | --- | --- | --- |"]
    for one in made:
        reached = f"no: {one.fault}" if one.fault else "yes"
        lines.append(f"| {one.name} | {one.steps} | {one.keys} | {one.seconds:.1f} | {reached} |")
    return "\n".join(lines)


def main() -> int:
    """Print the table; 1 if a journey failed."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--only", default="", help="part of the names of the journeys to make")
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        made = tuple(journeys(asked.site, browser, asked.only))
        browser.close()
    print(table(made))
    return int(any(one.fault for one in made))


if __name__ == "__main__":
    raise SystemExit(main())
