"""What the parts of a score say about whether anything here fits a query at all.

No single likeness separates the queries that nothing answers from those that something does. The
agreement of several does, and above all the comparison with what lies elsewhere: a query that is
nearer to a patient's question or to daily life than to any page's situations is turned away.
docs/search.md gives the figures.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass

from kb.data.settings import Settings
from kb.index.port import WordIndex
from kb.index.words import TEXT_FIELDS
from kb.search.parts import Part
from kb.search.query import Query
from kb.text.words import terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """How far a query speaks of what is here.

    `words` and `situation_words` are the best document's score over the rarity of the words typed;
    `known` the share of that rarity in words that some document has, as typed, as corrected or
    under another name; `cues` the share of the words that stand in a cue or a name which the
    content knows, and `cued` whether a need's cue is among them; `heard` whether a line of what is
    asked has any of them; `need` the chance of the likeliest need; `foreign` the log odds of
    elsewhere by words.
    `ours` tells whether the query is made of names, places or rare words of the documents
    (`kb.search.parts.Spotted`) or is a reader's (`WordParts.for_readers`), and `hinted` whether a
    career stage or role is spoken of.
    `situations`, `asked` and `elsewhere` are the likeness in meaning to the best page's
    situations, to the nearest example questions and to the nearest things that lie elsewhere; 0 in
    keyword mode.
    """

    words: float
    situation_words: float
    known: float
    cues: float
    cued: bool
    hinted: bool
    ours: bool
    heard: bool
    need: float
    foreign: float
    situations: float
    asked: float
    elsewhere: float

    @property
    def understood(self) -> bool:
        """Whether some document, or some line of what is asked, has a word of the query."""
        return self.known > 0 or self.heard

    def as_dict(self) -> dict[str, float]:
        """The signals by name."""
        return asdict(self)


def signals_of(
    keyword: WordIndex,
    query: Query,
    parts: Mapping[str, Part],
    *,
    most_words: float,
    heard: Container[str],
    ours: bool,
    need: float,
    foreign: float,
    asked: float,
    elsewhere: float,
) -> Signals:
    """The signals of one query, from the parts of its scores before normalising.

    `most_words` is the ceiling of the signals of words; `heard` has the terms of what people say
    (`kb.search.example_questions`).
    """
    rarities = {term: keyword.rarity("body", term) for term in query.typed}
    known = {term for term in query.typed if _is_held(keyword, term)}
    known |= {stem for correction in query.corrections for stem in correction.stems}
    for expansion in query.expansions:
        if any(_is_held(keyword, term) for term in expansion.terms):
            known.update(terms_of(expansion.typed))
    whole = math.fsum(rarities.values()) or 1.0
    return Signals(
        words=min(_top(parts, "words") / whole, most_words),
        situation_words=min(_top(parts, "situation_words") / whole, most_words),
        known=math.fsum(rarities[term] for term in query.typed if term in known) / whole,
        cued=bool(query.needs),
        hinted=bool(query.hints),
        ours=ours,
        heard=any(term in heard for term in query.typed),
        cues=len(query.covered) / max(len(query.typed), 1),
        need=need,
        foreign=foreign,
        situations=_top(parts, "situations"),
        asked=asked,
        elsewhere=elsewhere,
    )


def plainly(signals: Signals) -> bool | None:
    """Whether something here fits, where that is plain; None where the signals must be weighed.

    A query that is ours (of names, places or a rare word, or a reader's) is never turned away, nor
    one of cues and known names alone, short as it may be, if a need answers it, a career stage or
    role is spoken of or some document has a word of it. Any other query without a word that some
    document, or some line of what is asked, has fits nothing.
    """
    if signals.ours:
        return True
    if signals.cues >= 1 and (signals.cued or signals.hinted or signals.known):
        return True
    return None if signals.understood else False


def fits(signals: Signals, mode: str, settings: Settings) -> bool:
    """Whether something here fits: whether the weighted signals reach the threshold of the mode."""
    plain = plainly(signals)
    if plain is not None:
        return plain
    weights = settings.abstain[mode]
    told = math.fsum(weights.get(name, 0.0) * value for name, value in signals.as_dict().items())
    return told >= weights["threshold"]


def _is_held(keyword: WordIndex, term: str) -> bool:
    return any(keyword.frequency(field, term) for field in TEXT_FIELDS)


def _top(parts: Mapping[str, Part], name: str) -> float:
    return float(parts[name].max(initial=0.0)) if name in parts else 0.0
