"""A document and a phrase in quotation marks in, whether its words stand together there out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.index.documents import IndexedDocument
from kb.text.words import forms_of


def stands_together(phrase: Sequence[str], entry: IndexedDocument) -> bool:
    """Whether the stems of a phrase stand one after the other in some text of a document.

    Its title, summary, headings, passages, situations, organisations and area are looked at, each
    by itself; stop words count.
    """
    key = f" {' '.join(phrase)} "
    return any(
        key in f" {' '.join(term for _, term, _ in forms_of(text))} " for text in _texts(entry)
    )


def _texts(entry: IndexedDocument) -> Iterator[str]:
    yield from (entry.title, entry.summary, *entry.situations, *entry.places)
    for piece in entry.passages:
        yield from (piece.heading, piece.text)
