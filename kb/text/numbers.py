"""The numbers of a text, in one normal form, so that a claim can be set against its source.

"fifteen", "15" and "15.0" are one number; "£24m" and "24 million" are one too. Both the
sources' fingerprints and the checks of content use what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SUFFIXES = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_FIGURE = re.compile(
    r"(?<![\w.])(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?"
    r"(?:[ \u00a0-]?(?P<suffix>thousand|million|billion|mn|bn|[mk])\b)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+")
_DIGIT = re.compile(r"\d")
_STARTS = frozenset((*_UNITS, *_TENS))
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_APART = re.compile(
    rf"""
      \b\d{{4}}-\d\d(?:-\d\d)?\b                                    # 2026-11-22
    | \b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+(?:to|and)\s+\d{{1,2}})?\s+{_MONTH}\b(?:\s+{_YEAR})?
    | \b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d)(?:,?\s+{_YEAR})?
    | (?<![£$€\d,.])\b{_YEAR}(?:\s?[-–/]\s?(?:{_YEAR}|\d\d))?s?\b(?![,.]\d|%)   # 2016/17, 1990s
    | \b(?:case\s+stud(?:y|ies)|levels?|steps?|sections?|chapters?|pages?|parts?|seed|table|figure
        |lesson|question|tip|cohort|wave|phase|stage|benefits?|items?)\s+\d+(?:\s*(?:,|and|to|or|[-–])\s*\d+)*\b
    | \btwo[- ]week[- ]waits?\b                                       # the name of a referral
    | ^[ \t>]*\d+[.)](?=\s)                                          # a list number
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text: where, how it is written, and its normal form."""

    offset: int
    shown: str
    normal: str


def normal(value: float | int | Decimal) -> str:
    """Return a number in the one form used for comparison: ``15``, ``1.5``, ``24000000``."""
    plain = Decimal(str(value)).normalize()
    return format(plain, "f")


def numbers(text: str) -> tuple[Number, ...]:
    """Return every number of `text`, written in figures or in words, in order of place."""
    found = [*_in_figures(text), *(_in_words(text) if _has_number_word(text) else ())]
    return tuple(sorted(found, key=lambda number: number.offset))


def claims(text: str, *, ones: bool = False) -> tuple[Number, ...]:
    """Return the numbers of a page that a source must bear out.

    Those from two up, and fractions; dates, years, list numbers and pointers such as "case
    study 5" are set apart, as are digits within a name ("ST3"). With `ones` a 0 or 1 in figures
    counts too.
    """
    # All that is set apart has a figure in it, but for one name.
    is_plain = not _DIGIT.search(text) and "wait" not in text.lower()
    bare = text if is_plain else _APART.sub(lambda match: " " * len(match.group()), text)
    return tuple(
        number
        for number in numbers(bare)
        if number.normal not in {"0", "1"} or (ones and number.shown[0].isdigit())
    )


def _in_figures(text: str) -> Iterator[Number]:
    for match in _FIGURE.finditer(text):
        amount = Decimal(match["whole"].replace(",", "") + (match["part"] or ""))
        amount *= _SUFFIXES.get((match["suffix"] or "").lower(), 1)
        yield Number(match.start(), match.group(), normal(amount))


def _has_number_word(text: str) -> bool:
    """Whether a text has a word that a number can begin with."""
    return not _STARTS.isdisjoint(word.lower() for word in _WORD.findall(text))


def _in_words(text: str) -> Iterator[Number]:
    """Yield numbers in words: "twenty-five", "two hundred and ten", "three million"."""
    tokens = [(m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(text)]
    at = 0
    while at < len(tokens):
        if tokens[at][2] not in _UNITS and tokens[at][2] not in _TENS:
            at += 1
            continue
        value, end = _read_words(text, tokens, at)
        yield Number(tokens[at][0], text[tokens[at][0] : tokens[end - 1][1]], normal(value))
        at = end


def _read_words(text: str, tokens: list[tuple[int, int, str]], at: int) -> tuple[int, int]:
    """Return the value of the number that starts at token `at`, and the token after it."""
    total, group = 0, 0
    smallest = (
        10**12
    )  # the place the number has come down to: after "twenty", only a unit may follow
    start = at
    while at < len(tokens):
        word = tokens[at][2]
        if at > start and text[tokens[at - 1][1] : tokens[at][0]] not in {" ", "-", "\u00a0", "\n"}:
            break
        if word in _UNITS and smallest > (9 if group % 100 else 99):
            if group % 10 or (group % 100 and _UNITS[word] > 9):
                break
            group += _UNITS[word]
            smallest = 1
        elif word in _TENS and smallest > 10 and not group % 100:
            group += _TENS[word]
            smallest = 10
        elif word == "hundred" and 0 < group < 10:
            group *= 100
            smallest = 100
        elif word in _SCALES and word != "hundred" and group:
            total, group, smallest = total + group * _SCALES[word], 0, 1000
        elif word == "and" and smallest >= 100 and _continues(tokens, at):
            pass
        else:
            break
        at += 1
    return total + group, at


def _continues(tokens: list[tuple[int, int, str]], at: int) -> bool:
    return at + 1 < len(tokens) and (tokens[at + 1][2] in _UNITS or tokens[at + 1][2] in _TENS)
