"""`kb.editing.drafts.html_inline`: raised signs, notes, pictures and links keep their meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.editing.drafts.convert import read_file
from kb.editing.drafts.marks import LeftOut, bare, confirmed
from kb.editing.drafts.web_page import html_to_markdown


def markdown(html: str) -> str:
    """Return HTML as Markdown, without the signs between the steps."""
    return bare(html_to_markdown(html, Path("x.html"))).strip()


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>in 2018<sup>4</sup>.</p>", "in 2018⁴."),
        ("<p>rose by <b>31%</b><sup>[2]</sup></p>", "rose by **31%**²"),
        ("<p>10<sup>-3</sup> of them</p>", "10⁻³ of them"),
        ("<p>the 12<sup>th</sup> week</p>", "the 12th week"),
        ("<p>900 m<sup>2</sup></p>", "900 m²"),
        ("<p>kept 8<sup>a</sup></p>", "kept 8(a)"),
        ("<p>CO<sub>2</sub> and 12<sub>2</sub></p>", "CO2 and 12₂"),
        ('<p>9<span style="vertical-align: super">3</span></p>', "9³"),
    ],
)
def test_no_figure_grows_by_a_raised_sign(html: str, shown: str) -> None:
    """Whether it is a note, a power or the end of an ordinal."""
    assert markdown(html).split("\n")[0] == shown


def test_a_raised_sign_behind_a_figure_is_asked_about_and_proves_nothing() -> None:
    """Until somebody has said what it is."""
    made = html_to_markdown("<p>We saved £40<sup>2</sup> and 35 days.</p>", Path("x.html"))
    assert "To do: say whether the raised sign of “£40²” is a note or a power." in bare(made)
    assert "40" not in confirmed(made).split("To do")[0]
    assert "35" in confirmed(made)


def test_a_footnote_stands_behind_the_paragraph_that_points_to_it() -> None:
    """With a to-do; the list of notes at the end goes."""
    made = markdown(
        '<p>Nine stayed<sup><a href="#fn1" id="r1">1</a></sup>, we think.</p>'
        "<h2>Next</h2><p>More.</p>"
        '<h2>Notes</h2><ol><li id="fn1">By the payroll of 2023. <a href="#r1">↑</a></li></ol>'
    )
    assert made == (
        "Nine stayed¹, we think.\n\nTo do: put the note ¹ in its place.\n\n"
        "¹ By the payroll of 2023.\n\n## Next\n\nMore."
    )


def test_a_table_of_contents_is_no_list_of_notes() -> None:
    """Its links lead to headings."""
    made = markdown('<p><a href="#a">1</a></p><h2 id="a">Ways</h2><p>Text.</p>')
    assert "## Ways" in made
    assert "To do" not in made


def test_pictures_films_and_equations_are_named() -> None:
    """Each in its place, with the words it came with."""
    made = markdown(
        '<p>Before.<img src="a.png" alt="GPs by year"></p><iframe title="Talk"></iframe>'
        '<img src="line.png" alt=""><math><mi>x</mi><mn>2</mn></math><p>After.</p>'
    )
    assert "To do: a picture stood here (“GPs by year”): say in words what it shows." in made
    assert "To do: a page within the page stood here (“Talk”): say in words what it shows." in made
    assert "To do: an equation stood here: x 2." in made
    assert made.count("To do") == 3


def test_mailboxes_and_numbers_stand_beside_their_words() -> None:
    """An address that works nowhere else is named; one that does is kept."""
    left_out = LeftOut()
    made = html_to_markdown(
        '<p><a href="mailto:hub@example.org?subject=x">Write</a>, '
        '<a href="tel:01223 000">ring</a>, '
        '<a href="https://a.example/b#c">look</a>, <a href="/intern">here</a>, '
        '<a href="http://old.example/">there</a></p>',
        Path("x.html"),
        left_out,
    )
    assert bare(made).strip() == (
        "Write (hub@example.org), ring (01223 000), [look](https://a.example/b#c), here, there\n\n"
        "To do: “there” led to http://old.example/: find its https address."
    )
    assert left_out.said == ["a link that does not work outside its file: “here (/intern)”"]


def test_an_account_is_proved_by_what_is_sure(tmp_path: Path) -> None:
    """Struck-out figures, and those with a raised sign, are no part of it."""
    file = tmp_path / "a.html"
    file.write_text("<p>We kept 61 of <s>75</s> 70 GPs in 2022<sup>3</sup>.</p>", encoding="utf-8")
    found = read_file(file)
    assert "2022³" in found.markdown
    assert "2022" not in found.proof
    assert "75" not in found.proof
    assert "61 of 70 GPs in" in found.proof


def test_notes_of_a_page_saved_by_a_word_processor_are_moved() -> None:
    """Its anchors have a name and no text of the note, or another page before the sign #."""
    made = markdown(
        '<p>We kept 70<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a> of 90'
        "<a href='story.htm#n2'>2</a>.</p><hr>"
        '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> By the payroll.</p></div>'
        "<ol><li id=n2>Posts, not heads.</li></ol>"
    )
    assert made.startswith("We kept 70¹ of 90².\n\n")
    assert "¹ By the payroll." in made
    assert "² Posts, not heads." in made


@pytest.mark.parametrize(
    ("href", "shown"),
    [
        ("HTTPS://A.example/Q", "[us](https://A.example/Q)"),
        ("//a.example/x", "[us](https://a.example/x)"),
        ("https://a.example/a b", "[us](https://a.example/a%20b)"),
        ("https://a.exa\nmple/a", "[us](https://a.example/a)"),
    ],
)
def test_an_address_is_written_as_browsers_read_it(href: str, shown: str) -> None:
    """However it was typed."""
    assert markdown(f'<p><a href="{href}">us</a></p>') == shown


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>3<sup>1</sup>&frasl;<sub>4</sub> days</p>", "3 1/4 days"),
        ("<p><sup>5</sup>/<sub>8</sub> of them</p>", "5/8 of them"),
        ("<p>for &pound250 and &copy2021 &frac34 of it</p>", "for £250 and ©2021 ¾ of it"),
    ],
)
def test_a_fraction_and_an_open_name_keep_their_figures(html: str, text: str) -> None:
    """As a browser shows them."""
    assert markdown(html).strip() == text


def test_a_link_within_a_link_ends_the_first() -> None:
    """So does a browser."""
    made = markdown('<p><a href="https://a.example/">one<a href="https://b.example/">two</a></a>')
    assert made.strip() == "[one](https://a.example/)[two](https://b.example/)"
