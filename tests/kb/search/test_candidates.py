"""A document among a few candidates is worth what it is worth among all."""

from __future__ import annotations

import pytest

from kb.data.settings import load_settings
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
    return candidates(EmbeddedSnapshot(index), NUMBERS, terms, load_settings())


def test_they_stand_by_identifier(few: Candidates, index: LoadedIndex) -> None:
    """Each with the number that the store knows it by."""
    assert few.numbers == (1, 4, 6)
    assert few.entries == tuple(index.entries[number] for number in (1, 4, 6))
    assert few.lexicon == index.lexicon


def test_postings_are_worth_the_same(
    few: Candidates, index: LoadedIndex, terms: tuple[str, ...]
) -> None:
    """To the last digit, in every field."""
    for term in terms:
        for name in index.keyword.lengths:
            wanted = dict(index.keyword.postings(name, term))
            found = {few.numbers[at]: worth for at, worth in few.keyword.postings(name, term)}
            assert found == {n: wanted[n] for n in few.numbers if n in wanted}
            assert few.keyword.rarity(name, term) == index.keyword.rarity(name, term)
        assert few.keyword.holding(term) == index.keyword.holding(term)
        wanted_times = index.keyword.occurrences("situations", term)
        assert few.keyword.occurrences("situations", term) == wanted_times


def test_a_term_that_was_not_asked_for_is_an_error(few: Candidates) -> None:
    """It would be taken for one that nobody has."""
    with pytest.raises(KeyError, match="was not asked for"):
        few.keyword.frequency("body", "unasked")


def test_tags_are_those_of_the_documents(few: Candidates, index: LoadedIndex) -> None:
    """In the numbers of the candidates."""
    for facet in index.lexicon.facets:
        found = {
            concept: {few.numbers[at] for at in numbers}
            for concept, numbers in few.keyword.concepts(facet).items()
        }
        wanted = {
            concept: set(numbers) & set(few.numbers)
            for concept, numbers in index.keyword.concepts(facet).items()
        }
        assert found == {concept: numbers for concept, numbers in wanted.items() if numbers}
