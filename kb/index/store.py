"""The index folder: written aside with a manifest, swapped in whole, checked when opened.

A folder holds `manifest.json` (format, digest of the content, encoder, size and sha256 of every
other file), `documents.json`, `lexicon.json`, `lengths.json`, `vectors.npz`, `student.npz` (the
query encoder), `keyword/` (Whoosh, and a copy of its words that opens at once), `ready.bin` (what
follows from documents and lexicon) and `cache.npz` (vectors at full precision by the hash of their
text, for the next build).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.content.machine import change_places, is_running
from kb.data.code import code_version
from kb.model.problems import IndexStoreError

FORMAT = 10
"""Raised whenever a file of the folder changes its meaning."""
MANIFEST = "manifest.json"
CACHE = "cache.npz"
STUDENT = "student.npz"
_OWN = frozenset(
    {MANIFEST, CACHE, STUDENT, "documents.json", "lexicon.json", "lengths.json", "vectors.npz"}
    | {"keyword", "ready.bin"}
)
EDITIONS = "editions"
"""The folder with one for each local edition, in which its index stands."""
_PREVIOUS = ".previous"
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})


def remedy(index_dir: Path) -> str:
    """What puts an index right; that of a local edition is ``build/editions/NAME/index``."""
    edition = index_dir.parent
    area = f" --area {edition.name}" if edition.parent.name == EDITIONS else ""
    return f"run `kb index{area}`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an index was made from, and what its files must be.

    `content` is the digest of the content and `made_by` that of the program; `encoder` names the
    model of its vectors and `dimensions` their length; `files` maps each file to its size and
    sha256.
    """

    content: str
    encoder: str
    dimensions: int
    files: Mapping[str, tuple[int, str]]
    made_by: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The manifest as it is written."""
        return {
            "format": FORMAT,
            "content": self.content,
            "made_by": self.made_by,
            "encoder": self.encoder,
            "dimensions": self.dimensions,
            "files": {name: list(seal) for name, seal in sorted(self.files.items())},
        }


@contextmanager
def staged(index_dir: Path) -> Iterator[Path]:
    """Give an empty folder beside the index; it takes the index's place if all goes well.

    Whatever fails inside leaves the index that was there as it was, and the folder is removed.

    Raises:
        IndexStoreError: if the folder cannot be written, as on a full disk.
    """
    target = index_dir.resolve()
    try:
        recover(target)
        _clear_of_strangers(index_dir)
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(target)
        prefix = f".{target.name}.{os.getpid()}."
        aside = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    except OSError as error:
        raise _cannot_write(index_dir, error) from error
    try:
        yield aside
        aside.chmod(0o755)
        _swap(aside, target)
    except OSError as error:
        raise _cannot_write(index_dir, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def recover(index_dir: Path) -> None:
    """Put back the index that a swap, stopped between its two renames, had moved out of the way."""
    previous = _previous(index_dir)
    if previous.is_dir() and not index_dir.exists():
        previous.rename(index_dir)


def seal(folder: Path, *, content: str, encoder: str, dimensions: int) -> Manifest:
    """Write the manifest over every file of a finished folder, and return it."""
    files = {
        path.relative_to(folder).as_posix(): (path.stat().st_size, _sha256(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = Manifest(
        content=content,
        encoder=encoder,
        dimensions=dimensions,
        files=files,
        made_by=code_version(),
    )
    write_json(folder / MANIFEST, manifest.as_dict())
    return manifest


def read_manifest(index_dir: Path, *, any_format: bool = False) -> Manifest:
    """The manifest of an index, once every file it names is found whole (the cache by its size).

    `any_format` takes an index of another format too, whose cache is as good as ever.

    Raises:
        IndexStoreError: if there is no index, it is of another format, or a file is damaged.
    """
    recover(index_dir)
    path = index_dir / MANIFEST
    if not path.is_file():
        raise IndexStoreError(f"{index_dir}: missing-index: no index here; {remedy(index_dir)}")
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        found = raw["format"]
        manifest = Manifest(
            content=raw["content"],
            encoder=raw["encoder"],
            dimensions=raw["dimensions"],
            files={name: (size, digest) for name, (size, digest) in raw["files"].items()},
            made_by=str(raw.get("made_by", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(index_dir, MANIFEST) from error
    if found != FORMAT and not any_format:
        raise IndexStoreError(
            f"{index_dir}: old-index: found format {found}; allowed {FORMAT}; {remedy(index_dir)}"
        )
    for name, (size, digest) in manifest.files.items():
        _check_file(index_dir, name, size, "" if name == CACHE else digest)
    _refuse_strangers(index_dir, manifest)
    return manifest


def is_current(index_dir: Path, *, content: str, encoder: str) -> bool:
    """Whether there is a whole index with a query encoder that would be made again as it is.

    Args:
        index_dir: the folder of the index.
        content: the digest of the content.
        encoder: the name of the encoder.
    """
    try:
        manifest = read_manifest(index_dir)
    except IndexStoreError:
        return False
    found = manifest.content, manifest.encoder, manifest.made_by
    return found == (content, encoder, code_version()) and STUDENT in manifest.files


def _refuse_strangers(index_dir: Path, manifest: Manifest) -> None:
    """Refuse a file that the manifest does not name: Whoosh might read it as its own.

    What file managers leave behind is passed over.
    """
    for path in index_dir.rglob("*"):
        name = path.relative_to(index_dir).as_posix()
        hidden = path.name.startswith(".") or path.name.casefold() in _LEFT_BY_SYSTEMS
        known = name in manifest.files or name == MANIFEST or hidden
        if not known and not path.is_dir():
            raise IndexStoreError(
                f"{index_dir}: damaged-index: found {name}, which its manifest does not name; "
                f"take it out, or {remedy(index_dir)}"
            )


def damaged(index_dir: Path, name: str) -> IndexStoreError:
    """The error to raise for a file of the index that is not as it was written."""
    return IndexStoreError(
        f"{index_dir}: damaged-index: {name} is missing or not as it was written; "
        f"{remedy(index_dir)}"
    )


def check_fresh(index_dir: Path, manifest: Manifest, content: str) -> None:
    """Make sure that the index was made from the content with this digest.

    Raises:
        IndexStoreError: if it was not.
    """
    if manifest.content != content:
        raise IndexStoreError(
            f"{index_dir}: stale-index: the content has changed since this index was built; "
            f"{remedy(index_dir)}"
        )


def write_json(path: Path, value: Any) -> None:
    """Write plain data as JSON, the same bytes for the same data."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def read_json(index_dir: Path, name: str) -> Any:
    """The plain data of one file of an index.

    Raises:
        IndexStoreError: if it is not JSON.
    """
    try:
        return json.loads((index_dir / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(index_dir, name) from error


def _check_file(index_dir: Path, name: str, size: int, digest: str) -> None:
    path = index_dir / name
    try:
        whole = path.stat().st_size == size and (not digest or _sha256(path) == digest)
    except OSError as error:
        raise damaged(index_dir, name) from error
    if not whole:
        raise damaged(index_dir, name)


def _swap(aside: Path, index_dir: Path) -> None:
    """One exchange, where the machine can; else two renames, undone if the second fails.

    `recover` repairs an interruption between the two. A folder cannot be renamed over one that
    holds files.
    """
    previous = _previous(index_dir)
    shutil.rmtree(previous, ignore_errors=True)
    if index_dir.exists() and change_places(aside, index_dir):
        return
    if index_dir.exists():
        index_dir.rename(previous)
    try:
        aside.rename(index_dir)
    except BaseException:
        recover(index_dir)
        raise
    shutil.rmtree(previous, ignore_errors=True)


def _remove_leftovers(target: Path) -> None:
    """Remove what builds that were killed left beside the index, not what others are building."""
    for folder in target.parent.glob(f".{target.name}.*.*"):
        process = folder.name.removeprefix(f".{target.name}.").partition(".")[0]
        if folder.is_dir() and process.isdigit() and not is_running(int(process)):
            shutil.rmtree(folder, ignore_errors=True)


def _clear_of_strangers(index_dir: Path) -> None:
    """Refuse to replace a file, or a folder that holds files but is no index."""
    if index_dir.exists() and not index_dir.is_dir():
        raise IndexStoreError(
            f"{index_dir}: not-an-index: found a file, which would be replaced; "
            "name a folder with --index"
        )
    strangers = {path.name for path in index_dir.iterdir()} - _OWN if index_dir.is_dir() else ()
    if strangers and not (index_dir / MANIFEST).is_file():
        raise IndexStoreError(
            f"{index_dir}: not-an-index: the folder holds other files and would be replaced; "
            "name an empty folder, or remove it"
        )


def _cannot_write(index_dir: Path, error: OSError) -> IndexStoreError:
    reason = error.strerror or str(error)
    return IndexStoreError(
        f"{index_dir}: cannot-write: {reason}; make room or name another folder with --index; "
        "the index that was there is unchanged"
    )


def _previous(index_dir: Path) -> Path:
    return index_dir.with_name(f".{index_dir.name}{_PREVIOUS}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
