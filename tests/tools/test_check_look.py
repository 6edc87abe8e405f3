"""`tools/check_look.py`: the faults of a map are told, and pictures are taken of what is there.

The browser's own part runs in tests/browser/test_roads.py and with `make check-site`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.check_look import POSTER, SCHEMES, WIDTHS, looks, map_faults


class Drawn:
    """What a page says of its maps: how many, what meets, and at which scale."""

    def __init__(self, count: int, meeting: list[str], scale: float) -> None:
        """Keep what is to be said."""
        self._count, self._meeting, self._scale = count, meeting, scale

    def count(self) -> int:
        """Return how many maps are in sight."""
        return self._count

    def evaluate(self, script: str) -> Any:
        """Return what meets, or the scale."""
        return self._meeting if "getBBox" in script else self._scale


class Page:
    """A page of a browser that notes what is done with it; every print has two sides."""

    def __init__(self, drawn: Drawn) -> None:
        """Show a drawing."""
        self._drawn = drawn
        self.viewport_size = {"width": 0, "height": 0}
        self.seen: list[str] = []

    def locator(self, _: str) -> Drawn:
        """Return the drawing."""
        return self._drawn

    def goto(self, address: str) -> None:
        """Note the address."""
        self.seen.append(address)

    def emulate_media(self, **_: str) -> None:
        """Take any scheme."""

    def set_viewport_size(self, size: dict[str, int]) -> None:
        """Take a size."""
        self.viewport_size = size

    def evaluate(self, _: str) -> int:
        """Return the height of the page."""
        return 10_000

    def screenshot(self, *, path: Path, clip: dict[str, int], **_: object) -> None:
        """Write a picture that says its size."""
        path.write_text(f"{clip['width']}x{clip['height']}")

    def pdf(self, **_: object) -> bytes:
        """Return two sides."""
        return b"/Type /Page /Type /Page "

    def close(self) -> None:
        """Do nothing."""


class Browser:
    """A browser with one page."""

    def __init__(self, page: Page) -> None:
        """Keep the page."""
        self._page = page

    def new_page(self) -> Page:
        """Return the page."""
        return self._page


def test_the_faults_of_a_map_are_told() -> None:
    """What meets, small letters, and no map or two in sight."""
    assert list(map_faults(Page(Drawn(1, [], 1)))) == []
    assert list(map_faults(Page(Drawn(1, ['"a" meets "b"'], 0.5)))) == [
        '"a" meets "b"',
        "letters of 7.0 px, smaller than 12",
    ]
    assert list(map_faults(Page(Drawn(2, [], 1)))) == ["2 maps are in sight, not one"]


def test_pictures_are_taken_of_the_pages_that_a_site_has(tmp_path: Path) -> None:
    """At each width, on light and dark; the map has to print on one side."""
    site = tmp_path / "site"
    for address in (POSTER, "glossary/"):
        (site / address).mkdir(parents=True)
        (site / address / "index.html").write_text("<p>x</p>", encoding="utf-8")
    page = Page(Drawn(1, [], 1))
    found = list(looks(site, Browser(page), tmp_path / "pictures"))
    assert found == [(POSTER, "prints on 2 sides of A4, not on one")]
    assert [address.rstrip("/").rsplit("/", 1)[-1] for address in page.seen] == ["glossary", "map"]
    names = {path.stem for path in (tmp_path / "pictures").glob("*.png")}
    assert names == {
        f"{name}-{width}-{scheme}"
        for name in ("map", "glossary")
        for width in WIDTHS
        for scheme in SCHEMES
    }
    assert (tmp_path / "pictures" / "map-390-dark.png").read_text() == "390x2600"
