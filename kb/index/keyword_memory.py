"""The words of an index in memory, for data that is needed at once.

Holds what `kb.index.words.KeywordIndex` reads from the files of Whoosh, as far as the data of
the browser's search are made from it, and comes to the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kb.index.words import TEXT_FIELDS, indexed_terms, offered_words

_TEXTS = 2048
"""Texts whose counts are kept while a process goes on."""


class KeywordMemory:
    """The postings, the spelling words and the facets of documents, numbered in their order.

    Args:
        texts: for each document the text of each of `TEXT_FIELDS`; a missing one is empty.
        facets: for each document the concepts of each facet.
        facet_names: every facet.
    """

    def __init__(
        self,
        texts: Iterable[Mapping[str, str]],
        facets: Iterable[Mapping[str, Sequence[str]]],
        facet_names: Sequence[str],
    ) -> None:
        self.lengths: dict[str, list[int]] = {name: [] for name in TEXT_FIELDS}
        self._postings: dict[str, dict[str, list[tuple[int, float]]]] = {
            name: {} for name in TEXT_FIELDS
        }
        self._words: Counter[str] = Counter()
        self._concepts: dict[str, dict[str, list[int]]] = {name: {} for name in facet_names}
        for number, (text, tags) in enumerate(zip(texts, facets, strict=True)):
            self._add(number, {name: text.get(name, "") for name in TEXT_FIELDS})
            for name, found in self._concepts.items():
                for concept in dict.fromkeys(tags.get(name, ())):
                    found.setdefault(concept, []).append(number)

    def _add(self, number: int, given: Mapping[str, str]) -> None:
        for name, value in given.items():
            self.lengths[name].append(len(indexed_terms(value)))
            found = self._postings[name]
            for term, times in _counted(value):
                found.setdefault(term, []).append((number, times))
        self._words.update(set(offered_words(" ".join(given.values()))))

    def terms(self, field: str) -> list[str]:
        """Every term of a field, in alphabetical order."""
        return sorted(self._postings[field])

    def frequencies(self, field: str, term: str) -> list[tuple[int, float]]:
        """(document number, times) of every document with the term in the field, in order."""
        return self._postings[field].get(term, [])

    def vocabulary(self) -> dict[str, int]:
        """Every spelling word and the number of documents that have it, in alphabetical order."""
        return dict(sorted(self._words.items()))

    def concepts(self, facet: str) -> dict[str, tuple[int, ...]]:
        """The documents tagged with each concept of a facet, by number."""
        return {name: tuple(found) for name, found in sorted(self._concepts[facet].items())}


@lru_cache(maxsize=_TEXTS)
def _counted(text: str) -> tuple[tuple[str, float], ...]:
    return tuple((term, float(times)) for term, times in Counter(indexed_terms(text)).items())
