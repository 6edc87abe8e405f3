"""Telephone numbers as links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from site_builder.views.phone_links import link_phones


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("ring 0330 123 1245.", 'ring <a href="tel:03301231245">0330 123 1245</a>.'),
        ("on 0300 0303 300, or", 'on <a href="tel:03000303300">0300 0303 300</a>, or'),
        ("(0115 979 6917)", '(<a href="tel:01159796917">0115 979 6917</a>)'),
        ("02079460000", '<a href="tel:02079460000">02079460000</a>'),
        (
            "Samaritans, 116 123",
            'Samaritans, <a href="tel:116123">116 123</a>',
        ),
        ("Call 999, or call 111 and", 'Call <a href="tel:999">999</a>, or call <a href="tel:111">'),
    ],
)
def test_a_number_that_a_phone_can_ring_is_a_link(text: str, linked: str) -> None:
    """With its digits alone as the address."""
    assert str(link_phones(text)).startswith(linked)


@pytest.mark.parametrize(
    "text",
    [
        "999 GPs stayed, and 111 left",
        "in 2018 2019 2020",
        "0.333 2222 111",
        "£0300 0303 300",
        "05 06 2024",
        "order 40300 0303 300",
        "0300 0303 30012",
    ],
)
def test_other_figures_stay_as_they_are(text: str) -> None:
    """Years, counts, decimals and numbers of another length."""
    assert str(link_phones(text)) == text


def test_markup_stays_markup_and_text_is_escaped() -> None:
    """What is in a link or a tag is left alone."""
    html = Markup('<a href="/0300-0303-300">0300 0303 300</a> <b title="0300 0303 300">x</b>')
    assert link_phones(html) == html
    assert link_phones("<b>0300 0303 300</b>") == Markup(
        '&lt;b&gt;<a href="tel:03000303300">0300 0303 300</a>&lt;/b&gt;'
    )


@given(st.text())
def test_nothing_but_links_is_added(text: str) -> None:
    """Whatever the text: without its tags it is the same."""
    assert link_phones(text).striptags() == Markup(escape(text)).striptags()
