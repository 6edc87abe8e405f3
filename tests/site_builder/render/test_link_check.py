"""Links and anchors inside the site."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from kb.model.problems import BuildError
from site_builder.render.link_check import check_links


def site(**pages: str) -> dict[PurePosixPath, bytes]:
    """Return a site of pages by name, with a style sheet."""
    files = {PurePosixPath(f"{name}/index.html"): text.encode() for name, text in pages.items()}
    return {**files, PurePosixPath("assets/site.css"): b""}


def test_links_and_anchors_that_resolve_pass() -> None:
    """To a page, an anchor of it, one of its own, an asset and another host."""
    check_links(
        site(
            a='<a href="../b/index.html#x">b</a><a href="#y">y</a><p id="y"></p>'
            '<link href="../assets/site.css"><a href="https://example.org/#z">out</a>'
            '<a href="tel:999">999</a>',
            b='<h2 id="x">x</h2>',
        )
    )


def test_every_dead_link_is_named_with_its_page() -> None:
    """And one that stands on many pages is told once."""
    dead = '<a href="../gone/index.html">gone</a>'
    with pytest.raises(BuildError) as caught:
        check_links(site(a=dead, b=dead + '<a href="../a/index.html#no">a</a>'))
    assert str(caught.value) == (
        "the site has links that lead nowhere:\n"
        "a/index.html: links to ../gone/index.html, but gone/index.html is no file of the site "
        "(and from 1 more)\n"
        "b/index.html: links to ../a/index.html#no, but a/index.html has no anchor #no"
    )


def test_a_link_that_leaves_the_site_is_dead() -> None:
    """Even if such a file is on the disk."""
    with pytest.raises(BuildError, match=r"but \.\./\.\./etc/passwd is no file of the site"):
        check_links(site(a='<a href="../../../etc/passwd">x</a>'))


def test_an_anchor_may_stand_once_on_a_page() -> None:
    """A link to it would be ambiguous."""
    with pytest.raises(BuildError) as caught:
        check_links(site(a='<p id="x"></p><p id="x"></p>'))
    assert str(caught.value) == (
        "the site has links that lead nowhere:\na/index.html: the anchor #x stands on two elements"
    )


def test_a_link_means_what_it_means_on_its_own_page() -> None:
    """The same words lead elsewhere from another page, from another folder and without a root."""
    pages = {
        "index.html": '<a href="a/index.html">a</a><a href="x/index.html">x</a>',
        "a/index.html": '<p id="y"></p><a href="#y">y</a><a href="x/index.html">x</a>',
        "a/x/index.html": '<a href="#y">y</a><a href="../index.html#y">y</a><a href="../../">r</a>',
    }
    with pytest.raises(BuildError) as caught:
        check_links({PurePosixPath(path): text.encode() for path, text in pages.items()})
    assert str(caught.value).split("\n")[1:] == [
        "index.html: links to x/index.html, but x/index.html is no file of the site",
        "a/x/index.html: links to #y, but a/x/index.html has no anchor #y",
        "a/x/index.html: links to ../../, but . is no file of the site",
    ]
