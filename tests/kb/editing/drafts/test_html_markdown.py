"""`kb.editing.drafts.html_markdown`: text that looks like Markdown stays text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.editing.drafts.marks import bare
from kb.editing.drafts.web_page import html_to_markdown
from kb.text.markdown import render


def plain(html: str) -> str:
    """Return the text of HTML as a page would show it, by way of Markdown."""
    return render(bare(html_to_markdown(html, Path("x.html")))).plain


@pytest.mark.parametrize(
    "text",
    [
        "&gt; 50 GPs stayed",
        "# of GPs",
        "+ 5 GPs",
        "2019. A good year",
        "a * b * c",
        "snake_case_",
        "*not bold*",
        "_x_",
        "[a](b) and [c][d]",
        "`x`",
        "C:\\*.doc",
        "&amp;lt; 5",
        "&lt;b&gt; is a tag",
        "---",
        "~~~",
        "| a | b |",
        "***",
    ],
)
def test_text_is_shown_as_it_was_written(text: str) -> None:
    """A comparison is no quotation, and a bar no table."""
    shown = text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
    assert plain(f"<p>{text}</p>") == shown
    assert plain(f"<ul><li>{text}</li></ul>") == shown


@settings(deadline=None, max_examples=80)
@given(st.text(st.sampled_from("ab1 >#-+*_`[]()\\|~=.!&;<"), min_size=1, max_size=24))
def test_signs_in_any_order_are_shown(text: str) -> None:
    """Whatever they would mean in Markdown."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    wanted = "".join(sign for sign in text if not sign.isspace())
    found = "".join(sign for sign in plain(f"<p>x {escaped} y</p>") if not sign.isspace())
    assert found == f"x{wanted}y"
