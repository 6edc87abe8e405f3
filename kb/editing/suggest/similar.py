"""Finds the pages that a text is most like, so that none is written twice.

Likeness is that of words (`kb.editing.suggest.word_space`) or, with an encoder, the mean of it
and of meaning. What counts as near is taken from the content: nearer than nearly all of its
own pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.editing.suggest.word_space import page_terms, space_of, text_of, unit
from kb.model.documents import DocId, Document
from kb.text.words import terms_of

MERGE_SHARE = 0.999
"""Of the content's own pairs, the share that a near-duplicate is nearer than."""
LINK_SHARE = 0.97
"""The same for a page worth a link."""
MERGE_LEAST = 0.5
"""A near-duplicate has at least this likeness, however unlike the pages are to one another."""

Array = NDArray[np.float64]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """A page that a text is like: 1 is the same words in the same shares, 0 none in common."""

    id: DocId
    title: str
    likeness: float
    verdict: str
    """``merge`` (is it the same story?), ``link`` (worth a link) or ``""``."""

    @property
    def sentence(self) -> str:
        """The likeness in words: "Somerset peer support, 0.91: link or merge?"."""
        asks = {"merge": ": link or merge?", "link": ": worth a link?"}.get(self.verdict, "")
        return f"{self.title}, {self.likeness:.2f}{asks}"

    def as_dict(self) -> dict[str, object]:
        """The likeness as plain data."""
        return {
            "id": self.id,
            "title": self.title,
            "likeness": round(self.likeness, 3),
            "verdict": self.verdict,
        }


def similar_pages(
    text: str, pages: Sequence[Document], *, limit: int = 5, encode: Encode | None = None
) -> tuple[Like, ...]:
    """Return the pages that a text is most like, the most alike first.

    Args:
        text: title, summary and body of the draft, plain.
        pages: the pages to compare with; the draft itself must not be among them.
        limit: the most that are wanted.
        encode: an encoder, for meaning beside words.
    """
    if not pages:
        return ()
    among, own = _likeness(text, pages, encode)
    pairs = among[np.triu_indices(len(pages), 1)]
    link = float(np.quantile(pairs, LINK_SHARE)) if len(pairs) else 1.0
    merge = max(float(np.quantile(pairs, MERGE_SHARE)) if len(pairs) else 1.0, MERGE_LEAST)
    order = sorted(range(len(pages)), key=lambda at: (-own[at], pages[at].id))[:limit]
    return tuple(
        Like(
            id=pages[at].id,
            title=pages[at].title,
            likeness=float(own[at]),
            verdict="merge" if own[at] >= merge else "link" if own[at] >= link else "",
        )
        for at in order
        if own[at] > 0
    )


def near_duplicates(pages: Sequence[Document]) -> tuple[tuple[DocId, DocId, float], ...]:
    """Return the pairs of pages that are as like as `MERGE_LEAST`, the most alike first."""
    if len(pages) < 2:
        return ()
    terms = [page_terms(page) for page in pages]
    rows = space_of(terms).matrix(terms)
    among = rows @ rows.T
    found = [
        (pages[a].id, pages[b].id, float(among[a, b]))
        for a in range(len(pages))
        for b in range(a + 1, len(pages))
        if among[a, b] >= MERGE_LEAST
    ]
    return tuple(sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1])))


def _likeness(text: str, pages: Sequence[Document], encode: Encode | None) -> tuple[Array, Array]:
    """Return how alike the pages are to one another, and to the text."""
    terms = [page_terms(page) for page in pages]
    space = space_of([*terms, terms_of(text)])
    rows, own = space.matrix(terms), space.vector(terms_of(text))
    among, to = rows @ rows.T, rows @ own
    if encode is None:
        return among, to
    encoded = encode([*map(text_of, pages), text]).astype(np.float64)
    vectors = np.stack([unit(row) for row in encoded])
    meant = vectors @ vectors.T
    return (among + meant[:-1, :-1]) / 2, (to + meant[:-1, -1]) / 2
