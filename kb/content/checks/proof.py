"""Sets the words and figures of a page against the fingerprints of its sources.

A number or quotation must stand in a source of the page; twelve words in a row must stand in
none. It works where the source texts are absent. Numbers are held to their place by
`kb.content.checks.figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.content.checks.figures import (
    bounds,
    check_numbers,
    check_text,
    stated_in,
    unproved_number,
)
from kb.content.checks.findings import check_figures_in_words, check_finding, check_note_in_words
from kb.content.reference import ReferenceData
from kb.content.schema.text import shown
from kb.content.source_page import SourcePage, strings_of
from kb.model.bibliography import SHORT_RUN, Fingerprint, may_hold_long_run, plain_words, words
from kb.model.documents import Kind, SourceId
from kb.model.problems import Problem, Severity
from kb.text.numbers import normal, numbers

MOST_QUOTATIONS = 2
"""Quotations that a page may have before its own words get lost."""
MOST_QUOTED_WORDS = 25
"""Words of one quotation."""

COPIED_ALLOWED = "up to 11 words in a row outside quotation marks"
COPIED_REMEDY = "say it in your own words"

_QUOTATION = re.compile(r"“([^”“]{1,900})”|\"([^\"]{1,900})\"")
_IN_SINGLE_MARKS = re.compile(r"(?<!\w)['‘]((?:[^'‘’]|(?<=\w)['’](?=\w)){1,900})['’](?!\w)")
"""Proved like a quotation, and not let off the check of copied words: the house style is double."""
_BLOCK_QUOTE = re.compile(r"^ {0,3}>.*(?:\n {0,3}>.*)*", re.MULTILINE)
_TARGET = re.compile(
    r"(?<=\])\([^()\s]*\)|\[\^[^\]\s]{1,80}\]:?|(?<=\])\[[^\[\]]*\]|https?://\S+"
    r"|^\[[^\]]+\]:.*$",
    re.M,
)
"""What a reader does not read: targets of links, and the labels of footnotes."""
_RISE = frozenset("more additional extra rise rose risen increase increased gain gained".split())
_FALL = frozenset(
    "fewer less fall fell fallen decrease decreased drop dropped reduce reduced reduction".split()
)


def check_proof(page: SourcePage, reference: ReferenceData) -> Iterator[Problem]:
    """Yield a problem for each figure, quote or quotation of a page that no source bears out."""
    for at, result in enumerate(page.items("results")):
        yield from _check_quote(page, reference, result, f"results[{at}]")
    yield from _check_note(page, reference)
    prints = prints_of(page, reference)
    if prints is not None:
        yield from check_numbers(page, prints, blank_targets(page.body))
        yield from check_figures_in_words(page, prints)
        yield from _check_quotations(page, prints)
    if _prints(page, reference) is not None:
        yield from _check_quotation_count(page)


def prints_of(page: SourcePage, reference: ReferenceData) -> list[Fingerprint] | None:
    """Return the fingerprints that a page's numbers and quotations are held to.

    None if a source of the page, or a page that the terms of an option rest on, has none.
    """
    prints = _prints(page, reference)
    wider = _terms_prints(page, reference)
    if prints is None or (wider is None and page.kind is Kind.SIGNPOSTING):
        return None
    return [*prints, *(wider or ())]


def check_copied(
    fields: Mapping[str, Any], prints: Fingerprint, allowed_phrases: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield (field, what was found) for each copied run in the texts of plain data.

    Quotes stand in quotation marks, and a place is a heading of its source: both are set aside.
    """
    for field, text in strings_of(fields):
        if not field.endswith((".quote", ".place")):
            for _, run in copied_runs(text, prints, allowed_phrases):
                yield field, _copied(run)


def check_copied_page(
    page: SourcePage, reference: ReferenceData, prints: Fingerprint
) -> Iterator[Problem]:
    """Yield a problem for each run of twelve words of a page that stands in any source."""
    for field, found in check_copied(page.fields, prints, reference.allowed_phrases):
        yield page.problem(
            "copied-words", field=field, found=found, allowed=COPIED_ALLOWED, remedy=COPIED_REMEDY
        )
    for offset, run in copied_runs(page.body, prints, reference.allowed_phrases):
        yield page.problem(
            "copied-words",
            line=page.line_at(offset),
            found=_copied(run),
            allowed=COPIED_ALLOWED,
            remedy=COPIED_REMEDY,
        )


