"""Filters keep what they should, and counts are what a visitor would see."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index.load import LoadedIndex
from kb.index.words import KeywordIndex
from kb.model.problems import QueryError
from kb.search.facets import Facets, Filters

STAGES = ("gp-trainee", "newly-qualified", "wise-fives", "returner")
ROLES = ("salaried-gp", "partner", "locum")


@pytest.fixture(scope="session")
def facets(index: LoadedIndex) -> Facets:
    """The facets of the invented content."""
    return Facets(index.lexicon, index.keyword, len(index.entries))


def kept(index: LoadedIndex, facets: Facets, filters: Filters) -> set[str]:
    """The identifiers that filters keep."""
    return {index.entries[number].id for number in np.flatnonzero(facets.keep(filters))}


def test_or_within_and_between(index: LoadedIndex, facets: Facets) -> None:
    """Two stages widen the choice, a stage and a kind narrow it; `any` counts everywhere."""
    line = "signposting/gp-listening-line"
    partner = "roadmaps/partner"
    circle = "casestudies/fenland-peer-circle"
    mentoring = "casestudies/marsh-and-wolds-mentoring"
    assert kept(index, facets, {"stage": ["wise-fives"]}) == {line, partner, circle}
    both = {"stage": ["wise-fives", "gp-trainee"]}
    assert kept(index, facets, both) == {line, partner, circle, mentoring}
    assert kept(index, facets, {**both, "kind": ["casestudies"]}) == {circle, mentoring}
    assert kept(index, facets, {"stage": ["returner"]}) == {line}


def test_no_choice_is_no_filter(index: LoadedIndex, facets: Facets) -> None:
    """A facet without a concept keeps everything."""
    assert len(kept(index, facets, {"stage": []})) == len(index.entries)


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "stage": st.lists(st.sampled_from(STAGES), unique=True, max_size=3),
        "role": st.lists(st.sampled_from(ROLES), unique=True, max_size=3),
    },
)


def test_counts_are_true(index: LoadedIndex, facets: Facets) -> None:
    """The count of each choice is how many results there are once it is made."""
    found = np.arange(len(index.entries)) % 3 > 0
    order = np.flatnonzero(found).tolist()

    @given(CHOICES)
    def check(filters: dict[str, list[str]]) -> None:
        counts = facets.counts(order, filters, found, always=0)
        for facet in ("stage", "role", "kind"):
            for count in counts[facet]:
                chosen = facets.keep({**filters, facet: [count.choice.id]})
                assert count.count == int((found & chosen).sum())

    check()


@pytest.mark.parametrize(("counted", "count"), [(range(25), 25), (range(12), 12), ((20, 22), 12)])
def test_the_first_ten_always_count(index: LoadedIndex, counted: Sequence[int], count: int) -> None:
    """Beyond them a result counts if it is one of those that do."""
    keyword = SimpleNamespace(
        tagged=lambda facet, concept: np.full(25, (facet, concept) == ("stage", "any"))
    )
    facets = Facets(index.lexicon, cast(KeywordIndex, keyword), 25)
    mask = np.zeros(25, dtype=np.bool_)
    mask[list(counted)] = True
    counts = facets.counts(range(25), {}, mask, always=10)
    assert {one.count for one in counts["stage"]} == {count}


def test_an_unknown_facet(facets: Facets) -> None:
    """The message lists those there are."""
    with pytest.raises(QueryError) as told:
        facets.check({"stages": ["returner"]})
    assert str(told.value) == (
        'facet: unknown-facet: found "stages"; allowed kind, stage, level, role, intervention, '
        'outcome; did you mean "stage"?'
    )


def test_an_unknown_concept(index: LoadedIndex, facets: Facets) -> None:
    """A concept that does not exist is an error, not an empty answer."""
    with pytest.raises(QueryError) as told:
        facets.check({"role": ["partners"]})
    allowed = ", ".join(choice.id for choice in index.lexicon.facets["role"])
    assert str(told.value) == (
        f'role: unknown-concept: found "partners"; allowed {allowed}; did you mean "partner"?'
    )
