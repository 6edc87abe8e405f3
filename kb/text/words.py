"""Text in, words out: accents folded, letters lowered, stop words marked, stems added.

The one definition of a word for indexing, searching and highlighting, in Python here and again in
the browser engine. Stop words and the rest of what is tuned stand in `kb/data/search.json`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kb.data.settings import load_settings
from kb.text.stemmer import stem

_DROPPED = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
"""Accents, and signs that nobody sees: soft hyphens, zero widths, directions of writing."""
_POINTED = r"(?:[a-z]\.)+[a-z](?![a-z0-9])"
_WITH_AND = "[a-z](?:(?: ?& ?[a-z])+| and [b-hj-z])(?![a-z0-9'\u2019])"
_NUMBER = (
    r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
    "(?:(?: ?(?:million|billion|thousand|bn|mn)|[mk])(?![a-z0-9])|(?![a-z0-9&]))"
)
_PLAIN = "[a-z0-9]+(?:&[a-z0-9]+)*(?:['\u2019][a-z]+)?"
_WORD = re.compile("|".join((_POINTED, _WITH_AND, _NUMBER, _PLAIN)))
_SUM = re.compile("([0-9.,]+) ?([a-z]*)")
_SIZES = {"million": "m", "mn": "m", "m": "m", "billion": "bn", "bn": "bn"}
_RUN = re.compile("[\x00-\x7f]+|[^\x00-\x7f]")
_LINE = 300
"""Signs of a text that counts as a line."""
_CLITIC = re.compile("['\u2019](?:s|m|re|ve|ll|d)$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    `text` is folded and in lower case, without an ending such as 's; `term` is its stem, the form
    that is indexed; `start` and `end` are offsets into the text as given; `stop` says whether it
    is on the stop list, and so is never searched for.
    """

    text: str
    term: str
    start: int
    end: int
    stop: bool


def fold(text: str) -> str:
    """The text in lower case without accents, in Unicode's compatibility form (NFKD).

    Signs that nobody sees, such as soft hyphens and zero widths, are dropped.
    """
    if text.isascii():
        return text.lower()
    return _DROPPED.sub("", unicodedata.normalize("NFKD", text)).lower()


def words_of(text: str) -> tuple[Word, ...]:
    """Every word of the text in order, stop words included.

    A word is a run of letters a to z and figures after folding; an ampersand joins two (I&R), an
    apostrophe joins letters (can't), and 's, 'm, 're, 've, 'll and 'd are taken off. However an
    acronym or a sum is written it is one word: G.P. is gp, I & R and "I and R" are i&r, £43m and
    43 million are 43m, 9,000 and 9k are 9000.
    """
    folded, starts = _fold_with_offsets(text)
    words = []
    for match in _WORD.finditer(folded):
        plain, term, stop = _known(match.group())
        start, end = match.span()
        words.append(Word(plain, term, starts[start], starts[end - 1] + 1, stop))
    return tuple(words)


@lru_cache(maxsize=50_000)
def _known(found: str) -> tuple[str, str, bool]:
    """A folded word as it is written in the content: in one way, its stem, whether it is a stop."""
    plain = _written_as_one(_CLITIC.sub("", found).replace("\u2019", "'"))
    return plain, stem(plain), plain in load_settings().stop_words


def terms_of(text: str) -> list[str]:
    """The stems of the text's words in order, stop words left out."""
    return list(_terms_of_line(text)) if len(text) <= _LINE else _terms(text)


def _terms(text: str) -> list[str]:
    return [term for _, term, stop in forms_of(text) if not stop]


@lru_cache(maxsize=8192)
def _terms_of_line(text: str) -> tuple[str, ...]:
    """The same of a line, kept: several parts of a search ask for the lines of the lexicon."""
    return tuple(_terms(text))


def forms_of(text: str) -> list[tuple[str, str, bool]]:
    """Of each word its text, its term and whether it is a stop word; `Word` says what these are.

    Without the places of the words, which take most of the time of `words_of`.
    """
    return list(map(_known, _WORD.findall(_fold_with_offsets(text)[0])))


def name_key(text: str) -> str:
    """What two ways of writing one name share: the stems that are not stop words, in order.

    A text of stop words alone keeps them all. Empty for a text without words.
    """
    words = forms_of(text)
    kept = [term for _, term, stop in words if not stop] or [term for _, term, _ in words]
    return " ".join(kept)


def _written_as_one(word: str) -> str:
    """A word in the one way of writing that is kept of it."""
    if word.isalpha():
        return word
    if word[0].isdigit():
        return _sum(word)
    if "." in word:
        return word.replace(".", "")
    return word.replace(" and ", "&").replace(" ", "") if " " in word else word


def _sum(word: str) -> str:
    """A number without commas, in millions or billions where its size is told so."""
    match = _SUM.fullmatch(word)
    if match is None:
        return word
    figures, size = match.group(1).replace(",", ""), match.group(2)
    if size in ("thousand", "k"):
        whole, _, part = figures.partition(".")
        if len(part) > 3:
            return f"{figures}k"
        figures, size = f"{whole}{part.ljust(3, '0')}", ""
    if not size and len(figures) > 6 and figures.endswith("000000"):
        return f"{figures[:-6]}m"
    return figures + _SIZES.get(size, size)


def _fold_with_offsets(text: str) -> tuple[str, list[int] | range]:
    """The folded text, and for each of its characters the offset of the one it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    pieces: list[str] = []
    starts: list[int] = []
    for match in _RUN.finditer(text):
        piece = fold(match.group())
        if len(piece) == match.end() - match.start():
            pieces.append(piece)
            starts.extend(range(*match.span()))
            continue
        for at in range(*match.span()):
            sign = fold(text[at])
            pieces.append(sign)
            starts.extend([at] * len(sign))
    return "".join(pieces), starts
