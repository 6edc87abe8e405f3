"""An index folder in, an engine that is ready to search out, with its choice of encoder."""

from __future__ import annotations

from pathlib import Path

from kb.content.folder import read_folder
from kb.data.settings import load_settings
from kb.index.encoder.model import Encoder, TransformerEncoder
from kb.index.encoder.table import Student
from kb.index.load import LoadedIndex, load_index
from kb.index.store import STUDENT
from kb.search.engine import Engine
from kb.search.names import Names
from kb.search.ranking import prepare
from kb.search.ready import NAME as READY
from kb.search.ready import read_ready

ENCODERS = ("student", "transformer")
"""What may encode queries: the small table of the index, or the full model."""


def open_engine(index_dir: Path, *, content_dir: Path | None, encoder: str = "student") -> Engine:
    """An engine over the index in a folder; `encoder` is one of `ENCODERS`.

    Raises:
        IndexStoreError: if the index is missing, stale or damaged.
    """
    index = open_index(index_dir, content_dir)
    return engine_over(index, choose_encoder(encoder, index))


def engine_over(index: LoadedIndex, encoder: Encoder) -> Engine:
    """An engine over an open index, with what was worked out when the index was made."""
    ready = read_ready(index.folder) if READY in index.manifest.files else None
    if ready is None:
        return Engine(index, encoder)
    names = Names(index.entries, ready.names)
    prepared = prepare(index.lexicon, index.keyword, names.terms(), load_settings(), ready)
    return Engine(index, encoder, prepared=prepared, names=names)


def open_index(index_dir: Path, content_dir: Path | None) -> LoadedIndex:
    """The index in a folder, made from that content as it stands now.

    Where there is no such content folder, as on a machine that only searches, the content is not
    compared.

    Raises:
        IndexStoreError: if the index is missing, stale or damaged.
    """
    if content_dir is None or not content_dir.is_dir():
        return load_index(index_dir)
    return load_index(index_dir, content=read_folder(content_dir).digest)


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
