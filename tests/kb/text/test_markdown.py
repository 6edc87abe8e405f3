"""Markdown becomes safe HTML; links, terms, headings and plain text come out right."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import markdown
from kb.text.markdown import (
    Link,
    TermLinker,
    anchor_of,
    outlines_kept,
    render,
    render_inline,
    sections,
    targets,
)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>x</p>\n"),
        ("[x](data:text/html,y)", "<p>x</p>\n"),
        ("<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"),
        ("![x](https://example.org/y.png)", '<p>!<a href="https://example.org/y.png">x</a></p>\n'),
        ("[x](http://example.org)", "<p>x</p>\n"),
        ("[x](https://example.org)", '<p><a href="https://example.org">x</a></p>\n'),
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text: str, html: str) -> None:
    """Raw HTML is shown as typed, images and unsafe schemes are dropped."""
    assert render(text).html == html


@given(st.text(alphabet="<>/&\"'=abcsript!-[]()`*_#\n :", max_size=80))
def test_no_markup_of_an_author_reaches_the_page(text: str) -> None:
    """Whatever is typed, the only tags are those of Markdown."""
    html = render(text).html.lower()
    assert "<script" not in html
    assert "<!--" not in html
    assert "javascript:" not in html.replace(">javascript:", ">")


def test_a_link_is_resolved_or_shown_as_text_with_its_note() -> None:
    """The caller says where links lead."""
    known = {"casestudies/a": Link("../a/"), "casestudies/b": Link(None, "not written yet")}
    text = "See [A](casestudies/a) and [B](casestudies/b)."
    assert render(text, link=known.__getitem__).html == (
        '<p>See <a href="../a/">A</a> and B (not written yet).</p>\n'
    )


def test_a_term_is_linked_once_and_not_in_links_headings_or_code() -> None:
    """The first use in running text is the one that is linked."""
    terms = TermLinker({"ICB": "#icb", "peer support": "#peer"})
    text = "## The ICB\n\n[ICB](https://x.org) and `ICB`, then ICB, ICB. Peer support works."
    assert render(text, terms=terms).html == (
        '<h2 id="the-icb">The ICB</h2>\n'
        '<p><a href="https://x.org">ICB</a> and <code>ICB</code>, then '
        '<a href="#icb" class="app-term">ICB</a>, ICB. '
        '<a href="#peer" class="app-term">Peer support</a> works.</p>\n'
    )
    assert render("ICB again", terms=terms).html == "<p>ICB again</p>\n"


def test_the_longest_term_wins_and_words_stay_whole() -> None:
    """An acronym within a word is no term."""
    terms = TermLinker({"GP": "#gp", "GP bank": "#bank"})
    assert render_inline("GPs, a GP bank & co", terms=terms) == (
        'GPs, a <a href="#bank" class="app-term">GP bank</a> &amp; co'
    )


def test_tables_have_header_scopes() -> None:
    """A screen reader can tell which column a cell is in."""
    assert '<th scope="col">a</th>' in render("| a | b |\n|---|---|\n| 1 | 2 |").html


def test_plain_text_has_a_line_for_each_block() -> None:
    """Marks are gone and words are kept."""
    assert render("## Why *now*\n\nTwo\nlines.\n\n- one\n- [two](x/y)").plain == (
        "Why now\nTwo lines.\none\ntwo"
    )


def test_sections_lose_nothing() -> None:
    """Text before the first heading counts; equal headings get their own anchors."""
    found = sections("Before.\n\n## One\nText.\n\n### Two\n\n## One\n")
    assert [(s.level, s.heading, s.anchor, s.plain, s.line) for s in found] == [
        (0, "", "", "Before.", 0),
        (2, "One", "one", "Text.", 2),
        (3, "Two", "two", "", 5),
        (2, "One", "one-2", "", 7),
    ]


_BLOCKS = (
    "## Ferry\n",
    "### [Piper](x/y) here\n",
    "Lanterns\n===\n",
    "- oil\n",
    "  - # inner\n",
    "> ## quoted\n",
    "words *of* [a link](x/y)\n",
    "\n",
    "```\n# code\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "[r]: https://example.org\n",
    "[r][]\n",
    "    far in\n",
)


@given(st.lists(st.sampled_from(_BLOCKS), max_size=10).map("".join))
def test_a_section_reads_as_it_would_alone(text: str) -> None:
    """One parse of the whole gives the plain text and lines that a parse of each would."""
    lines = text.split("\n")
    for section in sections(text):
        assert section.plain == render(section.markdown).plain
        if section.level:
            assert section.heading.split(" ")[0].strip("[]") in lines[section.line]
    assert [s.anchor for s in sections(text) if s.level] == [
        heading.anchor for heading in render(text).headings
    ]


def test_anchors_are_plain_letters() -> None:
    """Accents and signs do not reach an address."""
    assert anchor_of("What’s “café” & co?") == "whats-cafe-co"
    assert anchor_of("???") == "section"


def test_targets_are_listed_with_their_lines_unsafe_ones_too() -> None:
    """Checking sees what rendering drops."""
    found = targets("[a *b*](x/y#z)\n\n[c](javascript:d) [e](../../etc/passwd)")
    assert [(t.href, t.text, t.line) for t in found] == [
        ("x/y#z", "a b", 0),
        ("javascript:d", "c", 2),
        ("../../etc/passwd", "e", 2),
    ]


def test_sections_and_targets_are_taken_from_an_earlier_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The very same, without a parse; another text, and one outside, are parsed."""
    text = (
        "Before [it](a/b).\n\n## Then\n\nMore, [there](https://example.org).[^1]\n\n[^1]: Note.\n"
    )
    parsed: list[str] = []
    parse = markdown._parsed_outline
    kept: dict[tuple[str, object], Any] = {}

    class Keeper:
        def get(self, name: str, given: object) -> Any:
            return kept.get((name, given))

        def put(self, name: str, given: object, found: object) -> None:
            kept[name, given] = found

    monkeypatch.setattr(markdown, "_parsed_outline", lambda one: parsed.append(one) or parse(one))
    markdown._outline.cache_clear()
    wanted = sections(text), targets(text)
    for _ in range(2):
        markdown._outline.cache_clear()
        with outlines_kept(Keeper()):
            assert (sections(text), targets(text)) == wanted
    assert parsed == [text, text]
    with outlines_kept(Keeper()):
        assert sections(f"{text}\n## New\n") != wanted[0]
    markdown._outline.cache_clear()
    assert sections(text) == wanted[0]
    assert len(parsed) == 4
