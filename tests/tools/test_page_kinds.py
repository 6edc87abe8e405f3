"""`tools/page_kinds.py`: what makes pages one kind, and which of them is taken."""

from __future__ import annotations

from pathlib import Path

from tools.page_kinds import FILLED, filled, kind_of, one_of_each, page_file

SAVES = '<script defer src="../../assets/save.js"></script>'


def test_a_kind_is_an_address_with_stars_and_the_scripts() -> None:
    """A tool among others in one folder is a kind of its own; the pages of a list are one."""
    assert kind_of("needs/pay/", "") == kind_of("needs/isolation/", "") == "needs/*"
    assert kind_of("plan/", "") != kind_of("map/", "")
    assert kind_of("sheet/locum/returning/", "") == "sheet/*/*"
    assert kind_of("tools/gaps/", SAVES) == "tools/* save.js"
    assert kind_of("tools/gaps/", SAVES) != kind_of("tools/templates/", "")
    assert kind_of("", "") == ""
    assert kind_of("404.html", "") == "404.html"


def test_the_longest_page_of_each_kind_is_taken(tmp_path: Path) -> None:
    """One page of the needs, one of two tools that load different scripts."""
    texts = {
        "": "<p>home</p>",
        "404.html": "<p>no</p>",
        "needs/a/": "<p>short</p>",
        "needs/b/": "<p>longer than a</p>",
        "needs/c/": "<p>mid</p>",
        "tools/x/": SAVES,
        "tools/y/": "",
    }
    for address, text in texts.items():
        file = page_file(tmp_path, address)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert list(one_of_each(tmp_path, texts).values()) == [
        "",
        "404.html",
        "needs/b/",
        "tools/x/",
        "tools/y/",
    ]


def test_pages_are_filled_where_a_site_has_them(tmp_path: Path) -> None:
    """What stands after the address names no other file."""
    assert filled(["", "needs/"]) == ()
    assert filled(["search/", "sheet/"]) == tuple(
        one for one in FILLED if one.startswith(("search/", "sheet/"))
    )
    assert {page_file(tmp_path, one).name for one in FILLED} == {"index.html"}
