"""Holds what a finding says to its own result: its numbers, figures in words, shares and years.

A figure must be the value, the change, the earlier figure or the sample of the result, or stand in
its quote or in the group, period, method and comparison beside it. A share ("12%", "£12") must be
one there too, and a year must stand there, in the page's own period, or in a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.content.checks.figures import (
    CONTEXT_FIELDS,
    FIGURES,
    Sentences,
    bounds,
    figures_of,
    stated_in,
    stated_numbers,
    unproved_number,
)
from kb.content.source_page import SourcePage
from kb.model.bibliography import Fingerprint
from kb.model.documents import Kind
from kb.model.problems import Problem, Severity
from kb.text.figures_in_words import figures_in_words, make_share
from kb.text.numbers import Number, claims, normal, numbers

_SHARE = re.compile(r"(?:\s?(?:[-–]|to|and|or)\s?\d[\d,.]*)?\s?(?:%|per ?cent\b)")
_MONEY = re.compile(r"£\s?(?:[\d,.]+[kmbn]{0,2}\s?(?:[-–]|to|and|or)\s?)?$", re.IGNORECASE)
_POUNDS = re.compile(r"\s?pounds?\b")
_LONGEST_BEFORE = 24
_YEAR = re.compile(r"(?<![£$€\d,.])\b(?:19|20)\d\d\b(?![,.]\d|%)")
_COUNTED = re.compile(
    r"\s{1,20}(?:more|fewer|less|GPs?|doctors?|nurses?|people|patients?|practices?|sessions?|hours?|days?"
    r"|appointments?|visits?|calls?|letters?)\b"
)
_IN_A_YEAR = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|of|during|to|and|or|between|before|after|for|early|late|mid"
    r"|spring|summer|autumn|winter)|[-–(,/])\s?$",
    re.IGNORECASE,
)
"""What stands before a year; without it "2016 GPs" is a count."""
_UNITS: Mapping[str, tuple[str, ...]] = {
    "percent": ("%",),
    "percentage-points": ("%", ""),
    "pounds": ("£",),
    "pounds-a-year": ("£",),
}
"""The sign that the figures of a result have by its unit; the others have none."""

_REMEDY = "correct it, quote the words that hold it, or give it as value, change, before or sample"


def check_finding(
    page: SourcePage,
    result: Mapping[str, Any],
    field: str,
    prints: Sequence[Fingerprint] = (),
) -> Iterator[Problem]:
    """Yield a problem for each figure of a finding that is none of its own result.

    Args:
        page: the page.
        result: a result of it.
        field: where that stands, as ``results[0]``.
        prints: the fingerprints of the page's sources, for the years.
    """
    finding = result.get("finding")
    if not isinstance(finding, str):
        return
    own = set(figures_of(result))
    for key in CONTEXT_FIELDS:
        own |= stated_numbers(str(result.get(key) or ""))
    signs = _signs_of(result)
    sentences = Sentences(finding)

    def problem(found: str, allowed: str) -> Problem:
        return page.problem(
            "figure-not-of-result",
            field=f"{field}.finding",
            found=found,
            allowed=allowed,
            remedy=_REMEDY,
        )

    for number in claims(finding, ones=True):
        sign = sign_of(finding, number)
        if sentences.is_our_sum(number.offset):
            continue
        if number.normal not in own:
            yield problem(f'"{number.shown}"', f"the figures of this result: {_listed(own)}")
        elif sign not in signs.get(number.normal, {sign}):
            had = " or ".join(sorted(filter(None, signs[number.normal]))) or "a plain number"
            yield problem(f'"{_signed(number.shown, sign)}"', f"{number.shown} as {had}, as here")
    for figure in figures_in_words(finding):
        if sentences.is_our_sum(figure.offset) or figure.normals & own:
            continue
        if figure.share is None or not make_share(figure.share, own):
            yield problem(f'"{figure.shown}"', f"the figures of this result: {_listed(own)}")
    told = own | stated_numbers(page.text("period"))
    for match in _YEAR.finditer(finding):
        year = match.group()
        if year in told:
            continue
        if _COUNTED.match(finding, match.end()) and not _IN_A_YEAR.search(finding[: match.start()]):
            yield problem(f'"{year}"', f"the figures of this result: {_listed(own)}")
        elif not any(source.has_number(year) for source in prints):
            yield problem(f'the year "{year}"', "years of this result, its page or its source")


def check_figures_in_words(page: SourcePage, prints: Sequence[Fingerprint]) -> Iterator[Problem]:
    """Yield a warning for each "quarter" or "doubled" of a case study that nothing bears out.

    That is a figure of a result, two figures of one that make the share, or a number of a source.
    The words of a source are not known, so a result must quote what it says in words.

    Args:
        page: the page.
        prints: the fingerprints of its sources.
    """
    if page.kind is not Kind.CASE_STUDY:
        return
    results = [figures_of(result) for result in page.items("results")]
    for field, text in (("summary", page.text("summary")), ("", page.body)):
        sentences = Sentences(text)
        for figure in figures_in_words(text):
            share = figure.share
            borne_out = (
                (share is None and not figure.is_exact)
                or sentences.is_our_sum(figure.offset)
                or any(figure.normals & own for own in results)
                or (share is not None and any(make_share(share, own) for own in results))
                or any(source.has_number(one) for source in prints for one in figure.normals)
            )
            if not borne_out:
                yield page.problem(
                    "unproved-number",
                    field=field,
                    line=None if field else page.line_at(figure.offset),
                    found=f'"{figure.shown}"',
                    allowed="figures that a result gives or quotes, or a source has as a number",
                    remedy="add the result that quotes it, or leave it out",
                    severity=Severity.WARNING,
                )


def check_note_in_words(page: SourcePage, note: str) -> Iterator[Problem]:
    """Yield a problem for each figure in words of `now.note` where `now.seen` names no page."""
    for figure in figures_in_words(note):
        yield unproved_number(page, "now.note", figure.shown)


def sign_of(text: str, number: Number) -> str:
    """Return "%" for a share, "£" for money, "" for a plain number of a text."""
    after = number.offset + len(number.shown)
    if _SHARE.match(text, after):
        return "%"
    before = text[max(0, number.offset - _LONGEST_BEFORE) : number.offset]
    return "£" if _MONEY.search(before) or _POUNDS.match(text, after) else ""


def _signs_of(result: Mapping[str, Any]) -> Mapping[str, set[str]]:
    """Return the signs that each figure of a result has, by its normal form.

    What only words such as "half" give is not among them, and may have any.
    """
    found: dict[str, set[str]] = {}
    for key in ("quote", *CONTEXT_FIELDS):
        text = str(result.get(key) or "")
        for number in numbers(text):
            found.setdefault(number.normal, set()).add(sign_of(text, number))
    for key in FIGURES:
        signs = ("",) if key == "sample" else _UNITS.get(str(result.get("unit")), ("",))
        for bound in bounds(result.get(key)):
            found.setdefault(normal(abs(bound)), set()).update(signs)
    quote = str(result.get("quote") or "")
    meant = stated_in(quote) - {number.normal for number in numbers(quote)}
    return {figure: signs for figure, signs in found.items() if figure not in meant}


def _signed(shown: str, sign: str) -> str:
    return f"£{shown}" if sign == "£" else f"{shown}{sign}"


def _listed(own: set[str]) -> str:
    return ", ".join(sorted(own, key=float)) or "it has none"
