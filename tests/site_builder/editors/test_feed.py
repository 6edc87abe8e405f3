"""An Atom feed of entries."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from site_builder.editors.feed import FeedEntry, atom

DAY = date(2030, 2, 3)
NAMES = {"a": "http://www.w3.org/2005/Atom"}
ENTRY = FeedEntry(
    key="k1", title="A < B & \x07C", text="Why", url="/toolkit/x/#part", day=date(2030, 1, 1)
)


@pytest.mark.parametrize(
    ("base", "link", "name"),
    [
        (
            "",
            "../toolkit/x/index.html#part",
            "tag:gp-retention-kb.invalid,2026:/changes/feed.xml#k1",
        ),
        (
            "https://example.org/g",
            "https://example.org/g/toolkit/x/#part",
            "https://example.org/g/changes/feed.xml#k1",
        ),
    ],
)
def test_an_entry_has_its_link_and_a_lasting_name(base: str, link: str, name: str) -> None:
    """Links are relative where the address of the site is not known."""
    root = ElementTree.fromstring(
        atom("Changes – The site", "/changes/", [ENTRY], base_url=base, day=DAY)
    )
    entry = root.find("a:entry", NAMES)
    assert entry is not None
    assert entry.findtext("a:title", "", NAMES) == "A < B & C"
    assert entry.findtext("a:id", "", NAMES) == name
    assert entry.find("a:link", NAMES).attrib["href"] == link  # type: ignore[union-attr]
    assert root.findtext("a:author/a:name", "", NAMES) == "The site"
    assert root.findtext("a:updated", "", NAMES) == "2030-01-01T00:00:00Z"


def test_an_entry_about_the_page_itself_links_within_it() -> None:
    """Its link is the fragment alone."""
    entry = FeedEntry(key="k", title="T", text="", url="/changes/#d1", day=DAY)
    root = ElementTree.fromstring(atom("C – S", "/changes/", [entry], base_url="", day=DAY))
    assert root.find("a:entry/a:link", NAMES).attrib["href"] == "#d1"  # type: ignore[union-attr]


def test_a_feed_without_entries_has_the_day_it_is_given() -> None:
    """It has to have one."""
    root = ElementTree.fromstring(atom("C – S", "/changes/", [], base_url="", day=DAY))
    assert root.findtext("a:updated", "", NAMES) == "2030-02-03T00:00:00Z"


@pytest.mark.parametrize("base", ["", "https://example.org/g"])
def test_any_key_makes_a_name_that_is_valid(base: str) -> None:
    """RFC 4287 wants an IRI: no blank, no bracket, no second #."""
    entry = FeedEntry(key="search/58, “had <enough>” #1", title="T", text="", url="/x/", day=DAY)
    root = ElementTree.fromstring(atom("C – S", "/changes/", [entry], base_url=base, day=DAY))
    name = root.findtext("a:entry/a:id", "", NAMES)
    assert re.fullmatch(r"(?:https:|tag:)[!-~]+", name)
    assert name.count("#") == 1
    assert not set(name) & set(' <>"{}|\\^`')
