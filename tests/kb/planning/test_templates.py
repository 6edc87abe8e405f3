"""A template as a whole document."""

from __future__ import annotations

from kb.model.corpus import Corpus
from kb.planning.templates import whole
from kb.text.pieces import Heading, Paragraph, markdown


def test_a_document_says_what_it_is_for_and_whom_it_is_owed_to(corpus: Corpus) -> None:
    """Its title first, the credit last."""
    (one,) = corpus.templates
    pieces = whole(one, ["A page", "Another"])
    assert pieces[:2] == (Heading(1, one.title), Paragraph(one.about))
    assert pieces[2:-1] == one.pieces
    assert "after: A page; Another. The questions are ours." in markdown(pieces)
