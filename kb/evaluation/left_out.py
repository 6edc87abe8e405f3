"""Example questions in, what the search makes of each without having seen it out.

The example questions (`asked`) are dealt into folds. For each fold an index is made from the
others, its query encoder and every direction fitted anew, and lines of the fold are asked of it,
as many as tell changes apart. Pages, situations and cues stay as they are. There are many more
lines than judged queries, and nothing is tuned beside them, so that this measure tells changes
apart which the queries cannot.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kb.evaluation.measures import JudgedQuery, Outcome
from kb.evaluation.run import Remembering, outcomes_of
from kb.index.build import fit_vectors
from kb.index.cache import Memory, read_cache
from kb.index.documents import Lexicon
from kb.index.encoder.model import Encoder
from kb.index.encoder.train import GENERAL, General
from kb.index.load import LoadedIndex
from kb.index.store import STUDENT
from kb.search.engine import Engine
from kb.search.open import choose_encoder

FOLDS = 5
ASKED = 200
"""Lines of a fold that are asked, drawn at random: a thousand in all have an interval of 0.04."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """An index that some lines were kept from, what encodes its queries, and those lines."""

    index: LoadedIndex
    encoder: Encoder
    lines: tuple[JudgedQuery, ...]


def outcomes_left_out(
    folds: list[Fold], *, mode: str = "hybrid", limit: int = 10
) -> tuple[tuple[JudgedQuery, ...], dict[str, Outcome]]:
    """Each line as a judged query, and what a visitor gets who types it."""
    outcomes: dict[str, Outcome] = {}
    for fold in folds:
        engine = Engine(fold.index, Remembering(fold.encoder))
        outcomes |= outcomes_of(engine, fold.lines, mode=mode, limit=limit)
    return tuple(line for fold in folds for line in fold.lines), outcomes


def folds_of(
    index: LoadedIndex, kept_in: Path, *, say: Callable[[str], None] = lambda _: None
) -> list[Fold]:
    """The folds of an index; their encoders are kept in a folder for the next time.

    An index without a query encoder of its own, as the tests make, has none in its folds.

    Raises:
        EncoderError: if a text must be encoded and the full model cannot be used.
    """
    return list(_folds(index, kept_in, say))


def _folds(index: LoadedIndex, kept_in: Path, say: Callable[[str], None]) -> Iterator[Fold]:
    lines = example_queries(index.lexicon)
    trained = (index.folder / STUDENT).is_file()
    general = General.load(GENERAL) if trained else None
    encoder = choose_encoder("transformer", index)
    memory = Memory(encoder, dict(read_cache(index.folder, encoder.name)), None)
    for number, held in enumerate(_dealt(len(lines))):
        lexicon = without_lines(index.lexicon, held)
        folder = kept_in / str(number)
        student, vectors = fit_vectors(
            index.entries, lexicon, memory, general=general, previous=folder, say=say
        )
        if student is not None:
            folder.mkdir(parents=True, exist_ok=True)
            student.save(folder / STUDENT)
        yield Fold(
            index=replace(index, lexicon=lexicon, vectors=vectors),
            encoder=student or encoder,
            lines=tuple(lines[place] for place in sorted(_drawn(held, ASKED))),
        )


def example_queries(lexicon: Lexicon) -> list[JudgedQuery]:
    """The lines of every need, in order, as judged queries: their pages are what answers them."""
    lines = [one for need in lexicon.needs for one in need.example_questions]
    return [
        JudgedQuery(id=f"asked-{place}", text=line.say, relevant=dict(line.leads_to))
        for place, line in enumerate(lines)
    ]


def without_lines(lexicon: Lexicon, held: frozenset[int]) -> Lexicon:
    """The lexicon without the lines at those places, counted over all needs."""
    needs, place = [], 0
    for need in lexicon.needs:
        numbered = enumerate(need.example_questions, start=place)
        place += len(need.example_questions)
        kept = tuple(line for number, line in numbered if number not in held)
        needs.append(replace(need, example_questions=kept))
    return replace(lexicon, needs=tuple(needs))


def _drawn(held: frozenset[int], most: int) -> list[int]:
    """So many of the places, drawn at random, always in the same way."""
    places = sorted(held)
    return random.Random(1).sample(places, min(most, len(places)))


def _dealt(count: int) -> list[frozenset[int]]:
    """Places dealt into folds at random, always in the same way."""
    order = list(range(count))
    random.Random(0).shuffle(order)
    return [frozenset(order[fold::FOLDS]) for fold in range(min(FOLDS, count))]
