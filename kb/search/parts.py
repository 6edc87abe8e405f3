"""What each document is worth to a query, part by part: words, meaning, situations, needs, tags.

Each part is a float64 array with a figure of at least 0 for each document, by its number, on a
scale of its own; `kb.search.fusion` adds them up. Sums run in a fixed order, so that the browser
engine comes to the same figures.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
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
from kb.search.example_questions import (
    ExampleQuestions,
    LineWorths,
    Votes,
    line_worths,
    votes_of,
)
from kb.search.facets import Mask
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
    `pages` are those that the lexicon leads to, in the order of their names, and `votes` what
    example questions give to them, by their places.
    """

    needs: Sequence[Mapping[str, float]]
    elsewhere: Mapping[str, int]
    lines: LineWorths
    pages: Sequence[str]
    votes: Votes


def lexicon_terms(lexicon: Lexicon, settings: Settings) -> LexiconTerms:
    """What the terms of a lexicon weigh."""
    pages = sorted(lexicon.pages())
    return LexiconTerms(
        needs=need_term_counts(lexicon.needs, settings),
        elsewhere=counts_of(lexicon.elsewhere),
        lines=line_worths(lexicon.needs, settings),
        pages=pages,
        votes=votes_of(lexicon.needs, {page: place for place, page in enumerate(pages)}),
    )


class LexiconParts:
    """A lexicon ready for every query, whatever the documents; made once.

    Whatever it says of documents it says of the pages that it leads to, by their places. `told` has
    for each need the sum of how strongly terms indicate it, `shares` is what
    `kb.index.need_model.shares_of_needs` gives, and `leads` the need, the page and the weight of
    each page that a need leads to, need by need.
    """

    def __init__(self, lexicon: Lexicon, terms: LexiconTerms, settings: Settings) -> None:
        """`lexicon` may be without its example questions, of which `terms` has the weights."""
        places = {page: place for place, page in enumerate(terms.pages)}
        self.pages = tuple(terms.pages)
        self.needs = terms.needs
        self.told = np.array([float(sum(words.values())) for words in terms.needs])
        self.elsewhere = terms.elsewhere
        self.elsewhere_size = float(sum(terms.elsewhere.values()))
        self.asked = ExampleQuestions(lexicon.needs, places, settings, terms.lines, terms.votes)
        self.shares = shares_of_needs(lexicon.needs, places)
        leads = [
            (need, places[page], weight)
            for need, one in enumerate(lexicon.needs)
            for page, weight in one.pages
        ]
        self.leads = (
            np.array([need for need, _, _ in leads], dtype=np.intp),
            np.array([page for _, page, _ in leads], dtype=np.intp),
            np.array([weight for _, _, weight in leads], dtype=np.float64),
        )

    def counts(self, term: str) -> NDArray[np.float64]:
        """How strongly a term indicates each need, shape (needs,)."""
        return np.array([words.get(term, 0) for words in self.needs], dtype=np.float64)


