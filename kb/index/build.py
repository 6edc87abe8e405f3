"""Entries and a lexicon in, a finished index folder out.

Whoever has a corpus calls `build_index`; public test collections go through `build_entries`.
Vectors of texts that the last index already held are taken from its cache.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import load_settings
from kb.index import store
from kb.index.cache import Memory, Progress, read_cache, text_key, write_cache
from kb.index.compounds import compounds_of
from kb.index.documents import IndexedDocument, Lexicon, entry_as_dict, lexicon_as_dict
from kb.index.encoder.fit import student_for
from kb.index.encoder.model import Encoder, Vectors
from kb.index.encoder.table import Student
from kb.index.encoder.train import General, graded_texts, training_texts
from kb.index.need_model import (
    fit_directions,
    fit_page_directions,
    shares_of_needs,
)
from kb.index.vectors import (
    FULL_BITS,
    IndexVectors,
    Told,
    compact,
    project,
    quantise,
    write_vectors,
)
from kb.index.words import SPELLING_FIELD, TEXT_FIELDS, facet_field

if TYPE_CHECKING:
    from kb.model.corpus import Corpus


Beside = Callable[[Path, Sequence[IndexedDocument], Lexicon], None]
"""Writes more into the folder of an index, from its documents and its lexicon."""


def build_index(
    corpus: Corpus,
    index_dir: Path,
    *,
    encoder: Encoder,
    general: General | None = None,
    rebuild: bool = False,
    like: Path | None = None,
    progress: Progress | None = None,
    say: Callable[[str], None] = lambda _: None,
    beside: Beside | None = None,
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
        like=like,
        progress=progress,
        say=say,
        beside=beside,
    )


def build_entries(
    entries: Sequence[IndexedDocument],
    lexicon: Lexicon,
    index_dir: Path,
    *,
    encoder: Encoder,
    content: str,
    general: General | None = None,
    rebuild: bool = False,
    like: Path | None = None,
    progress: Progress | None = None,
    say: Callable[[str], None] = lambda _: None,
    beside: Beside | None = None,
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
        like: another index, which may hold vectors of the same texts.
        progress: called with how far the work is.
        say: called with a sentence that whoever runs the build should read.
        beside: writes into the folder what follows from the documents and the lexicon, before it
            is sealed.

    Raises:
        IndexStoreError: if the folder cannot be written, or holds something else.
        EncoderError: if the encoder cannot be used.
    """
    texts = texts_to_encode(entries, lexicon)
    lexicon = replace(lexicon, compounds=compounds_of(entries))
    with store.staged(index_dir) as folder:
        known = {
            text: vector
            for one in ((like, index_dir) if not rebuild else ())
            if one is not None
            for text, vector in read_cache(one, encoder.name).items()
        }
        memory = Memory(encoder, known, progress)
        _write_words(folder, entries, lexicon)
        student, made = fit_vectors(
            entries, lexicon, memory, general=general, previous=index_dir, say=say
        )
        wanted = list(chain.from_iterable(texts))
        if student is not None:
            student.save(folder / store.STUDENT)
            wanted += training_texts(entries, lexicon)
        write_cache(folder / store.CACHE, encoder.name, memory.known(wanted))
        write_vectors(folder / "vectors.npz", made)
        if beside is not None:
            beside(folder, entries, lexicon)
        return store.seal(
            folder,
            content=content,
            encoder=encoder.name,
            dimensions=int(made.documents.rows.shape[1]),
        )


def fit_vectors(
    entries: Sequence[IndexedDocument],
    lexicon: Lexicon,
    memory: Memory,
    *,
    general: General | None,
    previous: Path,
    say: Callable[[str], None] = lambda _: None,
) -> tuple[Student | None, IndexVectors]:
    """Return the query encoder and every vector of an index, both fitted to its texts.

    Args:
        entries: the documents.
        lexicon: the needs and what is asked with them, and what lies elsewhere.
        memory: encodes what it has not encoded yet.
        general: the table to start from; without one there is no query encoder.
        previous: the folder whose encoder is taken over if it was fitted to the same texts.
        say: called with a sentence that whoever runs the build should read.

    Raises:
        EncoderError: if the encoder cannot be used.
    """
    texts = texts_to_encode(entries, lexicon)
    memory(list(chain.from_iterable(texts)))
    student = None
    if general is not None:
        lessons = training_texts(entries, lexicon)
        graded = graded_texts(entries, lexicon)
        student = student_for(lessons, general, memory, previous, say=say, graded=graded)
    vectors = memory.known(list(chain.from_iterable(texts)))
    return student, vectors_of(entries, lexicon, texts, vectors, student)


def texts_to_encode(entries: Sequence[IndexedDocument], lexicon: Lexicon) -> tuple[list[str], ...]:
    """The texts of documents, passages, situations, cues and elsewhere, in that order."""
    documents = [
        ". ".join(filter(None, (entry.title, entry.summary, *(p.text for p in entry.passages))))
        for entry in entries
    ]
    passages = [f"{entry.title}. {piece.text}" for entry in entries for piece in entry.passages]
    situations = [line for entry in entries for line in entry.situations]
    cues = [text for need in lexicon.needs for text in need.texts()]
    return documents, passages, situations, cues, list(lexicon.elsewhere)


