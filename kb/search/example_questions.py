"""A query in, what documents are worth to it by what was said before out.

Editors say of each line of `Need.example_questions` which documents help with just that. Lines
that share words with the query vote for their documents, by the weight that these have for the
line and by how much the words tell; lines that are like it in meaning vote in the same way.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.data.settings import Settings
from kb.index.documents import Need
from kb.index.words import FieldBM25
from kb.text.words import terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """Which documents each example question helps with: one row for each, line by line.

    Each column has the shape (votes,): the number of the line, that of the document, its weight.
    """

    lines: NDArray[np.intp]
    pages: NDArray[np.intp]
    weights: NDArray[np.float64]


def votes_of(needs: Sequence[Need], numbers: Mapping[str, int]) -> Votes:
    """The votes of the example questions of some needs; `numbers` has that of each document."""
    questions = (one for need in needs for one in need.example_questions)
    rows = [
        (line, numbers[page], weight)
        for line, one in enumerate(questions)
        for page, weight in one.leads_to
    ]
    return Votes(
        lines=np.array([line for line, _, _ in rows], dtype=np.intp),
        pages=np.array([page for _, page, _ in rows], dtype=np.intp),
        weights=np.array([weight for _, _, weight in rows], dtype=np.float64),
    )


LineWorths = Mapping[str, Sequence[tuple[int, float]]]
"""For each term the example questions that have it, by number, with its worth there."""


def line_worths(needs: Sequence[Need], settings: Settings) -> LineWorths:
    """The worths of the terms of every example question of some needs."""
    questions = [one for need in needs for one in need.example_questions]
    return _worths([terms_of(one.say) for one in questions], settings)


class ExampleQuestions:
    """What people say, of every need, ready to be compared with queries."""

    def __init__(
        self,
        needs: Sequence[Need],
        numbers: Mapping[str, int],
        settings: Settings,
        worths: LineWorths | None = None,
        votes: Votes | None = None,
    ) -> None:
        """`numbers` has the number of each document.

        `worths` and `votes` are as `line_worths` and `votes_of` give them.
        """
        self._sharpness = settings.asked_sharpness
        self._documents = len(numbers)
        self._worths = line_worths(needs, settings) if worths is None else worths
        self._votes = votes_of(needs, numbers) if votes is None else votes
        sums = np.zeros(self._documents)
        np.add.at(sums, self._votes.pages, self._votes.weights * self._votes.weights)
        self._lengths = np.sqrt(sums)
        self._meaning_sharpness = settings.asked_meaning_sharpness
        self._companions: dict[int, NDArray[np.float64]] = {}

    def __contains__(self, term: object) -> bool:
        return term in self._worths

    def votes(self, terms: Iterable[str]) -> NDArray[np.float64]:
        """What each document is worth, shape (documents,); all 0 if no line has any of the terms.

        A line's vote is the softmax of the BM25 score of the terms in it, among the lines that
        have any; a term counts once however often it is typed, or said.
        """
        scores: dict[int, float] = {}
        for term in dict.fromkeys(terms):
            for line, worth in self._worths.get(term, ()):
                scores[line] = scores.get(line, 0.0) + worth
        found = np.zeros(self._documents)
        best = max(scores.values(), default=0.0)
        for line in sorted(scores):
            vote = math.exp(self._sharpness * (scores[line] - best))
            for document, weight in self._pages(line):
                found[document] += vote * weight
        return found

    def _pages(self, line: int) -> Iterator[tuple[int, float]]:
        """(document, weight) of each document that a line leads to."""
        start, end = np.searchsorted(self._votes.lines, (line, line + 1))
        pages, weights = self._votes.pages[start:end], self._votes.weights[start:end]
        return zip(pages.tolist(), weights.tolist(), strict=True)

    def votes_by_meaning(self, likeness: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each document is worth, shape (documents,), by the likeness of each line.

        A line's vote is the softmax of its likeness to the query, among all lines.
        """
        if not len(likeness):
            return np.zeros(self._documents)
        votes = np.exp(self._meaning_sharpness * (likeness - likeness.max()))
        found = np.zeros(self._documents)
        told = self._votes
        np.add.at(found, told.pages, votes[told.lines] * told.weights)
        return found

    def companions(self, document: int) -> NDArray[np.float64] | None:
        """How often each document helps with what this one helps with, shape (documents,).

        The cosine of their weights over all lines; 0 for the document itself. None for one that no
        line leads to.
        """
        if document not in self._companions:
            lines = self._votes.lines[self._votes.pages == document]
            if not len(lines):
                return None
            shared = np.zeros(self._documents)
            for line in lines.tolist():
                pages = list(self._pages(line))
                own = dict(pages)[document]
                for other, weight in pages:
                    shared[other] += own * weight
            shared[document] = 0.0
            lengths = self._lengths * self._lengths[document]
            self._companions[document] = shared / np.where(lengths > 0, lengths, 1.0)
        return self._companions[document]


def _worths(
    lines: Sequence[Sequence[str]], settings: Settings
) -> dict[str, list[tuple[int, float]]]:
    """For each term the lines that have it, with the BM25 score of one occurrence there."""
    holders = Counter(term for line in lines for term in dict.fromkeys(line))
    mean = sum(map(len, lines)) / len(lines) if lines else 0.0
    worths: dict[str, list[tuple[int, float]]] = {}
    for number, line in enumerate(lines):
        length = settings.k1 * (1 - settings.b + settings.b * len(line) / mean) if line else 0.0
        for term in dict.fromkeys(line):
            rarity = FieldBM25.rarity(len(lines), holders[term])
            worth = rarity * (settings.k1 + 1) / (1 + length)
            worths.setdefault(term, []).append((number, worth))
    return worths
