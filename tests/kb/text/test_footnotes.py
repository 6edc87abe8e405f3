"""Footnotes: numbers in the text, notes apart from it, and none of them in plain text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.text.footnotes import apart
from kb.text.markdown import Link, TermLinker, render, sections, targets

TEXT = """## One

It fell by half.[^fall] Then it rose.[^rise]

## Two

It fell again.[^fall]

[^rise]: The report, *part 2*; see [more](casestudies/a).
[^fall]: The story,
    its end.
"""


def test_notes_are_numbered_as_the_text_meets_them() -> None:
    """Whatever their names and their order; a note leads back to each place."""
    found = render(TEXT, link=lambda target: Link(f"../{target}/"))
    assert found.html.count('<sup class="app-note">') == 3
    assert '<a href="#note-1" id="note-1-from"><span' in found.html
    assert '<a href="#note-2" id="note-2-from">' in found.html
    assert '<a href="#note-1" id="note-1-from-2">' in found.html
    assert "report" not in found.html
    first, second = found.notes.split("</li>")[:2]
    assert '<li id="note-1"><p>The story,\nits end. <a' in first
    assert first.count("app-note__back") == 2
    assert 'href="#note-1-from-2"' in first
    assert '<li id="note-2"><p>The report, <em>part 2</em>' in second
    assert '<a href="../casestudies/a/">more</a>' in second


def test_plain_text_and_sections_leave_notes_out() -> None:
    """Search, snippets and word counts do not see them, nor their marks."""
    assert render(TEXT).plain == "One\nIt fell by half. Then it rose.\nTwo\nIt fell again."
    assert [section.plain for section in sections(TEXT)] == [
        "It fell by half. Then it rose.",
        "It fell again.",
    ]
    assert [target.href for target in targets(TEXT)] == ["casestudies/a"]


def test_a_text_without_notes_has_none() -> None:
    """And one that is nothing but a note says nothing."""
    assert render("Nothing [here].").notes == ""
    assert render("[^1]: Alone.").html == ""
    assert render("[^1]: Alone.").plain == ""


def test_terms_are_linked_in_the_text_first() -> None:
    """The first use is the one that a reader meets first."""
    terms = TermLinker({"ICB": "#icb"})
    found = render("The ICB.[^1]\n\n[^1]: ICB report.", terms=terms)
    assert 'class="app-term">ICB</a>' in found.html
    assert "app-term" not in found.notes


def test_tokens_without_notes_stay_as_they_are() -> None:
    """Nothing is taken off."""
    assert apart([]) == ([], ())


@given(st.text(alphabet='[]^:1ab \n>-#<&"', max_size=60))
def test_no_note_of_an_author_becomes_markup(text: str) -> None:
    """Labels are never printed, and whatever a note says is text."""
    found = render(f"A[^1]\n\n{text}\n\n[^1]: <b>{text}")
    assert "<b>" not in found.html + found.notes
    assert found.html.count("<sup") == found.html.count("</sup>")


def test_notes_within_notes_end() -> None:
    """However deep somebody nests them."""
    deep = "".join(f"[^{n}]: " for n in range(2000))
    assert render(f"A[^0]\n\n{deep}end").plain == "A"
