"""The query encoder of an index: adapted to its texts, or the last one there is.

Adapting needs torch. Where the texts are those of the last build its table is taken over, and
where torch is missing too, and the build says so.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from kb.data.settings import load_settings
from kb.index.encoder.model import Vectors
from kb.index.encoder.table import EDGE, SCALES, Student, quantised
from kb.index.encoder.train import (
    ADAPTATION_SCHEDULE,
    FINDING,
    FINDING_SCHEDULE,
    General,
    Graded,
    adapt,
    kept_pieces,
)
from kb.index.store import STUDENT
from kb.model.problems import EncoderError

Encode = Callable[[Sequence[str]], Vectors]


def student_for(
    texts: Sequence[str],
    general: General,
    encode: Encode,
    previous: Path,
    *,
    say: Callable[[str], None],
    graded: Graded | None = None,
) -> Student:
    """Return the query encoder for an index of these texts.

    Args:
        texts: what the corpus offers to learn from (`kb.index.encoder.train.training_texts`).
        general: the table to start from.
        encode: the teacher, asked only if the table must be adapted.
        previous: the folder of the last index, which may not be there.
        say: told, in a sentence, when the table is not fitted to these texts.
        graded: texts that the table is trained to find pages for.
    """
    chosen = load_settings().raw["student"]
    size, levels = chosen["size"], chosen["levels"]
    general = general.narrowed(chosen["dims"])
    made_from = _digest(texts, general, size, levels, graded)
    last = _last(previous)
    if last is not None and last.made_from == made_from:
        return last
    if importlib.util.find_spec("torch") is not None:
        finds = graded is not None and bool(graded.texts)
        student = adapt(
            general,
            texts,
            encode,
            size=size,
            levels=levels,
            graded=graded,
            schedule=FINDING_SCHEDULE if finds else ADAPTATION_SCHEDULE,
        )
        return student.with_origin(made_from)
    if last is not None:
        say("torch is not installed: the query encoder of the last index is kept as it was")
        return last
    say("torch is not installed: the query encoder knows general English only")
    return untrained(general)


def untrained(general: General) -> Student:
    """Return the most common rows of the general table as a query encoder, fitted to no corpus."""
    chosen = load_settings().raw["student"]
    general = general.narrowed(chosen["dims"])
    counts = dict(zip(general.pieces, general.counts.tolist(), strict=True))
    pieces = kept_pieces(general.pieces, counts, {}, chosen["size"])
    place = {piece: number for number, piece in enumerate(general.pieces)}
    codes, scales = quantised(general.rows[[place[piece] for piece in pieces]], chosen["levels"])
    return Student(
        pieces=pieces,
        codes=codes,
        scales=scales,
        levels=chosen["levels"],
        projection=general.projection,
    )


def _last(previous: Path) -> Student | None:
    try:
        return Student.load(previous / STUDENT)
    except EncoderError:
        return None  # none there, or damaged: it is about to be made again


def _digest(
    texts: Sequence[str], general: General, size: int, levels: int, graded: Graded | None
) -> str:
    """Return what a table is made from, so that the same is not made twice."""
    how = [size, levels, EDGE, SCALES, repr(ADAPTATION_SCHEDULE)]
    if graded is not None and graded.texts:
        how += [repr(FINDING_SCHEDULE), repr(FINDING)]
    digest = hashlib.sha256(json.dumps([*how, *texts]).encode())
    digest.update(general.rows.tobytes())
    if graded is not None:
        digest.update(json.dumps(graded.texts).encode() + graded.pages.tobytes())
    return digest.hexdigest()
