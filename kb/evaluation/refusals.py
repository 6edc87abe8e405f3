"""Lines that were kept from an index in, the signals by which they are answered or refused out.

The judged queries are too few to draw the line between answering and refusing by them alone. Beside
them stand example questions and lines of what lies elsewhere, each asked of an index made without
it, and the short lines of a file, of which some are kept back to try the line on.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kb.data.settings import Settings
from kb.evaluation.left_out import Fold
from kb.evaluation.parts import read_parts
from kb.evaluation.run import Remembering
from kb.index.encoder.model import Encoder
from kb.index.load import LoadedIndex
from kb.model.problems import QueryError
from kb.search.abstain import Signals, fits
from kb.search.engine import Engine

SHORT_LINES = Path("eval/short-lines.yaml")
_KEYS = ("answer", "refuse", "kept_answer", "kept_refuse")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortLines:
    """Lines to be answered and refused, those first to which the line is fitted."""

    answer: tuple[str, ...]
    refuse: tuple[str, ...]
    kept_answer: tuple[str, ...]
    kept_refuse: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A kind of line with the signals of each, and whether they should be answered.

    `kept` are those that no line is fitted to.
    """

    name: str
    answerable: bool
    signals: tuple[Signals, ...]
    kept: bool = False

    def refused(self, mode: str, settings: Settings) -> int:
        """How many the settings refuse in a mode."""
        return sum(not fits(one, mode, settings) for one in self.signals)


def read_short_lines(path: Path) -> ShortLines:
    """Read a file of short lines.

    Raises:
        QueryError: it is missing, cannot be read or has other keys.
    """
    found = read_parts(path, _KEYS)
    for key, lines in found.items():
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise QueryError(f"{path}: {key}: not-a-list-of-lines; give each line as text")
    return ShortLines(**{key: tuple(found[key]) for key in _KEYS})


def left_out_signals(folds: Sequence[Fold], mode: str) -> tuple[Told, Told]:
    """The signals of example questions and of lines of elsewhere, of indexes made without them."""
    asked: list[Signals] = []
    foreign: list[Signals] = []
    for number, fold in enumerate(folds):
        lines = fold.index.lexicon.elsewhere
        held = frozenset(_shuffled(len(lines))[number :: len(folds)])
        engine = Engine(_without(fold.index, held), Remembering(fold.encoder))
        asked += _signals(engine, (line.text for line in fold.lines), mode)
        foreign += _signals(engine, (lines[place] for place in sorted(held)), mode)
    return (
        Told(name="example questions", answerable=True, signals=tuple(asked)),
        Told(name="lines of elsewhere", answerable=False, signals=tuple(foreign)),
    )


def short_signals(
    index: LoadedIndex, encoder: Encoder, lines: ShortLines, mode: str
) -> tuple[Told, ...]:
    """The signals of short lines, kind by kind."""
    engine = Engine(index, encoder)
    kinds = (
        ("short lines", True, lines.answer, False),
        ("short lines of patients", False, lines.refuse, False),
        ("short lines kept back", True, lines.kept_answer, True),
        ("lines of elsewhere kept back", False, lines.kept_refuse, True),
    )
    return tuple(
        Told(
            name=name,
            answerable=answerable,
            signals=tuple(_signals(engine, texts, mode)),
            kept=kept,
        )
        for name, answerable, texts, kept in kinds
    )


def _signals(engine: Engine, texts: Iterable[str], mode: str) -> list[Signals]:
    return [engine.ranker.score(text, mode).signals for text in texts]


def _without(index: LoadedIndex, held: frozenset[int]) -> LoadedIndex:
    """The index without the lines of elsewhere at those places."""
    lines = index.lexicon.elsewhere
    kept = np.array([place for place in range(len(lines)) if place not in held], dtype=np.int64)
    codes = index.vectors.elsewhere
    fewer = replace(codes, rows=codes.rows[kept], scales=codes.scales[kept])
    return replace(
        index,
        lexicon=replace(index.lexicon, elsewhere=tuple(lines[place] for place in kept)),
        vectors=replace(index.vectors, elsewhere=fewer),
    )


def _shuffled(count: int) -> list[int]:
    """Places in an order drawn at random, always in the same way."""
    order = list(range(count))
    random.Random(3).shuffle(order)
    return order
