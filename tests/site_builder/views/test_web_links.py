"""Addresses in text as links."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from site_builder.views.web_links import link_web


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "Refer yourself on practitionerhealth.nhs.uk, or ring.",
            "https://practitionerhealth.nhs.uk",
        ),
        ("the Fund (cameronfund.org.uk) or", "https://cameronfund.org.uk"),
        (
            "See https://fens.example.org/coaching/a-b?x=1.",
            "https://fens.example.org/coaching/a-b?x=1",
        ),
        ("Look at www.rmbf.org/help/", "https://www.rmbf.org/help/"),
        ("Write to office@fens-lmc.org.uk.", "mailto:office@fens-lmc.org.uk"),
    ],
)
def test_an_address_is_a_link(text: str, address: str) -> None:
    """Without the stop or bracket behind it."""
    html = link_web(text)
    assert f'href="{address}"' in html
    if address.startswith("https"):
        assert 'rel="noreferrer"' in html
        assert "(opens another site)" in html


@pytest.mark.parametrize(
    "text",
    [
        "Look on GOV.UK for Access to Work",
        "between 9.5 and 10.45 am, e.g. on Monday",
        "the end.Next sentence",
        Markup('<a href="https://fens.org">fens.org</a>'),
        Markup('<img alt="fens.org">'),
    ],
)
def test_what_is_no_address_stays(text: str) -> None:
    """Names, times, missing spaces, and what is a link or a tag."""
    assert link_web(text) == escape(text)


@given(st.text(alphabet="abc.@/<>&\" 'uk:htps", max_size=60))
def test_no_text_is_lost_or_becomes_markup(text: str) -> None:
    """Without the links and what is added for those who hear it, the text is as it was."""
    html = link_web(text).replace(
        '<span class="nhsuk-u-visually-hidden"> (opens another site)</span>', ""
    )
    assert re.sub(r"</?a\b[^>]*>", "", html) == str(escape(text))
