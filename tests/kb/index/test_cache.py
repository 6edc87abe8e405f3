"""No text is encoded twice, in one build or in the next."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.index import store
from kb.index.cache import CHUNK, Memory, read_cache, text_key, write_cache
from tests.hashes import HashEncoder


def test_a_text_is_encoded_once() -> None:
    """Repeats and texts that were known come from memory, in the order asked for."""
    encoder = HashEncoder()
    known = HashEncoder().encode(["known text"])[0]
    memory = Memory(encoder, {text_key("known text"): known}, None)
    first = memory(["peer support", "known text", "peer support"])
    memory(["peer support"])
    assert encoder.encoded == ["peer support"]
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(first[1], known)


def test_progress_counts_what_is_missing() -> None:
    """It ends with all of it, and says so even where nothing is missing."""
    seen: list[tuple[int, int]] = []
    texts = [f"text number {n}" for n in range(CHUNK + 1)]
    memory = Memory(HashEncoder(), {}, lambda _, done, total: seen.append((done, total)))
    memory(texts)
    memory(texts)
    total = CHUNK + 1
    assert seen == [(0, total), (CHUNK, total), (total, total), (0, 0)]


def test_a_cache_is_read_back_only_for_its_encoder(tmp_path: Path) -> None:
    """Vectors of another model, or of a damaged index, would be wrong ones."""
    vectors = {text_key("a b"): HashEncoder().encode(["a b"])[0]}
    write_cache(tmp_path / store.CACHE, "hashes", vectors)
    assert read_cache(tmp_path, "hashes") == {}  # no manifest yet
    store.seal(tmp_path, content="c", encoder="hashes", dimensions=64)
    found = read_cache(tmp_path, "hashes")
    assert found.keys() == vectors.keys()
    assert np.array_equal(found[text_key("a b")], vectors[text_key("a b")])
    assert read_cache(tmp_path, "another") == {}
    (tmp_path / store.CACHE).write_bytes(b"")
    assert read_cache(tmp_path, "hashes") == {}


def test_a_cache_outlives_a_change_of_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vectors of texts do not depend on how the rest of an index is written."""
    write_cache(tmp_path / store.CACHE, "hashes", {text_key("rota"): np.ones(4, np.float32)})
    store.seal(tmp_path, content="c", encoder="hashes", dimensions=4)
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    assert set(read_cache(tmp_path, "hashes")) == {text_key("rota")}
