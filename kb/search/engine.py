"""An open index and a query in, an answer out: score, judge, filter, count, order, explain.

The same query on the same index gives the same answer. Ties are broken by identifier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from kb.data.settings import Settings, load_settings
from kb.index.documents import Choice, IndexedDistress, IndexedDocument
from kb.index.encoder.model import Encoder
from kb.index.port import SearchIndex
from kb.model.documents import Kind
from kb.model.problems import QueryError
from kb.search.abstain import fits
from kb.search.counting import counted_documents
from kb.search.facets import Facets, Filters, Mask
from kb.search.fusion import MODES
from kb.search.parts import Part, query_terms
from kb.search.query import Query
from kb.search.ranking import NameFinder, Prepared, Ranker, Scored
from kb.search.reasons import is_telling, passages_of, vague_stems
from kb.search.results import Answer, Hit, Reason, ReasonType, Sureness
from kb.search.snippet import Snippet, best_piece, cut, term_worths
from kb.search.sureness import sureness


class Engine:
    """Searches one index. Made once; a search changes nothing in it."""

    def __init__(
        self,
        index: SearchIndex,
        encoder: Encoder,
        *,
        settings: Settings | None = None,
        prepared: Prepared | None = None,
        names: NameFinder | None = None,
    ) -> None:
        """Make an engine; `prepared` and `names` are from whoever has them already.

        `encoder` encodes the queries, and is not asked before one needs it.
        """
        self._index = index
        self._settings = settings or load_settings()
        self.ranker = Ranker(index, encoder, self._settings, prepared=prepared, names=names)
        self._prepared = self.ranker.prepared
        self._facets = Facets(index.lexicon, index.keyword, len(index.entries))
        self._vague = vague_stems(self._settings)

    @property
    def urgent_help(self) -> IndexedDistress:
        """What is shown to somebody in distress, and where nothing fits."""
        return self._index.lexicon.distress

    def search(
        self,
        text: str,
        *,
        mode: str = "hybrid",
        filters: Filters | None = None,
        limit: int | None = None,
    ) -> Answer:
        """The answer to a query.

        A blank query answers with every document that the filters keep, by identifier. Where
        nothing fits well the three nearest documents are the hits, and the nearest needs are named.
        Urgent help is shown whatever the filters.

        Raises:
            QueryError: if the mode, a facet or a concept does not exist, or the limit is below 1.
            EncoderError: if the mode needs the encoder and it cannot be used.
        """
        chosen = {facet: tuple(concepts) for facet, concepts in (filters or {}).items() if concepts}
        self._facets.check(chosen)
        limit = self._settings.shown if limit is None else limit
        if mode not in MODES:
            raise QueryError(f'mode: unknown-mode: found "{mode}"; allowed {", ".join(MODES)}')
        if limit < 1:
            raise QueryError(f"limit: out-of-range: found {limit}; allowed 1 or more")
        if not text.strip():
            return self._browse(text, mode, chosen, limit)
        return self.answer(self.ranker.score(text, mode), mode, chosen, limit)

    def keep(self, filters: Filters) -> Mask:
        """The documents that filters keep, by number."""
        return self._facets.keep(filters)

    def fitting(self, scored: Scored, mode: str) -> bool:
        """Whether something here fits the query. Names and distress are never turned away.

        A phrase in quotation marks that stands nowhere fits nothing.
        """
        if self.ranker.plain or scored.evidence.names or scored.query.distress:
            return True
        if not scored.allowed.any():
            return False
        return fits(scored.signals, mode, self._settings)

    def order(self, scores: Part, shown: Mask) -> list[int]:
        """The numbers of the documents shown, best first, then by identifier: that is by number."""
        numbers = np.flatnonzero(shown)
        rounded = np.round(scores[numbers], self._settings.precision)
        found: list[int] = numbers[np.argsort(-rounded, kind="stable")].tolist()
        return found

    def rank(
        self, text: str, *, mode: str = "hybrid", filters: Filters | None = None, limit: int
    ) -> tuple[list[tuple[str, float]], bool]:
        """The identifiers and scores of the hits of `search`, and whether the query is refused.

        Without all that makes an answer readable, for measuring many queries.
        """
        if not text.strip():
            answer = self.search(text, mode=mode, filters=filters, limit=limit)
            return [(hit.id, hit.score) for hit in answer.hits], answer.abstained
        chosen = {facet: tuple(concepts) for facet, concepts in (filters or {}).items() if concepts}
        self._facets.check(chosen)
        scored = self.ranker.score(text, mode)
        fitting = self.fitting(scored, mode)
        counted = None
        if fitting:
            counted = counted_documents(self._index, self.ranker.words, scored, self._settings)
            counted[list(scored.helping)] = True
        scored, order = self._shown(scored, self.ranked(scored, chosen), counted)
        first = order[:limit]
        entries = self._index.taken(first)
        found = zip(entries, scored.scores[first].tolist(), strict=True)
        return [(entry.id, score) for entry, score in found], not fitting

    def ranked(self, scored: Scored, filters: Mapping[str, tuple[str, ...]]) -> list[int]:
        """The documents that are near enough and that filters keep, best first."""
        shown = self._found(scored) & self._facets.keep(filters)
        shown[list(scored.helping)] = True
        return self.order(scored.scores, shown)

    def _shown(
        self, scored: Scored, ranked: list[int], counted: Mask | None
    ) -> tuple[Scored, list[int]]:
        """The scores, and the documents that are shown: the first, and what counts.

        Without `counted` nothing fits, and the nearest are shown.
        """
        if counted is None:
            order = ranked[: self._settings.nearest] if scored.signals.understood else []
        else:
            first = self._settings.always_counted
            order = [n for place, n in enumerate(ranked) if place < first or counted[n]]
        return self._running_first(scored, order)

    def answer(
        self, scored: Scored, mode: str, filters: Mapping[str, tuple[str, ...]], limit: int
    ) -> Answer:
        """The answer to a query that was scored already; else as `search`."""
        fitting = self.fitting(scored, mode)
        found = self._found(scored)
        ranked = self.ranked(scored, filters)
        every = self.order(scored.scores, found) if fitting else []
        counted = counted_documents(self._index, self.ranker.words, scored, self._settings)
        sure = sureness(scored, ranked, self._settings) if fitting else Sureness.NOT_SURE
        if fitting:
            counted[list(scored.helping)] = True
        scored, order = self._shown(scored, ranked, counted if fitting else None)
        sure_of = ranked[: self._settings.sure_first]
        return Answer(
            query=scored.query.text,
            mode=mode,
            filters=filters,
            hits=tuple(self._hits(scored, order[:limit], dict.fromkeys(sure_of, sure))),
            total=len(order),
            facets=self._facets.counts(
                every, filters, counted, always=self._settings.always_counted
            ),
            abstained=not fitting,
            sureness=sure,
            distress=scored.query.distress,
            nearest=() if fitting else self._nearest(scored),
            suggestion=_suggestion(scored.query),
            hints=self._hints(scored.query),
            topics=self._prepared.topics.find(scored.query, scored.evidence.needs, fitting=fitting),
            first=self._prepared.voice.first(
                scored.query,
                scored.evidence.needs,
                [entry.kind for entry in self._index.taken(order[:1])],
                named=bool(scored.evidence.names),
            ),
        )

    def _running_first(self, scored: Scored, order: list[int]) -> tuple[Scored, list[int]]:
        """The scores and the order with no offer above one that runs, if it is not known to run.

        Among the first ones that are shown, such an offer is worth no more than the last offer
        there that runs. What was asked for by name, even by part of it, or helps in distress stays
        where it is.
        """
        first, rest = order[: self._settings.shown], order[self._settings.shown :]
        entries = dict(zip(first, self._index.taken(first), strict=True))
        offers = [n for n in first if entries[n].kind == Kind.SIGNPOSTING]
        named = self.ranker.words.titled(scored.query)
        fixed = {*scored.evidence.names, *named, *scored.helping}
        idle = [n for n in offers if not entries[n].running and n not in fixed]
        running = [n for n in offers if entries[n].running]
        if not (idle and running):
            return scored, order
        scores = scored.scores.copy()
        scores[idle] = np.minimum(scores[idle], scores[running].min())
        rounded = np.round(scores, self._settings.precision)
        first.sort(key=lambda n: (-rounded[n], n in idle, n))
        return replace(scored, scores=scores), first + rest

    def _browse(
        self, text: str, mode: str, filters: Mapping[str, tuple[str, ...]], limit: int
    ) -> Answer:
        everything = np.ones(len(self._index.entries), dtype=np.bool_)
        order = self.order(np.zeros(len(everything)), self._facets.keep(filters))
        return Answer(
            query=text,
            mode=mode,
            filters=filters,
            hits=tuple(map(self._listed, order[:limit], self._index.taken(order[:limit]))),
            total=len(order),
            facets=self._facets.counts(
                range(len(everything)), filters, everything, always=self._settings.always_counted
            ),
        )

    def _found(self, scored: Scored) -> Mask:
        """The documents that are near enough to the best one to be shown."""
        least = self._settings.kept * scored.fused.max(initial=0.0)
        found = (scored.fused > 0) & (np.round(scored.fused - least, self._settings.precision) >= 0)
        found[[*scored.evidence.names, *scored.spotted]] = True
        return np.asarray(found & scored.allowed)

    def _hits(self, scored: Scored, order: list[int], sure: Mapping[int, Sureness]) -> list[Hit]:
        terms = query_terms(scored.query, self._settings)
        terms = {term: n for term, n in terms.items() if is_telling(term, self._vague)}
        worths = term_worths(terms, lambda term: self._index.keyword.rarity("body", term))
        hits = []
        for number, entry in zip(order, self._index.taken(order), strict=True):
            likeness = passages_of(number, scored.evidence)
            hits.append(
                self._hit(
                    number,
                    entry,
                    score=float(scored.scores[number]),
                    snippet=self._snippet(entry, worths, likeness),
                    parts={name: float(part[number]) for name, part in scored.parts.items()},
                    scored=scored,
                    sure=sure.get(number),
                )
            )
        return hits

    def _snippet(
        self, entry: IndexedDocument, worths: Mapping[str, float], likeness: Sequence[float] | None
    ) -> Snippet:
        piece = best_piece(entry, worths, likeness, self._settings)
        return cut(piece, worths, self._settings.snippet)

    def _listed(self, number: int, entry: IndexedDocument) -> Hit:
        """A hit of a blank query: no score, no reason, the summary as its snippet."""
        snippet = Snippet(entry.summary, (), "", "")
        return self._hit(number, entry, score=0.0, snippet=snippet, parts={})

    def _hit(
        self,
        number: int,
        entry: IndexedDocument,
        *,
        score: float,
        snippet: Snippet,
        parts: Mapping[str, float],
        scored: Scored | None = None,
        sure: Sureness | None = None,
    ) -> Hit:
        reasons: tuple[Reason, ...] = ()
        if scored is not None:
            reasons = self._prepared.explainer.reasons(scored.query, entry, number, scored.evidence)
        if sure is not None:
            reasons = (*reasons, Reason(type=ReasonType.SURENESS, text=sure.value))
        return Hit(
            id=entry.id,
            kind=entry.kind,
            title=entry.title,
            summary=entry.summary,
            url=entry.url,
            score=score,
            snippet=snippet,
            reasons=reasons,
            parts=parts,
        )

    def _nearest(self, scored: Scored) -> tuple[Choice, ...]:
        """The needs that come nearest to the query, likeliest first."""
        needs = self._index.lexicon.needs
        chances = np.round(scored.evidence.needs, self._settings.precision)
        order = sorted(range(len(needs)), key=lambda number: (-chances[number], number))
        return tuple(
            Choice(id=needs[n].id, label=needs[n].label) for n in order[: self._settings.nearest]
        )

    def _hints(self, query: Query) -> dict[str, tuple[Choice, ...]]:
        return {
            facet: tuple(c for c in self._index.lexicon.facets[facet] if c.id in concepts)
            for facet, concepts in query.hints.items()
        }


def _suggestion(query: Query) -> str:
    """The query with each corrected word put right; "" if none was."""
    text = query.text
    for correction in reversed(query.corrections):
        text = f"{text[: correction.start]}{correction.meant}{text[correction.end :]}"
    return text if query.corrections else ""
