"""An index in, what a site takes of it out: its search data, and likeness in meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kb.model.documents import DocId
from kb.model.problems import EncoderError, IndexStoreError


def search_data_of(index_dir: Path, digest: str) -> dict[str, bytes]:
    """Return the data of the browser's search by file name.

    Args:
        index_dir: the folder of the index.
        digest: that of the content of the site.

    Raises:
        IndexStoreError: the index is missing, of other content, or damaged.
        EncoderError: the index has no table that encodes queries.
    """
    from kb.browser.export import search_data
    from kb.index.encoder.table import Student
    from kb.index.load import load_index
    from kb.index.store import STUDENT

    index = load_index(index_dir, content=digest)
    return search_data(index, Student.load(index_dir / STUDENT))


def likeness_of(index_dir: Path, digest: str) -> Mapping[DocId, Mapping[DocId, float]]:
    """Return how close each two documents are in meaning.

    Raises:
        IndexStoreError: the index is missing, of other content, or damaged.
    """
    from kb.index.load import load_index
    from kb.search.related import likeness

    return likeness(load_index(index_dir, content=digest))


def read_search_data(
    index_dir: Path, digest: str, *, say: Callable[[str], None]
) -> dict[str, bytes] | None:
    """Return the browser's search data, or None if there is no index of this content.

    `say` is given a sentence that explains why the site gets no search.
    """
    try:
        return search_data_of(index_dir, digest)
    except (IndexStoreError, EncoderError) as error:
        say(f"{error}; the site is built without search, and its search page lists and filters")
        return None


def read_likeness(
    index_dir: Path, digest: str, *, say: Callable[[str], None]
) -> Mapping[DocId, Mapping[DocId, float]]:
    """Return how close documents are in meaning; nothing without an index of this content.

    `read_search_data` says why there is none. `say` is given a sentence if the index is too large
    to have kept the passages that are compared.
    """
    try:
        found = likeness_of(index_dir, digest)
    except IndexStoreError:
        return {}
    if not found:
        say(
            f"{index_dir}: holds no passages, as is so with many pages; related pages are found "
            "by their tags alone"
        )
    return found