class WordParts:
    """The parts that need no vectors, for one index."""

    def __init__(
        self, index: SearchIndex, settings: Settings, lexicon: LexiconParts | None = None
    ) -> None:
        """`lexicon` is from whoever has it already."""
        if lexicon is None:
            terms = lexicon_terms(index.lexicon, settings)
            lexicon = LexiconParts(index.lexicon, terms, settings)
        self._lexicon = lexicon
        self._index = index
        self._settings = settings
        self._documents = len(index.entries)
        self.led_to = index.found(lexicon.pages)
        """The number of each document that the lexicon leads to."""
        self._led = np.array([self.led_to.get(page, -1) for page in lexicon.pages], dtype=np.intp)
        """The same by the place of the page; -1 for one that is not here."""
        self._here = np.flatnonzero(self._led >= 0)
        lengths = np.zeros(len(lexicon.pages))
        situations = np.asarray(index.keyword.lengths["situations"], dtype=np.float64)
        lengths[self._here] = situations[self._led[self._here]]
        self._need_words = lexicon.shares @ lengths + lexicon.told
        self._weak = frozenset(map(stem, settings.weak_words))

    @property
    def asked(self) -> Container[str]:
        """The terms of what people say."""
        return self._lexicon.asked

    def companions(self, document: int) -> Part | None:
        """What goes together with a document (`ExampleQuestions.companions`), by number."""
        (place,) = np.nonzero(self._led == document)
        found = self._lexicon.asked.companions(int(place[0])) if len(place) else None
        return None if found is None else self._spread(found)

    def asked_by_meaning(self, likeness: NDArray[np.float64]) -> Part:
        """What each document is worth by the likeness of each line of what is asked."""
        return self._spread(self._lexicon.asked.votes_by_meaning(likeness))

    def _spread(self, values: NDArray[np.float64]) -> Part:
        """Values of the pages that are led to as values of every document, 0 of all others."""
        found = np.zeros(self._documents)
        found[self._led[self._here]] = values[self._here]
        return found

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
            "asked": self._spread(self._lexicon.asked.votes(meant_terms(query))),
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
        odds = np.zeros(len(self._need_words))
        total = float(self._need_words.sum())
        known = False
        for term in meant_terms(query):
            counts = self._lexicon.counts(term) + self._situations_of_needs(term)
            overall = float(counts.sum()) / total if total else 0.0
            if overall:
                known = True
                smoothed = counts + settings.need_smoothing * overall
                odds += np.log(smoothed / (self._need_words + settings.need_smoothing) / overall)
        return softmax(odds) if known else odds

    def _situations_of_needs(self, term: str) -> NDArray[np.float64]:
        """How often a term stands in the situations of each need's pages, shape (needs,)."""
        found = self._index.keyword.postings("situations", term)
        times = np.zeros(self._documents)
        times[found.numbers] = found.times
        own = np.zeros(len(self._led))
        own[self._here] = times[self._led[self._here]]
        return np.asarray(self._lexicon.shares @ own)

    def foreign(self, terms: Iterable[str]) -> float:
        """How much words speak of what lies elsewhere, by their log odds; 0 without any.

        Naive Bayes as in `need_chances`: words as they are spread over what nothing here answers,
        smoothed by words as they are spread over that and what is here: situations, cues, asked.
        """
        size = self._lexicon.elsewhere_size
        total = size + float(self._need_words.sum())
        odds = 0.0
        for term in terms:
            here = float(sum(words.get(term, 0) for words in self._lexicon.needs))
            here += self._index.keyword.occurrences("situations", term)
            there = self._lexicon.elsewhere.get(term, 0)
            overall = (here + there) / total if total else 0.0
            if overall:
                smoothed = there + self._settings.need_smoothing * overall
                odds += math.log(smoothed / (size + self._settings.need_smoothing) / overall)
        return odds

    def need_pages(self, strengths: NDArray[np.float64]) -> Part:
        """What needs of those strengths give to each document that they lead to."""
        needs, pages, weights = self._lexicon.leads
        found = np.zeros(len(self._led))
        np.add.at(found, pages, strengths[needs] * weights)
        return self._spread(found)

    def titled(self, query: Query) -> frozenset[int]:
        """The documents whose title and other names have every word that was meant."""
        fields = self._settings.name_fields
        holding = [self._holding(term, fields) for term in understood_terms(query)]
        return _numbers(np.logical_and.reduce(holding)) if holding else frozenset()

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
        few = np.zeros(self._documents, dtype=np.bool_)
        held = self._with_every(terms, query, TEXT_FIELDS)
        count = int(np.count_nonzero(held))
        if len(terms) <= self._settings.spot_terms and count <= self._settings.spot_documents:
            few = held
        alone = len(terms) == 1
        return Spotted(
            documents=_numbers(placed | few if alone else placed),
            ours=bool(named.any() or few.any() or (alone and count)),
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

    def _with_every(self, terms: Sequence[str], query: Query, fields: Sequence[str]) -> Mask:
        holding = [self.holding_any_name(term, query, fields) for term in terms]
        nothing = np.zeros(self._documents, dtype=np.bool_)
        return np.asarray(np.logical_and.reduce(holding)) if holding else nothing

    def _with_any(self, terms: Sequence[str], query: Query, fields: Sequence[str]) -> Mask:
        found = np.zeros(self._documents, dtype=np.bool_)
        for term in terms:
            found |= self.holding_any_name(term, query, fields)
        return found

    def holding_any_name(self, term: str, query: Query, fields: Sequence[str]) -> Mask:
        """Whether each document has a term in some of the fields, or another name of what it names.

        The other name must stand whole.
        """
        found = self._holding(term, fields)
        for expansion in query.expansions:
            if term in terms_of(expansion.typed):
                for name in expansion.names:
                    found |= np.logical_and.reduce([self._holding(t, fields) for t in name])
        return found

    def _holding(self, term: str, fields: Sequence[str]) -> Mask:
        found = np.zeros(self._documents, dtype=np.bool_)
        for field in fields:
            found[self._index.keyword.postings(field, term).numbers] = True
        return found

    def for_others(self, query: Query) -> frozenset[int]:
        """The documents that are for other roles alone than those the query speaks of."""
        spoken = query.hints.get(_ROLE, ())
        if not spoken:
            return frozenset()
        tagged = self._index.keyword.tagged
        roles = (*(choice.id for choice in self._index.lexicon.facets.get(_ROLE, ())), ANY)
        meant = [tagged(_ROLE, role) for role in (*spoken, ANY)]
        every = np.logical_or.reduce([tagged(_ROLE, role) for role in roles])
        return _numbers(every & ~np.logical_or.reduce(meant))

    def _whole_names(self, query: Query, terms: Mapping[str, float]) -> dict[str, Mask]:
        """For each term that only other names have, the documents that hold one of them whole.

        A page about the quality of patients' care is not about the Care Quality Commission.
        """
        counted = set(meant_terms(query))
        within = {
            term: np.zeros(self._documents, dtype=np.bool_) for term in terms if term not in counted
        }
        for name in chain.from_iterable(expansion.names for expansion in query.expansions):
            if own := within.keys() & set(name):
                whole = np.logical_and.reduce([self._index.keyword.having(t) for t in name])
                for term in own:
                    within[term] |= whole
        return within

    def _sum_of_fields(
        self,
        terms: Mapping[str, float],
        within: Mapping[str, Mask],
        fields: Mapping[str, float],
    ) -> Part:
        scores = np.zeros(self._documents)
        for term, count in terms.items():
            allowed = within.get(term)
            for name, weight in fields.items():
                found = self._index.keyword.postings(name, term)
                worths = count * weight * found.worths
                if allowed is None:
                    scores[found.numbers] += worths
                else:
                    kept = allowed[found.numbers]
                    scores[found.numbers[kept]] += worths[kept]
        return scores

    def _hints(self, query: Query) -> Part:
        """One for each career stage or role of the query that a document is tagged with."""
        found = np.zeros(self._documents)
        for facet, concepts in query.hints.items():
            for concept in concepts:
                found += self._index.keyword.tagged(facet, concept)
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
    told = best_means(likeness, vectors.situation_of, len(whole), settings.best_situations)
    chances = need_chances_by_meaning(index, vector, settings)
    pages = vectors.pages.likeness(vector)
    return {
        "meaning": np.maximum(meaning, 0.0),
        "situations": np.maximum(told, 0.0),
        "needs_by_meaning": words.need_pages(chances),
        "pages_by_meaning": (
            softmax(settings.page_sharpness * pages) if len(pages) else np.zeros(len(whole))
        ),
        "asked_by_meaning": words.asked_by_meaning(vectors.asked.likeness(vector)),
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


def best_means(
    likeness: NDArray[np.float64], owner: NDArray[np.int32], owners: int, most: int
) -> Part:
    """`best_mean` of the rows of each owner, shape (owners,); rows of one owner stand together."""
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    counts = np.diff(starts, append=len(owner))
    order = np.lexsort((-likeness, np.repeat(np.arange(len(starts)), counts)))
    ranked = likeness[order]
    sums = np.zeros(len(starts))
    for place in range(most):
        there = counts > place
        sums[there] += ranked[starts[there] + place]
    found = np.zeros(owners)
    found[owner[starts]] = sums / np.minimum(counts, most)
    return found


def _numbers(mask: Mask) -> frozenset[int]:
    return frozenset(np.flatnonzero(mask).tolist())
