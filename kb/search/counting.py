"""What was found in, which documents count as found out.

A document counts if it has the words of the query, or if a need that the query speaks of leads to
it. The first results count as well, so that no more are shown than are counted.
"""

from __future__ import annotations

import numpy as np

from kb.data.settings import Settings
from kb.index.port import SearchIndex
from kb.index.words import TEXT_FIELDS
from kb.search.facets import Mask
from kb.search.parts import WordParts
from kb.search.ranking import Scored


def counted_documents(
    index: SearchIndex, words: WordParts, scored: Scored, settings: Settings
) -> Mask:
    """The documents that count by words, by needs, by name or because the query points to them."""
    counted = _with_the_words(index, words, scored, settings)
    counted |= _led_to(index, words, scored, settings.reasons.likely_need)
    counted[[*scored.evidence.names, *scored.spotted]] = True
    return np.asarray(counted)


def _with_the_words(
    index: SearchIndex, words: WordParts, scored: Scored, settings: Settings
) -> Mask:
    """Those that have half of the words, each weighed by its rarity; other names count too."""
    shares = np.zeros(len(index.entries))
    whole = 0.0
    for term in words.telling_terms(scored.query):
        rarity = index.keyword.rarity("body", term)
        whole += rarity
        shares[words.holding_any_name(term, scored.query, TEXT_FIELDS)] += rarity
    return np.asarray(np.round(shares - settings.word_share * whole, settings.precision) >= 0) & (
        shares > 0
    )


def _led_to(index: SearchIndex, words: WordParts, scored: Scored, likely: float) -> Mask:
    """Those that a need leads to whose cue was typed, or that is likely."""
    cued = dict(scored.query.needs)
    found = np.zeros(len(index.entries), dtype=np.bool_)
    for need, chance in zip(index.lexicon.needs, scored.evidence.needs.tolist(), strict=True):
        if need.id in cued or chance >= likely:
            found[[words.led_to[page] for page, _ in need.pages]] = True
    return found
