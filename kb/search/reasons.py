"""A document and a query in, the reasons why it is among the results out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import Settings
from kb.index.documents import Choice, IndexedDocument, Lexicon, Need
from kb.search.query import Expansion, Query
from kb.search.results import Reason, ReasonType
from kb.text.words import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchDetails:
    """What the engine found out about a query on its way, that reasons are drawn from.

    `holders` has the documents that hold each term of the query; `needs` the chance of each need;
    `situations` and `passages` the likeness of each by its row, None where no vectors were used.
    """

    names: Mapping[int, str]
    holders: Mapping[str, frozenset[int]]
    needs: NDArray[np.float64]
    situations: NDArray[np.float64] | None
    passages: NDArray[np.float64] | None


class Explainer:
    """Gives the reasons for hits of one index."""

    def __init__(
        self,
        lexicon: Lexicon,
        entries: Sequence[IndexedDocument],
        settings: Settings,
        weak: frozenset[str] = frozenset(),
    ) -> None:
        """`weak` are the stems that are no reason by themselves."""
        self._near = settings.near
        self._settings = settings.reasons
        self._weak = weak
        self._needs = [(need, dict(need.pages)) for need in lexicon.needs]
        self._labels: dict[str, dict[str, Choice]] = {
            facet: {choice.id: choice for choice in choices}
            for facet, choices in lexicon.facets.items()
        }
        self._documents = len(entries)
        self._first_situation = np.cumsum([0, *(len(entry.situations) for entry in entries)])
        self._first_passage = np.cumsum([0, *(len(entry.passages) for entry in entries)])

    def reasons(
        self, query: Query, entry: IndexedDocument, number: int, evidence: MatchDetails
    ) -> tuple[Reason, ...]:
        """Every reason, in the order of `ReasonType`; a weak word where there is no other."""
        held = {
            term: len(documents)
            for term, documents in evidence.holders.items()
            if number in documents
        }
        found = tuple(self._reasons(query, entry, number, evidence, held))
        return found or tuple(self._words(query, held))

    def passages(self, number: int, evidence: MatchDetails) -> list[float] | None:
        """The likeness of each passage of a document; None where no vectors were used."""
        if evidence.passages is None:
            return None
        rows = slice(self._first_passage[number], self._first_passage[number + 1])
        return [float(value) for value in evidence.passages[rows]]

    def _reasons(
        self,
        query: Query,
        entry: IndexedDocument,
        number: int,
        evidence: MatchDetails,
        held: Mapping[str, int],
    ) -> Iterator[Reason]:
        if number in evidence.names:
            yield Reason(type=ReasonType.NAME, text=evidence.names[number])
        telling = {term: count for term, count in held.items() if term not in self._weak}
        yield from self._words(query, telling)
        for expansion in query.expansions:
            if held.keys() >= set(expansion.terms) and _tells_more(expansion):
                text = f"{_as_typed(query, expansion.typed)}: {expansion.means}"
                yield Reason(type=ReasonType.SYNONYM, text=text)
        told = evidence.situations  # a large index has one row for a document, not one for each
        if told is not None and len(told) == self._first_situation[-1] and entry.situations:
            start = int(self._first_situation[number])
            likeness = told[start : start + len(entry.situations)]
            closest = int(np.argmax(likeness))
            if likeness[closest] >= self._settings.close_situation:
                yield Reason(type=ReasonType.SITUATION, text=entry.situations[closest])
        need = self._need(entry.id, query, evidence.needs)
        if need is not None:
            yield Reason(type=ReasonType.NEED, text=need.label)
        for facet, concepts in query.hints.items():
            for concept in concepts:
                if concept in entry.facets.get(facet, ()):
                    yield Reason(type=ReasonType.TAG, text=self._labels[facet][concept].label)
        passages = self.passages(number, evidence)
        if passages and max(passages) >= self._near:
            heading = entry.passages[passages.index(max(passages))].heading
            yield Reason(type=ReasonType.MEANING, text=heading or entry.title)

    def _need(self, document: str, query: Query, chances: NDArray[np.float64]) -> Need | None:
        """The likely need that gives most to the document, by its chance times its weight.

        A need whose cue stands in the query is certain.
        """
        best, best_worth = None, 0.0
        cued = dict(query.needs)
        for (need, pages), likely in zip(self._needs, chances.tolist(), strict=True):
            chance = 1.0 if need.id in cued else likely
            worth = chance * pages.get(document, 0)
            if chance >= self._settings.likely_need and worth > best_worth:
                best, best_worth = need, worth
        return best

    def _words(self, query: Query, held: Mapping[str, int]) -> Iterator[Reason]:
        """The words of the query that distinguish the document from others, as typed or corrected.

        `held` has how many documents have each term that this one has; where most have every one of
        them, the rarest is given.
        """
        shown: dict[str, str] = {}
        for word in query.words:
            if not word.stop and word.term in held:
                shown.setdefault(word.term, query.text[word.start : word.end])
        for correction in query.corrections:
            for term in correction.terms:
                if term in held:
                    shown.setdefault(term, correction.meant)
        rarest = sorted(shown, key=lambda term: held[term])[: self._settings.words]
        common = self._settings.common * self._documents
        given = [
            text
            for term, text in shown.items()
            if term in rarest and (held[term] <= common or term == rarest[0])
        ]
        yield from (Reason(type=ReasonType.WORD, text=text) for text in dict.fromkeys(given))


def _tells_more(expansion: Expansion) -> bool:
    """Whether the meaning of a name says anything that the name does not."""
    meaning = " ".join(word.text for word in words_of(expansion.means))
    return f" {expansion.typed} " not in f" {meaning} "


def _as_typed(query: Query, name: str) -> str:
    """A name in the spelling of the query, "VTS" for "vts"."""
    wanted = name.split(" ")
    for at in range(len(query.words)):
        run = query.words[at : at + len(wanted)]
        if [word.text for word in run] == wanted:
            return query.text[run[0].start : run[-1].end]
    return name