def _owners(entries: Sequence[IndexedDocument], lexicon: Lexicon) -> tuple[NDArray[np.int32], ...]:
    """The number of the document or need of each passage, situation and cue."""
    counts = (
        [len(entry.passages) for entry in entries],
        [len(entry.situations) for entry in entries],
        [len(need.texts()) for need in lexicon.needs],
    )
    return tuple(np.repeat(np.arange(len(count), dtype=np.int32), count) for count in counts)


def _write_words(folder: Path, entries: Sequence[IndexedDocument], lexicon: Lexicon) -> None:
    from kb.index.keyword import WhooshWords, write_keyword_index
    from kb.index.word_file import write_words

    keyword = folder / "keyword"
    keyword.mkdir()
    lengths = write_keyword_index(
        keyword,
        (entry.texts() for entry in entries),
        (entry.facets for entry in entries),
        tuple(lexicon.facets),
    )
    write_words(
        keyword,
        WhooshWords(keyword),
        (*TEXT_FIELDS, SPELLING_FIELD, *map(facet_field, lexicon.facets)),
    )
    store.write_json(folder / "lengths.json", lengths)
    store.write_json(folder / "documents.json", [entry_as_dict(entry) for entry in entries])
    store.write_json(folder / "lexicon.json", lexicon_as_dict(lexicon))


def vectors_of(
    entries: Sequence[IndexedDocument],
    lexicon: Lexicon,
    texts: tuple[list[str], ...],
    vectors: Mapping[str, Vectors],
    student: Student | None,
) -> IndexVectors:
    """Return every vector of an index, quantised, in the space of its query encoder if it has one.

    Args:
        entries: the documents.
        lexicon: the needs and what is asked with them, and what lies elsewhere.
        texts: as `texts_to_encode` gives them.
        vectors: those of the texts, by the hash of the text. With a query encoder some may be
            missing: it then encodes these texts itself.
        student: the query encoder.
    """
    projection = student.projection if student else None
    documents, passages, situations, cues, elsewhere = (
        _in_space(group, vectors, student) for group in texts
    )
    passage_of, situation_of, cue_of = _owners(entries, lexicon)
    seen_as = [(situations, cues)]
    if student is not None:  # a need, or a page, must be known by what either encoder makes of it
        seen_as.append((student.encode(texts[2]), student.encode(texts[3])))
    told_as = np.concatenate([told for told, _ in seen_as])
    told_of = np.tile(situation_of, len(seen_as))
    settings = load_settings().raw
    fitting = settings["needs"]
    directions, offsets = fit_directions(
        told_as,
        told_of,
        np.concatenate([cued for _, cued in seen_as]),
        np.tile(cue_of, len(seen_as)),
        shares_of_needs(lexicon.needs, {entry.id: n for n, entry in enumerate(entries)}),
        ridge=fitting["ridge"] * len(seen_as),
        situation_count=fitting["situation_count"],
    )
    if student is not None and student.pages is not None and len(student.pages) == len(entries):
        pages = student.pages
    else:  # the table was not trained to find these pages
        ridge = settings["pages"]["ridge"] * len(seen_as)
        pages = fit_page_directions(told_as, told_of, len(entries), ridge=ridge)
    asked = _example_question_rows(lexicon)
    seen_situations, seen_cues = seen_as[-1]
    if student is not None:  # the browser makes them from the texts, as it does those
        elsewhere = student.encode(texts[4])
    whole = IndexVectors(
        documents=quantise(documents, FULL_BITS),
        passages=quantise(passages, FULL_BITS),
        passage_of=passage_of,
        situations=quantise(seen_situations, FULL_BITS),
        situation_of=situation_of,
        needs=quantise(directions, FULL_BITS),
        need_offsets=offsets,
        pages=quantise(pages, FULL_BITS),
        elsewhere=quantise(elsewhere, FULL_BITS),
        asked=Told(rows=seen_cues[asked].astype(np.float32)),
        projection=projection,
    )
    return compact(whole, **settings["vectors"]) if student else whole


def _in_space(
    texts: Sequence[str], vectors: Mapping[str, Vectors], student: Student | None
) -> Vectors:
    """The vectors of some texts in the space of the codes, shape (texts, dimensions)."""
    keys = [text_key(text) for text in texts]
    given = [vectors[key] for key in keys if student is None or key in vectors]
    width = len(next(iter(vectors.values()))) if vectors else 0
    rows = project(
        np.array(given, np.float32).reshape(len(given), width),
        student.projection if student else None,
    )
    if student is None or len(given) == len(texts):
        return rows
    is_given = np.array([key in vectors for key in keys])
    found = np.zeros((len(texts), student.dims), np.float32)
    found[is_given] = rows
    found[~is_given] = student.encode(
        [text for text, known in zip(texts, is_given, strict=True) if not known]
    )
    return found


def _example_question_rows(lexicon: Lexicon) -> list[int]:
    """The places of example questions among the texts of needs, which end with them."""
    rows: list[int] = []
    start = 0
    for need in lexicon.needs:
        end = start + len(need.texts())
        rows += range(end - len(need.example_questions), end)
        start = end
    return rows
