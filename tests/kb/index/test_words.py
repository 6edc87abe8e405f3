"""The keyword index gives the postings, worths, words and concepts of its documents."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.index.keyword import write_keyword_index
from kb.index.words import KeywordIndex
from kb.model.problems import IndexStoreError
from kb.text.slips import slips

TEXTS = [
    {"title": "GP bank", "body": "A bank of locums. Locums choose their shifts.", "tags": "locum"},
    {"title": "Mentoring", "body": "Older partners mentor new partners."},
    {"title": "Café", "body": "", "situations": "I'm a locum and I miss the café."},
]
TAGS: list[Mapping[str, tuple[str, ...]]] = [
    {"role": ("locum", "partner"), "stage": ("any",)},
    {"role": ("partner",)},
    {},
]


@pytest.fixture
def lengths(tmp_path: Path) -> dict[str, list[int]]:
    """The lengths of the three texts, which are written to a folder."""
    return write_keyword_index(tmp_path, TEXTS, TAGS, ("role", "stage"))


@pytest.fixture
def keyword(tmp_path: Path, lengths: dict[str, list[int]]) -> KeywordIndex:
    """The index of the three texts."""
    return KeywordIndex(tmp_path, lengths, k1=1.2, b=0.75)


def test_lengths_are_exact(lengths: dict[str, list[int]]) -> None:
    """Stop words are not counted."""
    assert lengths["body"] == [5, 5, 0]
    assert lengths["title"] == [2, 1, 1]
    assert lengths["situations"] == [0, 0, 3]


def test_a_posting_is_worth_its_bm25(keyword: KeywordIndex) -> None:
    """The score is that of the formula, with our lengths and each field by itself."""
    rarity = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    worth = 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 5 / (10 / 3)))
    found = keyword.postings("body", "locum")
    assert (found.numbers.tolist(), found.times.tolist()) == ([0], [2.0])
    assert found.worths.tolist() == pytest.approx([rarity * worth])
    assert keyword.rarity("body", "locum") == pytest.approx(rarity)


def test_a_term_that_is_not_there_has_no_postings(keyword: KeywordIndex) -> None:
    """It is rarer than any that is."""
    assert len(keyword.postings("title", "locum").numbers) == 0
    assert not keyword.having("nowhere").any()
    assert keyword.frequencies("title", "locum") == []
    assert keyword.rarity("title", "locum") > keyword.rarity("title", "bank")


def test_whoever_changes_a_list_changes_no_other(keyword: KeywordIndex) -> None:
    """Lists are read once and kept, and the next to ask gets what stands in the index."""
    assert not keyword.postings("body", "locum").worths.flags.writeable
    assert not keyword.having("locum").flags.writeable
    first = keyword.frequencies("body", "locum")
    wanted = list(first)
    first.clear()
    assert keyword.frequencies("body", "locum") == wanted != []
    assert keyword.frequency("body", "locum") == 1
    assert keyword.occurrences("body", "locum") == 2


def test_holders_are_those_of_any_field(keyword: KeywordIndex) -> None:
    """A word in the body and one in the situations both count."""
    assert keyword.holders("locum") == {0, 2}
    assert keyword.having("locum").tolist() == [True, False, True]


def test_spelling_words_are_not_stemmed(keyword: KeywordIndex) -> None:
    """What is offered as a correction is a word, not a stem."""
    assert keyword.knows_word("partners")
    assert not keyword.knows_word("partner")
    assert keyword.words_within("partnrs", 2) == [("partners", 1)]
    assert list(keyword.vocabulary())[:3] == ["bank", "cafe", "choose"]


def test_words_within_a_distance_are_all_of_them(keyword: KeywordIndex) -> None:
    """Whoosh's automaton finds what looking at each word finds; swaps count as two there."""
    for typed in ("locms", "ptaners", "mentr", "shift", "oldr"):
        found = {word for word, _ in keyword.words_within(typed, 2)}
        near = {w for w in keyword.vocabulary() if w[0] == typed[0] and slips(typed, w) <= 1}
        assert near <= found


def test_concepts_lead_to_their_documents(keyword: KeywordIndex) -> None:
    """`any` is a concept like the rest; what it means is for the facets to say."""
    assert keyword.concepts("role") == {"locum": (0,), "partner": (0, 1)}
    assert keyword.concepts("stage") == {"any": (0,)}
    assert keyword.tagged("role", "partner").tolist() == [True, True, False]
    assert not keyword.tagged("stage", "unheard-of").any()


def test_a_folder_without_an_index(tmp_path: Path, lengths: dict[str, list[int]]) -> None:
    """It is an error of ours, not of Whoosh."""
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(IndexStoreError) as told:
        KeywordIndex(empty, lengths, k1=1.2, b=0.75)
    assert str(told.value).startswith(f"{empty}: the keyword index cannot be read: ")


def test_lengths_of_another_index(tmp_path: Path, lengths: dict[str, list[int]]) -> None:
    """A table of lengths that does not fit is found out when the index is opened."""
    with pytest.raises(IndexStoreError) as told:
        KeywordIndex(tmp_path, {**lengths, "title": [1]}, k1=1.2, b=0.75)
    assert str(told.value) == (
        f"{tmp_path}: the keyword index holds 3 documents, its table of lengths 1"
    )
