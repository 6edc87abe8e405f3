"""A document and a query in, the best piece of its text out, with the words that match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.data.settings import Settings, SnippetSettings
from kb.index.documents import IndexedDocument, IndexedPassage
from kb.text.words import Word, forms_of, words_of

_SENTENCE_END = re.compile(r"(?:^|[ \n\t])[^ \n\t.!?]*[.!?][^ \n\t]*[ \n\t]")


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


def best_piece(
    entry: IndexedDocument,
    terms: Mapping[str, float],
    likeness: Sequence[float] | None,
    settings: Settings,
) -> IndexedPassage:
    """The passage that fits best by the worth of the terms it shows and by its likeness in meaning.

    Each counts half, over the best of the document's passages; without `likeness` (one figure for
    each passage), and where no passage is near, words alone. The summary speaks for the whole page,
    so it counts as nearly as near as the nearest. Where nothing matches, it is taken.
    """
    summary = IndexedPassage(anchor="", heading="", text=entry.summary or entry.title)
    pieces = (summary, *entry.passages)
    by_words = [_worth(piece.text, terms, settings.snippet) for piece in pieces]
    most = max(by_words)
    close = _closeness(likeness, settings) if likeness else [0.0] * len(pieces)
    nearest = max(close)
    if not most and not nearest:
        return summary
    scores = [
        (words / most if most else 0.0) + (near / nearest if nearest else 0.0)
        for words, near in zip(by_words, close, strict=True)
    ]
    return pieces[scores.index(max(scores))]


def cut(piece: IndexedPassage, terms: Mapping[str, float], settings: SnippetSettings) -> Snippet:
    """The stretch of a passage that shows most of what the terms are worth, at most
    `settings.words` words.

    It begins with the passage or with a sentence that does not lean on the one before it ("Two
    later said ..."), and ends with a sentence where it can; where it cannot, three dots say so.
    """
    words = words_of(piece.text)
    worth = _shown([(word.term, word.stop) for word in words], terms, settings)
    sentences = _sentence_starts(piece.text, words)
    first = _best_start(worth, words, sentences, settings)
    last = _last(worth, first, sentences, settings)
    start = _edge(piece.text, words, first)[1] if first > 0 else 0
    end = _edge(piece.text, words, last + 1)[0] if last < len(words) - 1 else len(piece.text)
    before = "" if first in sentences else "… "
    after = "" if end == len(piece.text) or last + 1 in sentences else " …"
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


def _closeness(likeness: Sequence[float], settings: Settings) -> list[float]:
    """How near each piece is: first the summary, then the passages."""
    nearest = max(likeness)
    if nearest < settings.near:
        return [0.0] * (len(likeness) + 1)
    return [settings.snippet.summary_share * nearest, *(max(value, 0.0) for value in likeness)]


def _shown(
    words: Sequence[tuple[str, bool]], terms: Mapping[str, float], settings: SnippetSettings
) -> list[float]:
    """What each word of a text is worth as a match, given by its stem and whether it is a stop.

    A word that most pages have ("had", "out"), or one that another name brings in ("date" for
    CPD), is a match only beside another, as in "burnt out" and "GP training".
    """
    least = settings.least_share * max(terms.values(), default=0.0)
    worth = [0.0 if stop else terms.get(term, 0.0) for term, stop in words]

    def beside(at: int, other: int) -> bool:
        there = 0 <= other < len(words) and worth[other] > 0
        return there and words[other][0] != words[at][0]

    return [
        value if not value or value >= least or beside(at, at - 1) or beside(at, at + 1) else 0.0
        for at, value in enumerate(worth)
    ]


def _worth(text: str, terms: Mapping[str, float], settings: SnippetSettings) -> float:
    words = [(term, stop) for _, term, stop in forms_of(text)]
    shown = _shown(words, terms, settings)
    found = {term for (term, _), value in zip(words, shown, strict=True) if value > 0}
    return sum(worth for term, worth in terms.items() if term in found)


def _sentence_starts(text: str, words: Sequence[Word]) -> frozenset[int]:
    """The words that a sentence begins with, by number; the first word always does."""
    gaps = ((at, text[words[at - 1].end : words[at].start]) for at in range(1, len(words)))
    return frozenset((0, *(at for at, gap in gaps if _SENTENCE_END.search(gap))))


def _edge(text: str, words: Sequence[Word], at: int) -> tuple[int, int]:
    """(end, start): where to end before the word of that number, and where to begin with it.

    What stands between two words goes with the one that it touches, as quotation marks do.
    """
    end, start = words[at - 1].end, words[at].start
    spaces = [place for place in range(end, start) if text[place] in " \n\t"]
    return (spaces[0], spaces[-1] + 1) if spaces else (end, start)


def _last(
    worth: Sequence[float], first: int, sentences: frozenset[int], settings: SnippetSettings
) -> int:
    """The last word of a snippet: the end of the passage, of a sentence, or the last allowed."""
    last = min(first + settings.words, len(worth)) - 1
    if last == len(worth) - 1:
        return last
    for at in range(last, first + settings.least_words - 2, -1):
        if at + 1 in sentences:
            return at
        if worth[at] > 0:
            break
    return last


def _best_start(
    worth: Sequence[float],
    words: Sequence[Word],
    sentences: frozenset[int],
    settings: SnippetSettings,
) -> int:
    """The first word of the window whose different terms are worth most.

    It may be in the middle of a sentence only where no other window shows a match. Of equals it is
    the first word of all, where a passage says what it is about, or else the latest, so that the
    match stands near the beginning.
    """
    if len(worth) <= settings.words:
        return 0
    readable = sorted(_readable_starts(words, sentences, settings))
    best, best_at = _best_of(readable, worth, words, settings)
    if best > 0:
        return best_at
    latest = len(worth) - settings.words
    within = {
        min(max(at - settings.lead, 0), latest) for at, value in enumerate(worth) if value > 0
    }
    return _best_of([0, *sorted(within)], worth, words, settings)[1]


def _best_of(
    starts: Sequence[int], worth: Sequence[float], words: Sequence[Word], settings: SnippetSettings
) -> tuple[float, int]:
    """What the best of some windows is worth, and where it begins."""
    best, best_at = -1.0, 0
    for start in starts:
        stretch: dict[str, float] = {}
        for at in range(start, min(start + settings.words, len(worth))):
            stretch[words[at].term] = worth[at] or stretch.get(words[at].term, 0.0)
        value = sum(stretch.values())
        if value > best + 1e-9 or (best_at and value >= best - 1e-9):
            best, best_at = value, start
    return best, best_at


def _readable_starts(
    words: Sequence[Word], sentences: frozenset[int], settings: SnippetSettings
) -> Iterator[int]:
    """The passage's first word, and those of sentences that stand by themselves, if enough follows.

    A figure leans as its word does: "2 later said" is no better than "Two later said".
    """
    yield 0
    for at in sentences:
        leans = words[at].text in settings.leaning or words[at].text.isdigit()
        if at and not leans and len(words) - at >= settings.least_words:
            yield at
