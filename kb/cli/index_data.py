"""What `kb build` and `kb serve` share: what pages take of an index that fits the content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kb.model.documents import DocId
from kb.model.problems import EncoderError, IndexStoreError


def read_search_data(
    index_dir: Path, digest: str, *, say: Callable[[str], None]
) -> dict[str, bytes] | None:
    """Return the browser's search data, or None if there is no index of this content.

    Args:
        index_dir: the folder of the index.
        digest: that of the content of the site.
        say: told, in a sentence, why the site gets no search.
    """
    from kb.browser.export import search_data
    from kb.index.encoder.table import Student
    from kb.index.load import load_index
    from kb.index.store import STUDENT

    try:
        index = load_index(index_dir, content=digest)
        student = Student.load(index_dir / STUDENT)
    except (IndexStoreError, EncoderError) as error:
        say(f"{error}; the site is built without search, and its search page lists and filters")
        return None
    return search_data(index, student)


def read_likeness(index_dir: Path, digest: str) -> Mapping[DocId, Mapping[DocId, float]]:
    """Return how close documents are in meaning; nothing without an index of this content.

    `read_search_data` says why there is none.
    """
    from kb.index.load import load_index
    from kb.search.related import likeness

    try:
        return likeness(load_index(index_dir, content=digest))
    except IndexStoreError:
        return {}
