"""What each document is worth to a query, part by part: words, meaning, situations, needs, tags.

Each part is a float64 array with a figure of at least 0 for each document, by its number, on a
scale of its own; `kb.search.fusion` adds them up. Sums run in a fixed order, so that the browser
engine comes to the same figures.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import Settings
from kb.index.documents import Lexicon, Need
from kb.index.need_model import shares_of_needs
from kb.index.port import SearchIndex
from kb.index.words import TEXT_FIELDS
from kb.model.documents import ANY
from kb.search.example_questions import ExampleQuestions, LineWorths, Votes, line_worths
from kb.search.query import Query
from kb.text.stemmer import stem
from kb.text.words import terms_of

Part = NDArray[np.float64]
"""Shape (documents,), each figure at least 0."""

_PLACE_FIELD = "places"
_ROLE = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spotted:
    """The documents that a query points to, and whether it is made of what is here alone."""

    documents: frozenset[int]
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconTerms:
    """What the terms of a lexicon weigh, whatever the documents.

    `needs` has for each need how strongly terms indicate it (`need_term_counts`), `elsewhere` how
    often they stand in what nothing here answers, `lines` their worths in example questions;
    `votes` are those of the documents of one index, where they are known already.
    """

    needs: Sequence[Mapping[str, float]]
    elsewhere: Mapping[str, int]
    lines: LineWorths
    votes: Votes | None = None


def lexicon_terms(lexicon: Lexicon, settings: Settings) -> LexiconTerms:
    """What the terms of a lexicon weigh."""
    return LexiconTerms(
        needs=need_term_counts(lexicon.needs, settings),
        elsewhere=counts_of(lexicon.elsewhere),
        lines=line_worths(lexicon.needs, settings),
    )


class WordParts:
    """The parts that need no vectors, for one index."""

    def __init__(
        self, index: SearchIndex, settings: Settings, terms: LexiconTerms | None = None
    ) -> None:
        """`terms` is from whoever has it already."""
        terms = terms or lexicon_terms(index.lexicon, settings)
        self._index = index
        self._settings = settings
        self._numbers = {entry.id: number for number, entry in enumerate(index.entries)}
        self._shares = shares_of_needs(index.lexicon.needs, self._numbers)
        self._term_counts = terms.needs
        self.asked = ExampleQuestions(
            index.lexicon.needs, self._numbers, settings, terms.lines, terms.votes
        )
        self._elsewhere = terms.elsewhere
        lengths = np.array(index.keyword.lengths["situations"], dtype=np.float64)
        told = [float(sum(words.values())) for words in self._term_counts]
        self._need_words = self._shares @ lengths + np.array(told)
        self._tagged = {facet: index.keyword.concepts(facet) for facet in index.lexicon.hints}
        self._weak = frozenset(map(stem, settings.weak_words))

    def parts(self, query: Query) -> dict[str, Part]:
        """Every part that rests on words, in the order of the mode "keyword"."""
        terms = query_terms(query, self._settings)
        within = self._whole_names(query, terms)
        chances = self.need_chances(query)
        found = dict(query.needs)
        cued = [float(need.id in found) for need in self._index.lexicon.needs]
        return {
            "words": self._sum_of_fields(terms, within, self._settings.fields),
            "situation_words": self._sum_of_fields(terms, within, {"situations": 1.0}),
            "asked": self.asked.votes(meant_terms(query)),
            "needs_by_cue": self.need_pages(np.array(cued)),
            "needs_by_words": self.need_pages(chances),
            "hints": self._hints(query),
        }

    def need_chances(self, query: Query) -> NDArray[np.float64]:
        """How likely each need is by the words that were typed; they sum to 1, or are all 0.

        Naive Bayes without a prior: words as they are spread over the situations of the pages that
        a need leads to, over its cues and over what is asked with it, smoothed by words as they are
        spread over all of them.
        A query with none of these words has no chances.
        """
        settings = self._settings
        odds = np.zeros(len(self._term_counts))
        total = float(self._need_words.sum())
        known = False
        for term in meant_terms(query):
            counts = np.array([words.get(term, 0) for words in self._term_counts], float)
            for document, frequency in self._index.keyword.frequencies("situations", term):
                counts = counts + frequency * self._shares[:, document]
            overall = float(counts.sum()) / total if total else 0.0
            if overall:
                known = True
                smoothed = counts + settings.need_smoothing * overall
                odds += np.log(smoothed / (self._need_words + settings.need_smoothing) / overall)
        return softmax(odds) if known else odds

    def foreign(self, terms: Iterable[str]) -> float:
        """How much words speak of what lies elsewhere, by their log odds; 0 without any.

        Naive Bayes as in `need_chances`: words as they are spread over what nothing here answers,
        smoothed by words as they are spread over that and what is here: situations, cues, asked.
        """
        size = float(sum(self._elsewhere.values()))
        total = size + float(self._need_words.sum())
        odds = 0.0
        for term in terms:
            here = sum(words.get(term, 0) for words in self._term_counts)
            here += self._index.keyword.occurrences("situations", term)
            there = self._elsewhere.get(term, 0)
            overall = (here + there) / total if total else 0.0
            if overall:
                smoothed = there + self._settings.need_smoothing * overall
                odds += math.log(smoothed / (size + self._settings.need_smoothing) / overall)
        return odds

    def need_pages(self, strengths: NDArray[np.float64]) -> Part:
        """What needs of those strengths give to each document that they lead to."""
        found = np.zeros(len(self._numbers))
        for need, strength in zip(self._index.lexicon.needs, strengths, strict=True):
            for page, weight in need.pages:
                found[self._numbers[page]] += float(strength) * weight
        return found

    def titled(self, query: Query) -> frozenset[int]:
        """The documents whose title and other names have every word that was meant."""
        fields = self._settings.name_fields
        holding = [self._holding(term, fields) for term in understood_terms(query)]
        return frozenset.intersection(*holding) if holding else frozenset()

    def spotted(self, query: Query) -> Spotted:
        """The documents that a query points to by a name, a place or a rare word, if it does.

        A query points to the documents that have each of its words, weak ones left aside, in
        title, other names, organisations or area, if a place or an organisation is among them; a
        query of one word points to those that have it anywhere, if these are few. The other names
        of a name count too. It is made of what is here alone if some document's names and places
        have all its words, if few documents have them all, or if its one word is known.
        """
        terms = self.telling_terms(query)
        named = self._with_every(terms, query, (*self._settings.name_fields, _PLACE_FIELD))
        placed = self._with_any(terms, query, (_PLACE_FIELD,)) & named
        few: frozenset[int] = frozenset()
        held = self._with_every(terms, query, TEXT_FIELDS)
        if len(terms) <= self._settings.spot_terms and len(held) <= self._settings.spot_documents:
            few = held
        alone = len(terms) == 1
        return Spotted(
            documents=placed | few if alone else placed,
            ours=bool(named or few or (alone and held)),
        )

    def for_readers(self, query: Query) -> bool:
        """Whether a query says in few words that somebody is whom the content is for.

        "Prison gp" is a doctor's, though no document has the word. Not so if the other words are
        plainly those of what lies elsewhere, as in "gp appointment".
        """
        terms = set(self.telling_terms(query))
        beside = terms - self._settings.reader_terms
        few = len(beside) <= self._settings.beside_readers
        return (
            few
            and beside != terms
            and self.foreign(sorted(beside)) <= self._settings.readers_foreign
        )

    def telling_terms(self, query: Query) -> list[str]:
        """The terms that were meant, without weak words unless there are no others."""
        terms = understood_terms(query)
        return [term for term in terms if term not in self._weak] or terms

    def _with_every(
        self, terms: Sequence[str], query: Query, fields: Sequence[str]
    ) -> frozenset[int]:
        holding = [self.holding_any_name(term, query, fields) for term in terms]
        return frozenset.intersection(*holding) if holding else frozenset()

    def _with_any(
        self, terms: Sequence[str], query: Query, fields: Sequence[str]
    ) -> frozenset[int]:
        return frozenset().union(*(self.holding_any_name(term, query, fields) for term in terms))

    def holding_any_name(self, term: str, query: Query, fields: Sequence[str]) -> frozenset[int]:
        """The documents that have a term in some of the fields, or another name of what it names.

        The other name must stand whole.
        """
        found = self._holding(term, fields)
        for expansion in query.expansions:
            if term in terms_of(expansion.typed):
                for name in expansion.names:
                    found |= frozenset.intersection(*(self._holding(t, fields) for t in name))
        return found

    def _holding(self, term: str, fields: Sequence[str]) -> frozenset[int]:
        return frozenset(
            document
            for field in fields
            for document, _ in self._index.keyword.frequencies(field, term)
        )

    def for_others(self, query: Query) -> frozenset[int]:
        """The documents that are for other roles alone than those the query speaks of."""
        tagged = self._tagged.get(_ROLE, {})
        spoken = query.hints.get(_ROLE, ())
        if not spoken:
            return frozenset()
        meant = {document for role in (*spoken, ANY) for document in tagged.get(role, ())}
        return frozenset(document for found in tagged.values() for document in found) - meant

    def _whole_names(self, query: Query, terms: Mapping[str, float]) -> dict[str, set[int]]:
        """For each term that only other names have, the documents that hold one of them whole.

        A page about the quality of patients' care is not about the Care Quality Commission.
        """
        counted = set(meant_terms(query))
        within: dict[str, set[int]] = {term: set() for term in terms if term not in counted}
        for name in chain.from_iterable(expansion.names for expansion in query.expansions):
            whole = [self._index.keyword.holders(term) for term in name]
            for term in within.keys() & set(name):
                within[term] |= frozenset.intersection(*whole)
        return within

    def _sum_of_fields(
        self,
        terms: Mapping[str, float],
        within: Mapping[str, set[int]],
        fields: Mapping[str, float],
    ) -> Part:
        scores = np.zeros(len(self._numbers))
        for term, count in terms.items():
            allowed = within.get(term)
            for name, weight in fields.items():
                for document, worth in self._index.keyword.postings(name, term):
                    if allowed is None or document in allowed:
                        scores[document] += count * weight * worth
        return scores

    def _hints(self, query: Query) -> Part:
        """One for each career stage or role of the query that a document is tagged with."""
        found = np.zeros(len(self._numbers))
        for facet, concepts in query.hints.items():
            for concept in concepts:
                for document in self._tagged[facet].get(concept, ()):
                    found[document] += 1.0
        return found


def meaning_parts(
    index: SearchIndex, words: WordParts, vector: NDArray[np.float64], settings: Settings
) -> dict[str, Part]:
    """Every part that rests on vectors, in the order of the mode "semantic".

    `vector` is the query's, in the space of the index.
    """
    vectors = index.vectors
    whole = vectors.documents.likeness(vector)
    meaning = whole
    if settings.uses_passages:
        best = _best(vectors.passages.likeness(vector), vectors.passage_of, len(whole))
        best = np.where(np.isneginf(best), whole, best)
        meaning = settings.whole_share * whole + (1 - settings.whole_share) * best
    likeness = vectors.situations.likeness(vector)
    told = np.zeros(len(whole))
    for document, rows in _rows_by_owner(vectors.situation_of):
        told[document] = best_mean(likeness[rows], settings.best_situations)
    chances = need_chances_by_meaning(index, vector, settings)
    pages = vectors.pages.likeness(vector)
    return {
        "meaning": np.maximum(meaning, 0.0),
        "situations": np.maximum(told, 0.0),
        "needs_by_meaning": words.need_pages(chances),
        "pages_by_meaning": (
            softmax(settings.page_sharpness * pages) if len(pages) else np.zeros(len(whole))
        ),
        "asked_by_meaning": words.asked.votes_by_meaning(vectors.asked.likeness(vector)),
    }


def need_chances_by_meaning(
    index: SearchIndex, vector: NDArray[np.float64], settings: Settings
) -> NDArray[np.float64]:
    """How likely each need is by the direction of the query's vector; the chances sum to 1."""
    told = index.vectors.needs.likeness(vector) + index.vectors.need_offsets.astype(np.float64)
    return softmax(settings.need_sharpness * told)


