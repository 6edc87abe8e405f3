"""What the parts of a score say about whether anything here fits a query at all.

No single likeness separates the queries that nothing answers from those that something does; the
agreement of several does better. docs/search.md gives the figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from kb.index.keyword import TEXT_FIELDS, KeywordIndex
from kb.search.parts import Part
from kb.search.query import Query
from kb.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """How well the best document does in each way, before normalising.

    `meaning` and `situations` are likenesses (0 where the mode has none); `known` is the share of
    the typed words, by rarity, that some document has; `words` is the best document's score over
    that of a document which had every word often; `cues` is 1 if a need's cue was typed.
    """

    words: float
    situation_words: float
    meaning: float
    situations: float
    known: float
    cues: float

    def as_dict(self) -> dict[str, float]:
        """The signals by name."""
        return asdict(self)


def signals_of(keyword: KeywordIndex, query: Query, parts: Mapping[str, Part]) -> Signals:
    """The signals of one query; all 0 for a query without words."""
    rarities = {term: keyword.rarity("body", term) for term in query.typed}
    known = {t for t in query.typed if any(keyword.frequency(f, t) for f in TEXT_FIELDS)}
    whole = math.fsum(rarities.values()) or 1.0
    return Signals(
        words=_top(parts, "words") / whole,
        situation_words=_top(parts, "situation_words") / whole,
        meaning=_top(parts, "meaning"),
        situations=_top(parts, "situations"),
        known=math.fsum(rarities[term] for term in query.typed if term in known) / whole,
        cues=float(bool(query.needs)),
    )


def fits(signals: Signals, mode: str, settings: Settings) -> bool:
    """Whether something here fits: whether the weighted signals reach the threshold of the mode."""
    weights = settings.abstain[mode]
    told = math.fsum(weights.get(name, 0.0) * value for name, value in signals.as_dict().items())
    return told >= weights["threshold"]


def _top(parts: Mapping[str, Part], name: str) -> float:
    return float(parts[name].max(initial=0.0)) if name in parts else 0.0
