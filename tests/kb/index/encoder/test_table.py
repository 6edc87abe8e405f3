"""The small encoder: pieces, rounding, files, and vectors of unit length."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index.encoder.table import MAX_WORD, Student, decoded, piece_numbers, quantised, unit
from kb.model.problems import EncoderError

PIECES = tuple(sorted({*"abcdeilnorst0123£", *(f"##{c}" for c in "abcdeilnorst0123"), "tired"}))
NUMBERS = {piece: number for number, piece in enumerate(PIECES)}


def student(bits: int = 2) -> Student:
    """Return a table of random rows, the same each time."""
    rows = np.random.default_rng(1).normal(size=(len(PIECES), 8)).astype(np.float32)
    codes, scales = quantised(rows, bits)
    projection = np.eye(12, 8, dtype=np.float32)
    return Student(pieces=PIECES, codes=codes, scales=scales, bits=bits, projection=projection)


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


@pytest.mark.parametrize(("bits", "levels"), [(2, 4), (4, 15)])
def test_rounding_keeps_rows_close(bits: int, levels: int) -> None:
    """Codes fit their bits, and rows point nearly the same way after rounding."""
    rows = np.random.default_rng(2).normal(size=(50, 256)).astype(np.float32)
    codes, scales = quantised(rows, bits)
    back = decoded(codes, scales, bits)
    assert codes.max() < 2**bits
    assert len(np.unique(codes)) == levels
    assert np.all(np.sum(unit(rows) * unit(back), axis=1) > (0.9 if bits == 2 else 0.98))


def test_a_row_of_zeros_stays_small() -> None:
    """Rounding does not divide by nothing."""
    codes, scales = quantised(np.zeros((1, 8), dtype=np.float32), 2)
    assert np.all(np.isfinite(decoded(codes, scales, 2)))


def test_a_table_survives_its_file(tmp_path: Path) -> None:
    """What is written is read again, byte for byte the same when written twice."""
    first, second = tmp_path / "a", tmp_path / "b"
    table = student(4)
    table.save(first)
    Student.load(first).save(second)
    assert first.read_bytes() == second.read_bytes()
    assert Student.load(first).name == table.name
    assert np.array_equal(Student.load(first).encode(["tired"]), table.encode(["tired"]))


def test_another_table_has_another_name() -> None:
    """Vectors of different tables are never taken for one another's."""
    assert student(2).name != student(4).name


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
