"""The small query encoder: a table of word-piece vectors, summed and brought to unit length.

A query's vector is the sum of the rows of its word pieces. The rows were trained to land where
the sentence-transformers model would put the text, projected to fewer dimensions
(`kb.index.encoder.train`), so that documents may keep that model's vectors. A number of a row has
one of 3 or 15 levels, and a row one scale; the browser reads the same. numpy only, no torch.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.model.problems import EncoderError
from kb.text.words import fold

FORMAT = 2
MAX_WORD = 100
"""Letters a word may have; longer ones carry no meaning and are passed over."""

_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
LEVELS = (3, 15)
"""How many levels a number of a row may have."""
EDGE = 0.85
"""Standard deviations of a row up to which the middle of 3 levels, nought, stands for a number.

Lloyd's best for a normal distribution is 0.61. With more noughts the table takes a fifth less with
gzip, and the dimensions that matter little, all but noughts, next to nothing.
"""
_TWO_BIT_EDGE = 1.25
_REACH = 2.8  # standard deviations that the outermost of 15 levels stands for
SCALES = 8
"""Scales from one to its double: so few sizes that each takes less than a byte."""
_LEAST_SCALE = 2.0**-14  # the least that half precision holds whole

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Student:
    """A table of word pieces and their quantised rows.

    `codes` is uint8 of shape (n_pieces, dims) with values 0 to levels - 1; `scales` is float16
    of shape (n_pieces,), the size of one step; `projection` is float32 of shape
    (teacher_dims, dims), from the teacher's vectors into the table's space. `made_from` is the
    digest of what it was trained on, empty for the general table. `pages` is float32 of shape
    (documents, dims), the directions of the documents that the table was trained to find, in the
    order of the index; None for a table that was not trained to find any.
    """

    pieces: tuple[str, ...]
    codes: NDArray[np.uint8]
    scales: NDArray[np.float16]
    levels: int
    projection: Rows
    made_from: str = ""
    pages: Rows | None = None

    def with_origin(self, made_from: str) -> Student:
        """Return the same table with the digest of what it was trained on."""
        return replace(self, made_from=made_from)

    @property
    def dims(self) -> int:
        """Dimensions of the vectors it gives."""
        return int(self.codes.shape[1])

    @cached_property
    def name(self) -> str:
        """An identifier that differs whenever the table does."""
        digest = hashlib.sha256(self.codes.tobytes() + self.scales.tobytes())
        digest.update("\n".join(self.pieces).encode())
        digest.update(self.projection.tobytes())
        return f"student-{len(self.pieces)}x{self.dims}x{self.levels}-{digest.hexdigest()[:12]}"

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {piece: number for number, piece in enumerate(self.pieces)}

    def piece_numbers(self, text: str) -> list[int]:
        """Return the row numbers of a text's word pieces, in order; unknown ones are left out."""
        return piece_numbers(text, self._numbers)

    def encode(self, texts: Sequence[str]) -> Rows:
        """Return float32 vectors of shape (n_texts, dims), each of unit length.

        A text without a known piece gives a row of zeros. Sums are in double precision, where
        they are exact, so that the browser engine comes to the same vector.
        """
        vectors = np.zeros((len(texts), self.dims), dtype=np.float32)
        for row, text in enumerate(texts):
            numbers = self.piece_numbers(text)
            if numbers:
                rows = decoded(self.codes[numbers], self.scales[numbers], self.levels)
                total = rows.sum(axis=0, dtype=np.float64)
                length = float(np.sqrt(total @ total))
                vectors[row] = total / length if length else 0
        return vectors

    def project(self, teacher_vectors: Rows) -> Rows:
        """Return the teacher's vectors in this table's space: (n, dims), float32, unit length."""
        return unit(teacher_vectors @ self.projection)

    def save(self, path: Path) -> None:
        """Write the table to one file, the same bytes for the same table."""
        head = {
            "format": FORMAT,
            "levels": self.levels,
            "made_from": self.made_from,
            "pieces": list(self.pieces),
        }
        arrays: dict[str, NDArray[Any]] = {
            "codes": self.codes,
            "scales": self.scales,
            "projection": self.projection,
        }
        if self.pages is not None:
            arrays["pages"] = self.pages
        save_arrays(path, head, arrays)

    @classmethod
    def load(cls, path: Path) -> Student:
        """Read a table that `save` wrote.

        Raises:
            EncoderError: it is missing, damaged or of another format.
        """
        head, arrays = load_arrays(path, wanted=FORMAT)
        return cls(
            pieces=tuple(head["pieces"]),
            codes=arrays["codes"],
            scales=arrays["scales"],
            levels=int(head["levels"]),
            projection=arrays["projection"],
            made_from=head["made_from"],
            pages=arrays.get("pages"),
        )


