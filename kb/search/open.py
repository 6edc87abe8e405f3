"""An index folder in, an engine that is ready to search out, with its choice of encoder."""

from __future__ import annotations

from pathlib import Path

from kb.content.folder import digest_of_folder
from kb.data.settings import load_settings
from kb.index.documents import Lexicon
from kb.index.encoder.model import Encoder, TransformerEncoder
from kb.index.encoder.table import Student
from kb.index.load import LoadedIndex, load_index
from kb.index.store import STUDENT
from kb.search.engine import Engine
from kb.search.names import Names
from kb.search.ranking import prepare
from kb.search.ready import Ready, read_ready

ENCODERS = ("student", "transformer")
"""What may encode queries: the small table of the index, or the full model."""


def open_engine(index_dir: Path, *, content_dir: Path | None, encoder: str = "student") -> Engine:
    """An engine over the index in a folder; `encoder` is one of `ENCODERS`.

    Raises:
        IndexStoreError: if the index is missing, stale or damaged.
    """
    content = None if content_dir is None else _digest(content_dir)
    kept: list[Ready] = []

    def lexicon_in(folder: Path) -> Lexicon | None:
        kept.extend(filter(None, [read_ready(folder)]))
        return kept[0].lexicon if kept else None

    index = load_index(index_dir, content=content, lexicon_in=lexicon_in)
    return _engine(index, choose_encoder(encoder, index), *kept)


def engine_over(index: LoadedIndex, encoder: Encoder) -> Engine:
    """An engine over an open index, with what was worked out when the index was made."""
    return _engine(index, encoder, read_ready(index.folder))


def _engine(index: LoadedIndex, encoder: Encoder, ready: Ready | None = None) -> Engine:
    if ready is None:
        return Engine(index, encoder)
    names = Names(index.entries, ready.names)
    prepared = prepare(
        index.lexicon,
        index.keyword,
        names.terms(),
        load_settings(),
        kinds={entry.id: entry.kind for entry in index.entries},
        documents=index.keyword.documents,
        ready=ready,
    )
    return Engine(index, encoder, prepared=prepared, names=names)


def open_index(index_dir: Path, content_dir: Path | None) -> LoadedIndex:
    """The index in a folder, made from that content as it stands now.

    Where there is no such content folder, as on a machine that only searches, the content is not
    compared.

    Raises:
        IndexStoreError: if the index is missing, stale or damaged.
    """
    content = None if content_dir is None else _digest(content_dir)
    return load_index(index_dir, content=content)


def _digest(content_dir: Path) -> str | None:
    return digest_of_folder(content_dir) if content_dir.is_dir() else None


def choose_encoder(name: str, index: LoadedIndex) -> Encoder:
    """The encoder of that name for the queries of an index.

    An index without a table, as the tests make, has its own encoder for both names.

    Raises:
        EncoderError: if the table of the index cannot be read.
    """
    path = index.folder / STUDENT
    if name == "student" and path.is_file():
        return Student.load(path)
    return TransformerEncoder()
