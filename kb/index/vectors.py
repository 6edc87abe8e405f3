"""Unit vectors in, small codes out: rows of 2, 4 or 8 bits a number, and the sums over them.

The browser engine reads the same codes. Sums are in double precision, so that both come to the
same figures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.index.encoder.model import Vectors
from kb.index.encoder.table import two_bit_codes

_CODES = ("documents", "passages", "situations", "needs", "pages", "elsewhere")
BITS = (2, 4, 8)
"""The sizes that a number of a row may have."""
FULL_BITS = 8
"""As good as whole: of an index that no browser loads, and of what a browser makes itself."""
_REACH = 2.8
"""Standard deviations of a row that the outermost level of 4 bits stands for."""
_DIRECTION_BITS = 4
_BLOCK = 512
"""Rows that are widened at a time: few enough that they stay in the processor's own memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Quantised rows: `rows` (n, dimensions) int8, `scales` (n,) float32; row = rows x scale.

    The levels of 2 bits are -3, -1, 1 and 3, those of 4 bits -7 to 7, those of 8 -127 to 127.
    """

    rows: NDArray[np.int8]
    scales: NDArray[np.float32]
    bits: int

    def __len__(self) -> int:
        return len(self.rows)

    def likeness(self, query: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inner product of each row with a query vector, shape (n,), float64."""
        return self._products(query, np.empty(len(self.rows))) * self.scales.astype(np.float64)

    def roughly(self, query: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same in single precision, in half the time: right to six digits."""
        found = self._products(query.astype(np.float32), np.empty(len(self.rows), np.float32))
        return (found * self.scales).astype(np.float64)

    def _products(self, query: NDArray[Any], found: NDArray[Any]) -> NDArray[Any]:
        wide = np.empty((min(_BLOCK, len(self.rows)), *self.rows.shape[1:]), dtype=found.dtype)
        for start in range(0, len(self.rows), _BLOCK):
            block = self.rows[start : start + _BLOCK]
            np.copyto(wide[: len(block)], block)
            found[start : start + _BLOCK] = wide[: len(block)] @ query
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an encoder makes of texts, as it is: `rows` (n, dimensions) float32."""

    rows: Vectors

    def __len__(self) -> int:
        return len(self.rows)

    def likeness(self, query: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inner product of each row with a query vector, shape (n,), float64."""
        return np.asarray(self.rows.astype(np.float64) @ query)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexVectors:
    """Every vector of an index, with the number of the document that each row is of.

    `situations`, `asked`, the lines of what is asked, and `elsewhere`, those of what nothing here
    answers, are what the query encoder makes of those texts, so that a browser can make them too;
    of a large index the means of situations are kept.
    `needs` has the direction of each need (`kb.index.need_model`) and `need_offsets` what is added;
    `pages` has that of each document, or no row.

    `projection` (encoder dimensions, dimensions) float32 takes vectors of the encoder into the
    space of the codes; None where that is the encoder's own.
    """

    documents: Codes
    passages: Codes
    passage_of: NDArray[np.int32]
    situations: Codes
    situation_of: NDArray[np.int32]
    needs: Codes
    need_offsets: NDArray[np.float32]
    pages: Codes
    elsewhere: Codes
    asked: Told
    projection: NDArray[np.float32] | None = None

    def query(self, vector: Vectors) -> NDArray[np.float64]:
        """One encoded query, shape (encoder dimensions,), in the space of the codes, float64.

        A vector that already has the dimensions of the codes is taken as it is.
        """
        wide = vector.astype(np.float64)
        if self.projection is not None and len(wide) == len(self.projection):
            wide = wide @ self.projection.astype(np.float64)
        length = float(np.sqrt(wide @ wide))
        return wide / length if length else wide


def quantise(vectors: Vectors, bits: int) -> Codes:
    """The rows in levels of so many bits; a row of zeros gets the scale 0.

    The scale of a row is such that the inner product of the row with its codes is that of the row
    with itself, so that coarse codes do not make likenesses smaller (Gao and Long, "RaBitQ", 2024).
    It is rounded to what the browser is sent, half precision.
    """
    rows = vectors.astype(np.float64)
    levels = _levels(rows, bits)
    products = (rows * levels).sum(axis=1)
    safe = np.where(products > 0, products, 1.0)
    scales = np.where(products > 0, (rows * rows).sum(axis=1) / safe, 0.0)
    return Codes(
        rows=levels.astype(np.int8), scales=scales.astype(np.float16).astype(np.float32), bits=bits
    )


def _levels(rows: NDArray[np.float64], bits: int) -> NDArray[np.float64]:
    if not rows.size:
        return rows
    deviation = np.sqrt((rows * rows).sum(axis=1, keepdims=True) / max(rows.shape[1], 1))
    if bits == 2:
        step = np.where(deviation > 0, deviation, 1.0)
        return two_bit_codes(rows / step).astype(np.float64) * 2 - 3
    top = 2 ** (bits - 1) - 1
    widest = np.abs(rows).max(axis=1, keepdims=True, initial=0.0)
    reach = deviation * _REACH if bits == 4 else widest
    step = np.where(reach > 0, reach, 1.0) / top
    return np.asarray(np.clip(np.rint(rows / step), -top, top))


def project(vectors: Vectors, projection: NDArray[np.float32] | None) -> Vectors:
    """Rows in the space of the codes, of unit length again; unchanged without a projection."""
    if projection is None:
        return vectors
    turned = vectors @ projection
    lengths = np.sqrt((turned * turned).sum(axis=1, keepdims=True))
    return np.asarray(turned / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def compact(vectors: IndexVectors, *, bits: int, rows: int) -> IndexVectors:
    """The vectors as a browser is sent them: so many bits a number, directions apart.

    Situations and what is asked, here and elsewhere, stay as they are: the browser makes them from
    their texts. The directions of needs and pages get `_DIRECTION_BITS`. Where there are more rows
    of passages and situations than `rows`, a document has one row for all its situations, and none
    for its passages nor as a direction.
    """
    documents, passages, needs, pages = (
        codes.rows * codes.scales[:, None]
        for codes in (vectors.documents, vectors.passages, vectors.needs, vectors.pages)
    )
    passage_of, situation_of = vectors.passage_of, vectors.situation_of
    situations = vectors.situations
    if len(passages) + len(situations) > rows:
        passages, passage_of = passages[:0], passage_of[:0]
        told = np.asarray(situations.rows * situations.scales[:, None], dtype=np.float32)
        means, situation_of = means_by_owner(told, situation_of)
        situations = quantise(means, bits)
        pages = pages[:0]
    return replace(
        vectors,
        documents=quantise(documents, bits),
        passages=quantise(passages, bits),
        passage_of=passage_of,
        situations=situations,
        situation_of=situation_of,
        needs=quantise(needs, _DIRECTION_BITS),
        pages=quantise(pages, _DIRECTION_BITS),
    )


def means_by_owner(vectors: Vectors, owner: NDArray[np.int32]) -> tuple[Vectors, NDArray[np.int32]]:
    """One row of unit length for each owner that has any, the mean of its rows; and the owners."""
    owners, of_row = np.unique(owner, return_inverse=True)
    sums = np.zeros((len(owners), vectors.shape[1]))
    np.add.at(sums, of_row, vectors)
    lengths = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
    means = np.asarray(sums / np.where(lengths > 0, lengths, 1), dtype=np.float32)
    return means, owners.astype(np.int32)


def write_vectors(path: Path, vectors: IndexVectors) -> None:
    """Write every vector of an index to one file."""
    arrays: dict[str, NDArray[Any]] = {
        "passage_of": vectors.passage_of,
        "situation_of": vectors.situation_of,
        "need_offsets": vectors.need_offsets,
    }
    for name in _CODES:
        codes: Codes = getattr(vectors, name)
        arrays[name] = codes.rows
        arrays[f"{name}_scales"] = codes.scales
        arrays[f"{name}_bits"] = np.array(codes.bits)
    arrays["asked"] = vectors.asked.rows
    if vectors.projection is not None:
        arrays["projection"] = vectors.projection.astype(np.float32)
    save_arrays(path, arrays)


def read_vectors(path: Path) -> IndexVectors:
    """The vectors that `write_vectors` wrote.

    Raises:
        OSError, ValueError, KeyError, zipfile.BadZipFile: if the file is not as it was written.
    """
    with np.load(path, allow_pickle=False) as stored:
        documents, passages, situations, needs, pages, elsewhere = (
            Codes(
                rows=stored[name],
                scales=stored[f"{name}_scales"],
                bits=int(stored[f"{name}_bits"]),
            )
            for name in _CODES
        )
        return IndexVectors(
            documents=documents,
            passages=passages,
            passage_of=stored["passage_of"],
            situations=situations,
            situation_of=stored["situation_of"],
            needs=needs,
            need_offsets=stored["need_offsets"],
            pages=pages,
            elsewhere=elsewhere,
            asked=Told(rows=stored["asked"]),
            projection=stored["projection"] if "projection" in stored.files else None,
        )


def save_arrays(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """Write arrays uncompressed, in the order of their names.

    numpy stamps each member of the archive with a fixed date, so equal arrays give equal bytes.
    """
    with path.open("wb") as file:
        np.savez(file, **{name: arrays[name] for name in sorted(arrays)})  # type: ignore[arg-type]
