"""`kb.editing.suggest.tags`: likely tags, how sure, and what speaks for each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.content.clock import today
from kb.content.read import read_corpus
from kb.editing.suggest.tags import LIKELY, measure_tags, suggest_tags
from kb.model.corpus import Corpus
from kb.model.documents import Document
from kb.text.stemmer import stem

CONTENT = Path(__file__).parents[4] / "content"


@cache
def real() -> Corpus:
    """Return the real content, which there is enough of to learn from."""
    return read_corpus(CONTENT, today=today())


def pages() -> list[Document]:
    """Return the pages of the real content."""
    return list(real().documents.values())


def hashed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return vectors that tell likeness by shared words: a small stand-in for an encoder."""
    rows = np.zeros((len(texts), 64), dtype=np.float32)
    for at, text in enumerate(texts):
        for word in text.lower().split():
            rows[at, sum(map(ord, stem(word))) % 64] += 1
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths, lengths, 1), dtype=np.float32)


def test_a_plain_case_is_told_with_its_sentence() -> None:
    """A text on mentoring is proposed mentoring, for the sentence that says so."""
    body = (
        "Doctors in the area were worn out. An older GP who has retired became a mentor to a "
        "younger one for a year. They met each month to talk about work."
    )
    found = suggest_tags(
        "A mentoring scheme for GPs",
        "Experienced GPs gave mentoring to younger GPs.",
        body,
        pages(),
        real().vocabularies,
        fields=["interventions"],
    )
    best = found[0]
    assert (best.field, best.concept) == ("interventions", "mentoring")
    assert best.sure >= LIKELY
    assert "ment" in best.passage
    assert [suggestion.sure for suggestion in found] == sorted(
        (suggestion.sure for suggestion in found), reverse=True
    )


def test_measured_by_leaving_each_page_out() -> None:
    """The floors of docs/add-a-case-study.md, for the fields that have many tags."""
    fields = ["levels", "interventions", "needs"]
    measures, honesty = measure_tags(pages(), real().vocabularies, fields=fields)
    figures = {measure.field: measure for measure in measures}
    assert figures["interventions"].precision >= 0.70
    assert figures["interventions"].recall >= 0.50
    assert figures["interventions"].first >= 0.80
    assert figures["levels"].precision >= 0.72
    assert figures["needs"].precision >= 0.65
    for measure in figures.values():
        assert measure.recall <= measure.with_possible <= 1
        assert measure.as_dict()["pages"] == measure.pages
    for step in honesty:
        assert step.low <= step.said <= step.high
        assert abs(step.said - step.right) < 0.16, step


def test_an_encoder_can_be_given() -> None:
    """It adds ways to compare; without one, words alone are used."""
    found = suggest_tags(
        "Coaching",
        "Free coaching for GPs.",
        "A coach talks with you.",
        pages(),
        real().vocabularies,
        encode=hashed,
        fields=["interventions"],
    )
    assert found[0].concept == "coaching"


def test_the_same_text_gives_the_same_suggestions() -> None:
    """Nothing is left to chance."""
    ask = ("A bank of GPs", "", "GPs cover sessions for many practices.")
    first, second = (suggest_tags(*ask, pages(), real().vocabularies) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_pages_to_learn_from(corpus: Corpus, count: int) -> None:
    """Nothing is proposed, and nothing breaks."""
    few = list(corpus.documents.values())[:count]
    assert suggest_tags("X", "", "", few, corpus.vocabularies) == ()


def test_a_small_content_is_enough(corpus: Corpus) -> None:
    """The invented content, where some fields have hardly a tag."""
    few = list(corpus.documents.values())
    found = suggest_tags("Peer support", "", "A peer group met.", few, corpus.vocabularies)
    assert all(0 <= suggestion.sure <= 1 for suggestion in found)
