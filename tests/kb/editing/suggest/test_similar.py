"""`kb.editing.suggest.similar`: what a text is like already."""

from __future__ import annotations

from kb.editing.suggest.similar import Like, near_duplicates, similar_pages
from kb.editing.suggest.word_space import text_of
from kb.model.corpus import Corpus
from kb.model.documents import DocId
from tests.kb.editing.suggest.test_tags import hashed, pages


def test_a_page_written_again_is_asked_about() -> None:
    """The same story comes first, near to 1."""
    page = next(page for page in pages() if page.id == "casestudies/somerset-peer-support-scheme")
    others = [other for other in pages() if other.id != page.id]
    found = similar_pages(text_of(page) + " A few more words at the end.", pages())
    assert found[0].id == page.id
    assert found[0].likeness > 0.95
    assert found[0].verdict == "merge"
    assert found[0].sentence.endswith(": link or merge?")
    assert all(like.verdict != "merge" for like in similar_pages("Tulips in spring.", others))


def test_words_for_each_verdict() -> None:
    """As an editor reads them."""

    def said(verdict: str) -> str:
        return Like(id=DocId("a/b"), title="Somerset", likeness=0.914, verdict=verdict).sentence

    assert said("merge") == "Somerset, 0.91: link or merge?"
    assert said("link") == "Somerset, 0.91: worth a link?"
    assert said("") == "Somerset, 0.91"


def test_the_most_alike_come_first_and_no_more_than_asked(corpus: Corpus) -> None:
    """Pages with nothing in common are left out."""
    few = list(corpus.documents.values())
    found = similar_pages("A telephone line for doctors on call in Ely.", few, limit=2)
    assert found[0].id == "casestudies/ely-listening-line"
    assert len(found) == 2
    assert found[0].likeness >= found[1].likeness
    assert similar_pages("zzzz", few) == ()
    assert similar_pages("anything", []) == ()


def test_meaning_counts_for_half(corpus: Corpus) -> None:
    """With an encoder; the scale stays."""
    few = list(corpus.documents.values())
    found = similar_pages(text_of(few[0]), few, encode=hashed)
    assert found[0].id == few[0].id
    assert 0.99 < found[0].likeness <= 1.0000001
    assert found[0].as_dict()["likeness"] == 1.0


def test_near_duplicates_of_a_content() -> None:
    """Pairs, each once, the most alike first; the real content has only what is told apart."""
    page = pages()[0]
    assert near_duplicates([page]) == ()
    found = near_duplicates([page, page])
    assert [(pair[0], pair[1], round(pair[2], 6)) for pair in found] == [(page.id, page.id, 1.0)]
