"""`kb.editing.drafts.html_styles`: what the look of a text means, whoever says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.editing.drafts.html_styles import MAX_SHEET
from kb.editing.drafts.marks import LeftOut, bare
from kb.editing.drafts.web_page import html_to_markdown


def read(html: str) -> tuple[str, list[str]]:
    """Return HTML as Markdown, and what was left out of it."""
    left_out = LeftOut()
    return bare(html_to_markdown(html, Path("x.html"), left_out)).strip(), left_out.said


STRUCK = (
    "<p style='text-decoration: line-through'>We lost 37.</p>",
    "<p><b style='text-decoration:line-through red'>We lost 37.</b></p>",
    "<ul><li style='text-decoration-line:line-through'>We lost 37.</li></ul>",
    "<table style='text-decoration:line-through'><tr><td>We lost 37.</td></tr></table>",
    "<p><a style='text-decoration:line-through' href='https://a.example'>We lost 37.</a></p>",
    "<p class=line-through>We lost 37.</p>",
    "<style>p.off, .z { TEXT-DECORATION : Line-Through }</style><p class=off>We lost 37.</p>",
    "<style>#k{color:red;text-decoration:line-through}</style><p id=k>We lost 37.</p>",
)
HIDDEN = (
    "<p style='font-size: 0px'>We lost 37.</p>",
    "<p style='opacity:0'>We lost 37.</p>",
    "<p style='position:absolute;left:-9999px'>We lost 37.</p>",
    "<p class='sr-only'>We lost 37.</p>",
    "<dialog>We lost 37.</dialog>",
    "<style><!-- .v{display:none} --></style><p class=v>We lost 37.</p>",
    "<style>@media print{.a{color:red}.b{color:blue}}.v{visibility:hidden}</style>"
    "<p class=v>We lost 37.</p>",
)


@pytest.mark.parametrize("html", STRUCK)
def test_what_looks_struck_out_is(html: str) -> None:
    """Whatever element it is, and wherever the look is said."""
    made, left_out = read(f"<h2>Why</h2>{html}<p>We kept 21.</p>")
    assert "37" not in made
    assert "We kept 21." in made
    assert left_out == ["struck-out text: “We lost 37.” (below “Why”)"]


@pytest.mark.parametrize("html", HIDDEN)
def test_what_nobody_sees_is_hidden(html: str) -> None:
    """By any of the ways that pages use."""
    made, left_out = read(f"<h2>Why</h2>{html}<p>We kept 21.</p>")
    assert made == "## Why\n\nWe kept 21."
    assert left_out == ["hidden text: “We lost 37.” (below “Why”)"]


@pytest.mark.parametrize(
    "html",
    [
        "<p style='font-size:0.9em;opacity:0.8;left:-20px'>We kept 21.</p>",
        "<style>@media print{.n{display:none}.m{display:none}}</style>"
        "<p class='n m'>We kept 21.</p>",
        "<style>.x p, p:hover, .x > .n {display:none}</style><p class=n>We kept 21.</p>",
        "<style>/* .n{display:none} */</style><p class=n>We kept 21.</p>",
        "<p class='hidden-gem' style='text-decoration:underline'>We kept 21.</p>",
        "<p data-kb-look='hidden struck'>We kept 21.</p>",
        f"<style>{' ' * MAX_SHEET}.n{{display:none}}</style><p class=n>We kept 21.</p>",
    ],
)
def test_what_everybody_sees_stays(html: str) -> None:
    """A look for paper, for part of the page or of another element says nothing here."""
    assert read(html) == ("We kept 21.", [])


@pytest.mark.parametrize(
    "sign",
    [
        "<i style='vertical-align:super'>2</i>",
        "<span style='vertical-align: 4px'>2</span>",
        "<span style='position: relative; font-size:60%; top: -4px'>2</span>",
        "<font class=superscript>2</font>",
        "<b><sup>2</sup></b>",
        "<em><b><span class=up>2</span></b></em>",
        "<a href='https://a.example/note'>2</a>",
        "<a href='/notes.html'>[2]</a>",
    ],
)
def test_a_raised_sign_is_no_digit(sign: str) -> None:
    """And it is asked about, as a figure stands before it."""
    made, _ = read(f"<style>.up{{vertical-align:super}}</style><p>We kept 63{sign} GPs.</p>")
    assert "632" not in made
    assert "To do: say whether the raised sign of “63²” is a note or a power." in made


def test_words_a_little_higher_are_words() -> None:
    """Only a short sign is raised."""
    made, _ = read("<p>We kept 9 <span style='vertical-align:3px'>of twenty GPs in all</span></p>")
    assert made == "We kept 9 of twenty GPs in all"


def test_a_text_saved_from_a_word_processor_on_the_web() -> None:
    """Its classes say what is bold, what is raised and which line is the title."""
    made, left_out = read(
        "<style>.c1{font-weight:700}.c2{text-decoration:line-through}</style>"
        "<p class='c0 title'><span>Wold rota</span></p><p><span class=c1>Background</span></p>"
        "<p><span>Kept </span><span class=c2>8</span><span>7.</span></p>"
    )
    assert made == "# Wold rota\n\n**Background**\n\nKept 7."
    assert left_out == ["struck-out text: “8” (below “Wold rota”)"]
