"""An index of changed content in memory, at once, with the query table of the last index.

Nothing is trained, no model is loaded and no file is written. Vectors of texts that the last
index knew come from its cache. A new text is encoded by the query table, which was fitted to
be like the model; until `kb index` has run again such a text is found a little less well by its
meaning, and as well as ever by its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from kb.index import store
from kb.index.build import texts_to_encode, vectors_of
from kb.index.cache import read_cache
from kb.index.collect import entries_of, lexicon_of
from kb.index.compounds import compounds_of
from kb.index.documents import IndexedDocument, Lexicon
from kb.index.encoder import MODEL_NAME
from kb.index.encoder.model import Vectors
from kb.index.encoder.table import Rows, Student
from kb.index.keyword_memory import KeywordMemory
from kb.index.load import IndexData, load_index
from kb.index.vectors import IndexVectors
from kb.model.corpus import Corpus
from kb.model.problems import EncoderError, IndexStoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryIndex:
    """An index in memory: what `kb.index.load.IndexData` asks for."""

    entries: tuple[IndexedDocument, ...] = field(repr=False)
    lexicon: Lexicon = field(repr=False)
    keyword: KeywordMemory = field(repr=False)
    vectors: IndexVectors = field(repr=False)


class WarmIndex:
    """Gives the index of any corpus from the last index in a folder, which it holds in memory."""

    def __init__(self, index_dir: Path) -> None:
        self._folder = index_dir
        self._last: _Last | None = None

    def index_of(self, corpus: Corpus) -> tuple[IndexData, Student] | None:
        """Return an index of the corpus and its query table; None if there was no index before.

        It is the index in the folder if that is of this content.
        """
        last = self._read()
        if last is None:
            return None
        if last.index.manifest.content == corpus.digest:
            return last.index, last.student
        return _made(corpus, last)

    def warm_up(self, corpus: Corpus) -> None:
        """Work out beforehand what most changes of this content leave as it is."""
        last = self._read()
        if last is not None:
            _made(corpus, last)

    def is_of(self, corpus: Corpus) -> bool:
        """Whether the index in the folder is of this content, so that nothing is left to fit."""
        last = self._read()
        return last is not None and last.index.manifest.content == corpus.digest

    def _read(self) -> _Last | None:
        """The index in the folder, read again only if another has taken its place."""
        try:
            manifest = (self._folder / store.MANIFEST).read_bytes()
            if self._last is None or self._last.read_from != manifest:
                self._last = _Last(self._folder, manifest)
        except (IndexStoreError, EncoderError, OSError):
            self._last = None
        return self._last


class _Last:
    """The last index: its table, which encodes no text twice, and the vectors that it knew."""

    def __init__(self, folder: Path, manifest: bytes) -> None:
        self.read_from = manifest
        self.index = load_index(folder)
        table = Student.load(folder / store.STUDENT)
        self.student = _Recalling(**{one.name: getattr(table, one.name) for one in fields(table)})
        self.known: dict[str, Vectors] = read_cache(folder, MODEL_NAME)


class _Recalling(Student):
    """A query table that keeps what it encoded."""

    @cached_property
    def _rows(self) -> dict[str, Rows]:
        return {}

    def encode(self, texts: Sequence[str]) -> Rows:
        """Return what `Student.encode` gives."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._rows]
        self._rows.update(zip(missing, super().encode(missing), strict=True))
        return np.array([self._rows[text] for text in texts], np.float32).reshape(-1, self.dims)

    def without_pages(self) -> _Recalling:
        """Return the table without its directions of pages, which are of other pages."""
        found = replace(self, pages=None)
        found.__dict__["_rows"] = self._rows
        return found


def _made(corpus: Corpus, last: _Last) -> tuple[IndexData, Student]:
    entries = entries_of(corpus)
    lexicon = replace(lexicon_of(corpus), compounds=compounds_of(entries))
    student: Student = last.student
    if [entry.id for entry in entries] != [entry.id for entry in last.index.entries]:
        student = last.student.without_pages()
    keyword = KeywordMemory(
        (entry.texts() for entry in entries),
        (entry.facets for entry in entries),
        tuple(lexicon.facets),
    )
    vectors = vectors_of(entries, lexicon, texts_to_encode(entries, lexicon), last.known, student)
    index = MemoryIndex(entries=entries, lexicon=lexicon, keyword=keyword, vectors=vectors)
    return index, student
