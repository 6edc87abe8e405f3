"""Pages as HTML: the shell, escaping, the policy."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import Markup

from kb.model.problems import BuildError
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.pages.all_pages import all_pages
from site_builder.render.render import CSP, Renderer, nhs_macro
from tests.conftest import TODAY


def plain_page(**changes: object) -> Page:
    """Return a page that needs nothing of a corpus."""
    values: dict[str, object] = {
        "url": "/privacy/",
        "template": "privacy.jinja",
        "title": "Privacy",
        "description": "About privacy.",
    }
    return Page(**{**values, **changes})  # type: ignore[arg-type]


def missing_page(content: SiteContent) -> Page:
    """Return the page for addresses that are not there."""
    pages = all_pages(content, related={}, today=TODAY)
    return next(page for page in pages if page.url == permalinks.NOT_FOUND)


def test_a_missing_value_stops_the_build(content: SiteContent) -> None:
    """Nothing is left blank by mistake."""
    with pytest.raises(BuildError) as caught:
        Renderer(content, base_url="").render(plain_page(template="vocabulary.jinja"))
    assert str(caught.value) == "/privacy/: template vocabulary.jinja: 'vocabulary' is undefined"


def test_a_title_with_markup_is_text(content: SiteContent) -> None:
    """In the head and in the heading."""
    html = Renderer(content, base_url="").render(
        plain_page(title='<script>alert("x")</script>', description='"><script>')
    )
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;") == 2
    assert 'content="&#34;&gt;&lt;script&gt;"' in html


def test_canonical_address_and_picture_need_a_base(content: SiteContent) -> None:
    """Without one nothing absolute is written."""
    assert "canonical" not in Renderer(content, base_url="").render(plain_page())
    html = Renderer(content, base_url="https://example.org/gps").render(plain_page())
    assert '<link rel="canonical" href="https://example.org/gps/privacy/">' in html
    assert 'property="og:image" content="https://example.org/gps/assets/social.png"' in html
    assert 'property="og:image:alt" content="Keeping GPs in practice: case studies' in html


def test_the_page_for_missing_addresses_links_from_the_root(content: SiteContent) -> None:
    """It is served at any depth, where relative links would miss."""
    page = missing_page(content)
    html = Renderer(content, base_url="https://example.org/gps/").render(page)
    assert 'href="https://example.org/gps/assets/site.css"' in html
    assert 'href="https://example.org/gps/search/"' in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("searchable", [True, False])
def test_a_missing_address_still_leads_to_help(content: SiteContent, *, searchable: bool) -> None:
    """The numbers stand on it without a script; a box to say it, where there is a search."""
    page = missing_page(content)
    html = Renderer(content, base_url="", searchable=searchable).render(page)
    assert 'href="tel:999"' in html
    assert 'href="tel:116123"' in html
    assert ('data-ask="search/index.html"' in html) == searchable


def test_header_and_footer_lead_to_the_same_places_from_every_page(content: SiteContent) -> None:
    """Whichever page was rendered first, and even if it is one that they link to."""
    renderer = Renderer(content, base_url="")
    for url in ("/accessibility/", "/privacy/", "/roadmaps/", "/needs/a/", "/needs/b/c/"):
        html = renderer.render(plain_page(url=url))
        footer = html[html.index("<footer") :]
        links = dict(re.findall(r'href="([^"]*)">\s*(Accessibility|Privacy|Roadmaps)<', footer))
        assert {
            posixpath.normpath(posixpath.join(url, link)): name for link, name in links.items()
        } == {
            "/accessibility/index.html": "Accessibility",
            "/privacy/index.html": "Privacy",
            "/roadmaps/index.html": "Roadmaps",
        }


def test_the_front_end_macros_leave_no_blank_line_and_escape() -> None:
    """A text is text; markup needs a key that ends in html."""
    html = nhs_macro("insetText", {"text": "<b>x</b>"})
    assert isinstance(html, Markup)
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert all(line.strip() for line in html.split("\n"))


def every_page(site: Path) -> list[tuple[str, str]]:
    """Return the pages of a site with their text."""
    return [
        (path.relative_to(site).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    ]


def test_every_page_carries_the_policy_and_nothing_inline(site: Path) -> None:
    """No inline script, style or handler, on any page."""
    for name, html in every_page(site):
        assert f'<meta http-equiv="Content-Security-Policy" content="{CSP}">'.replace(
            "'", "&#39;"
        ) in html.replace("'", "&#39;"), name
        data = '<script type="application/ld+json">'
        assert not re.search(r"<script(?![^>]*\bsrc=)", html.replace(data, "", 1)), name
        assert "<style" not in html, name
        tags = " ".join(re.findall(r"<[a-z][^>]*>", html))
        assert not re.search(r"\s(?:style|on[a-z]+)=", tags), name


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    """Only links lead out; nothing is fetched."""
    for name, html in every_page(site):
        fetched = re.findall(
            r'<(?:img|script|link|iframe|source)\b[^>]*(?:src|href)="([^"]*)"', html
        )
        assert not [address for address in fetched if "//" in address], name


def test_every_page_has_one_heading_and_a_name_of_its_own(site: Path) -> None:
    """One h1, headings that skip no level, and a title no other page has."""
    titles = []
    for name, html in every_page(site):
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), name
        titles += re.findall(r"<title>(.*?)</title>", html)
    assert len(set(titles)) >= len(titles) - 1  # a redirect has the title of its page


def test_the_footer_says_that_this_is_no_nhs_site(read_page: Callable[[str], str]) -> None:
    """And no page shows the logo or asks for the font."""
    html = read_page("casestudies/fenland-peer-circle")
    assert "This is not an NHS website." in html
    assert "Frutiger" not in html
    assert "nhsuk-header__logo" not in html
