"""Unit vectors in, small codes out: int8 rows with one scale each, and the sums over them.

All sums are in double precision, so that the browser engine comes to the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.index.encoder import Vectors

_CODES = ("documents", "passages", "situations", "needs")
_LEVELS = 127
_BLOCK = 8192
"""Rows that are widened to double precision at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Quantised rows: `rows` (n, dimensions) int8, `scales` (n,) float32; row = codes x scale."""

    rows: NDArray[np.int8]
    scales: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.rows)

    def likeness(self, query: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inner product of each row with a query vector, shape (n,), float64."""
        found = np.empty(len(self.rows), dtype=np.float64)
        for start in range(0, len(self.rows), _BLOCK):
            block = self.rows[start : start + _BLOCK].astype(np.float64)
            found[start : start + _BLOCK] = block @ query
        return found * self.scales.astype(np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexVectors:
    """Every vector of an index, with the number of the document that each row is of.

    `needs` has the direction of each need (`kb.index.needs`) and `need_offsets` what is added.

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


def quantise(vectors: Vectors) -> Codes:
    """Rows rounded to int8, each scaled so that its largest number is 127; zero rows stay zero."""
    scales = np.abs(vectors).max(axis=1, initial=0.0).astype(np.float32) / np.float32(_LEVELS)
    safe = np.where(scales > 0, scales, 1).astype(np.float32)
    rows = np.rint(vectors / safe[:, None]).astype(np.int8)
    return Codes(rows=rows, scales=scales)


def project(vectors: Vectors, projection: NDArray[np.float32] | None) -> Vectors:
    """Rows in the space of the codes, of unit length again; unchanged without a projection."""
    if projection is None:
        return vectors
    turned = vectors @ projection
    lengths = np.sqrt((turned * turned).sum(axis=1, keepdims=True))
    return np.asarray(turned / np.where(lengths > 0, lengths, 1), dtype=np.float32)


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
    if vectors.projection is not None:
        arrays["projection"] = vectors.projection.astype(np.float32)
    save_arrays(path, arrays)


def read_vectors(path: Path) -> IndexVectors:
    """The vectors that `write_vectors` wrote.

    Raises:
        OSError, ValueError, KeyError, zipfile.BadZipFile: if the file is not as it was written.
    """
    with np.load(path, allow_pickle=False) as stored:
        documents, passages, situations, needs = (
            Codes(rows=stored[name], scales=stored[f"{name}_scales"]) for name in _CODES
        )
        return IndexVectors(
            documents=documents,
            passages=passages,
            passage_of=stored["passage_of"],
            situations=situations,
            situation_of=stored["situation_of"],
            needs=needs,
            need_offsets=stored["need_offsets"],
            projection=stored["projection"] if "projection" in stored.files else None,
        )


def save_arrays(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """Write arrays uncompressed, in the order of their names.

    numpy stamps each member of the archive with a fixed date, so equal arrays give equal bytes.
    """
    with path.open("wb") as file:
        np.savez(file, **{name: arrays[name] for name in sorted(arrays)})  # type: ignore[arg-type]
