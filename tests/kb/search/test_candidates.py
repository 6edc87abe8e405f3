"""A document among a few candidates is worth what it is worth among all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from kb.data.settings import load_settings
from kb.index.documents import IndexedDocument
from kb.index.load import LoadedIndex
from kb.search.candidates import Candidates, candidates
from kb.search.embedded import EmbeddedSnapshot

NUMBERS = (6, 1, 4)


@pytest.fixture(scope="module")
def terms(index: LoadedIndex) -> tuple[str, ...]:
    """Some terms, one of them held by nobody."""
    return (*index.keyword.terms("title")[:6], *index.keyword.terms("situations")[:6], "nowhere")


@pytest.fixture(scope="module")
def few(index: LoadedIndex, terms: tuple[str, ...]) -> Candidates:
    """Three documents of the invented content."""
    led_to = {index.entries[4].id: 4, index.entries[5].id: 5}
    return candidates(EmbeddedSnapshot(index), NUMBERS, terms, load_settings(), led_to)


def test_they_stand_by_identifier(few: Candidates, index: LoadedIndex) -> None:
    """Each with the number that the store knows it by."""
    assert few.numbers.tolist() == [1, 4, 6]
    assert list(few.entries) == [index.entries[number] for number in (1, 4, 6)]
    assert few.entries[-2:] == [index.entries[4], index.entries[6]]
    assert few.closed.tolist() == [index.entries[number].closed for number in (1, 4, 6)]
    assert few.lexicon == index.lexicon


def test_those_that_are_led_to_have_places(few: Candidates, index: LoadedIndex) -> None:
    """As far as they are here."""
    assert few.found([entry.id for entry in index.entries]) == {index.entries[4].id: 1}


def test_a_document_is_read_when_it_is_looked_at(index: LoadedIndex) -> None:
    """Once, and together with those asked for with it."""
    read: list[list[int]] = []

    class Watched(EmbeddedSnapshot):
        def entries(self, numbers: Sequence[int]) -> tuple[IndexedDocument, ...]:
            read.append([*numbers])
            return super().entries(numbers)

    few = candidates(Watched(index), NUMBERS, (), load_settings(), {})
    assert (len(few.entries), read) == (3, [])
    assert few.taken([2, 0]) == [index.entries[6], index.entries[1]]
    assert few.taken([0, 1]) == [index.entries[1], index.entries[4]]
    assert read == [[6, 1], [4]]


def test_postings_are_worth_the_same(
    few: Candidates, index: LoadedIndex, terms: tuple[str, ...]
) -> None:
    """To the last digit, in every field."""
    for term in terms:
        for name in index.keyword.lengths:
            whole, here = index.keyword.postings(name, term), few.keyword.postings(name, term)
            kept = np.isin(whole.numbers, few.numbers)
            assert few.numbers[here.numbers].tolist() == whole.numbers[kept].tolist()
            assert here.times.tolist() == whole.times[kept].tolist()
            assert here.worths.tolist() == whole.worths[kept].tolist()
            assert few.keyword.rarity(name, term) == index.keyword.rarity(name, term)
        assert few.keyword.holding(term) == index.keyword.holding(term)
        assert few.keyword.having(term).tolist() == index.keyword.having(term)[[1, 4, 6]].tolist()
        wanted_times = index.keyword.occurrences("situations", term)
        assert few.keyword.occurrences("situations", term) == wanted_times


def test_a_term_that_was_not_asked_for_is_an_error(few: Candidates) -> None:
    """It would be taken for one that nobody has."""
    with pytest.raises(KeyError, match="was not asked for"):
        few.keyword.frequency("body", "unasked")


def test_tags_are_those_of_the_documents(few: Candidates, index: LoadedIndex) -> None:
    """In the numbers of the candidates."""
    for facet in index.lexicon.facets:
        for concept, numbers in index.keyword.concepts(facet).items():
            found = few.keyword.tagged(facet, concept)
            assert found.tolist() == np.isin(few.numbers, numbers).tolist()