def query_terms(query: Query, settings: Settings) -> dict[str, float]:
    """Every term to look up and how much it counts: typed 1 for each time, the rest less."""
    terms = {term: float(count) for term, count in query.typed.items()}
    for correction in query.corrections:
        for term in correction.terms:
            terms[term] = max(terms.get(term, 0.0), settings.corrected)
    for expansion in query.expansions:
        for term in expansion.terms:
            terms[term] = max(terms.get(term, 0.0), settings.synonym)
    return terms


def softmax(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares that sum to 1, in proportion to the exponentials of the values; none of none."""
    if not len(values):
        return values
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum())


def best_mean(likeness: NDArray[np.float64], most: int) -> float:
    """The mean of the largest likenesses, so many at most; 0 of none."""
    top = np.sort(likeness)[::-1][:most]
    return math.fsum(top) / len(top) if len(top) else 0.0


def meant_terms(query: Query) -> tuple[str, ...]:
    """The terms typed, and those that typing slips stand for, each once."""
    corrected = chain.from_iterable(correction.terms for correction in query.corrections)
    return tuple(dict.fromkeys((*query.typed, *corrected)))


def understood_terms(query: Query) -> list[str]:
    """The terms that were meant, those that were corrected left out."""
    mistyped = {stem for correction in query.corrections for stem in correction.stems}
    return [term for term in meant_terms(query) if term not in mistyped]


def counts_of(texts: Iterable[str]) -> Counter[str]:
    """How often each term stands in texts."""
    return Counter(term for text in texts for term in terms_of(text))


def need_term_counts(needs: Sequence[Need], settings: Settings) -> list[dict[str, float]]:
    """For each need, how strongly each term of its cues and example questions indicates it."""
    told = []
    for need in needs:
        words = {term: settings.cue_count * n for term, n in counts_of(need.cues).items()}
        for term, count in counts_of(one.say for one in need.example_questions).items():
            words[term] = words.get(term, 0) + settings.asked_count * count
        told.append(words)
    return told


def _best(values: NDArray[np.float64], owner: NDArray[np.int32], owners: int) -> Part:
    """The largest value of each owner; minus infinity for one without any."""
    best = np.full(owners, -np.inf)
    np.maximum.at(best, owner, values)
    return best


def _rows_by_owner(owner: NDArray[np.int32]) -> list[tuple[int, slice]]:
    """The rows of each owner; rows of one owner stand together, in the order of the owners."""
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    ends = np.append(starts, len(owner))[1:]
    return [(int(owner[a]), slice(int(a), int(b))) for a, b in zip(starts, ends, strict=True)]
