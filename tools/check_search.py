"""How the search is used: a phone with its keyboard up, and the way from words to a sheet.

On a phone of 390 by 844 px the page is at most two screens before anything is typed. With the
keyboard up (390 by 480 px) the first result's title and two lines of it are seen, the box stays
when the reader scrolls, ten results come first, each with at most two reasons, and none of them
moves while the rest is worked out. From words to a finished sheet takes less than a minute by
keyboard, at 390 and at 1,280 px. `tools/check_site.py` calls it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_builder.serving import serve_site

QUERY = "isolated, locum, thinking of Australia"
QUERIES = (
    "too many contacts in a day",
    "my partners do not talk to each other",
    "58, partner, had enough",
    "nervous after a year at home with a baby",
    "locum and lonely",
    "what happens to my pension if I stop at 57",
    "I want a day a week doing something else",
    "moving to Canada",
    "first year after CCT and out of my depth",
    "thinking of handing back the contract",
    "complaint from a patient's family",
    "GMC letter",
    "failed the SCA twice",
    "how to become a GP trainer",
    "fellowship for new GPs",
    "retainer scheme",
    "flexible pool for our ICB",
    "what works to keep older GPs",
    "evidence for mentoring",
    "exit interview questions",
    "how do I measure retention",
    "cost of a peer support group",
    "GP with dyslexia asking for adjustments",
    "racist patient and no support from the practice",
    "visa runs out after training",
    "sharing a building when a partner leaves",
    "portfolio career",
    "24-hour retirement",
    "coaching for a salaried GP",
    "add a case study",
)
"""What readers of each kind might type; none is in distress, and each has an answer."""
PHONE: Any = {"width": 390, "height": 844}
KEYBOARD_UP: Any = {"width": 390, "height": 480}
DESK: Any = {"width": 1280, "height": 900}
KEY = 0.28
"""Seconds that an average typist takes for a key (Card, Moran and Newell, 1983)."""
THOUGHT = 1.35
"""Seconds that a decision takes before it, by the same model."""
MINUTE = 60.0
PATIENCE = 30.0
"""Seconds after which an answer is given up."""
_KEYS_TO = 60
"""Keys after which what is looked for cannot be reached."""

_BOX = "document.querySelector('input[name=q]')"
_SECOND_LINE = """(() => {
    const first = document.querySelector("[data-result-id]");
    const snippet = first.querySelector(".app-result__snippet");
    const line = parseFloat(getComputedStyle(snippet).lineHeight);
    return Math.min(snippet.getBoundingClientRect().top + 2 * line,
        snippet.getBoundingClientRect().bottom);
})()"""
_FIRST_LINES = f"document.querySelector('[data-result-id]') ? {_SECOND_LINE} : 0"
_WATCH_PLACES = """(() => {
    window.__places = new Map();
    window.__moved = 0;
    new MutationObserver(() => {
        document.querySelectorAll("[data-result-id]").forEach(line => {
            const id = line.dataset.resultId;
            const top = line.getBoundingClientRect().top + scrollY;
            if (!__places.has(id)) { __places.set(id, top); }
            __moved = Math.max(__moved, Math.abs(top - __places.get(id)));
        });
    }).observe(document.querySelector(".app-finder"), {childList: true, subtree: true});
})()"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured, and the most that it may be."""

    name: str
    found: float
    allowed: float

    def __str__(self) -> str:
        """As "results before more: 10 (10)"."""
        return f"{self.name}: {self.found:g} ({self.allowed:g})"


@dataclass(slots=True)
class Keys:
    """Keys pressed in a page, and decisions taken."""

    page: Any
    pressed: int = 0
    thoughts: int = 0

    def type(self, text: str) -> None:
        """Type words, a decision of their own."""
        self.page.keyboard.type(text)
        self.pressed += len(text)
        self.thoughts += 1

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.pressed += 1

    def reach(self, key: str, to: str) -> None:
        """Decide for something, and press a key until it has the focus.

        Raises:
            ValueError: It is not reached.
        """
        self.thoughts += 1
        for _ in range(_KEYS_TO):
            self.press(key)
            if self.page.evaluate(f"document.activeElement.matches({to!r})"):
                return
        raise ValueError(f"{to}: not reached by {_KEYS_TO} times {key}")

    def go(self, key: str, to: str) -> None:
        """Reach something, then Enter."""
        self.reach(key, to)
        self.press("Enter")

    @property
    def seconds(self) -> float:
        """What the keys and decisions take somebody who types as most people do."""
        return round(KEY * self.pressed + THOUGHT * self.thoughts, 1)


def search_figures(site: Path, browser: Any, pictures: Path) -> Iterator[Figure]:
    """Yield every figure; pictures of what was measured are kept in a folder that is there.

    Args:
        site: a built site with search.
        browser: an open browser of Playwright.
        pictures: the folder.
    """
    with serve_site(site, 0) as base:
        yield from _on_a_phone(browser, base, pictures)
        yield from _first_results(browser, base)
        for screen in (PHONE, DESK):
            yield from _to_a_sheet(browser, base, pictures, screen)


