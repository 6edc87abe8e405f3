"""Text in, words out: accents folded, letters lowered, stop words marked, stems added.

The one definition of a word for indexing, searching and highlighting, in Python here and again in
the browser engine. Stop words and the rest of what is tuned stand in `kb/data/search.json`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kb.data.settings import load_settings
from kb.text.stemmer import stem

_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile("[a-z0-9]+(?:&[a-z0-9]+)*(?:['\u2019][a-z]+)?")
_RUN = re.compile("[\x00-\x7f]+|[^\x00-\x7f]")
_CLITIC = re.compile("['\u2019](?:s|m|re|ve|ll|d)$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    `text` is folded and in lower case, without an ending such as 's; `term` is its stem, the form
    that is indexed; `start` and `end` are offsets into the text as given; `stop` tells whether it
    is on the stop list, and so never searched for.
    """

    text: str
    term: str
    start: int
    end: int
    stop: bool


def fold(text: str) -> str:
    """The text in lower case without accents, in Unicode's compatibility form (NFKD)."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()


def words_of(text: str) -> tuple[Word, ...]:
    """Every word of the text in order, stop words included.

    A word is a run of letters a to z and figures after folding; an ampersand joins two (I&R), an
    apostrophe joins letters (can't), and 's, 'm, 're, 've, 'll and 'd are taken off.
    """
    folded, starts = _fold_with_offsets(text)
    stop_words = load_settings().stop_words
    words = []
    for match in _WORD.finditer(folded):
        plain = _CLITIC.sub("", match.group()).replace("\u2019", "'")
        start, end = starts[match.start()], starts[match.end() - 1] + 1
        words.append(Word(plain, stem(plain), start, end, plain in stop_words))
    return tuple(words)


def terms_of(text: str) -> list[str]:
    """The stems of the text's words in order, stop words left out."""
    return [word.term for word in words_of(text) if not word.stop]


def name_key(text: str) -> str:
    """What two ways of writing one name share: the stems that are not stop words, in order.

    A text of stop words alone keeps them all. Empty for a text without words.
    """
    words = words_of(text)
    kept = [word.term for word in words if not word.stop] or [word.term for word in words]
    return " ".join(kept)


def _fold_with_offsets(text: str) -> tuple[str, list[int] | range]:
    """The folded text, and for each of its characters the offset of the one it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    pieces: list[str] = []
    starts: list[int] = []
    for match in _RUN.finditer(text):
        piece = fold(match.group())
        pieces.append(piece)
        plain = len(piece) == match.end() - match.start()
        starts.extend(range(*match.span()) if plain else [match.start()] * len(piece))
    return "".join(pieces), starts
