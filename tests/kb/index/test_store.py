"""The index folder is written aside, swapped in whole and checked when it is opened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.index import store
from kb.model.problems import IndexStoreError


def write_index(index_dir: Path, text: str = "one") -> store.Manifest:
    """An index of one file."""
    with store.staged(index_dir) as folder:
        (folder / "lexicon.json").write_text(text, encoding="utf-8")
        return store.seal(folder, content="digest", encoder="hashes", dimensions=3)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    """The manifest names every file but itself."""
    written = write_index(tmp_path / "index")
    assert list(written.files) == ["lexicon.json"]
    assert store.read_manifest(tmp_path / "index") == written
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_failure_leaves_the_last_index(tmp_path: Path) -> None:
    """Nothing is left beside it either."""
    kept = write_index(tmp_path / "index")
    with pytest.raises(TypeError), store.staged(tmp_path / "index") as folder:
        (folder / "lexicon.json").write_text(2, encoding="utf-8")  # type: ignore[arg-type]
    assert store.read_manifest(tmp_path / "index") == kept
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_swap_that_was_stopped_half_way_is_undone(tmp_path: Path) -> None:
    """The old index, moved out of the way, comes back when it is next opened."""
    kept = write_index(tmp_path / "index")
    (tmp_path / "index").rename(tmp_path / ".index.previous")
    assert store.read_manifest(tmp_path / "index") == kept


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("lexicon.json", "eno", "damaged-index: lexicon.json"),
        ("lexicon.json", "longer", "damaged-index: lexicon.json"),
        ("manifest.json", "[]", "damaged-index: manifest.json"),
        ("manifest.json", "{", "damaged-index: manifest.json"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, name: str, content: str, fault: str) -> None:
    """Whether its size has changed or only its bytes."""
    write_index(tmp_path / "index")
    (tmp_path / "index" / name).write_text(content, encoding="utf-8")
    with pytest.raises(IndexStoreError, match=fault):
        store.read_manifest(tmp_path / "index")


def test_a_file_that_the_manifest_does_not_name_is_refused(tmp_path: Path) -> None:
    """Whoosh might read it; what file managers leave is passed over."""
    kept = write_index(tmp_path / "index")
    for name in (".DS_Store", "Thumbs.db"):
        (tmp_path / "index" / name).write_bytes(b"x")
    assert store.read_manifest(tmp_path / "index") == kept
    (tmp_path / "index" / "keyword").mkdir(exist_ok=True)
    (tmp_path / "index" / "keyword" / "_MAIN_9.toc").write_bytes(b"x")
    with pytest.raises(IndexStoreError, match=r"found keyword/_MAIN_9\.toc, which its manifest"):
        store.read_manifest(tmp_path / "index")


def test_an_index_of_another_format_or_content_is_refused(tmp_path: Path) -> None:
    """Each message says what to run."""
    manifest = write_index(tmp_path / "index")
    store.check_fresh(tmp_path, manifest, "digest")
    with pytest.raises(IndexStoreError, match=r"stale-index: .*run `kb index`"):
        store.check_fresh(tmp_path, manifest, "other")
    path = tmp_path / "index" / store.MANIFEST
    raw = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**raw, "format": 1}), encoding="utf-8")
    with pytest.raises(IndexStoreError, match="old-index: found format 1; allowed "):
        store.read_manifest(tmp_path / "index")


def test_a_folder_of_other_files_is_never_replaced(tmp_path: Path) -> None:
    """Nor is a file that stands where the folder would."""
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(IndexStoreError, match="not-an-index: the folder holds other files"):
        write_index(tmp_path / "index")
    (tmp_path / "file").write_text("Dear", encoding="utf-8")
    with pytest.raises(IndexStoreError, match="not-an-index: found a file"):
        write_index(tmp_path / "file")
    assert (tmp_path / "index" / "letter.txt").read_text(encoding="utf-8") == "Dear"


def test_an_index_is_current_only_for_its_content_encoder_and_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And only with a query encoder, and whole."""
    index = tmp_path / "index"
    assert not store.is_current(index, content="digest", encoder="encoder")
    with store.staged(index) as folder:
        (folder / store.STUDENT).write_bytes(b"table")
        store.seal(folder, content="digest", encoder="encoder", dimensions=3)
    assert store.is_current(index, content="digest", encoder="encoder")
    assert not store.is_current(index, content="other", encoder="encoder")
    assert not store.is_current(index, content="digest", encoder="other")
    with monkeypatch.context() as patch:
        patch.setattr(store, "code_version", lambda: "newer")
        assert not store.is_current(index, content="digest", encoder="encoder")
    (index / store.STUDENT).write_bytes(b"tabel")
    assert not store.is_current(index, content="digest", encoder="encoder")
    write_index(index)
    assert not store.is_current(index, content="digest", encoder="encoder")
