"""A store and a query in, the answer that a whole index would give out, and whether that is proved.

The store proposes documents by six sources (`kb.index.port.SOURCES`) and by names, needs and
example questions, and `kb.search` ranks these by the one ranking. An answer is proved where no
document that was not proposed can be among the results (the threshold algorithm: Fagin, Lotem and
Naor, 2003); where it is not, twice as many are looked at, up to a limit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import Settings, load_settings
from kb.index import port
from kb.index.documents import IndexedDistress
from kb.index.encoder.model import Encoder
from kb.index.vectors import IndexVectors
from kb.index.words import TEXT_FIELDS, FieldBM25
from kb.model.problems import QueryError
from kb.search.candidates import Candidates, candidates
from kb.search.engine import Engine
from kb.search.facets import Filters, check_filters
from kb.search.fusion import MODES
from kb.search.names import key_of
from kb.search.parts import query_terms, understood_terms
from kb.search.query import Query
from kb.search.ranking import Scored, prepare
from kb.search.results import Answer
from kb.text.stemmer import stem
from kb.text.words import terms_of

DEPTH = 400
"""Documents of each source that are looked at first: enough for 10,000 pages."""
DEEPEST = 3_200
"""Documents of each source that are looked at in the end."""
MOST_HOLDERS = 5_000
"""Documents that hold a query's words, of which no more are looked at."""
MOST_COUNTED = 1_000
"""Documents with enough of a query's words up to which each is ranked, so that it is counted."""
_ROUNDING = 1e-5
"""How far a store's values may lie from ours: it may keep vectors in single precision."""
_PLACES = "places"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An answer, and how it was come to.

    `proved` says that no other document can be among the hits; `counted` that total and counts are
    exact, and not lower bounds. `looked_at` documents were ranked, from so many of each source
    (`depth`).
    """

    answer: Answer
    proved: bool
    counted: bool
    looked_at: int
    depth: int


class StoreEngine:
    """Searches one snapshot of a store. Made once for it; a search changes nothing in it."""

    def __init__(
        self,
        snapshot: port.Snapshot,
        encoder: Encoder,
        *,
        settings: Settings | None = None,
        depth: int = DEPTH,
        deepest: int = DEEPEST,
    ) -> None:
        """`depth` and `deepest` are the documents of each source looked at first, and in the end.

        `encoder` encodes the queries, and is not asked before one needs it.
        """
        self._snapshot = snapshot
        self._encoder = encoder
        self._settings = settings or load_settings()
        self._depth, self._deepest = depth, deepest
        self._lexicon = snapshot.lexicon()
        self._documents = snapshot.statistics(()).documents
        self._led_to = dict(snapshot.numbers(sorted(self._lexicon.pages())))
        self._prepared = prepare(
            self._lexicon,
            snapshot,
            _NameTerms(snapshot),
            self._settings,
            kinds={one.id: one.kind for one in snapshot.entries([*self._led_to.values()])},
            documents=self._documents,
        )
        self._weak = frozenset(map(stem, self._settings.weak_words))

    @property
    def urgent_help(self) -> IndexedDistress:
        """What is shown to somebody in distress, and where nothing fits."""
        return self._lexicon.distress

    def search(
        self,
        text: str,
        *,
        mode: str = "hybrid",
        filters: Filters | None = None,
        limit: int | None = None,
    ) -> Found:
        """The answer to a query, as `kb.search.engine.Engine.search` gives it on a whole index.

        Raises:
            QueryError: if the mode, a facet or a concept does not exist, or the limit is below 1.
            EncoderError: if the mode needs the encoder and it cannot be used.
        """
        chosen = {facet: tuple(concepts) for facet, concepts in (filters or {}).items() if concepts}
        check_filters(self._lexicon.facets, chosen)
        limit = self._settings.shown if limit is None else limit
        if mode not in MODES or limit < 1 or not text.strip():
            return self._browse(text, mode, chosen, limit)
        query = self._prepared.interpreter.read(text[: self._settings.longest_query])
        return _Search(self, query, mode, chosen, limit).found()

    def _browse(
        self, text: str, mode: str, filters: Mapping[str, tuple[str, ...]], limit: int
    ) -> Found:
        """The answer to a blank query, from every document there is."""
        if mode not in MODES:
            raise QueryError(f'mode: unknown-mode: found "{mode}"; allowed {", ".join(MODES)}')
        first = self._snapshot.holders((), TEXT_FIELDS, 0.0, MOST_HOLDERS)
        numbers = {*first, *self._led_to.values()}
        engine = self._engine(self.candidates([*numbers], ()), {})
        whole = len(numbers) == self._documents
        return Found(
            answer=engine.search(text, mode=mode, filters=filters, limit=limit),
            proved=whole,
            counted=whole,
            looked_at=len(numbers),
            depth=0,
        )

    def candidates(self, numbers: Sequence[int], terms: Sequence[str]) -> Candidates:
        """An index of the documents with those numbers, for a query with those terms."""
        return candidates(self._snapshot, numbers, terms, self._settings, self._led_to)

    def _engine(self, index: Candidates, names: Mapping[int, str]) -> Engine:
        return Engine(
            index,
            self._encoder,
            settings=self._settings,
            prepared=self._prepared,
            names=_Named(names),
        )


class _Search:
    """One query on one snapshot, looked for deeper and deeper."""

    def __init__(
        self,
        engine: StoreEngine,
        query: Query,
        mode: str,
        filters: Mapping[str, tuple[str, ...]],
        limit: int,
    ) -> None:
        self._engine = engine
        self._snapshot = engine._snapshot
        self._settings = engine._settings
        self._query, self._mode, self._filters, self._limit = query, mode, filters, limit
        self._parts = frozenset(MODES[mode])
        self._terms = terms_asked(query, self._settings)
        self._statistics = self._snapshot.statistics(self._terms)
        self._vector: NDArray[np.float64] | None = None
        if mode != "keyword":
            vectors = self._snapshot.evidence(np.zeros(0, dtype=np.int64), ()).vectors
            self._vector = vectors.query(engine._encoder.encode([query.said])[0])

    def found(self) -> Found:
        """The answer, from as many documents as it takes to prove it."""
        names = self._snapshot.named(key_of(self._query.said))
        pointed, pointed_whole = self._pointed_to()
        counted, counted_whole = self._with_the_words()
        depth = self._engine._depth
        while True:
            whole = self._engine._documents <= depth
            lists = {} if whole else self._lists(depth)
            if whole:
                numbers = list(self._snapshot.holders((), TEXT_FIELDS, 0.0, depth))
            else:
                filtered = self._lists(depth, self._filters) if self._filters else {}
                listed = (one.numbers for one in (*lists.values(), *filtered.values()))
                led_to = self._engine._led_to.values()
                numbers = [*{*chain(led_to, names, pointed, counted, *listed)}]
            index = self._engine.candidates(numbers, self._terms)
            own = index.places()
            engine = self._engine._engine(
                index, {own[number]: name for number, name in names.items()}
            )
            scored = engine.ranker.score_query(self._query, self._mode, self._vector)
            answer = engine.answer(scored, self._mode, self._filters, self._limit)
            settled = whole or self._is_settled(engine, scored, index.vectors, lists)
            proved = settled and (whole or pointed_whole) and _all_exact(lists)
            if settled or depth >= self._engine._deepest:
                return Found(
                    answer=answer,
                    proved=proved,
                    counted=whole or (proved and counted_whole),
                    looked_at=len(numbers),
                    depth=depth,
                )
            depth = min(2 * depth, self._engine._deepest)

    def _lists(self, depth: int, filters: port.Filters | None = None) -> dict[str, port.Nearest]:
        found = {}
        for source, fields in (
            (port.WORDS, self._settings.fields),
            (port.SITUATION_WORDS, {"situations": 1.0}),
        ):
            if source in self._parts:
                probe = {
                    (name, term): count * weight
                    for term, count in query_terms(self._query, self._settings).items()
                    for name, weight in fields.items()
                }
                found[source] = self._snapshot.nearest(source, probe, depth, filters)
        if self._vector is not None:
            for source in port.VECTOR_SOURCES:
                found[source] = self._snapshot.nearest(source, self._vector, depth, filters)
        return found

    def _pointed_to(self) -> tuple[set[int], bool]:
        """The documents whose names or places have the query's words, or that alone hold them.

        Also whether these are all of them, as far as the ranking looks.
        """
        settings = self._settings
        understood = [port.Group(ways=((term,),)) for term in understood_terms(self._query)]
        telling = list(self._telling())
        named = (*settings.name_fields, _PLACES)
        found: set[int] = set()
        whole = True
        for groups, fields in ((understood, settings.name_fields), (telling, named)):
            if groups:
                numbers = self._snapshot.holders(groups, fields, len(groups), MOST_HOLDERS + 1)
                whole &= len(numbers) <= MOST_HOLDERS
                found.update(numbers)
        if 0 < len(telling) <= settings.spot_terms:
            few = settings.spot_documents + 1  # one more shows that they are not few
            found.update(self._snapshot.holders(telling, TEXT_FIELDS, len(telling), few))
        for phrase in self._query.phrases:
            known = [
                port.Group(ways=((term,),)) for term in phrase if self._snapshot.knows_term(term)
            ]
            numbers = self._snapshot.holders(known, TEXT_FIELDS, len(known), MOST_HOLDERS + 1)
            whole &= len(numbers) <= MOST_HOLDERS
            found.update(numbers)
        return found, whole

    def _with_the_words(self) -> tuple[tuple[int, ...], bool]:
        """The documents that count because they have enough of the words, and whether all do."""
        groups = [
            port.Group(ways=group.ways, worth=self._rarity(group.ways[0][0]))
            for group in self._telling()
        ]
        least = self._settings.word_share * math.fsum(group.worth for group in groups)
        if not groups:
            return (), True
        numbers = self._snapshot.holders(
            groups, TEXT_FIELDS, least - 10.0**-self._settings.precision, MOST_COUNTED + 1
        )
        return (numbers, True) if len(numbers) <= MOST_COUNTED else ((), False)

    def _telling(self) -> Iterator[port.Group]:
        """The words that were meant and tell something, with the other names that stand for each.

        As `kb.search.parts.WordParts.telling_terms` and `holding_any_name` have them.
        """
        terms = understood_terms(self._query)
        for term in [term for term in terms if term not in self._engine._weak] or terms:
            names = chain.from_iterable(
                expansion.names
                for expansion in self._query.expansions
                if term in terms_of(expansion.typed)
            )
            yield port.Group(ways=((term,), *names))

    def _rarity(self, term: str) -> float:
        held = self._statistics.holders.get(("body", term), 0)
        return FieldBM25.rarity(self._statistics.documents, held)

    def _is_settled(
        self,
        engine: Engine,
        scored: Scored,
        vectors: IndexVectors,
        lists: Mapping[str, port.Nearest],
    ) -> bool:
        """Whether no document that was not looked at can be among the hits.

        Of lists that may pass some over, going deeper would show no more than that.
        """
        most = self._most_elsewhere(engine, scored, vectors, lists)
        if most is None:
            return False
        ranked = engine.ranked(scored, self._filters)
        wanted = max(self._limit, self._settings.shown, self._settings.always_counted)
        if len(ranked) >= wanted:
            least = float(scored.scores[ranked[wanted - 1]])
        else:
            least = self._settings.kept * float(scored.fused.max(initial=0.0))
        fifth = np.sort(scored.fused)[::-1][: self._settings.together_first]
        return most + _ROUNDING < min(least, float(fifth.min(initial=np.inf)))

    def _most_elsewhere(
        self,
        engine: Engine,
        scored: Scored,
        vectors: IndexVectors,
        lists: Mapping[str, port.Nearest],
    ) -> float | None:
        """The best score that a document that was not looked at can have.

        None where it might have more of some part than any that was looked at, so that the part's
        maximum is not known.
        """
        bounds = {source: max(one.bound, 0.0) for source, one in lists.items()}
        shares = {
            "words": self._share(bounds.get(port.WORDS), scored.tops.get("words", 0.0)),
            "situation_words": self._share(
                bounds.get(port.SITUATION_WORDS), scored.tops.get("situation_words", 0.0)
            ),
            "hints": 1.0 if self._query.hints else 0.0,
        }
        if self._vector is not None:
            whole = self._settings.whole_share
            best = max(bounds[port.PAGE], bounds[port.PASSAGE])
            meaning = whole * bounds[port.PAGE] + (1 - whole) * best
            shares["meaning"] = self._share(meaning, scored.tops["meaning"])
            shares["situations"] = self._share(bounds[port.SITUATION], scored.tops["situations"])
            if len(vectors.pages):
                top = float(vectors.pages.likeness(self._vector).max())
                bound = lists[port.DIRECTION].bound
                further = self._settings.page_sharpness * (bound - top)
                shares["pages_by_meaning"] = math.exp(further) if further <= 0 else math.inf
        used = {name: shares.get(name, 0.0) for name in self._parts}
        if any(math.isinf(share) for share in used.values()):
            return None
        weights = engine.ranker.weights
        whole_weight = sum(weights.get(name, 0.0) for name in used)
        told = math.fsum(weights.get(name, 0.0) * share for name, share in used.items())
        return told / whole_weight if whole_weight else 0.0

    @staticmethod
    def _share(bound: float | None, top: float) -> float:
        """What a part can be over its maximum, elsewhere; infinite if that may be above it."""
        if bound is None or bound <= 0:
            return 0.0
        return math.inf if top <= 0 or bound > top else bound / top


def _all_exact(lists: Mapping[str, port.Nearest]) -> bool:
    return all(one.exact for one in lists.values())


class _Named:
    """The documents that the whole query names, found already."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self._names = names

    def find(self, text: str) -> Mapping[int, str]:
        """The names found; `text` is the query that they were found for."""
        del text
        return self._names


class _NameTerms:
    """Contains the stems that names in a snapshot have."""

    def __init__(self, snapshot: port.Snapshot) -> None:
        self._snapshot = snapshot

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and self._snapshot.knows_name_term(term)


def terms_asked(query: Query, settings: Settings) -> tuple[str, ...]:
    """Every term that the ranking of a query may ask for."""
    told = (term for expansion in query.expansions for term in terms_of(expansion.typed))
    names = (name for expansion in query.expansions for name in expansion.names)
    taken = chain(query_terms(query, settings), query.typed, told, chain.from_iterable(names))
    others = chain.from_iterable((*query.without, *query.phrases))
    corrected = (one for c in query.corrections for one in (*c.terms, *c.stems))
    return tuple(dict.fromkeys(chain(taken, others, corrected)))
