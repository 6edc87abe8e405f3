"""Texts as weighted words (TF-IDF), so that similarity can be measured without a model.

The weights are those of Salton and Buckley (1988), "ltc": 1 + log of the count, times the
smoothed logarithm of rarity, at unit length.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.model.documents import Document
from kb.text.markdown import sections
from kb.text.words import terms_of

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WordSpace:
    """The words of a collection: the column of each and how rare it is."""

    columns: Mapping[str, int]
    rarity: NDArray[np.float64]

    def vector(self, terms: Iterable[str]) -> NDArray[np.float64]:
        """Return terms as one vector of unit length; zeros if none of them is known."""
        found = np.zeros(len(self.columns))
        for term, count in Counter(terms).items():
            column = self.columns.get(term)
            if column is not None:
                found[column] = (1 + math.log(count)) * self.rarity[column]
        return unit(found)

    def matrix(self, texts: Sequence[Sequence[str]]) -> Matrix:
        """Return one row for each list of terms, shape (texts, words)."""
        if not texts:
            return np.zeros((0, len(self.columns)))
        return np.stack([self.vector(terms) for terms in texts])


def space_of(texts: Sequence[Sequence[str]]) -> WordSpace:
    """Return the word space of a collection of texts, given as their terms."""
    counts = Counter(term for terms in texts for term in set(terms))
    columns = {term: at for at, term in enumerate(sorted(counts))}
    rarity = np.array([math.log((1 + len(texts)) / (1 + counts[term])) + 1 for term in columns])
    return WordSpace(columns, rarity)


def unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a vector at unit length; one of zeros stays as it is."""
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


def text_of(document: Document) -> str:
    """Return what a page says as plain text: title, summary and body, a line for each part."""
    body = "\n".join(f"{section.heading}\n{section.plain}" for section in sections(document.body))
    return f"{document.title}\n{document.summary}\n{body}"


def page_terms(document: Document) -> list[str]:
    """Return the terms of a page's title, summary and body."""
    return terms_of(text_of(document))
