"""`kb.editing.suggest.tag_features`: pages and concepts set beside each other."""

from __future__ import annotations

import numpy as np

from kb.editing.suggest.tag_features import decided, evidence_of, profile, texts_of
from kb.editing.suggest.word_space import text_of
from kb.model.corpus import Corpus
from kb.model.documents import ANY


def test_a_concept_meets_the_texts_that_name_it(corpus: Corpus) -> None:
    """By its label and other names, in the text and in its head."""
    pages = list(corpus.documents.values())
    texts = texts_of([text_of(page) for page in pages], [page.title for page in pages], None)
    taxonomy = corpus.vocabularies["interventions"]
    evidence = evidence_of(texts, [page.interventions for page in pages], taxonomy, None)
    mentoring = taxonomy.ids.index("mentoring")
    row = next(at for at, page in enumerate(pages) if "mentoring" in page.id)
    for matches in evidence.matches:
        assert matches.shape == (len(pages), len(taxonomy))
        assert matches[row, mentoring] > 0
    assert evidence.tags[row, mentoring] == 1.0
    assert np.allclose(np.diag(evidence.likeness[0]), 1.0)


def test_patterns_are_no_words_of_a_concept(corpus: Corpus) -> None:
    """Cues of stages are regular expressions; only plain phrases count as names."""
    stage = corpus.vocabularies["career_stages"].concepts[0]
    assert all(term.isalnum() for term in profile(stage))


def test_any_tells_nothing() -> None:
    """An option for everybody does not say whom it is like."""
    assert decided([("partner",), (ANY,), ()]) == [0, 2]
