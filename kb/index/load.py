"""An index folder in, an open index out. Loads nothing that only building needs."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import load_settings
from kb.index import store
from kb.index.documents import IndexedDocument, Lexicon, entry_from_dict, lexicon_from_dict
from kb.index.vectors import IndexVectors, read_vectors
from kb.index.words import KeywordIndex


class KeywordData(Protocol):
    """The words of an index, as far as data for a browser are made from them.

    `kb.index.words.KeywordIndex` reads them from files, `kb.index.keyword_memory` makes them.
    """

    @property
    def lengths(self) -> Mapping[str, Sequence[int]]:
        """For each field the number of terms of each document, in order."""
        ...

    def terms(self, field: str) -> list[str]:
        """Every term of a field, in alphabetical order."""
        ...

    def frequencies(self, field: str, term: str) -> list[tuple[int, float]]:
        """(document number, times) of every document with the term in the field, in order."""
        ...

    def vocabulary(self) -> dict[str, int]:
        """Every spelling word and the number of documents that have it, in alphabetical order."""
        ...

    def concepts(self, facet: str) -> dict[str, tuple[int, ...]]:
        """The documents tagged with each concept of a facet, by number."""
        ...


class IndexData(Protocol):
    """What data for a browser are made from: an open index, or one in memory."""

    @property
    def entries(self) -> tuple[IndexedDocument, ...]:
        """The documents; the number of one is its place."""
        ...

    @property
    def lexicon(self) -> Lexicon:
        """What the engine knows about words."""
        ...

    @property
    def keyword(self) -> KeywordData:
        """The words of the documents."""
        ...

    @property
    def vectors(self) -> IndexVectors:
        """The vectors of the documents."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedIndex:
    """An index that is open: its entries (a document's number is its place), words and vectors."""

    folder: Path
    manifest: store.Manifest
    entries: tuple[IndexedDocument, ...] = field(repr=False)
    lexicon: Lexicon = field(repr=False)
    keyword: KeywordIndex = field(repr=False)
    vectors: IndexVectors = field(repr=False)

    def taken(self, numbers: Sequence[int]) -> list[IndexedDocument]:
        """Those documents."""
        return [self.entries[number] for number in numbers]

    def found(self, identifiers: Sequence[str]) -> Mapping[str, int]:
        """The number of each document; those that are not there are left out."""
        numbers = {entry.id: number for number, entry in enumerate(self.entries)}
        return {name: numbers[name] for name in identifiers if name in numbers}

    @property
    def closed(self) -> NDArray[np.bool_]:
        """Whether each document is of an offer that has closed."""
        return np.array([entry.closed for entry in self.entries], dtype=np.bool_)


def load_index(
    index_dir: Path,
    *,
    content: str | None = None,
    lexicon_in: Callable[[Path], Lexicon | None] = lambda _: None,
) -> LoadedIndex:
    """Open the index in a folder, whole and made from the content with this digest.

    Without a digest the content is not compared. `lexicon_in` is asked for the lexicon of the
    folder, by whoever can read it sooner; it is read as it was written where that gives None.

    Raises:
        IndexStoreError: if the index is missing, stale, damaged or of another format.
    """
    manifest = store.read_manifest(index_dir)
    if content is not None:
        store.check_fresh(index_dir, manifest, content)
    settings = load_settings()
    lengths = store.read_json(index_dir, "lengths.json")
    try:
        return LoadedIndex(
            folder=index_dir,
            manifest=manifest,
            entries=tuple(map(entry_from_dict, store.read_json(index_dir, "documents.json"))),
            lexicon=lexicon_in(index_dir)
            or lexicon_from_dict(store.read_json(index_dir, "lexicon.json")),
            keyword=KeywordIndex(index_dir / "keyword", lengths, k1=settings.k1, b=settings.b),
            vectors=read_vectors(index_dir / "vectors.npz"),
        )
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise store.damaged(index_dir, "a file") from error
