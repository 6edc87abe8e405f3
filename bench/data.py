"""Documents in, an index and the browser's data of it out."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bench.corpus import Noise, generated_entries, generated_lexicon
from kb.browser.export import search_data
from kb.data.settings import load_settings
from kb.index.build import build_entries
from kb.index.encoder.fit import untrained
from kb.index.encoder.table import Student
from kb.index.encoder.train import GENERAL, General
from kb.index.load import load_index
from kb.index.vectors import compact


def query_encoder() -> Student:
    """Return the general table, of the size that sites are given."""
    return untrained(General.load(GENERAL))


def generated_data(
    count: int,
    *,
    passages: int = 6,
    passage_words: int = 100,
    situations: int = 8,
    rows: int | None = None,
) -> Mapping[str, bytes]:
    """Return the data scripts of so many generated documents, by file name.

    `rows` is how many rows of vectors there may be before a document has one for its situations;
    by default as the settings have it.
    """
    chosen = load_settings().raw["vectors"]
    entries = generated_entries(
        count, passages=passages, passage_words=passage_words, situations=situations
    )
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        place = Path(folder) / "index"
        build_entries(
            entries, generated_lexicon(count), place, encoder=Noise(), content=f"generated {count}"
        )
        index = load_index(place)
        most = chosen["rows"] if rows is None else rows
        vectors = compact(index.vectors, bits=chosen["bits"], rows=most)
        return search_data(replace(index, vectors=vectors), query_encoder())
