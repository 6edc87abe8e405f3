"""What search engines read: the site map and the file that names it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from site_builder.model import permalinks
from site_builder.model.page import Page


def sitemap_xml(pages: Iterable[Page], base_url: str) -> str:
    """The site map: every listed page by full address, documents with the day of their review."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    for page in pages:
        if page.listed:
            changed = f"<lastmod>{page.changed.isoformat()}</lastmod>" if page.changed else ""
            address = escape(permalinks.absolute(base_url, page.url), quote=False)
            lines.append(f"<url><loc>{address}</loc>{changed}</url>")
    return "\n".join([*lines, "</urlset>"]) + "\n"


def robots_txt(base_url: str) -> str:
    """Lets every robot in and names the site map."""
    address = permalinks.absolute(base_url, "/sitemap.xml")
    return f"User-agent: *\nAllow: /\nSitemap: {address}\n"
