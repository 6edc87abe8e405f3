"""`kb.editing.suggest.word_space`: texts as weighted words."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.editing.suggest.word_space import page_terms, space_of, text_of
from kb.model.corpus import Corpus
from kb.model.documents import DocId

_TEXTS = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=8), min_size=1, max_size=6)


@given(_TEXTS)
def test_rows_have_unit_length_or_none(texts: list[list[str]]) -> None:
    """A text without known words is all zeros."""
    rows = space_of(texts).matrix(texts)
    for terms, length in zip(texts, np.linalg.norm(rows, axis=1), strict=True):
        assert abs(length - (1.0 if terms else 0.0)) < 1e-9


@given(_TEXTS)
def test_the_order_of_words_does_not_count(texts: list[list[str]]) -> None:
    """Nor does that of texts, for the space."""
    space = space_of(texts)
    assert np.array_equal(space.rarity, space_of(list(reversed(texts))).rarity)
    assert np.allclose(space.vector(texts[0]), space.vector(reversed(texts[0])))


def test_rare_words_weigh_more() -> None:
    """A word of every text tells little."""
    space = space_of([["gp", "bank"], ["gp", "coach"], ["gp"]])
    vector = space.vector(["gp", "bank"])
    assert vector[space.columns["bank"]] > vector[space.columns["gp"]] > 0


def test_no_texts() -> None:
    """Give no rows."""
    assert space_of([["a"]]).matrix([]).shape == (0, 1)


def test_a_page_is_its_title_summary_and_body(corpus: Corpus) -> None:
    """Headings too, and nothing of the front matter beside."""
    page = corpus.documents[DocId("casestudies/ely-listening-line")]
    text = text_of(page)
    assert text.startswith("Ely listening line\nIn Ely a telephone line")
    assert "The problem\nDoctors on call in Ely had nobody to talk to." in text
    assert "fen-report" not in text
    assert "telephon" in page_terms(page)
