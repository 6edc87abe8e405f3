"""An open index in, the rows of its documents as PostgreSQL keeps them out; and back.

Stems, names and tags have numbers (`number_of`), the same in every process, so that nothing of
what somebody typed has to be sent as text.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.index.documents import (
    IndexedDocument,
    Lexicon,
    entry_as_dict,
    entry_from_dict,
    lexicon_as_dict,
    lexicon_from_dict,
)
from kb.index.load import LoadedIndex
from kb.index.port import DIRECTION, PAGE, PASSAGE, SITUATION
from kb.index.store import STUDENT
from kb.index.vectors import IndexVectors, read_vectors, write_vectors
from kb.index.words import TEXT_FIELDS, offered_words
from kb.search.embedded import rows_of
from kb.search.names import key_of, names_of
from kb.text.words import name_key, terms_of

SOURCES = {PAGE: 1, PASSAGE: 2, SITUATION: 3, DIRECTION: 4}
"""The number of each source of vectors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What belongs to no document: how it is kept, and its digest."""

    digest: str
    lexicon: bytes
    vectors: bytes
    student: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What one document adds to the statistics of its release.

    `times` has for each stem how often it stands in each field; `words` the words as written,
    `named` the stems of its names.
    """

    times: Mapping[str, tuple[int, ...]]
    words: frozenset[str]
    named: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRows:
    """The vectors of one document: its page, passages, situations and direction, in that order."""

    codes: NDArray[np.int8]
    scales: NDArray[np.float32]
    counts: tuple[int, int, int, int]


def number_of(text: str) -> int:
    """The number of a stem, a name's key or a tag: 64 bits, with a sign."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def tag(facet: str, concept: str) -> int:
    """The number of one choice of a facet."""
    return number_of(f"{facet}={concept}")


CLOSED = tag("closed", "yes")
"""The number of what a page of an offer that has closed is tagged with."""


def tags_of(entry: IndexedDocument) -> list[int]:
    """The number of each choice that a document stands under, and whether it has closed."""
    chosen = [tag(facet, one) for facet, concepts in entry.facets.items() for one in concepts]
    return [*chosen, CLOSED] if entry.closed else chosen


def model_of(index: LoadedIndex) -> Model:
    """What belongs to no document of an index."""
    lexicon = json.dumps(lexicon_as_dict(index.lexicon), ensure_ascii=False).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors.npz"
        write_vectors(path, rows_of(index.vectors, []))
        vectors = path.read_bytes()
    student = index.folder / STUDENT
    table = student.read_bytes() if student.is_file() else None
    digest = hashlib.sha256(lexicon + vectors + (table or b"")).hexdigest()
    return Model(digest=digest, lexicon=zlib.compress(lexicon), vectors=vectors, student=table)


def lexicon_from(kept: bytes) -> Lexicon:
    """The lexicon of a model."""
    return lexicon_from_dict(json.loads(zlib.decompress(kept)))


def vectors_from(kept: bytes) -> IndexVectors:
    """The vectors of a model, without a row of any document."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors.npz"
        path.write_bytes(kept)
        return read_vectors(path)


def entry_bytes(entry: IndexedDocument) -> bytes:
    """A document as it is kept."""
    return zlib.compress(json.dumps(entry_as_dict(entry), ensure_ascii=False).encode())


def entry_from(kept: bytes) -> IndexedDocument:
    """The document that `entry_bytes` kept."""
    raw: dict[str, Any] = json.loads(zlib.decompress(kept))
    return entry_from_dict(raw)


def terms_in(entry: IndexedDocument) -> Terms:
    """The stems of a document with how often each field has them, its words and its names'."""
    texts = entry.texts()
    counts = [Counter(terms_of(texts[name])) for name in TEXT_FIELDS]
    stems = dict.fromkeys(term for count in counts for term in count)
    named = {term for name in names_of(entry) if (key := name_key(name)) for term in key.split()}
    return Terms(
        times={term: tuple(count[term] for count in counts) for term in stems},
        words=frozenset(offered_words(" ".join(texts.values()))),
        named=frozenset(named),
    )


def name_keys(entry: IndexedDocument) -> Iterator[tuple[int, str]]:
    """(number of the key, name) of each name of a document; the first of those with one key."""
    keys: dict[str, str] = {}
    for name in names_of(entry):
        if key := key_of(name):
            keys.setdefault(key, name)
    for key, name in keys.items():
        yield number_of(key), name


def document_rows(vectors: IndexVectors, number: int) -> DocumentRows:
    """The vectors of one document of an index."""
    own = rows_of(vectors, [number])
    parts = (own.documents, own.passages, own.situations, own.pages)
    return DocumentRows(
        codes=np.concatenate([part.rows for part in parts]),
        scales=np.concatenate([part.scales for part in parts]).astype(np.float32),
        counts=(len(parts[0]), len(parts[1]), len(parts[2]), len(parts[3])),
    )
