"""Texts in, a Whoosh index out, and what stands in one. Alone imports whoosh.

Whoosh analyses, and keeps the postings of each field, the unstemmed words for spelling and the
concepts of each facet. Only the interface that Whoosh 2.7.4 shares with its living forks is used,
so that any of them can take its place.

Whoosh unpickles the schema of an index it opens: never open one from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh.analysis import Analyzer, Token
from whoosh.filedb.filestore import RamStorage
from whoosh.index import EmptyIndexError, open_dir

from kb.index.words import (
    SPELLING_FIELD,
    TEXT_FIELDS,
    Postings,
    facet_field,
    indexed_terms,
    offered_words,
)
from kb.model.problems import IndexStoreError

_MEMORY = 2048
"""Megabytes of postings that Whoosh may hold before it would turn to temporary files."""


class TermAnalyzer(Analyzer):  # type: ignore[misc]
    """Whoosh's view of `kb.text.words`: the stems of a text, stop words left out."""

    def __call__(self, value: str, **_options: Any) -> Iterator[Token]:
        """Yield one token for each word; Whoosh reads it before the next is made."""
        token = Token()
        for term in indexed_terms(value):
            token.text = term
            yield token


class SpellingAnalyzer(Analyzer):  # type: ignore[misc]
    """The words of a text as written, for spelling help: letters only, no stop words."""

    def __call__(self, value: str, **_options: Any) -> Iterator[Token]:
        """Yield one token for each word that may be offered as a correction."""
        token = Token()
        for word in offered_words(value):
            token.text = word
            yield token


class _Memory(RamStorage):  # type: ignore[misc]
    """Files in memory, temporary ones too.

    Whoosh leaves files open where a write fails, and a full disk is then met again when they are
    closed; so it never writes to the disk itself.
    """

    def temp_storage(self, name: str | None = None) -> _Memory:
        del name
        return _Memory()


def write_keyword_index(
    folder: Path,
    texts: Iterable[Mapping[str, str]],
    facets: Iterable[Mapping[str, Sequence[str]]],
    facet_names: Sequence[str],
) -> dict[str, list[int]]:
    """Write a Whoosh index of documents into an empty folder and return their exact lengths.

    Args:
        folder: an existing empty folder.
        texts: for each document, in order, the text of each of `TEXT_FIELDS` (a missing one is
            empty). A document's number is its place in this order.
        facets: for each document, the concepts of each facet.
        facet_names: every facet.

    Returns:
        For each field the number of terms of each document, in order.
    """
    schema = fields.Schema(
        **{name: fields.TEXT(analyzer=TermAnalyzer(), phrase=False) for name in TEXT_FIELDS},
        **{facet_field(name): fields.KEYWORD(scorable=False) for name in facet_names},
        words=fields.TEXT(analyzer=SpellingAnalyzer(), phrase=False),
    )
    lengths: dict[str, list[int]] = {name: [] for name in TEXT_FIELDS}
    memory = _Memory()
    writer = memory.create_index(schema).writer(limitmb=_MEMORY)
    for text, tags in zip(texts, facets, strict=True):
        given = {name: text.get(name, "") for name in TEXT_FIELDS}
        for name, value in given.items():
            lengths[name].append(len(indexed_terms(value)))
        writer.add_document(
            **given,
            **{facet_field(name): " ".join(tags.get(name, ())) for name in facet_names},
            words=" ".join(given.values()),
        )
    writer.commit(optimize=True)
    for name, content in memory.files.items():
        (folder / name).write_bytes(content)
    return lengths


class WhooshWords:
    """What stands in the Whoosh index of a folder: `kb.index.words.StoredWords`."""

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder.

        Raises:
            IndexStoreError: if the folder holds no index.
        """
        try:
            index = open_dir(str(folder), readonly=True)
        except (EmptyIndexError, OSError, ValueError, EOFError) as error:
            raise IndexStoreError(f"{folder}: the keyword index cannot be read: {error}") from error
        self._reader = index.reader()
        self.documents: int = self._reader.doc_count_all()

    def has(self, field: str, term: str) -> bool:
        """Whether some document has the term in the field."""
        return (field, term) in self._reader

    def postings(self, field: str, term: str) -> Postings:
        """(document number, times) of every document with the term in the field, in order."""
        if not self.has(field, term):
            return ()
        return tuple(_each(self._reader.postings(field, term)))

    def terms(self, field: str) -> list[str]:
        """Every term of a field, in alphabetical order."""
        return [raw.decode("utf-8") for raw in self._reader.lexicon(field)]

    def holding(self, field: str, term: str) -> int:
        """How many documents have the term in the field."""
        return int(self._reader.doc_frequency(field, term))

    def words_within(self, word: str, distance: int) -> list[str]:
        """The spelling words so many letters away at most, the first letter being right."""
        return sorted(self._reader.terms_within(SPELLING_FIELD, word, distance, prefix=1))


def _each(matcher: Any) -> Iterator[tuple[int, float]]:
    """Every posting of a matcher: the document's number, and how often the term stands there."""
    while matcher.is_active():
        yield matcher.id(), matcher.weight()
        matcher.next()
