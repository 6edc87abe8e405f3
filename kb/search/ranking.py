"""A query in, what every document is worth to it out, before filters and limits."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import Settings
from kb.index.documents import Lexicon
from kb.index.encoder.model import Encoder
from kb.index.port import SearchIndex
from kb.search.abstain import Signals, signals_of
from kb.search.facets import Mask
from kb.search.fusion import MODES, fuse, normalise
from kb.search.names import Names, NameTable
from kb.search.parts import (
    LexiconParts,
    Part,
    WordParts,
    best_mean,
    meaning_parts,
    need_chances_by_meaning,
    query_terms,
)
from kb.search.phrases import stands_together
from kb.search.query import Interpreter, Query
from kb.search.ready import Ready, ready_of_lexicon
from kb.search.reasons import Explainer, MatchDetails
from kb.search.spelling import Speller, Words
from kb.search.topics import Topics
from kb.search.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What every document is worth to one query.

    `parts` are normalised, and `tops` has what each was divided by; `fused` is their weighted sum,
    from 0 to 1; `scores` adds what names, whole or in part, and urgent help add, and takes off
    where a document is for other roles.
    `helping` are the documents of urgent help, where the query calls for it; `spotted` those that
    it points to by a name, a place or a rare word; `allowed` those that have no word which it takes
    away, and every phrase in quotation marks.
    """

    query: Query
    parts: Mapping[str, Part]
    fused: Part
    scores: Part
    signals: Signals
    evidence: MatchDetails
    helping: frozenset[int]
    spotted: frozenset[int]
    allowed: Mask
    tops: Mapping[str, float] = field(default_factory=dict)


class NameFinder(Protocol):
    """What knows which documents have a name, as `kb.search.names.Names` does."""

    def find(self, text: str) -> Mapping[int, str]:
        """The name that stands for the whole text, of each document that has it, by number."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What follows from a lexicon, whatever documents are ranked with it; made once."""

    interpreter: Interpreter
    lexicon: LexiconParts
    explainer: Explainer
    topics: Topics
    voice: Voice


def prepare(
    lexicon: Lexicon,
    words: Words,
    names: Container[str],
    settings: Settings,
    *,
    kinds: Mapping[str, str],
    documents: int,
    ready: Ready | None = None,
) -> Prepared:
    """What follows from a lexicon, for an edition of so many documents.

    `words` knows the documents' words, `names` their names'; `kinds` has the kinds of those that
    the lexicon leads to, `ready` is from whoever has it already.
    """
    ready = ready or ready_of_lexicon(lexicon, settings, NameTable(named={}, terms=frozenset()))
    known = _Either(ready.known, names)
    speller = Speller(words, known, settings.spelling, lexicon.compounds)
    return Prepared(
        interpreter=Interpreter(lexicon, speller, ready.keys),
        lexicon=LexiconParts(lexicon, ready.terms, settings),
        explainer=Explainer(lexicon, settings, documents, ready.alone),
        topics=Topics(lexicon, settings),
        voice=Voice(lexicon, kinds, settings),
    )


class _Either:
    """Contains what either of two contains."""

    def __init__(self, one: Container[str], other: Container[str]) -> None:
        self._both = one, other

    def __contains__(self, term: object) -> bool:
        return any(term in one for one in self._both)


