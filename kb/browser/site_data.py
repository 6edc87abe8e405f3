"""An index in, what a site takes of it out: its search data, and likeness in meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from kb.content.kept import Kept
from kb.model.documents import DocId
from kb.model.problems import EncoderError, IndexStoreError

_Made = TypeVar("_Made")


def search_data_of(index_dir: Path, digest: str, kept: Kept | None = None) -> dict[str, bytes]:
    """Return the data of the browser's search by file name.

    Args:
        index_dir: the folder of the index.
        digest: that of the content of the site.
        kept: what was made of indexes before; None makes it anew.

    Raises:
        IndexStoreError: the index is missing, of other content, or damaged.
        EncoderError: the index has no table that encodes queries.
    """

    def make() -> dict[str, bytes]:
        from kb.browser.export import search_data
        from kb.index.encoder.table import Student
        from kb.index.load import load_index
        from kb.index.store import STUDENT

        index = load_index(index_dir, content=digest)
        return search_data(index, Student.load(index_dir / STUDENT))

    return _made_once("search data", make, index_dir, digest, kept)


def likeness_of(
    index_dir: Path, digest: str, kept: Kept | None = None
) -> Mapping[DocId, Mapping[DocId, float]]:
    """Return how close each two documents are in meaning; the arguments are as above.

    Raises:
        IndexStoreError: the index is missing, of other content, or damaged.
    """

    def make() -> Mapping[DocId, Mapping[DocId, float]]:
        from kb.index.load import load_index
        from kb.search.related import likeness

        return likeness(load_index(index_dir, content=digest))

    return _made_once("likeness", make, index_dir, digest, kept)


def _made_once(
    what: str, make: Callable[[], _Made], index_dir: Path, digest: str, kept: Kept | None
) -> _Made:
    """What is made of an index, unless it was made of the very same index before."""
    from kb.index.store import MANIFEST, check_fresh, read_manifest

    if kept is None:
        return make()
    check_fresh(index_dir, read_manifest(index_dir), digest)
    key = kept.key(what, (index_dir / MANIFEST).read_text(encoding="utf-8"))
    found: _Made | None = kept.get(key)
    if found is None:
        found = make()
        kept.put(key, found)
    return found


def read_search_data(
    index_dir: Path, digest: str, *, say: Callable[[str], None], kept: Kept | None = None
) -> dict[str, bytes] | None:
    """Return the browser's search data, or None if there is no index of this content.

    `say` is given a sentence that explains why the site gets no search.
    """
    try:
        return search_data_of(index_dir, digest, kept)
    except (IndexStoreError, EncoderError) as error:
        say(f"{error}; the site is built without search, and its search page lists and filters")
        return None


def read_likeness(
    index_dir: Path, digest: str, *, say: Callable[[str], None], kept: Kept | None = None
) -> Mapping[DocId, Mapping[DocId, float]]:
    """Return how close documents are in meaning; nothing without an index of this content.

    `read_search_data` says why there is none. `say` is given a sentence if the index is too large
    to have kept the passages that are compared.
    """
    try:
        found = likeness_of(index_dir, digest, kept)
    except IndexStoreError:
        return {}
    if not found:
        say(
            f"{index_dir}: holds no passages, as is so with many pages; related pages are found "
            "by their tags alone"
        )
    return found
