"""Texts in, their vectors out, each encoded once: now, or when the last index was built."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from kb.index import store
from kb.index.encoder.model import Encoder, Vectors
from kb.index.vectors import save_arrays
from kb.model.problems import IndexStoreError

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

CHUNK = 64
"""Texts encoded between two calls of the progress function."""


class Memory:
    """An encoder that encodes no text twice, nor one that the last index knew."""

    def __init__(
        self, encoder: Encoder, known: dict[str, Vectors], progress: Progress | None
    ) -> None:
        self._encoder = encoder
        self._known = known
        self._progress = progress

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The vectors of the texts, in order; those of one length are encoded together."""
        wanted = {text_key(text): text for text in texts}
        missing = sorted(
            (key for key in wanted if key not in self._known), key=lambda key: len(wanted[key])
        )
        for start in range(0, len(missing), CHUNK):
            self._show(start, len(missing))
            chunk = missing[start : start + CHUNK]
            fresh = self._encoder.encode([wanted[key] for key in chunk])
            self._known.update(zip(chunk, fresh, strict=True))
        self._show(len(missing), len(missing))
        return np.array([self._known[text_key(text)] for text in texts], dtype=np.float32)

    def known(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vectors it has of these texts, by the hash of the text."""
        keys = map(text_key, texts)
        return {key: self._known[key] for key in keys if key in self._known}

    def _show(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress("Encoding", done, total)


def write_cache(path: Path, encoder: str, vectors: Mapping[str, Vectors]) -> None:
    """Write vectors at full precision, by the keys of their texts."""
    keys = sorted(vectors)
    rows = np.array([vectors[key] for key in keys], dtype=np.float32)
    save_arrays(path, {"encoder": np.array(encoder), "keys": np.array(keys), "rows": rows})


def read_cache(index_dir: Path, encoder: str) -> dict[str, Vectors]:
    """The vectors of the index that is there, by the keys of their texts.

    None if there is no index, it cannot be trusted, or it is another encoder's. Vectors outlive a
    change of the index's format.
    """
    try:
        store.read_manifest(index_dir, any_format=True)
        with np.load(index_dir / store.CACHE, allow_pickle=False) as stored:
            if str(stored["encoder"]) != encoder:
                return {}
            return dict(zip(stored["keys"].tolist(), stored["rows"], strict=True))
    except (IndexStoreError, OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}  # a damaged index is about to be replaced; without its cache it only takes longer


def text_key(text: str) -> str:
    """What a text's vector is kept under: the sha256 of its UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