class Ranker:
    """Scores the documents of one index. Made once; scoring changes nothing in it."""

    def __init__(
        self,
        index: SearchIndex,
        encoder: Encoder,
        settings: Settings,
        *,
        prepared: Prepared | None = None,
        names: NameFinder | None = None,
    ) -> None:
        """Make what scoring needs; `prepared` and `names` are from whoever has them already.

        `encoder` encodes the queries, and is not asked before one needs it.
        """
        self._index = index
        self._encoder = encoder
        self._settings = settings
        if prepared is None or names is None:
            own = Names(index.entries)
            prepared = prepare(
                index.lexicon,
                index.keyword,
                own.terms(),
                settings,
                kinds={entry.id: entry.kind for entry in index.entries},
                documents=index.keyword.documents,
            )
            names = own
        self.prepared = prepared
        self.words = WordParts(index, settings, prepared.lexicon)
        self._names = names
        self._interpreter = prepared.interpreter
        self._closed = index.closed
        self._documents = len(index.entries)
        self.plain = not index.lexicon.needs and not any(e.situations for e in index.entries)
        self.weights = settings.plain_parts if self.plain else settings.parts

    def score(
        self, text: str, mode: str = "hybrid", vector: NDArray[np.float64] | None = None
    ) -> Scored:
        """What every document is worth to a query.

        Args:
            text: the query; what is beyond `Settings.longest_query` characters is ignored.
            mode: a key of `kb.search.fusion.MODES`.
            vector: the query's in the space of the index, from whoever has encoded it already.
        """
        return self.score_query(self.read(text), mode, vector)

    def score_query(
        self, query: Query, mode: str = "hybrid", vector: NDArray[np.float64] | None = None
    ) -> Scored:
        """What every document is worth to a query that was read already; else as `score`."""
        parts = self.words.parts(query)
        needs = self.words.need_chances(query)
        situations = passages = None
        asked = elsewhere = 0.0
        if mode != "keyword":
            vector = self.encode(query.said) if vector is None else vector
            parts |= meaning_parts(self._index, self.words, vector, self._settings)
            situations = self._index.vectors.situations.likeness(vector)
            if self._settings.uses_passages:
                passages = self._index.vectors.passages.likeness(vector)
            asked = self._nearness(vector, parts["situations"])
            elsewhere = best_mean(
                self._index.vectors.elsewhere.likeness(vector), self._settings.best_situations
            )
            needs = (needs + need_chances_by_meaning(self._index, vector, self._settings)) / 2
        used = {name: parts[name] for name in MODES[mode]}
        fused = fuse(used, self.weights)
        if "asked" in used:
            fused = self._with_companions(fused)
        names = self._names.find(query.said)
        spotted = self.words.spotted(query)
        terms = query_terms(query, self._settings)
        helping = self._help(query)
        return Scored(
            query=query,
            parts={name: normalise(part) for name, part in used.items()},
            tops={name: float(part.max(initial=0.0)) for name, part in used.items()},
            fused=fused,
            scores=self._lift(query, fused, list(names), spotted.documents, helping),
            signals=signals_of(
                self._index.keyword,
                query,
                used,
                most_words=self._settings.most_words,
                heard=self.words.asked,
                ours=spotted.ours or self.words.for_readers(query),
                need=float(needs.max(initial=0.0)),
                foreign=self.words.foreign(query.typed),
                asked=asked,
                elsewhere=elsewhere,
            ),
            evidence=MatchDetails(
                names=names,
                holders={term: self._index.keyword.having(term) for term in terms},
                held_by={term: self._index.keyword.holding(term) for term in terms},
                needs=needs,
                situations=situations,
                passages=passages,
                passage_of=self._index.vectors.passage_of,
            ),
            helping=frozenset(helping),
            spotted=spotted.documents,
            allowed=self._allowed(query),
        )

    def read(self, text: str) -> Query:
        """A query as the engine understands it, its first characters alone."""
        return self._interpreter.read(text[: self._settings.longest_query])

    def encode(self, text: str) -> NDArray[np.float64]:
        """The vector of a query in the space of the index."""
        return self._index.vectors.query(self._encoder.encode([text])[0])

    def _nearness(self, vector: NDArray[np.float64], situations: Part) -> float:
        """How near the nearest example questions are, or of few of them the best situations."""
        lines = self._index.vectors.asked
        if len(lines) < self._settings.asked_least:
            return float(situations.max(initial=0.0))
        return best_mean(lines.likeness(vector), self._settings.asked_nearest)

    def _with_companions(self, fused: Part) -> Part:
        """The scores with those that go together with the best raised, still from 0 to 1.

        What helps beside the first documents in example questions gains in proportion.
        """
        settings = self._settings
        order = np.argsort(-np.round(fused, settings.precision), kind="stable")
        gained = np.zeros(len(fused))
        for number in order[: settings.together_first].tolist():
            companions = self.words.companions(number)
            if companions is not None:
                gained += fused[number] * companions
        if not gained.any():
            return fused
        share = settings.together_share
        return np.asarray((fused + share * normalise(gained)) / (1 + share))

    def _help(self, query: Query) -> list[int]:
        """The documents of urgent help, in order; none for a query that does not plainly ask.

        Where it is only likely, help is shown beside the results, and these stay as they are.
        """
        if not query.urgent:
            return []
        return [self.words.led_to[page] for page in self._index.lexicon.distress.help]

    def _allowed(self, query: Query) -> Mask:
        having = self._index.keyword.having
        allowed = np.ones(self._documents, dtype=np.bool_)
        for terms in query.without:
            allowed &= ~np.logical_and.reduce([having(term) for term in terms])
        for phrase in query.phrases:
            held = allowed.copy()
            for term in phrase:
                if self._index.keyword.knows_term(term):
                    held &= having(term)
            numbers = np.flatnonzero(held).tolist()
            together = [stands_together(phrase, one) for one in self._index.taken(numbers)]
            allowed[:] = False
            allowed[numbers] = together
        return allowed

    def _lift(
        self,
        query: Query,
        fused: Part,
        named: list[int],
        spotted: frozenset[int],
        helping: list[int],
    ) -> Part:
        scores = fused.copy()
        scores[list(spotted)] += self._settings.spotted
        scores[self._closed] += self._settings.closed
        scores[list(self.words.titled(query))] += self._settings.titled
        scores[list(self.words.for_others(query))] += self._settings.for_others
        scores[named] += self._settings.named
        for place, number in enumerate(helping):
            scores[number] = fused[number] + self._settings.help + len(helping) - place
        return scores