def _copied(run: str) -> str:
    return f'{len(run.split())} words of a source: "{run}"'


def copied_runs(
    text: str, prints: Fingerprint, allowed_phrases: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """Yield (offset, words) of each longest run of a text that stands in a source.

    Quotations and block quotes are left out, and runs inside an allowed phrase are passed over.
    """
    if not may_hold_long_run(text):
        return
    for start, part in _unquoted(text):
        found = plain_words(part)
        for at, length in prints.copied(found):
            run = " ".join(found[at : at + length])
            if not any(run in phrase for phrase in allowed_phrases):
                yield start + words(part)[at].offset, run


def _unquoted(text: str) -> Iterator[tuple[int, str]]:
    def breaks(match: re.Match[str]) -> str:
        return "\0" * len(match.group())

    bare = _BLOCK_QUOTE.sub(breaks, text) if ">" in text else text
    if '"' in bare or "“" in bare:
        bare = _QUOTATION.sub(breaks, bare)
    bare = blank_targets(bare)
    for part in re.finditer(r"[^\0]+", bare):
        yield part.start(), part.group()


def _prints(page: SourcePage, reference: ReferenceData) -> list[Fingerprint] | None:
    """Return the fingerprints of a page's sources; None if one of them has none.

    What the tasks and facts of a roadmap rest on counts among its sources.
    """
    ids = dict.fromkeys((*page.source_ids(), *_stop_sources(page)))
    if not ids or any(source not in reference.fingerprints for source in ids):
        return None
    return [reference.fingerprints[source] for source in ids]


def _stop_sources(page: SourcePage) -> Iterator[SourceId]:
    for stop in page.items("stops"):
        for key in ("tasks", "facts"):
            claims_of_stop = stop.get(key)
            for claim in claims_of_stop if isinstance(claims_of_stop, list) else []:
                if isinstance(claim, dict) and isinstance(claim.get("source"), str):
                    yield SourceId(claim["source"])


def _terms_prints(page: SourcePage, reference: ReferenceData) -> list[Fingerprint] | None:
    """Return the fingerprints that an option's terms rest on; None if one of them is a page."""
    seen = page.mapping("terms").get("seen")
    ids = [SourceId(str(source)) for source in seen] if isinstance(seen, list) else []
    if not ids:
        return []
    if any(source not in reference.fingerprints for source in ids):
        return None
    return [reference.fingerprints[source] for source in ids]


def _check_quote(
    page: SourcePage, reference: ReferenceData, result: Mapping[str, Any], field: str
) -> Iterator[Problem]:
    quote, source = result.get("quote"), result.get("source")
    if not isinstance(quote, str):
        return
    prints = reference.fingerprints.get(SourceId(str(source)))
    run = plain_words(quote)
    if prints is not None:
        yield from check_quote_words(page, prints, result, f"{field}.quote")
    known = [reference.fingerprints.get(one) for one in page.source_ids()]
    yield from check_finding(page, result, field, [one for one in known if one is not None])
    stated = [number.normal for number in numbers(quote)]
    meant = stated_in(quote)
    for key in ("value", "change"):
        for bound in bounds(result.get(key)):
            if normal(abs(bound)) not in meant:
                yield page.problem(
                    "figure-not-in-quote",
                    field=f"{field}.{key}",
                    found=f"{bound:g}" if abs(bound) < 1e6 else f"{bound:.0f}",
                    allowed=f"a figure of the quote: {', '.join(stated) or 'it has none'}",
                    remedy="quote the words that hold the figure, or correct the figure",
                )
    yield from _check_sign(page, result.get("change"), run, f"{field}.change")
    if prints is None:
        return
    for key in ("before", "sample"):
        for bound in bounds(result.get(key)):
            if not prints.has_number(normal(abs(bound))):
                yield unproved_number(page, f"{field}.{key}", f"{bound:g}")


def check_quote_words(
    page: SourcePage, prints: Fingerprint, claim: Mapping[str, Any], field: str
) -> Iterator[Problem]:
    """Yield a problem if the quote of a claim does not stand in its source word for word."""
    quote = claim.get("quote")
    run = plain_words(quote) if isinstance(quote, str) else ()
    if len(run) >= SHORT_RUN and not prints.has_words(run):
        yield page.problem(
            "quote-not-in-source",
            field=field,
            found=shown(quote),
            allowed=f"words that stand in {claim.get('source')} in a row",
            remedy="copy them from the source again, leaving nothing out",
        )


def _check_note(page: SourcePage, reference: ReferenceData) -> Iterator[Problem]:
    """Yield a problem for each figure of `now.note` that no page in `seen` has.

    A note that rests on a page without a fingerprint is not proved; `kb check` counts such pages.
    """
    now = page.mapping("now")
    seen = now.get("seen")
    ids = [SourceId(str(source)) for source in seen] if isinstance(seen, list) else []
    if any(source not in reference.fingerprints for source in ids):
        return
    prints = [reference.fingerprints[source] for source in ids]
    note = str(now.get("note") or "")
    yield from check_text(page, "now.note", note, prints)
    if not ids:
        yield from check_note_in_words(page, note)


def _check_sign(
    page: SourcePage, change: object, run: Sequence[str], field: str
) -> Iterator[Problem]:
    """Yield a warning for a rise that the quote describes as a fall, or the other way round."""
    if not isinstance(change, int | float) or isinstance(change, bool):
        return
    rises, falls = _RISE.intersection(run), _FALL.intersection(run)
    against = falls - rises if change > 0 and not rises else set()
    if change < 0 and not falls:
        against = rises
    if against:
        yield page.problem(
            "sign-against-quote",
            field=field,
            found=f'{change:g} beside "{min(against)}" in the quote',
            allowed="a change above zero for a rise, below it for a fall",
            remedy="correct the sign, or quote the words that show the direction",
            severity=Severity.WARNING,
        )


def _quotations(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, words) of each quotation of a body; a block quote without marks is one."""
    inside = []
    for block in _BLOCK_QUOTE.finditer(text):
        if not _QUOTATION.search(block.group()):
            inside.append((block.start(), re.sub(r"(?m)^ {0,3}> ?", " ", block.group())))
    apart = _QUOTATION.sub(_blank, text)
    for match in (*_QUOTATION.finditer(text), *_IN_SINGLE_MARKS.finditer(apart)):
        quotation = next(filter(None, match.groups()))
        if "\n\n" not in quotation:
            inside.append((match.start(), re.sub(r"\n {0,3}> ?", " ", quotation)))
    yield from sorted(
        (offset, said) for offset, said in inside if len(plain_words(said)) >= SHORT_RUN
    )


def _check_quotations(page: SourcePage, prints: Sequence[Fingerprint]) -> Iterator[Problem]:
    for offset, said in _quotations(blank_targets(page.body)):
        run = plain_words(said)
        if not any(source.has_words(run) for source in prints):
            yield page.problem(
                "quotation-not-in-source",
                line=page.line_at(offset),
                found=shown(said),
                allowed="words that stand in a source of the page in a row",
                remedy="quote it word for word, or take the quotation marks off",
            )


def _check_quotation_count(page: SourcePage) -> Iterator[Problem]:
    found = list(_quotations(page.body))
    for offset, said in found:
        if len(plain_words(said)) > MOST_QUOTED_WORDS:
            yield page.problem(
                "long-quotation",
                line=page.line_at(offset),
                found=f"{len(plain_words(said))} words",
                allowed=f"up to {MOST_QUOTED_WORDS}",
                remedy="shorten it, or say it in your own words",
                severity=Severity.WARNING,
            )
    if len(found) > MOST_QUOTATIONS:
        yield page.problem(
            "many-quotations",
            line=page.line_at(found[MOST_QUOTATIONS][0]),
            found=f"{len(found)} quotations",
            allowed=f"up to {MOST_QUOTATIONS}",
            remedy="keep those where the person's own words matter",
            severity=Severity.WARNING,
        )


def blank_targets(text: str) -> str:
    """Return Markdown with link targets and labels of footnotes blanked, every offset kept."""
    return _TARGET.sub(_blank, text) if "]" in text or "://" in text else text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
