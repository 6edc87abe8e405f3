"""A query in, the needs and the turns of a career that it speaks of out: pages of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import Settings
from kb.index.documents import Lexicon, Turn
from kb.search.query import Query
from kb.search.results import Topic
from kb.text.words import Word, words_of

NEED = "need"
TURN = "turn"


class Topics:
    """The needs and turns of one lexicon."""

    def __init__(self, lexicon: Lexicon, settings: Settings) -> None:
        self._most = settings.topics
        self._likely = settings.reasons.likely_need
        self._precision = settings.precision
        self._needs = lexicon.needs
        self._turns = [
            (turn, tuple(_key(words_of(name)) for name in turn.names)) for turn in lexicon.turns
        ]

    def find(self, query: Query, chances: NDArray[np.float64]) -> tuple[Topic, ...]:
        """A few needs, likeliest first, and a few turns, in the order of their vocabulary.

        A need counts if one of its cues was typed or it is likely, a turn if one of its names was.
        `chances` has the chance of each need.
        """
        cued = dict(query.needs)
        worths = [
            (1.0 if need.id in cued else 0.0) + round(chance, self._precision)
            for need, chance in zip(self._needs, chances.tolist(), strict=True)
        ]
        order = sorted(range(len(worths)), key=lambda number: (-worths[number], number))
        needs = [self._needs[n] for n in order if worths[n] >= self._likely]
        found = [
            Topic(
                id=f"needs/{need.id}",
                kind=NEED,
                title=need.label,
                summary=need.about,
                said=need.id in cued,
            )
            for need in needs[: self._most]
        ]
        return (*found, *list(self._turns_in(query))[: self._most])

    def _turns_in(self, query: Query) -> Iterator[Topic]:
        stems = _key(query.words)
        for turn, keys in self._turns:
            if any(key in stems for key in keys):
                yield _topic(turn)


def _topic(turn: Turn) -> Topic:
    return Topic(
        id=f"moments/{turn.id}", kind=TURN, title=turn.label, summary=turn.about, said=True
    )


def _key(words: Iterable[Word]) -> str:
    """The stems that are not stop words between single spaces, one at each end."""
    return f" {' '.join(word.term for word in words if not word.stop)} "
