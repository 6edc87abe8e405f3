"""A document and a query in, the best piece of its text out, with the words that match."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kb.analysis import words_of
from kb.index.entry import Entry, Piece

SNIPPET_WORDS = 40
"""The most words of a snippet: about two lines on a screen."""
_LEAD = 6
"""Words shown before the first match, so that it is read in its place."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """Plain text cut from one passage.

    `marks` are (start, end) offsets of the matched words in the text; `anchor` is that of the
    heading the passage stands under, empty for the top of the page.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    anchor: str
    heading: str


def best_piece(entry: Entry, terms: Mapping[str, float], likeness: Sequence[float] | None) -> Piece:
    """The passage that fits best by the worth of the terms it has and by its likeness in meaning.

    Each counts half, over the best of the document's passages; without `likeness` (one figure for
    each passage) words alone. Where nothing matches, and where there are no passages, it is the
    summary.
    """
    summary = Piece(anchor="", heading="", text=entry.summary or entry.title)
    pieces = (summary, *entry.passages)
    by_words = [_worth(piece.text, terms) for piece in pieces]
    most = max(by_words)
    close = [0.0, *(max(value, 0.0) for value in likeness)] if likeness else [0.0] * len(pieces)
    nearest = max(close)
    if not most and not nearest:
        return summary
    scores = [
        (words / most if most else 0.0) + (near / nearest if nearest else 0.0)
        for words, near in zip(by_words, close, strict=True)
    ]
    return pieces[scores.index(max(scores))]


def cut(piece: Piece, terms: Mapping[str, float]) -> Snippet:
    """The stretch of a passage that holds most of what the terms are worth, at most 40 words."""
    words = words_of(piece.text)
    worth = [terms.get(word.term, 0.0) if not word.stop else 0.0 for word in words]
    first = _best_start(worth, [word.term for word in words])
    last = min(first + SNIPPET_WORDS, len(words)) - 1
    start = words[first].start if first > 0 else 0
    end = words[last].end if last < len(words) - 1 else len(piece.text)
    before, after = ("… " if start else ""), (" …" if end < len(piece.text) else "")
    shift = len(before) - start
    marks = tuple(
        (words[at].start + shift, words[at].end + shift)
        for at in range(first, last + 1)
        if worth[at] > 0
    )
    text = f"{before}{piece.text[start:end]}{after}"
    return Snippet(text, marks, piece.anchor, piece.heading)


def term_worths(terms: Mapping[str, float], rarity: Callable[[str], float]) -> dict[str, float]:
    """What each term of a query is worth in a snippet: how much it counts times its rarity."""
    return {term: count * rarity(term) for term, count in terms.items()}


def _worth(text: str, terms: Mapping[str, float]) -> float:
    found = {word.term for word in words_of(text) if not word.stop}
    return sum(worth for term, worth in terms.items() if term in found)


def _best_start(worth: Sequence[float], terms: Sequence[str]) -> int:
    """The first word of the window whose different terms are worth most; the earliest of equals.

    A window begins at the start of the passage or a few words before a match.
    """
    latest = max(len(worth) - SNIPPET_WORDS, 0)
    matches = (at for at, value in enumerate(worth) if value > 0)
    starts = dict.fromkeys([0, *(min(max(at - _LEAD, 0), latest) for at in matches)])
    best, best_start = -1.0, 0
    for start in starts:
        stretch = slice(start, start + SNIPPET_WORDS)
        total = sum(dict(zip(terms[stretch], worth[stretch], strict=True)).values())
        if total > best + 1e-9:
            best, best_start = total, start
    return best_start
