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
from kb.text.stemmer import stem
from kb.text.words import Word, forms_of, terms_of, words_of

ROLE = "role"
"""The facet whose labels name one doctor, and not many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchDetails:
    """What the engine found out about a query on its way, that reasons are drawn from.

    `holders` tells of each document here whether it holds each term of the query, `held_by` how
    many hold it in the whole edition; `needs` has the chance of each need;
    `situations` and `passages` the likeness of each by its row, None where no vectors were used;
    `passage_of` the document of each passage.
    """

    names: Mapping[int, str]
    holders: Mapping[str, NDArray[np.bool_]]
    held_by: Mapping[str, int]
    needs: NDArray[np.float64]
    situations: NDArray[np.float64] | None
    passages: NDArray[np.float64] | None
    passage_of: NDArray[np.int32]


class Explainer:
    """Gives the reasons for hits, by one lexicon."""

    def __init__(
        self, lexicon: Lexicon, settings: Settings, documents: int, alone: frozenset[str]
    ) -> None:
        """`documents` is how many the whole edition has; `alone` is as `telling_alone` gives it."""
        self._settings = settings.reasons
        self._vague = vague_stems(settings)
        self._alone = alone
        self._needs = [(need, dict(need.pages)) for need in lexicon.needs]
        self._labels: dict[str, dict[str, Choice]] = {
            facet: {choice.id: choice for choice in choices}
            for facet, choices in lexicon.facets.items()
        }
        self._documents = documents

    def reasons(
        self, query: Query, entry: IndexedDocument, number: int, evidence: MatchDetails
    ) -> tuple[Reason, ...]:
        """The strongest few, in the order of `ReasonType`; none where there is nothing to say."""
        held = {
            term: evidence.held_by[term]
            for term, having in evidence.holders.items()
            if having[number]
        }
        found = self._reasons(query, entry, number, evidence, held)
        return tuple(reason for reason, _ in zip(found, range(self._settings.most), strict=False))

    def _reasons(
        self,
        query: Query,
        entry: IndexedDocument,
        number: int,
        evidence: MatchDetails,
        held: Mapping[str, int],
    ) -> Iterator[Reason]:
        named = number in evidence.names
        tags = list(self._tags(query, entry))
        if named:
            yield Reason(type=ReasonType.NAME, text=evidence.names[number])
        mentioned = [] if named else self._mentioned(query, entry, held, " ".join(tags))
        if mentioned:
            yield Reason(type=ReasonType.WORD, text=" and ".join(mentioned))
        for expansion in query.expansions:
            if held.keys() >= set(expansion.terms) and _tells_more(expansion):
                text = f"{_as_typed(query, expansion.typed)}: {expansion.means}"
                yield Reason(type=ReasonType.SYNONYM, text=text)
        for tag in tags:
            yield Reason(type=ReasonType.TAG, text=tag)
        need = self._need(entry.id, query, evidence.needs)
        if need is not None:
            yield Reason(type=ReasonType.NEED, text=need.label)

    def _tags(self, query: Query, entry: IndexedDocument) -> Iterator[str]:
        """Whom the page is for, of those that the query seems to speak of."""
        for facet, concepts in query.hints.items():
            for concept in concepts:
                if concept in entry.facets.get(facet, ()):
                    yield those_of(self._labels[facet][concept].label, one=facet == ROLE)

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

    def _mentioned(
        self, query: Query, entry: IndexedDocument, held: Mapping[str, int], tags: str
    ) -> list[str]:
        """The telling words of the query that the page has, as typed or as corrected.

        A figure alone tells nothing, nor does one word that neither the page's names nor the site
        uses for what it is about; what `tags` say is said there. Words that stand side by side in
        both are one phrase. The rarest are kept, in the order typed.
        """
        named = frozenset(terms_of("\n".join((entry.title, *entry.also))))
        said = frozenset(terms_of(tags))

        def rarity(terms: Sequence[str]) -> int | None:
            """In how many documents the rarest telling term is; None if some term is missing."""
            if any(term not in held for term in terms) or said.issuperset(terms):
                return None
            if len(terms) == 1 and not {*terms} & (named | self._alone):
                return None
            most = self._settings.common * self._documents
            telling = [
                held[term]
                for term in terms
                if is_telling(term, self._vague) and (held[term] <= most or term in named)
            ]
            return min(telling, default=None)

        found: dict[str, int] = {}
        for run in _runs(query, held, self._vague, self._settings.longest):
            whole = len(run) == 1 or _stands_in(entry, [word.term for word in run])
            for words in [run] if whole else [[word] for word in run]:
                rare = rarity([word.term for word in words])
                if rare is not None:
                    found.setdefault(query.text[words[0].start : words[-1].end], rare)
        for correction in query.corrections:
            rare = rarity(correction.terms)
            if rare is not None:
                found.setdefault(correction.meant, rare)
        rarest = sorted(found, key=lambda text: found[text])[: self._settings.words]
        return [text for text in found if text in rarest]


def passages_of(number: int, evidence: MatchDetails) -> list[float] | None:
    """The likeness of each passage of a document; None where no vectors were used."""
    if evidence.passages is None:
        return None
    start, end = np.searchsorted(evidence.passage_of, (number, number + 1))
    return [float(value) for value in evidence.passages[start:end]]


def is_telling(term: str, vague: frozenset[str]) -> bool:
    """Whether a term tells something by itself; a figure does not."""
    return not (term in vague or term.isdigit())


def telling_alone(lexicon: Lexicon) -> frozenset[str]:
    """The terms that by themselves are a cue of a need, a turn of a career or some other name."""
    said = (
        *(cue for need in lexicon.needs for cue in need.cues),
        *(name for turn in lexicon.turns for name in turn.names),
        *(name for group in lexicon.synonyms for name in group.names),
    )
    return frozenset(terms[0] for terms in map(terms_of, said) if len(terms) == 1)


def vague_stems(settings: Settings) -> frozenset[str]:
    """The stems that tell nothing by themselves."""
    return frozenset(map(stem, settings.weak_words | settings.reasons.vague))


def those_of(label: str, *, one: bool) -> str:
    """Whom a concept's label means, after "for": "GP partners", "locums", "GP trainees".

    What the label adds in brackets is left out, and a name that it explains after a colon; `one`
    says that it names one doctor.
    """
    text = label.split(" (")[0].split(": ")[-1]
    if text[1:2].islower():
        text = text[:1].lower() + text[1:]
    return f"{text}s" if one else text


def _runs(
    query: Query, held: Mapping[str, int], vague: frozenset[str], longest: int
) -> Iterator[list[Word]]:
    """Words typed side by side that the page has and that are not vague, so many at most."""
    run: list[Word] = []
    for word in query.words:
        kept = not word.stop and word.term in held and word.term not in vague
        beside = run and query.text[run[-1].end : word.start] in (" ", "-")
        if run and not (kept and beside and len(run) < longest):
            yield run
            run = []
        if kept:
            run.append(word)
    if run:
        yield run


def _stands_in(entry: IndexedDocument, terms: Sequence[str]) -> bool:
    """Whether terms stand side by side in the title, the summary or a passage."""
    key = f" {' '.join(terms)} "
    texts = (entry.title, entry.summary, *(piece.text for piece in entry.passages))
    return any(key in f" {' '.join(term for _, term, _ in forms_of(text))} " for text in texts)


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
