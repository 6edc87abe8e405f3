"""A query in, the needs and the turns of a career that it speaks of out: pages of their own.

So are the pages about the site itself (how to add a case study, privacy), if a query asks for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import Settings
from kb.index.documents import Lexicon, Turn
from kb.search.query import Query, spaced
from kb.search.results import Topic
from kb.text.words import Word, name_key, words_of

NEED = "need"
TURN = "turn"
PAGE = "page"
"""A page of the site about the site itself."""


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
        self._pages = [
            (
                Topic(id=page.id, kind=PAGE, title=page.title, summary="", said=True),
                tuple(_whole_key(words_of(phrase)) for phrase in page.phrases),
                frozenset(name_key(text) for text in page.alone),
            )
            for page in settings.site_pages
        ]

    def find(
        self, query: Query, chances: NDArray[np.float64], *, fitting: bool = True
    ) -> tuple[Topic, ...]:
        """A few needs, likeliest first, a few turns, and a few pages about the site.

        Turns and pages stand in the order of their lists. The pages come first, unless the words
        speak of more than a page and say a need or a turn: whoever speaks of themselves wants
        these. To somebody in distress none is shown. Where nothing is `fitting`, only they are.
        """
        found = [] if query.distress else list(self._pages_in(query))[: self._most]
        pages = tuple(page for page, _ in found)
        others = self._of_careers(query, chances) if fitting else ()
        if any(topic.said for topic in others) and not any(is_all for _, is_all in found):
            return (*others, *pages)
        return (*pages, *others)

    def _of_careers(self, query: Query, chances: NDArray[np.float64]) -> tuple[Topic, ...]:
        """A need counts if one of its cues was typed or it is likely, a turn if one of its names
        was. `chances` has the chance of each need."""
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

    def _pages_in(self, query: Query) -> Iterator[tuple[Topic, bool]]:
        """The pages that are asked for, and whether all telling words of the query do so."""
        whole, alone = _whole_key(query.words), name_key(query.said)
        telling = {word.term for word in query.words if not word.stop}
        for topic, phrases, names in self._pages:
            said = [phrase for phrase in phrases if phrase in whole]
            if alone in names or said:
                yield topic, alone in names or any(telling <= {*key.split()} for key in said)


def _topic(turn: Turn) -> Topic:
    return Topic(
        id=f"moments/{turn.id}", kind=TURN, title=turn.label, summary=turn.about, said=True
    )


def _key(words: Iterable[Word]) -> str:
    """The stems that are not stop words, as `spaced`."""
    return spaced(word.term for word in words if not word.stop)


def _whole_key(words: Iterable[Word]) -> str:
    """The stems of all words, as `spaced`."""
    return spaced(word.term for word in words)
