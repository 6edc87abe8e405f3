"""What an open index says through the port is what it says directly."""

from __future__ import annotations

import numpy as np
import pytest

from kb.index import port
from kb.index.load import LoadedIndex
from kb.search.embedded import EmbeddedSnapshot, rows_of
from kb.search.names import key_of


@pytest.fixture(scope="module")
def snapshot(index: LoadedIndex) -> EmbeddedSnapshot:
    """The invented content, seen through the port."""
    return EmbeddedSnapshot(index)


def test_the_rows_of_some_documents(index: LoadedIndex) -> None:
    """In the order asked for, with their places as owners."""
    numbers = [5, 0, 3]
    rows = rows_of(index.vectors, numbers)
    assert (rows.documents.rows == index.vectors.documents.rows[numbers]).all()
    for place, number in enumerate(numbers):
        wanted = index.vectors.passages.rows[index.vectors.passage_of == number]
        assert (rows.passages.rows[rows.passage_of == place] == wanted).all()
        told = index.vectors.situations.rows[index.vectors.situation_of == number]
        assert (rows.situations.rows[rows.situation_of == place] == told).all()
    assert rows.needs is index.vectors.needs
    assert not len(rows_of(index.vectors, []).passages)


def test_the_bound_is_the_best_value_left_out(
    index: LoadedIndex, snapshot: EmbeddedSnapshot
) -> None:
    """Of a list of two; a whole list bounds nothing."""
    vector = index.vectors.documents.rows[4].astype(np.float64)
    every = index.vectors.documents.likeness(vector)
    found = snapshot.nearest(port.PAGE, vector, 2)
    assert found.bound == sorted(every)[-3]
    assert found.numbers == tuple(np.argsort(-every, kind="stable")[:2].tolist())
    assert snapshot.nearest(port.PAGE, vector, 99).bound == -np.inf


def test_words_are_worth_what_they_are_in_the_index(
    index: LoadedIndex, snapshot: EmbeddedSnapshot
) -> None:
    """Only documents that have one are near by words."""
    term = next(iter(index.keyword.terms("title")))
    postings = index.keyword.postings("title", term)
    found = snapshot.nearest(port.WORDS, {("title", term): 2.0}, 99)
    assert dict(zip(found.numbers, found.values, strict=True)) == dict(
        zip(postings.numbers.tolist(), (2 * postings.worths).tolist(), strict=True)
    )


def test_holders_need_each_group_in_one_of_its_ways(
    index: LoadedIndex, snapshot: EmbeddedSnapshot
) -> None:
    """Every term of a way must be there; no group at all asks for every document."""
    entry = index.entries[0]
    key = key_of(entry.title)
    assert snapshot.named(key) == {0: entry.title}
    terms = tuple(index.keyword.terms("title"))
    one = port.Group(ways=(("nowhere",), (terms[0],)))
    having = {n for n, _ in index.keyword.frequencies("title", terms[0])}
    assert set(snapshot.holders([one], ("title",), 1, 99)) == having
    both = port.Group(ways=(("nowhere", terms[0]),))
    assert snapshot.holders([both], ("title",), 1, 99) == ()
    assert len(snapshot.holders([], ("title",), 0, 4)) == 4


def test_statistics_are_those_of_the_index(index: LoadedIndex, snapshot: EmbeddedSnapshot) -> None:
    """For terms that some document has; others are missing."""
    term = index.keyword.terms("situations")[0]
    found = snapshot.statistics((term, "nowhere"))
    assert found.documents == len(index.entries)
    assert found.holders["situations", term] == index.keyword.frequency("situations", term)
    assert found.anywhere == {term: len(index.keyword.holders(term))}
    assert found.occurrences == {term: index.keyword.occurrences("situations", term), "nowhere": 0}
    assert found.lengths["body"] == sum(index.keyword.lengths["body"])
