"""Figures that a text gives without a number: "a quarter", "doubled", "fivefold", "a dozen", "½".

Each may be written as several numbers: "a quarter" is 25% or 0.25, "doubled" twice as many or
100% more. Ordinals and spans of time are no figures: "the third year", "each quarter", "half-day".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from kb.text.numbers import normal, numbers

NEAR_ENOUGH = Decimal("0.05")
"""How far the share that two figures make may lie from the share that is spoken of."""
MOST_COMPARED = 12
"""Figures of a result that are set against each other; more tell nothing of one share."""

_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8,
    "tenth": 10
}  # fmt: skip
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "nine": 9}
_TIMES = {
    "doubled": 2, "doubling": 2, "doubles": 2, "twice": 2, "trebled": 3, "tripled": 3, "treble": 3,
    "triple": 3, "quadrupled": 4
}  # fmt: skip
_SIZES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
_VULGAR = {
    "¼": "0.25", "½": "0.5", "¾": "0.75", "⅓": "0.33", "⅔": "0.67", "⅕": "0.2", "⅖": "0.4",
    "⅗": "0.6", "⅘": "0.8", "⅙": "0.17", "⅚": "0.83", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625",
    "⅞": "0.875", "⅐": "0.14", "⅑": "0.11", "⅒": "0.1"
}  # fmt: skip

_END = (
    r"(?=\s{1,9}(?:of|as|fewer|more|less|lower|higher|said|were|had|left|stayed|felt|in|to|by|and|or"
    r"|over|within|after|before|compared|between|from|than|when|while|who|would|did|reported)\b"
    r"|\s{0,9}[.,;:)(–—?!]|\s{0,9}$)"
)
_FIGURE = re.compile(
    rf"""
      \b(?P<more>[A-Za-z]{{1,20}}|\d{{1,12}})\s{{1,9}}and\s{{1,9}}(?:a|one)\s{{1,9}}(?P<rest>half|quarter|third)\b
    | \bhalf\s{{1,9}}a\s{{1,9}}dozen\b
    | \b(?P<count>a|one|two|three|four|nine)[\s-]{{1,9}}(?P<part>third|quarter|fifth|sixth
        |eighth|tenth)s?\b
        (?!\s{{1,9}}of\s{{1,9}}an?\s{{1,9}}(?:hour|year|mile)){_END}
    | (?<!first\s)(?<!second\s)(?<!other\s)(?<![\w-])(?P<half>half|halves)
        (?![\w-]|\s{{1,9}}(?:past|term|time|day|way|hour)\b|\s{{1,9}}an?\s{{1,9}}(?:hour|day|year)\b)
    | \b(?P<times>doubled|doubling|doubles|trebled|tripled|quadrupled
        |(?:twice|treble|triple)(?=\s{{1,9}}(?:the|as|what|that|this)\b))\b
    | \b(?P<halved>halved|halving)\b
    | (?<![\w.])(?P<fold>[A-Za-z]+?|\d+)[\s-]?fold\b
    | \ban?\s{{1,9}}(?P<size>dozen|hundred|thousand|million)\b
    | (?<![\w.])(?P<whole>\d*)\s?(?P<vulgar>[{"".join(_VULGAR)}])
    | (?<![\w.])(?P<point>\.\d+)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class FigureInWords:
    """Where it stands, how it is written, the numbers it may be, and its share or multiple.

    `share` is None where only the numbers themselves bear it out, as of "a dozen"; `is_exact` says
    that it is written as a figure, as "2½" is.
    """

    offset: int
    shown: str
    normals: frozenset[str]
    share: Decimal | None = None
    is_exact: bool = False


def figures_in_words(text: str) -> tuple[FigureInWords, ...]:
    """Return every figure that a text gives without a number, in order of place."""
    return tuple(found for match in _FIGURE.finditer(text) if (found := _read(match)))


def make_share(share: Decimal, figures: Iterable[str]) -> bool:
    """Whether two of some figures make a share or multiple, or one grew or fell by it.

    Args:
        share: a part below 1 or a multiple above it, as of "a quarter" or "doubled".
        figures: numbers in normal form.
    """
    given = sorted({Decimal(one) for one in figures if Decimal(one)})[:MOST_COMPARED]
    return any(
        abs(one / other - wanted) <= NEAR_ENOUGH * max(share, Decimal(1))
        for one, other in permutations(given, 2)
        for wanted in (share, 1 - share, 1 + share)
        if wanted > 0
    )


def _read(match: re.Match[str]) -> FigureInWords | None:
    found = {key: value.lower() for key, value in match.groupdict().items() if value is not None}
    values = list(_values(match.group().lower(), found))
    if not values:
        return None
    is_part = "vulgar" in found and values[0] < 1
    is_share = is_part or found.keys() & {"part", "half", "halved", "times", "fold"}
    return FigureInWords(
        match.start(),
        match.group().strip(),
        frozenset(map(normal, values)),
        values[0] if is_share else None,
        is_exact="vulgar" in found,
    )


def _values(whole: str, found: dict[str, str]) -> Iterator[Decimal]:
    if "more" in found:
        for number in numbers(found["more"]):
            yield Decimal(number.normal) + Decimal(1) / _PARTS[found["rest"]]
    elif "part" in found:
        yield from _share(Decimal(_COUNTS[found["count"]]) / _PARTS[found["part"]])
    elif "half" in found or "halved" in found:
        yield from _share(Decimal("0.5"))
    elif "times" in found:
        yield from _multiple(Decimal(_TIMES[found["times"]]))
    elif "fold" in found:
        for number in numbers(found["fold"]):
            yield from _multiple(Decimal(number.normal))
    elif "size" in found:
        yield Decimal(_SIZES[found["size"]])
    elif "vulgar" in found:
        value = Decimal(_VULGAR[found["vulgar"]]) + Decimal(found["whole"] or 0)
        yield from (value,) if value >= 1 else _share(value)
    elif "point" in found:
        yield Decimal(f"0{found['point']}")
    elif "dozen" in whole:
        yield Decimal(6)


def _share(share: Decimal) -> Iterator[Decimal]:
    """Yield a share, and its per cent, whole and to one place."""
    yield share
    for places in ("0.01", "0.001"):
        yield share.quantize(Decimal(places))
        yield 100 * share.quantize(Decimal(places))


def _multiple(times: Decimal) -> Iterator[Decimal]:
    """Yield a multiple, the per cent that it is, and the per cent that was added."""
    yield from (times, 100 * times, 100 * (times - 1))
