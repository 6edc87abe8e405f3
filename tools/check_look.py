"""How the pages look: pictures of each kind to be seen side by side, and the map of the roads.

Pictures are taken at 390, 768 and 1,280 px, on a light and on a dark screen, with the page as it
prints. On the map no words may meet, none may lie on a line or outside, and none be smaller than
12 px; its page prints on one side of A4. `tools/check_site.py` calls it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from site_builder.serving import serve_site
from tools.check_length import sides_of
from tools.page_kinds import one_of_each, pages_of

WIDTHS = (390, 768, 1280)
SCHEMES = ("light", "dark")
TALLEST = 2600
"""Pixels of a picture from the top of a page."""
MAPS = ("", "roadmaps/", "map/")
"""Pages with the map of the roads."""
POSTER = "map/"
SMALLEST = 12
"""Pixels of the smallest letters of the map."""
SMALL_PRINT = 14
"""Units of the drawing of its small print."""
MEETING = """svg => {
    const found = [];
    const parts = [...svg.querySelectorAll("a > text, a > rect.app-map__change, a > circle")]
        .map(part => [part.textContent || part.getAttribute("class"), part.getBBox(), part]);
    parts.forEach(([one, a, part], at) => parts.slice(at + 1).forEach(([other, b, its]) => {
        if (part.parentElement !== its.parentElement && a.x < b.x + b.width
            && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height) {
            found.push(`"${one}" meets "${other}"`);
        }
    }));
    const view = svg.viewBox.baseVal;
    const lines = [...svg.querySelectorAll(".app-map__line")].map(line => line.getBBox());
    parts.forEach(([one, a, part]) => {
        if (a.x < 0 || a.y < 0 || a.x + a.width > view.width || a.y + a.height > view.height) {
            found.push(`"${one}" lies outside`);
        }
        if (part.matches(".app-map__stop > text") && lines.some(l => a.x < l.x + l.width)) {
            found.push(`"${one}" lies on a line`);
        }
    });
    return found;
}"""
"""What meets, lies on a line or outside, measured by the browser with its own letters."""
_SCALE = "svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"


def map_faults(page: Any) -> Iterator[str]:
    """The faults of the map of the roads on a page that is open in a browser."""
    drawn = page.locator(".app-map:visible")
    if drawn.count() != 1:
        yield f"{drawn.count()} maps are in sight, not one"
        return
    yield from drawn.evaluate(MEETING)
    letters = SMALL_PRINT * drawn.evaluate(_SCALE)
    if letters < SMALLEST:
        yield f"letters of {letters:.1f} px, smaller than {SMALLEST}"


def looks(site: Path, browser: Any, pictures: Path) -> Iterator[tuple[str, str]]:
    """Take the pictures, and yield (page, fault) for what is wrong with the map.

    Args:
        site: the built site.
        browser: an open browser of Playwright.
        pictures: the folder for the pictures; names say page, width and scheme.
    """
    pictures.mkdir(parents=True, exist_ok=True)
    with serve_site(site, 0) as base:
        page = browser.new_page()
        for address in one_of_each(site, pages_of(site)).values():
            name = address.strip("/").replace("/", "-") or "home"
            page.emulate_media(color_scheme="light")
            page.goto(base + address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                for scheme in SCHEMES:
                    page.emulate_media(color_scheme=scheme)
                    _take(page, pictures / f"{name}-{width}-{scheme}.png")
                if address in MAPS:
                    for fault in map_faults(page):
                        yield address, f"map at {width} px: {fault}"
            printed = page.pdf(prefer_css_page_size=True, format="A4")
            (pictures / f"{name}.pdf").write_bytes(printed)
            if address == POSTER and sides_of(printed) != 1:
                yield address, f"prints on {sides_of(printed)} sides of A4, not on one"
        page.close()


def _take(page: Any, file: Path) -> None:
    width = page.viewport_size["width"]
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=file, full_page=True, clip=clip)
