"""A document counts by the words of the query, by a need that leads to it, or by its name."""

from __future__ import annotations

import numpy as np

from kb.data.settings import load_settings
from kb.index.load import LoadedIndex
from kb.search.counting import counted_documents
from kb.search.engine import Engine


def counted(engine: Engine, index: LoadedIndex, text: str) -> set[str]:
    """The identifiers of the documents that count."""
    scored = engine.ranker.score(text, "keyword")
    mask = counted_documents(index, engine.ranker.words, scored, load_settings())
    return {index.entries[number].id for number in np.flatnonzero(mask)}


def test_half_of_the_words_are_enough(engine: Engine, index: LoadedIndex) -> None:
    """Weighed by rarity; a page with only the common half does not count."""
    rare, common = "supper", "gp"
    holding = {index.entries[n].id for n in index.keyword.holders(rare)}
    assert holding
    assert holding <= counted(engine, index, f"{rare} {common}")
    some = {index.entries[n].id for n in index.keyword.holders(common)}
    assert some - counted(engine, index, f"{rare} zzyzx {common}")


def test_what_a_need_leads_to_counts(engine: Engine, index: LoadedIndex) -> None:
    """Where one of its cues was typed."""
    need = index.lexicon.needs[0]
    assert {page for page, _ in need.pages} <= counted(engine, index, need.cues[0])


def test_the_first_results_count_whatever_they_are(engine: Engine) -> None:
    """The total is never less than what is shown, and a choice shows as many as it counts."""
    for text in ("had enough", "mentoring for locums", "the supper club"):
        answer = engine.search(text, limit=99)
        assert len(answer.hits) == answer.total
        for facet, counts in answer.facets.items():
            for count in counts[:3]:
                chosen = engine.search(text, filters={facet: [count.choice.id]}, limit=99)
                assert chosen.total == count.count, (text, facet, count)
