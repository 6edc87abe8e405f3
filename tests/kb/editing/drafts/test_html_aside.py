"""`kb.editing.drafts.html_aside`: what is no part of the text goes, and is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.editing.drafts.marks import LeftOut, bare
from kb.editing.drafts.web_page import html_to_markdown


def read(html: str) -> tuple[str, str]:
    """Return HTML as Markdown, and what was left out of it."""
    left_out = LeftOut()
    return bare(html_to_markdown(html, Path("x.html"), left_out)).strip(), "\n".join(left_out.said)


def test_the_furniture_of_a_page_is_left_out() -> None:
    """Round its main part; a title outside it is kept."""
    made, left_out = read(
        "<header><p>Our hospital</p></header><h1>Team</h1><nav>Menu</nav><main><h2>Why</h2>"
        "<p>Text.</p><aside>Key fact: 12</aside></main><aside>Other news</aside>"
        "<footer>Map</footer>"
    )
    assert made == "# Team\n\n## Why\n\nText.\n\nKey fact: 12"
    assert left_out == "what surrounds the text of the page: “Our hospital Menu Other news Map”"


def test_without_a_main_part_the_margins_go() -> None:
    """Header, footer, sidebar and what asks about cookies."""
    made, left_out = read(
        "<header>Logo</header><div id='CookieBar'>Accept all</div><h1>Team</h1><p>Text.</p>"
        "<footer>Ring us</footer>"
    )
    assert made == "# Team\n\nText."
    assert all(words in left_out for words in ("Logo", "Accept all", "Ring us"))


def test_a_page_within_a_form_is_kept() -> None:
    """Many a page is wrapped in one; what is to be filled in has no text of the page."""
    made, left_out = read(
        "<form><h1>Team</h1><p>Text.</p><input value='Search'><button>Go</button></form>"
    )
    assert made == "# Team\n\nText."
    assert left_out == "a field to fill in: “Search” (below “Team”)\na control: “Go” (below “Team”)"


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>Secret 7</p>",
        '<p style="display: none">Secret 7</p>',
        '<p>Seen<span style="mso-hide:all">Secret 7</span></p>',
    ],
)
def test_hidden_text_is_left_out(hidden: str) -> None:
    """Nobody saw it who read the page."""
    made, left_out = read(f"<h2>Why</h2>{hidden}")
    assert "Secret" not in made
    assert left_out == "hidden text: “Secret 7” (below “Why”)"


@pytest.mark.parametrize("tag", ["del", "s", "strike", 'span style="text-decoration:line-through"'])
def test_struck_out_text_is_left_out(tag: str) -> None:
    """It was taken back."""
    made, left_out = read(f"<h2>Why</h2><p>Kept <{tag}>15</{tag.split()[0]}> 11 GPs.</p>")
    assert made == "## Why\n\nKept 11 GPs."
    assert left_out == "struck-out text: “15” (below “Why”)"


def test_boxes_are_written_as_they_were_ticked() -> None:
    """So that what was not ticked becomes no tag."""
    made, _ = read("<p><input type=checkbox checked>Locum <input type=checkbox>Partner</p>")
    assert made == "☒ Locum ☐ Partner"


def test_text_pasted_from_a_word_processor_on_the_web() -> None:
    """It stands within a bold element that is not bold, with headings within."""
    made, _ = read(
        '<b style="font-weight:normal"><h2>Why</h2><p><span style="font-weight: 700">Visits</span>'
        "<span> rose.</span></p></b>"
    )
    assert made == "## Why\n\n**Visits** rose."


@pytest.mark.parametrize(
    "furniture",
    [
        "<div id=footer>Seen 88</div>",
        "<div class='breadcrumb'>Seen 88</div>",
        "<div role=banner>Seen 88</div>",
        "<section class='related-links big'>Seen 88</section>",
        "<ul class=social-share><li>Seen 88</li></ul>",
    ],
)
def test_furniture_is_known_by_its_name(furniture: str) -> None:
    """On a page that marks no main part."""
    made, left_out = read(f"<body><h1>Team</h1><p>Text.</p>{furniture}</body>")
    assert made == "# Team\n\nText."
    assert left_out == "what surrounds the text of the page: “Seen 88”"


def test_a_part_with_such_a_name_within_the_text_is_text() -> None:
    """Only of the whole page is a header or footer furniture by that name."""
    made, left_out = read(
        "<body><div><h1>Team</h1><div class=header>Kept 12</div><p class=share>Of 20</p>"
        "</div></body>"
    )
    assert made == "# Team\n\nKept 12\n\nOf 20"
    assert left_out == ""


def test_of_several_stories_the_one_with_the_title_is_taken() -> None:
    """The others are teasers."""
    made, left_out = read(
        "<article><h1>Team</h1><p>Text.</p></article><article><h2>Jabs</h2></article>"
    )
    assert made == "# Team\n\nText."
    assert "Jabs" in left_out
