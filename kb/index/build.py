"""Entries and a lexicon in, a finished index folder out; and the folder opened again.

Whoever has a corpus calls `build_index`; public test collections go through `build_entries`.
Vectors of texts that the last index already held are taken from its cache.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb.errors import IndexStoreError
from kb.index import store
from kb.index.adaptation import STUDENT, student_for
from kb.index.encoder import Encoder, Vectors
from kb.index.entry import (
    Entry,
    Lexicon,
    entry_as_dict,
    entry_from_dict,
    lexicon_as_dict,
    lexicon_from_dict,
)
from kb.index.keyword import KeywordIndex, write_keyword_index
from kb.index.needs import fit_directions, shares_of_needs
from kb.index.training import General, training_texts
from kb.index.vectors import Codes, IndexVectors, project, quantise
from kb.settings import load_settings

if TYPE_CHECKING:
    from kb.corpus import Corpus

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

_CHUNK = 64
"""Texts encoded between two calls of the progress function."""
_CODES = ("documents", "passages", "situations", "needs")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedIndex:
    """An index that is open: its entries (a document's number is its place), words and vectors."""

    folder: Path
    manifest: store.Manifest
    entries: tuple[Entry, ...]
    lexicon: Lexicon
    keyword: KeywordIndex
    vectors: IndexVectors


def build_index(
    corpus: Corpus,
    index_dir: Path,
    *,
    encoder: Encoder,
    general: General | None = None,
    rebuild: bool = False,
    progress: Progress | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> store.Manifest:
    """Build the index of a corpus, and return its manifest; all else is as in `build_entries`."""
    from kb.index.collect import entries_of, lexicon_of

    return build_entries(
        entries_of(corpus),
        lexicon_of(corpus),
        index_dir,
        encoder=encoder,
        content=corpus.digest,
        general=general,
        rebuild=rebuild,
        progress=progress,
        say=say,
    )


def build_entries(
    entries: Sequence[Entry],
    lexicon: Lexicon,
    index_dir: Path,
    *,
    encoder: Encoder,
    content: str,
    general: General | None = None,
    rebuild: bool = False,
    progress: Progress | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> store.Manifest:
    """Build an index aside, swap it in whole, and return its manifest.

    Args:
        entries: the documents, in the order of their identifiers.
        lexicon: what the engine knows about words.
        index_dir: the folder to make or replace.
        encoder: encodes documents, passages, situations and cues.
        content: the digest of what the entries were made from.
        general: the table that the index's small query encoder is made from, and whose
            projection its vectors go through; without one the index has no such encoder.
        rebuild: encode every text again.
        progress: told how far the work is.
        say: told what a reader of the build should know, in a sentence.

    Raises:
        IndexStoreError: if the folder cannot be written, or holds something else.
        EncoderError: if the encoder cannot be used.
    """
    texts = _texts_to_encode(entries, lexicon)
    with store.staged(index_dir) as folder:
        memory = _Memory(encoder, {} if rebuild else _read_cache(index_dir, encoder.name), progress)
        _write_words(folder, entries, lexicon)
        wanted = list(chain.from_iterable(texts))
        memory(wanted)
        projection = None
        if general is not None:
            lessons = training_texts(entries, lexicon)
            student = student_for(lessons, general, memory, index_dir, say=say)
            student.save(folder / STUDENT)
            projection = student.projection
            wanted += lessons
        vectors = memory.known(wanted)
        _write_cache(folder / store.CACHE, encoder.name, vectors)
        dimensions = _write_vectors(folder, entries, lexicon, texts, vectors, projection)
        return store.seal(folder, content=content, encoder=encoder.name, dimensions=dimensions)


def load_index(index_dir: Path, *, content: str | None = None) -> LoadedIndex:
    """Open the index in a folder, whole and made from the content with this digest.

    Without a digest the content is not compared.

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
            lexicon=lexicon_from_dict(store.read_json(index_dir, "lexicon.json")),
            keyword=KeywordIndex(index_dir / "keyword", lengths, k1=settings.k1, b=settings.b),
            vectors=_read_vectors(index_dir / "vectors.npz"),
        )
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise store.damaged(index_dir, "a file") from error


def _texts_to_encode(entries: Sequence[Entry], lexicon: Lexicon) -> tuple[list[str], ...]:
    """The texts of documents, passages, situations and cues, in that order."""
    documents = [
        ". ".join(filter(None, (entry.title, entry.summary, *(p.text for p in entry.passages))))
        for entry in entries
    ]
    passages = [f"{entry.title}. {piece.text}" for entry in entries for piece in entry.passages]
    situations = [line for entry in entries for line in entry.situations]
    cues = [text for need in lexicon.needs for text in (need.label, need.about, *need.cues)]
    return documents, passages, situations, cues


def _owners(entries: Sequence[Entry], lexicon: Lexicon) -> tuple[NDArray[np.int32], ...]:
    """The number of the document or need of each passage, situation and cue."""
    counts = (
        [len(entry.passages) for entry in entries],
        [len(entry.situations) for entry in entries],
        [2 + len(need.cues) for need in lexicon.needs],
    )
    return tuple(np.repeat(np.arange(len(count), dtype=np.int32), count) for count in counts)


def _write_words(folder: Path, entries: Sequence[Entry], lexicon: Lexicon) -> None:
    keyword = folder / "keyword"
    keyword.mkdir()
    lengths = write_keyword_index(
        keyword,
        (entry.texts() for entry in entries),
        (entry.facets for entry in entries),
        tuple(lexicon.facets),
    )
    store.write_json(folder / "lengths.json", lengths)
    store.write_json(folder / "documents.json", [entry_as_dict(entry) for entry in entries])
    store.write_json(folder / "lexicon.json", lexicon_as_dict(lexicon))


class _Memory:
    """An encoder that encodes no text twice, nor one that the last index knew."""

    def __init__(
        self, encoder: Encoder, known: dict[str, Vectors], progress: Progress | None
    ) -> None:
        self._encoder = encoder
        self._known = known
        self._progress = progress

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The vectors of the texts, in order; those of one length are encoded together."""
        wanted = {_hash(text): text for text in texts}
        missing = sorted(
            (key for key in wanted if key not in self._known), key=lambda key: len(wanted[key])
        )
        for start in range(0, len(missing), _CHUNK):
            self._show(start, len(missing))
            chunk = missing[start : start + _CHUNK]
            fresh = self._encoder.encode([wanted[key] for key in chunk])
            self._known.update(zip(chunk, fresh, strict=True))
        self._show(len(missing), len(missing))
        return np.array([self._known[_hash(text)] for text in texts], dtype=np.float32)

    def known(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vectors it has of these texts, by the hash of the text."""
        keys = map(_hash, texts)
        return {key: self._known[key] for key in keys if key in self._known}

    def _show(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress("Encoding", done, total)


def _write_vectors(
    folder: Path,
    entries: Sequence[Entry],
    lexicon: Lexicon,
    texts: tuple[list[str], ...],
    vectors: dict[str, Vectors],
    projection: NDArray[np.float32] | None,
) -> int:
    """Write every quantised vector, and return how many dimensions they have."""
    width = len(next(iter(vectors.values()))) if vectors else 0
    documents, passages, situations, cues = (
        project(
            np.array([vectors[_hash(text)] for text in group], np.float32).reshape(-1, width),
            projection,
        )
        for group in texts
    )
    passage_of, situation_of, cue_of = _owners(entries, lexicon)
    fitting = load_settings().raw["needs"]
    directions, offsets = fit_directions(
        situations,
        situation_of,
        cues,
        cue_of,
        shares_of_needs(lexicon.needs, {entry.id: n for n, entry in enumerate(entries)}),
        ridge=fitting["ridge"],
        situation_count=fitting["situation_count"],
    )
    arrays: dict[str, NDArray[Any]] = {
        "passage_of": passage_of,
        "situation_of": situation_of,
        "need_offsets": offsets,
    }
    for name, rows in zip(_CODES, (documents, passages, situations, directions), strict=True):
        codes = quantise(rows)
        arrays[name] = codes.rows
        arrays[f"{name}_scales"] = codes.scales
    if projection is not None:
        arrays["projection"] = projection.astype(np.float32)
    _save(folder / "vectors.npz", arrays)
    return int(documents.shape[1])


def _read_vectors(path: Path) -> IndexVectors:
    with np.load(path, allow_pickle=False) as stored:
        documents, passages, situations, needs = (
            Codes(rows=stored[name], scales=stored[f"{name}_scales"]) for name in _CODES
        )
        return IndexVectors(
            documents=documents,
            passages=passages,
            passage_of=stored["passage_of"],
            situations=situations,
            situation_of=stored["situation_of"],
            needs=needs,
            need_offsets=stored["need_offsets"],
            projection=stored["projection"] if "projection" in stored.files else None,
        )


def _write_cache(path: Path, encoder: str, vectors: dict[str, Vectors]) -> None:
    keys = sorted(vectors)
    rows = np.array([vectors[key] for key in keys], dtype=np.float32)
    _save(path, {"encoder": np.array(encoder), "keys": np.array(keys), "rows": rows})


def _read_cache(index_dir: Path, encoder: str) -> dict[str, Vectors]:
    """The vectors of the index that is there; none if there is none or it cannot be trusted."""
    try:
        store.read_manifest(index_dir)
        with np.load(index_dir / store.CACHE, allow_pickle=False) as stored:
            if str(stored["encoder"]) != encoder:
                return {}
            return dict(zip(stored["keys"].tolist(), stored["rows"], strict=True))
    except (IndexStoreError, OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}  # a damaged index is about to be replaced; without its cache it only takes longer


def _save(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """Write arrays uncompressed, in the order of their names.

    numpy stamps each member of the archive with a fixed date, so equal arrays give equal bytes.
    """
    with path.open("wb") as file:
        np.savez(file, **{name: arrays[name] for name in sorted(arrays)})  # type: ignore[arg-type]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