def piece_numbers(text: str, numbers: dict[str, int]) -> list[int]:
    """Return the numbers of a text's pieces: greedy, longest first, as WordPiece has it.

    After folding, a run of letters a to z and figures is a word; any other sign stands alone.
    """
    found: list[int] = []
    for token in _TOKEN.findall(fold(text)):
        if len(token) > MAX_WORD:
            continue
        at = 0
        while at < len(token):
            prefix = "##" if at else ""
            for end in range(len(token), at, -1):
                number = numbers.get(prefix + token[at:end])
                if number is not None:
                    found.append(number)
                    at = end
                    break
            else:
                at += 1
    return found


def quantised(rows: Rows, levels: int) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Return codes and scales that `decoded` turns back into nearly the same rows.

    Of 3 levels the scale is the mean size of the numbers that are not brought to nought.
    """
    deviation = np.maximum(rows.std(axis=1, keepdims=True), 1e-4)
    if levels == LEVELS[0]:
        signs = (rows > EDGE * deviation).astype(np.int8) - (rows < -EDGE * deviation)
        kept = np.maximum(np.abs(signs).sum(axis=1), 1)
        return (signs + 1).astype(np.uint8), _in_few_sizes((rows * signs).sum(axis=1) / kept)
    top = levels // 2
    scales = _in_few_sizes(deviation[:, 0] * _REACH / top)
    steps = np.rint(rows / scales.astype(np.float32)[:, None])
    return (np.clip(steps, -top, top) + top).astype(np.uint8), scales


def _in_few_sizes(scales: NDArray[Any]) -> NDArray[np.float16]:
    """The scales brought to powers of the `SCALES`th root of 2."""
    powers = np.rint(np.log2(np.maximum(scales, _LEAST_SCALE)) * SCALES) / SCALES
    sizes: NDArray[np.float16] = np.exp2(powers).astype(np.float16)
    return sizes


def two_bit_codes(deviations: NDArray[Any]) -> NDArray[np.uint8]:
    """Return the codes 0 to 3 of numbers in standard deviations of their row.

    Lloyd's best edge for a normal distribution is 0.98; with rarer outer levels vectors take 6
    percent less with gzip.
    """
    above = [deviations >= edge for edge in (-_TWO_BIT_EDGE, 0.0, _TWO_BIT_EDGE)]
    return np.asarray(np.sum(above, axis=0), dtype=np.uint8)


def decoded(codes: NDArray[np.uint8], scales: NDArray[np.float16], levels: int) -> Rows:
    """Return rows: levels -1 to 1 (of 3) or -7 to 7 (of 15), times the scale."""
    steps = codes.astype(np.float32) - np.float32(levels // 2)
    rows: Rows = steps * scales.astype(np.float32)[:, None]
    return rows


def unit(vectors: Rows) -> Rows:
    """Return the rows brought to unit length; a row of zeros stays one."""
    lengths = np.sqrt(np.sum(vectors * vectors, axis=1, keepdims=True))
    scaled: Rows = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled


def save_arrays(path: Path, head: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
    """Write a head and arrays to one archive without times in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        parts = {"head.json": json.dumps(head, ensure_ascii=False).encode()}
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, array, allow_pickle=False)
            parts[f"{name}.npy"] = buffer.getvalue()
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def load_arrays(path: Path, *, wanted: int) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read what `save_arrays` wrote, its head of the format that is wanted.

    Raises:
        EncoderError: the file is missing, damaged or of another format.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            head = json.loads(archive.read("head.json"))
            arrays = {
                name.removesuffix(".npy"): np.load(
                    io.BytesIO(archive.read(name)), allow_pickle=False
                )
                for name in archive.namelist()
                if name.endswith(".npy")
            }
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise EncoderError(f"{path}: the encoder's table cannot be read ({error})") from error
    if head.get("format") != wanted:
        raise EncoderError(f"{path}: found format {head.get('format')}, wanted {wanted}")
    return head, arrays
