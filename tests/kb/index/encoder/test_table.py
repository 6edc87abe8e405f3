"""The small encoder: pieces, rounding, files, and vectors of unit length."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index.encoder.table import (
    LEVELS,
    MAX_WORD,
    Student,
    decoded,
    piece_numbers,
    quantised,
    unit,
)
from kb.model.problems import EncoderError

PIECES = tuple(sorted({*"abcdeilnorst0123£", *(f"##{c}" for c in "abcdeilnorst0123"), "tired"}))
NUMBERS = {piece: number for number, piece in enumerate(PIECES)}


def student(levels: int = 3) -> Student:
    """Return a table of random rows, the same each time."""
    rows = np.random.default_rng(1).normal(size=(len(PIECES), 8)).astype(np.float32)
    codes, scales = quantised(rows, levels)
    projection = np.eye(12, 8, dtype=np.float32)
    return Student(pieces=PIECES, codes=codes, scales=scales, levels=levels, projection=projection)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("tired", ["tired"]),
        ("TIRED!", ["tired"]),
        ("tíred", ["tired"]),
        ("tiredest", ["tired", "##e", "##s", "##t"]),
        ("£30", ["£", "3", "##0"]),
        ("xtired", ["##t", "##i", "##r", "##e", "##d"]),
        ("疲れた", []),
        ("a" * (MAX_WORD + 1), []),
        ("", []),
    ],
)
def test_words_are_cut_into_the_longest_known_pieces(text: str, pieces: list[str]) -> None:
    """Case and accents do not matter; what is unknown is passed over."""
    assert [PIECES[n] for n in piece_numbers(text, NUMBERS)] == pieces


@given(st.lists(st.text(max_size=40), max_size=5))
def test_vectors_have_unit_length_or_are_zero(texts: list[str]) -> None:
    """Any text gives a vector; one without a known piece gives zeros."""
    vectors = student().encode(texts)
    lengths = np.linalg.norm(vectors, axis=1)
    assert vectors.shape == (len(texts), 8)
    assert vectors.dtype == np.float32
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))


@pytest.mark.parametrize(("levels", "near"), [(3, 0.85), (15, 0.98)])
def test_rounding_keeps_rows_close(levels: int, near: float) -> None:
    """Codes are as many as there are levels, and rows point nearly the same way after rounding."""
    rows = np.random.default_rng(2).normal(size=(50, 256)).astype(np.float32)
    codes, scales = quantised(rows, levels)
    back = decoded(codes, scales, levels)
    assert np.unique(codes).tolist() == list(range(levels))
    assert np.all(np.sum(unit(rows) * unit(back), axis=1) > near)


def test_scales_have_few_sizes() -> None:
    """So that the browser is sent their numbers, and rows are as long as before, nearly."""
    rows = np.random.default_rng(5).normal(size=(400, 64)).astype(np.float32)
    rows *= np.geomspace(0.01, 8, 400, dtype=np.float32)[:, None]
    for levels in LEVELS:
        codes, scales = quantised(rows, levels)
        assert len(np.unique(scales)) < 90
        back = np.sum(rows * decoded(codes, scales, levels), axis=1)
        assert np.all(np.abs(back / np.sum(rows * rows, axis=1) - 1) < 0.4)


def test_a_row_of_zeros_stays_small() -> None:
    """Rounding does not divide by nothing."""
    codes, scales = quantised(np.zeros((1, 8), dtype=np.float32), 3)
    assert np.all(np.isfinite(decoded(codes, scales, 3)))


def test_a_table_survives_its_file(tmp_path: Path) -> None:
    """What is written is read again, byte for byte the same when written twice."""
    first, second = tmp_path / "a", tmp_path / "b"
    table = student(15)
    table.save(first)
    Student.load(first).save(second)
    assert first.read_bytes() == second.read_bytes()
    assert Student.load(first).name == table.name
    assert np.array_equal(Student.load(first).encode(["tired"]), table.encode(["tired"]))


def test_another_table_has_another_name() -> None:
    """Vectors of different tables are never taken for one another's."""
    assert student(3).name != student(15).name


def test_projected_vectors_are_of_unit_length() -> None:
    """The teacher's vectors come into the table's space."""
    vectors = np.random.default_rng(3).normal(size=(3, 12)).astype(np.float32)
    assert np.allclose(np.linalg.norm(student().project(vectors), axis=1), 1)


def test_a_missing_or_damaged_table_is_an_error(tmp_path: Path) -> None:
    """The message names the file."""
    path = tmp_path / "table"
    with pytest.raises(EncoderError) as raised:
        Student.load(path)
    assert str(raised.value) == (
        f"{path}: the encoder's table cannot be read "
        f"([Errno 2] No such file or directory: '{path}')"
    )
    student().save(path)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(EncoderError) as raised:
        Student.load(path)
    assert str(raised.value) == (
        f"{path}: the encoder's table cannot be read (File is not a zip file)"
    )
