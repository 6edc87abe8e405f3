"""Facets, counts and the style sheet that filters."""

from __future__ import annotations

import re

from kb.model.documents import Kind
from site_builder.model.site_content import SiteContent
from site_builder.views.listing import FACET_LABELS, filter_css, listing


def test_a_facet_offers_what_some_item_carries_with_true_counts(content: SiteContent) -> None:
    """An option that names no limit counts under every box, and makes none of its own."""
    found = listing(
        content,
        content.documents(Kind.SIGNPOSTING),
        ("stage", "role", "status"),
        noun="option",
        nouns="options",
    )
    boxes = {f.name: [(o.id, o.count) for o in f.options] for f in found.facets}
    assert boxes == {
        "role": [("salaried-gp", 2), ("locum", 2)],
        "status": [("open", 1), ("unknown", 1)],
    }


def test_an_item_carries_a_class_for_each_concept(content: SiteContent) -> None:
    """By these the style sheet and the script filter."""
    found = listing(
        content, content.documents(Kind.SIGNPOSTING), ("role", "status"), noun="o", nouns="os"
    )
    classes = {item.card.title: item.classes for item in found.items}
    assert classes == {
        "GP listening line": "role-any status-open",
        "Regional coaching offer": "role-salaried-gp role-locum status-unknown",
    }


def test_the_first_facet_alone_is_unfolded(content: SiteContent) -> None:
    """The others open at a touch."""
    found = listing(
        content,
        content.documents(Kind.CASE_STUDY),
        ("stage", "level", "intervention"),
        noun="o",
        nouns="os",
    )
    assert [facet.unfolded for facet in found.facets] == [True, False, False]


def test_every_concept_of_every_facet_has_a_rule(content: SiteContent) -> None:
    """A box without a rule would hide all items for ever."""
    css = filter_css(content)
    for name, vocabulary in (("stage", "career_stages"), ("outcome", "outcomes")):
        for concept in content.vocabulary(vocabulary).ids:
            assert f".app-finder:has(#{name}-{concept}:checked) .app-item.{name}-{concept}" in css
    hiding = re.findall(r"\[data-facet=(\w+)\] :checked", css)
    assert hiding == list(FACET_LABELS)