def _first_results(browser: Any, base: str) -> Iterator[Figure]:
    """Of many questions, how many have their first result below the keyboard.

    Each is asked on a page of its own, since urgent help stays where it was shown once, before any
    result. A question that is shown it is counted as such alone.
    """
    page = browser.new_page(viewport=KEYBOARD_UP)
    helped, hidden, refused = [], [], []
    for query in QUERIES:
        page.goto("about:blank")
        page.goto(f"{base}search/")
        page.focus("input[name=q]")
        page.fill("input[name=q]", query)
        page.keyboard.press("Enter")
        answered(page)
        if page.locator(".app-search__help--now").count():
            helped.append(query)
        elif not page.locator("[data-result-id], [data-topic-id]").count():
            refused.append(query)
        elif page.evaluate(_FIRST_LINES) > KEYBOARD_UP["height"]:
            hidden.append(query)
    page.close()
    for what, found, allowed in (
        ("first results hidden by the keyboard", hidden, 0),
        ("first results without an answer", refused, 0),
        ("urgent help shown needlessly", helped, 1),
    ):
        told = f" ({'; '.join(found)})" if found else ""
        yield Figure(
            name=f"of {len(QUERIES)} questions, {what}{told}", found=len(found), allowed=allowed
        )


def _on_a_phone(browser: Any, base: str, pictures: Path) -> Iterator[Figure]:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{base}search/")
    empty = page.locator("main").bounding_box()["height"] / PHONE["height"]
    page.screenshot(path=pictures / "search-empty.png", full_page=True)
    yield Figure(name="screens of the empty page", found=round(empty, 1), allowed=2)
    page.set_viewport_size(KEYBOARD_UP)
    page.evaluate(_WATCH_PLACES)
    page.focus("input[name=q]")
    page.keyboard.insert_text(QUERY)  # at once, so that there is one question
    page.keyboard.press("Enter")
    answered(page)
    page.screenshot(path=pictures / "search-keyboard-up.png")
    yield Figure(
        name="px down to the first result's second line",
        found=round(page.evaluate(_SECOND_LINE)),
        allowed=KEYBOARD_UP["height"],
    )
    count = page.locator("[data-result-id]:not(:has(.app-result__new))").count()
    yield Figure(name="results before more", found=count, allowed=10)
    reasons = page.locator("[data-result-id]").evaluate_all(
        "all => Math.max(...all.map(one => one.querySelectorAll('.app-result__reasons li').length))"
    )
    yield Figure(name="reasons of a result", found=reasons, allowed=2)
    yield Figure(name="px that a result moved", found=round(page.evaluate("__moved")), allowed=1)
    page.mouse.wheel(0, 600)
    until(page, "scrollY > 100")
    page.screenshot(path=pictures / "search-scrolled.png")
    top = page.evaluate(f"{_BOX}.getBoundingClientRect().top")
    yield Figure(name="px of the box from the top, scrolled", found=round(abs(top)), allowed=30)
    page.close()


def _to_a_sheet(browser: Any, base: str, pictures: Path, screen: Any) -> Iterator[Figure]:
    """From the home page to a sheet with one page ticked, with no mouse."""
    page = browser.new_page(viewport=screen)
    page.goto(base)
    keys = Keys(page=page)
    keys.reach("Tab", "#ask")
    keys.type(QUERY)
    keys.press("Enter")
    page.wait_for_url("**/search/**")
    answered(page)
    page.focus("input[name=q]")
    keys.go("Tab", "[data-result-id] .app-list-button")
    keys.go("Shift+Tab", "[data-flow-open]")
    page.screenshot(path=pictures / f"to-a-sheet-{screen['width']}-understood.png")
    keys.go("Tab", "[data-flow-sheet]")
    page.wait_for_url("**/sheet/**")
    page.locator(".app-sheet__option").first.wait_for()
    page.screenshot(path=pictures / f"to-a-sheet-{screen['width']}.png", full_page=True)
    sheet = page.locator("#sheet").inner_text()
    name = f"at {screen['width']} px"
    yield Figure(
        name=f"seconds from words to a sheet {name} ({keys.pressed} keys, {keys.thoughts} "
        "decisions)",
        found=keys.seconds,
        allowed=MINUTE,
    )
    lost = [word for word in ("Locum", "abroad") if word.lower() not in sheet.lower()]
    questions = page.locator("#sheet [data-slot=prompts] li").count()
    step = page.locator("#sheet [data-slot=next_step]").inner_text().strip()
    yield Figure(
        name=f"of role, Australia, questions and first step lost on the sheet {name}",
        found=len(lost) + (not questions) + (not step),
        allowed=0,
    )
    page.close()


def answered(page: Any) -> None:
    """Wait until the words in the box have their whole answer."""
    until(
        page,
        "/^(results|none)$/.test(document.querySelector('[data-search-status]').dataset.state)",
    )


def until(page: Any, expression: str) -> None:
    """Wait until an expression holds in a page.

    Raises:
        TimeoutError: It does not come to hold.
    """
    end = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        if time.monotonic() > end:
            raise TimeoutError(f"{page.url}: in vain: {expression}")
        page.wait_for_timeout(50)
