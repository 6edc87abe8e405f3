"""The table learns to find pages, and what it learns from does not change without need."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kb.index.documents import IndexedDocument, IndexedPassage, Lexicon, Need
from kb.index.encoder.train import (
    General,
    Graded,
    Schedule,
    adapt,
    graded_texts,
    training_texts,
)
from kb.model.documents import DocId
from kb.model.vocabulary import ExampleQuestion
from tests.hashes import DIMENSIONS, HashEncoder

WORDS = ("rota", "gap", "cover", "agency", "tea", "cake", "friend", "quiz")
TEXTS = ("rota gap", "gap cover", "agency cover", "tea cake", "friend quiz", "quiz cake")
DIMS = 16


def general() -> General:
    """A table of whole words that knows nothing yet."""
    chance = np.random.default_rng(3)
    return General(
        pieces=WORDS,
        rows=chance.normal(size=(len(WORDS), DIMS)).astype(np.float32),
        counts=np.ones(len(WORDS), dtype=np.int64),
        projection=chance.normal(size=(DIMENSIONS, DIMS)).astype(np.float32),
    )


def fitted(graded: Graded | None) -> tuple[np.ndarray, np.ndarray | None]:
    """What a table, fitted in the same way each time, makes of the texts; and its pages."""
    pytest.importorskip("torch")
    table = adapt(
        general(),
        TEXTS,
        HashEncoder().encode,
        size=len(WORDS),
        levels=3,
        graded=graded,
        schedule=Schedule(epochs=60, batch=4, rate=2e-2),
    )
    return table.encode(TEXTS), table.pages


def test_a_table_finds_the_pages_of_its_texts() -> None:
    """Whatever the words have in common: the pages are dealt to the texts at random."""
    order = [0, 1, 2, 0, 1, 2]
    vectors, pages = fitted(Graded(texts=TEXTS, pages=np.eye(3, dtype=np.float32)[order]))
    assert pages is not None
    assert (vectors @ pages.T).argmax(axis=1).tolist() == order


def test_a_table_without_pages_only_imitates() -> None:
    """As for a collection where nobody said what a text should find."""
    vectors, pages = fitted(None)
    assert pages is None
    again, _ = fitted(Graded(texts=(), pages=np.zeros((0, 3), np.float32)))
    assert np.array_equal(vectors, again)


PASSAGE = IndexedPassage(anchor="", heading="", text="One two three four. Five six seven eight.")
ENTRIES = (
    IndexedDocument(id="a", kind="k", title="A", situations=("I am lost.",), passages=(PASSAGE,)),
    IndexedDocument(id="b", kind="k", title="B", passages=(PASSAGE,)),
)


def test_texts_with_the_pages_they_should_find() -> None:
    """A situation its own page, a line and the words of a need theirs by weight."""
    line = ExampleQuestion(say="who helps", leads_to=((DocId("a"), 3), (DocId("b"), 1)))
    need = Need(
        id="n",
        label="N",
        about="About",
        cues=("cue",),
        pages=(("b", 2),),
        example_questions=(line,),
    )
    graded = graded_texts(ENTRIES, Lexicon(needs=(need,)))
    found = dict(zip(graded.texts, graded.pages.tolist(), strict=True))
    assert found == {
        "N": [0, 1],
        "About": [0, 1],
        "cue": [0, 1],
        "who helps": [0.75, 0.25],
        "I am lost.": [1, 0],
    }


def test_a_page_changes_only_its_own_texts() -> None:
    """So that an edit does not cost the encoding of every other page."""
    longer = replace(ENTRIES[0], passages=(PASSAGE, PASSAGE, PASSAGE))
    before, after = (set(training_texts(e, Lexicon())) for e in (ENTRIES, (longer, ENTRIES[1])))
    own = set(training_texts(ENTRIES[1:], Lexicon()))
    assert own <= before & after
