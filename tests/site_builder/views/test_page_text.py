"""Texts of one page: links, terms, sections."""

from __future__ import annotations

import pytest

from kb.model.problems import BuildError
from site_builder.model.site_content import SiteContent
from site_builder.views.page_text import PageText

URL = "/casestudies/ely-listening-line/"
PATH = "casestudies/ely-listening-line.md"


def text(content: SiteContent) -> PageText:
    """Return the texts of a page two folders down."""
    return PageText(content, URL, path=PATH)


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("casestudies/fenland-peer-circle", "../fenland-peer-circle/index.html"),
        ("fenland-peer-circle.md", "../fenland-peer-circle/index.html"),
        ("../roadmaps/locum.md#returning", "../../roadmaps/locum/index.html#returning"),
        ("casestudies/ely-listening-line#the-problem", "#the-problem"),
        ("#the-problem", "#the-problem"),
        ("https://example.org/a?b=1&amp;c", "https://example.org/a?b=1&amp;c"),
    ],
)
def test_a_link_of_a_body_becomes_relative(content: SiteContent, target: str, href: str) -> None:
    """Whether it names the document or the file."""
    html = text(content).body(f"[x]({target})").html
    assert f'<a href="{href}">x</a>' in html


def test_a_document_that_is_planned_is_text_with_a_notice(content: SiteContent) -> None:
    """No link that leads nowhere."""
    html = text(content).body("See [the fellowship](signposting/wolds-fellowship).").html
    assert html == "<p>See the fellowship (page being written).</p>\n"


@pytest.mark.parametrize("target", ["casestudies/gone", "../../etc/passwd"])
def test_a_link_to_no_document_stops_the_build(content: SiteContent, target: str) -> None:
    """The message names the file and what is allowed."""
    with pytest.raises(BuildError) as caught:
        text(content).body(f"[x]({target})")
    assert str(caught.value) == (
        f"{PATH}: a link to {target}, which is no document; "
        "allowed: the identifier of a document, an entry of planned.yaml, or an https address"
    )


def test_a_term_is_linked_at_its_first_use_on_the_page(content: SiteContent) -> None:
    """Across all texts of the page, whichever of its names comes first."""
    page = text(content)
    first = page.inline("The CCG & the ICB")
    assert first == (
        'The <a href="../../glossary/index.html#ccg" class="app-term">CCG</a> &amp; the '
        '<a href="../../glossary/index.html#icb" class="app-term">ICB</a>'
    )
    assert page.inline("a clinical commissioning group, a CCG") == (
        "a clinical commissioning group, a CCG"
    )


def test_other_names_of_a_term_are_for_the_search_alone(content: SiteContent) -> None:
    """They are plain words that stand everywhere."""
    assert text(content).inline("she had finished training") == "she had finished training"


def test_a_body_is_cut_at_its_headings_of_the_second_level(content: SiteContent) -> None:
    """Text before the first is kept, and a heading in a quotation does not cut."""
    found = text(content).sections(
        "Before.\n\n## A & b\n\nOne.\n\n### C\n\n> ## Not here\n\n## D\n"
    )
    assert [(s.heading, s.anchor) for s in found] == [("", ""), ("A & b", "a-b"), ("D", "d")]
    assert found[0].body_html == "<p>Before.</p>\n"
    assert "<h3" in found[1].body_html
    assert "Not here" in found[1].body_html
    assert found[2].body_html == ""


def test_no_markup_of_the_content_reaches_a_page(content: SiteContent) -> None:
    """Neither from a body nor from a line of the front matter."""
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    page = text(content)
    for html in (page.body(hostile).html, page.inline(hostile)):
        assert "<script" not in html
        assert "<img" not in html


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "//host.example/x"])
def test_a_link_that_runs_or_leaves_unseen_is_no_link(content: SiteContent, target: str) -> None:
    """A scheme but https makes no link, and an address without one is no document."""
    try:
        html = text(content).body(f"[x]({target})").html
    except BuildError:
        return
    assert "<a" not in html
