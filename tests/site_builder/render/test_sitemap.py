"""The site map and the file for robots."""

from __future__ import annotations

from datetime import date

import lxml.etree

from site_builder.model.page import Page
from site_builder.render.sitemap import robots_txt, sitemap_xml

SITEMAP = lxml.etree.XMLSchema(
    lxml.etree.fromstring("""\
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"
  targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<xsd:element name="urlset"><xsd:complexType><xsd:sequence>
<xsd:element name="url" maxOccurs="50000"><xsd:complexType><xsd:sequence>
<xsd:element name="loc"><xsd:simpleType><xsd:restriction base="xsd:anyURI">
<xsd:minLength value="12"/><xsd:maxLength value="2048"/><xsd:pattern value="https?://.+"/>
</xsd:restriction></xsd:simpleType></xsd:element>
<xsd:element name="lastmod" type="xsd:date" minOccurs="0"/>
</xsd:sequence></xsd:complexType></xsd:element>
</xsd:sequence></xsd:complexType>
<xsd:unique name="once" xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9">
<xsd:selector xpath="s:url"/><xsd:field xpath="s:loc"/></xsd:unique>
</xsd:element>
</xsd:schema>""")
)
"""The rules of the protocol of sitemaps.org that our map can break."""


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


def test_the_map_keeps_to_the_protocol() -> None:
    """Addresses and days of its schema; one is needed, and each stands once."""
    pages = [page("/a/?q=“x”&y", changed=date(2030, 1, 2)), page("/b/")]
    found = lxml.etree.fromstring(sitemap_xml(pages, "https://example.org/").encode())
    SITEMAP.assertValid(found)


def test_robots_are_led_to_the_map() -> None:
    """With one stroke between the address and the file."""
    assert robots_txt("https://example.org/gps/").endswith(
        "Sitemap: https://example.org/gps/sitemap.xml\n"
    )
