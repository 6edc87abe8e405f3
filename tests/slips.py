"""Slips of a figure as people make them, to measure how many of them `kb check` sees.

Each slip puts another number in the place of a right one: one more or less, a digit mistyped, two
digits exchanged, a nought too many, or another figure of the same page.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kb.content.checks.figures import ResultFigures, doubts
from kb.content.checks.findings import check_finding
from kb.content.checks.proof import blank_targets, prints_of
from kb.content.reference import ReferenceData
from kb.content.source_page import SourcePage
from kb.text.numbers import Number, claims, normal

KINDS = ("one more", "one less", "a digit", "two digits", "ten times", "another figure")
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong number in a text of a page: where it was put and whether it was seen."""

    kind: str
    right: str
    wrong: str
    field: str
    seen: bool


def wrong_numbers(
    number: Number, others: list[str], chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Yield (kind, normal form) of each slip of a number; never the number itself."""
    value, digits = Decimal(number.normal), number.normal
    at = chance.choice([at for at, sign in enumerate(digits) if sign.isdigit()])
    other = chance.choice([sign for sign in "123456789" if sign != digits[at]])
    made = {
        "one more": normal(value + 1),
        "one less": normal(value - 1),
        "a digit": normal(Decimal(digits[:at] + other + digits[at + 1 :])),
        "two digits": normal(Decimal(digits[1] + digits[0] + digits[2:]))
        if digits[:2].isdigit() and len(digits) > 1
        else digits,
        "ten times": normal(value * 10),
        "another figure": chance.choice(others) if others else digits,
    }
    for kind in KINDS:
        if made[kind] != digits:
            yield kind, made[kind]


def written(value: str, like: Number) -> str:
    """Return a number as it is written in the place of another: in a word or in figures."""
    if like.shown.isalpha() and value.isdigit() and int(value) < len(_WORDS):
        word = _WORDS[int(value)]
        return word.capitalize() if like.shown[0].isupper() else word
    whole, dot, part = value.partition(".")
    return f"{int(whole):,}{dot}{part}"


def slips_in_findings(page: SourcePage, chance: random.Random) -> Iterator[Slip]:
    """Yield every slip of the findings of a page."""
    for at, result in enumerate(page.items("results")):
        finding = str(result.get("finding") or "")
        field = f"results[{at}]"
        others = [number.normal for number in claims(finding)]
        for number in claims(finding):
            for kind, wrong in wrong_numbers(number, others, chance):
                changed = {**result, "finding": _put(finding, number, wrong)}
                seen = any(check_finding(page, changed, field))
                yield Slip(kind, number.normal, wrong, f"{field}.finding", seen)


def slips_elsewhere(
    page: SourcePage, reference: ReferenceData, chance: random.Random, most: int
) -> Iterator[Slip]:
    """Yield slips of some numbers of the summary and the body of a page, `most` of each."""
    prints = prints_of(page, reference)
    if prints is None:
        return
    for field, text in (("summary", page.text("summary")), ("", page.body)):
        plain = blank_targets(text)
        own = ResultFigures(page.items("results")).bear_out
        before = len(list(doubts(plain, prints, own)))
        found = [number for number in claims(plain) if not _is_in_sum(plain, number)]
        others = sorted({number.normal for number in found})
        for number in chance.sample(found, min(most, len(found))):
            for kind, wrong in wrong_numbers(number, others, chance):
                seen = len(list(doubts(_put(plain, number, wrong), prints, own))) > before
                yield Slip(kind, number.normal, wrong, field or "body", seen)


def rate(slips: list[Slip]) -> float:
    """Return the part of slips that were seen."""
    return sum(slip.seen for slip in slips) / len(slips)


def by_kind(slips: list[Slip]) -> Mapping[str, float]:
    """Return the part that was seen of each kind of slip."""
    return {
        kind: rate([slip for slip in slips if slip.kind == kind])
        for kind in KINDS
        if any(slip.kind == kind for slip in slips)
    }


def _put(text: str, number: Number, wrong: str) -> str:
    end = number.offset + len(number.shown)
    return text[: number.offset] + written(wrong, number) + text[end:]


def _is_in_sum(text: str, number: Number) -> bool:
    """Whether "our sum" stands so near a number that its sentence may answer for it."""
    return "our sum" in text[max(0, number.offset - 300) : number.offset + 300].lower()
