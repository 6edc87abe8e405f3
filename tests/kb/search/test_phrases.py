"""Words in quotation marks stand together in one text of a document."""

from __future__ import annotations

import pytest

from kb.index.documents import IndexedDocument, IndexedPassage
from kb.search.phrases import stands_together
from kb.text.words import words_of

ENTRY = IndexedDocument(
    id="casestudies/one",
    kind="casestudies",
    title="A bank of locums",
    summary="Shared by four practices.",
    situations=("Nobody covers my leave.",),
    places=("Fen Alliance", "North Fens"),
    passages=(IndexedPassage(anchor="a", heading="What it took", text="Two managers. A rota."),),
)


@pytest.mark.parametrize(
    ("phrase", "stands"),
    [
        ("bank of locum", True),
        ("bank locums", False),
        ("four practice", True),
        ("covers my leave", True),
        ("north fens", True),
        ("alliance north", False),
        ("what it took", True),
        ("took two", False),
        ("managers a rota", True),
    ],
)
def test_phrases(phrase: str, stands: bool) -> None:
    """Endings do not matter, stop words do, and no phrase reaches from one text into another."""
    assert stands_together([word.term for word in words_of(phrase)], ENTRY) is stands
