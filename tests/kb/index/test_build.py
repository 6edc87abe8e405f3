"""An index is built aside, swapped in whole, and trusted only while it is as it was written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.index.build import build_entries, build_index
from kb.index.documents import IndexedDocument, IndexedPassage, Lexicon
from kb.index.load import load_index
from kb.index.store import FORMAT, recover
from kb.model.corpus import Corpus
from kb.model.problems import EncoderError, IndexStoreError
from tests.hashes import HashEncoder

ENTRIES = (
    IndexedDocument(
        id="a",
        kind="k",
        title="Alpha",
        passages=(IndexedPassage(anchor="", heading="", text="One two."),),
    ),
    IndexedDocument(id="b", kind="k", title="Beta", situations=("I am lost.",)),
)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build(
    folder: Path, entries: Sequence[IndexedDocument] = ENTRIES, **options: Any
) -> HashEncoder:
    """Build an index and return the encoder that was asked."""
    encoder = HashEncoder()
    build_entries(entries, Lexicon(), folder, encoder=encoder, content="digest", **options)
    return encoder


def test_an_index_of_the_corpus_opens(corpus: Corpus, tmp_path: Path) -> None:
    """It holds every document, with the digest of the content."""
    build_index(corpus, tmp_path / "index", encoder=HashEncoder())
    index = load_index(tmp_path / "index", content=corpus.digest)
    assert [entry.id for entry in index.entries] == list(corpus.documents)
    assert (index.manifest.encoder, index.manifest.dimensions) == ("hashes", 64)
    assert len(index.vectors.passage_of) == sum(len(e.passages) for e in index.entries)


def test_unchanged_texts_are_not_encoded_again(tmp_path: Path) -> None:
    """Only the texts of the changed document go to the encoder; --rebuild sends all."""
    folder = tmp_path / "index"
    assert sorted(build(folder).encoded) == ["Alpha. One two.", "Beta", "I am lost."]
    assert build(folder).encoded == []
    assert build(folder, (ENTRIES[0], replace(ENTRIES[1], title="Gamma"))).encoded == ["Gamma"]
    assert len(build(folder, rebuild=True).encoded) == 3


def test_the_cache_gives_the_same_index(tmp_path: Path) -> None:
    """Vectors from the cache are those that would be encoded."""
    build(tmp_path / "one")
    build(tmp_path / "two")
    build(tmp_path / "two")
    first, second = load_index(tmp_path / "one").vectors, load_index(tmp_path / "two").vectors
    assert np.array_equal(first.documents.rows, second.documents.rows)
    assert np.array_equal(first.situations.scales, second.situations.scales)


def test_vectors_of_another_encoder_are_not_used(tmp_path: Path) -> None:
    """Encoders are told apart by name."""
    build(tmp_path / "index")
    other = HashEncoder()
    other.name = "other"
    build_entries(ENTRIES, Lexicon(), tmp_path / "index", encoder=other, content="d")
    assert len(other.encoded) == 3


def test_an_index_of_nothing(tmp_path: Path) -> None:
    """No documents make an index with no documents, not a fault."""
    build(tmp_path / "index", ())
    assert load_index(tmp_path / "index").entries == ()


def test_progress_is_told(tmp_path: Path) -> None:
    """It begins at nothing and ends at everything."""
    told: list[tuple[str, int, int]] = []
    build(tmp_path / "index", progress=lambda *step: told.append(step))
    assert told[0] == ("Encoding", 0, 3)
    assert told[-1] == ("Encoding", 3, 3)


class FailingEncoder(HashEncoder):
    """An encoder that cannot be loaded."""

    def encode(self, texts: Sequence[str]) -> Any:
        del texts
        raise EncoderError("no model")


class FullDisk(HashEncoder):
    """An encoder that stands for any step that meets a full disk."""

    def encode(self, texts: Sequence[str]) -> Any:
        del texts
        raise OSError(28, "No space left on device")


def test_a_build_that_fails_leaves_the_last_index(tmp_path: Path) -> None:
    """Byte for byte, and nothing beside it."""
    build(tmp_path / "index")
    before = contents(tmp_path)
    with pytest.raises(EncoderError):
        build_entries(
            ENTRIES,
            Lexicon(),
            tmp_path / "index",
            encoder=FailingEncoder(),
            content="",
            rebuild=True,
        )
    with pytest.raises(IndexStoreError) as told:
        build_entries(
            ENTRIES, Lexicon(), tmp_path / "index", encoder=FullDisk(), content="", rebuild=True
        )
    assert str(told.value) == (
        f"{tmp_path / 'index'}: cannot-write: No space left on device; make room or name another "
        "folder with --index; the index that was there is unchanged"
    )
    assert contents(tmp_path) == before


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    """Files that are no index are never removed."""
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(IndexStoreError) as told:
        build(folder)
    assert str(told.value) == (
        f"{folder}: not-an-index: the folder holds other files and would be replaced; "
        "name an empty folder, or remove it"
    )
    assert contents(tmp_path) == {"index/letter.txt": b"dear"}


def test_a_swap_stopped_half_way_is_mended(tmp_path: Path) -> None:
    """The index that had been moved aside is put back, by a build and by a search."""
    build(tmp_path / "index")
    before = contents(tmp_path / "index")
    (tmp_path / "index").rename(tmp_path / ".index.previous")
    recover(tmp_path / "index")
    assert contents(tmp_path / "index") == before
    (tmp_path / "index").rename(tmp_path / ".index.previous")
    assert len(load_index(tmp_path / "index").entries) == 2


def test_a_missing_index(tmp_path: Path) -> None:
    """The message says what to run."""
    with pytest.raises(IndexStoreError) as told:
        load_index(tmp_path / "index")
    assert str(told.value) == f"{tmp_path / 'index'}: missing-index: no index here; run `kb index`"


def test_a_stale_index(tmp_path: Path) -> None:
    """An index of other content is refused, never searched."""
    build(tmp_path / "index")
    with pytest.raises(IndexStoreError) as told:
        load_index(tmp_path / "index", content="other")
    assert str(told.value) == (
        f"{tmp_path / 'index'}: stale-index: the content has changed since this index was built; "
        "run `kb index`"
    )


def test_an_index_of_another_format(tmp_path: Path) -> None:
    """One that a later or earlier version wrote is refused."""
    build(tmp_path / "index")
    manifest = tmp_path / "index" / "manifest.json"
    raw = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**raw, "format": 0}), encoding="utf-8")
    with pytest.raises(IndexStoreError) as told:
        load_index(tmp_path / "index")
    assert str(told.value) == (
        f"{tmp_path / 'index'}: old-index: found format 0; allowed {FORMAT}; run `kb index`"
    )


@pytest.mark.parametrize("name", ["documents.json", "lexicon.json", "lengths.json", "vectors.npz"])
@pytest.mark.parametrize("harm", ["cut", "changed", "gone"])
def test_a_damaged_file(tmp_path: Path, name: str, harm: str) -> None:
    """A file that is cut short, changed or gone is found out and named."""
    build(tmp_path / "index")
    path = tmp_path / "index" / name
    written = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(written[:-3] + (b"" if harm == "cut" else b"xyz"))
    with pytest.raises(IndexStoreError) as told:
        load_index(tmp_path / "index")
    assert str(told.value) == (
        f"{tmp_path / 'index'}: damaged-index: {name} is missing or not as it was written; "
        "run `kb index`"
    )


def test_a_damaged_manifest(tmp_path: Path) -> None:
    """So is the manifest itself."""
    build(tmp_path / "index")
    (tmp_path / "index" / "manifest.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(IndexStoreError) as told:
        load_index(tmp_path / "index")
    assert str(told.value) == (
        f"{tmp_path / 'index'}: damaged-index: manifest.json is missing or not as it was written; "
        "run `kb index`"
    )


def test_a_damaged_index_is_built_anew(tmp_path: Path) -> None:
    """Its cache is not trusted."""
    build(tmp_path / "index")
    (tmp_path / "index" / "documents.json").unlink()
    assert len(build(tmp_path / "index").encoded) == 3
    assert len(load_index(tmp_path / "index").entries) == 2
