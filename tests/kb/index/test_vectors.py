"""Codes keep the likeness of vectors, and two sizes of code differ little."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.index.encoder.table import unit
from kb.index.vectors import (
    BITS,
    Codes,
    IndexVectors,
    Told,
    compact,
    means_by_owner,
    quantise,
    read_vectors,
    write_vectors,
)

LEVELS = {2: {-3, -1, 1, 3}, 4: set(range(-7, 8)), 8: set(range(-127, 128))}


def some_rows(count: int, seed: int = 3) -> np.ndarray:
    """Unit vectors of 256 dimensions."""
    return unit(np.random.default_rng(seed).normal(size=(count, 256)).astype(np.float32))


@pytest.mark.parametrize("bits", BITS)
def test_codes_take_only_the_levels_of_their_size(bits: int) -> None:
    """What does not fit the bits could not be packed for the browser."""
    assert set(np.unique(quantise(some_rows(50), bits).rows).tolist()) <= LEVELS[bits]


@pytest.mark.parametrize(("bits", "most"), [(2, 0.13), (4, 0.03), (8, 0.002)])
def test_likeness_is_kept(bits: int, most: float) -> None:
    """The likeness of a row with another is nearly what it was before."""
    rows = some_rows(200)
    query = rows[0].astype(np.float64)
    error = quantise(rows, bits).likeness(query) - rows.astype(np.float64) @ query
    assert np.abs(error).max() < most


@pytest.mark.parametrize("bits", BITS)
def test_a_row_is_as_like_itself_as_before(bits: int) -> None:
    """Coarse codes do not make likenesses smaller."""
    rows = some_rows(5)
    for number, row in enumerate(rows.astype(np.float64)):
        assert quantise(rows, bits).likeness(row)[number] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("bits", BITS)
def test_a_row_of_zeros_is_like_nothing(bits: int) -> None:
    """A text without a known piece has no direction."""
    codes = quantise(np.zeros((1, 8), dtype=np.float32), bits)
    assert codes.likeness(np.ones(8)).tolist() == [0.0]


def test_no_rows_are_no_codes() -> None:
    """An index without situations has none."""
    codes = quantise(np.zeros((0, 8), dtype=np.float32), 2)
    assert codes.rows.shape == (0, 8)
    assert codes.likeness(np.ones(8)).tolist() == []


def test_rows_of_one_owner_become_one() -> None:
    """Their mean, of unit length; an owner without rows has none."""
    rows = np.array([[1, 0], [0, 1], [0, -1]], dtype=np.float32)
    means, owners = means_by_owner(rows, np.array([0, 0, 4], dtype=np.int32))
    assert owners.tolist() == [0, 4]
    assert means == pytest.approx(np.array([[0.5**0.5, 0.5**0.5], [0, -1]]))


def test_vectors_survive_a_file(tmp_path: Path) -> None:
    """What is read is what was written, the size of the codes included."""
    made = quantise(some_rows(4), 2)
    fine = quantise(some_rows(2), 8)
    vectors = IndexVectors(
        documents=made,
        passages=made,
        passage_of=np.arange(4, dtype=np.int32),
        situations=made,
        situation_of=np.arange(4, dtype=np.int32),
        needs=fine,
        need_offsets=np.ones(2, dtype=np.float32),
        pages=fine,
        elsewhere=made,
        asked=Told(rows=some_rows(3)),
    )
    write_vectors(tmp_path / "vectors.npz", vectors)
    found = read_vectors(tmp_path / "vectors.npz")
    assert same(found.documents, made)
    assert same(found.needs, fine)
    assert same(found.situations, made)
    assert np.array_equal(found.asked.rows, some_rows(3))
    assert found.projection is None


def same(one: Codes, other: Codes) -> bool:
    """Whether two sets of codes are equal."""
    return (
        one.bits == other.bits
        and np.array_equal(one.rows, other.rows)
        and np.array_equal(one.scales, other.scales)
    )


def whole_vectors() -> IndexVectors:
    """Two documents with two situations and a passage each."""
    pair = quantise(some_rows(2, seed=5), 8)
    return IndexVectors(
        documents=pair,
        passages=pair,
        passage_of=np.arange(2, dtype=np.int32),
        situations=quantise(some_rows(4), 8),
        situation_of=np.array([0, 0, 1, 1], dtype=np.int32),
        needs=pair,
        need_offsets=np.ones(2, dtype=np.float32),
        pages=pair,
        elsewhere=pair,
        asked=Told(rows=some_rows(3)),
    )


def test_a_small_index_keeps_every_row_in_fewer_bits() -> None:
    """The directions of needs and pages are coded more finely."""
    whole = whole_vectors()
    found = compact(whole, bits=2, rows=6)
    assert [len(found.passages), len(found.situations)] == [2, 4]
    assert {found.documents.bits, found.passages.bits} == {2}
    assert found.situations is whole.situations
    assert found.pages.bits == 4
    assert found.needs.bits == 4


def test_a_large_index_has_one_row_for_the_situations_of_a_document() -> None:
    """So that it does not grow with what is written on each page."""
    found = compact(whole_vectors(), bits=2, rows=5)
    assert [len(found.passages), len(found.situations), len(found.pages)] == [0, 2, 0]
    assert found.situation_of.tolist() == [0, 1]
    assert found.passage_of.tolist() == []
