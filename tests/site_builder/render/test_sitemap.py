"""The site map and the file for robots."""

from __future__ import annotations

from datetime import date

from site_builder.model.page import Page
from site_builder.render.sitemap import robots_txt, sitemap_xml


def page(url: str, *, listed: bool = True, changed: date | None = None) -> Page:
    """A page that is only looked up by its address."""
    return Page(url=url, template="", title="", description="", listed=listed, changed=changed)


def test_only_listed_pages_are_on_the_map() -> None:
    """In the order given; a page that was reviewed has the day of it."""
    text = sitemap_xml(
        [page("/a/", changed=date(2030, 1, 2)), page("/moved/", listed=False), page("/b/")],
        "https://example.org/x?y&z/",
    )
    assert "<url><loc>https://example.org/x?y&amp;z/a/</loc><lastmod>2030-01-02</lastmod>" in text
    assert "<url><loc>https://example.org/x?y&amp;z/b/</loc></url>" in text
    assert "moved" not in text


def test_robots_are_led_to_the_map() -> None:
    """With one stroke between the address and the file."""
    assert robots_txt("https://example.org/gps/").endswith(
        "Sitemap: https://example.org/gps/sitemap.xml\n"
    )
