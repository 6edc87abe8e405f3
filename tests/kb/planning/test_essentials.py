"""Essentials and national offers are read from the toolkit's pages."""

from __future__ import annotations

from dataclasses import replace

from kb.model.corpus import Corpus
from kb.model.documents import ConceptId, DocId, ToolkitPage
from kb.planning.essentials import essentials, national_offers, plain_words

BODY = """What to offer.

## What the action plan needs

- **Mentoring.** Trained mentors take part.
- a named lead

## National support

- [The line](signposting/gp-listening-line)
- [Count](toolkit/keep-count), which is no offer
- [Nowhere](../../../x)
"""


def with_level(corpus: Corpus) -> Corpus:
    """Return the content with a page on the first level."""
    page = corpus.documents[DocId("toolkit/keep-count")]
    assert isinstance(page, ToolkitPage)
    own = replace(page, series=ConceptId("three-levels"), step=1, body=BODY)
    return replace(corpus, documents={**corpus.documents, own.id: own})


def test_the_lists_of_a_level_are_read(corpus: Corpus) -> None:
    """Bold words open a sentence; a page that is no offer is none, and a broken link neither."""
    found = essentials(with_level(corpus))
    assert [(one.id, one.text, one.interventions) for one in found] == [
        ("career-support-1", "Mentoring. Trained mentors take part", ("mentoring",)),
        ("career-support-2", "A named lead", ()),
    ]
    (offer,) = national_offers(with_level(corpus))
    assert (offer.page, offer.level) == ("signposting/gp-listening-line", "career-support")
    assert essentials(corpus) == ()


def test_words_are_compared_without_their_plural() -> None:
    """So that "networks" is "network"."""
    assert plain_words("Peer-support Networks, GPs") == "peer support network gps"
