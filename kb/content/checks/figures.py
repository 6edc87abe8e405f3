"""Holds each number of a page to the source: it must stand there, and where the source says so.

Those of a finding are held to its own result by `kb.content.checks.findings`. Elsewhere a number
must stand in a source of the page (an error), and near words like those around it (a
warning), or be a figure of the page's results. A sentence that says "our sum" answers for its own
numbers, and no other does: a wrong figure next to a sum would else pass unseen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kb.content.source_page import SourcePage
from kb.model.bibliography import Fingerprint, hashed, plain_words
from kb.model.documents import NOT_STATED, Kind
from kb.model.number_places import NEAR_ON_PAGE, Surroundings
from kb.model.problems import Problem, Severity
from kb.text.figures_in_words import figures_in_words
from kb.text.numbers import Number, claims, normal, numbers

SHARE_NEEDED = 0.55
"""A number passes if a place of it shares this part of the words that the best place shares.

Chosen on the pages of this project, of which about one number in a hundred had to be put closer to
the source (tests/content/test_slips.py).
"""
SHARE_NEEDED_IN_WORDS = 0.35
"""The same for "two" to "nine", which often count what the page itself lists."""
FEWEST_SHARED = 3
"""Words that the best place must share; with fewer the source says nothing of the matter."""
FEWEST_NEAR = 6
"""Words of the sentence round a number; with fewer those beyond it count too."""
FEWEST_OF_RESULT = 2
"""Words of a result that a text must share round a figure of it."""
TELLING = 100
"""Numbers from here up, and fractions, stand in few places: that they stand there is enough."""

_PHONE = re.compile(
    r"(?<![\w,.£])(?:0\d{2,4}[ \u00a0]\d{3,4}[ \u00a0]\d{3,4}|0\d{4}[ \u00a0]\d{6}|116 123)\b"
)
_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_SENTENCE_END = re.compile(
    r"(?<=[.!?])[\"”’)*_]*\s+(?=[\"“‘(*_]*[A-Z0-9£])|\n\s*\n|\n(?=[ \t>]*(?:[-*+#|]|\d+[.)])\s)"
)
_OUR_SUM = re.compile(r"\bour sum\b", re.IGNORECASE)
_TERMS_FIELDS = ("who_for", "you_get", "how_to_start", "cost_to_gp", "run_by")
CONTEXT_FIELDS = ("population", "period", "method", "comparison")
_WORD_FIELDS = ("finding", "quote", *CONTEXT_FIELDS)
FIGURES = ("value", "change", "before", "sample")
_IN_WORDS: Mapping[str, tuple[str, ...]] = {
    "once": ("1",),
    "single": ("1",),
    "half": ("0.5", "50"),
    "halved": ("0.5", "50"),
    "third": ("33",),
    "thirds": ("67",),
    "quarter": ("0.25", "25"),
    "quarters": ("0.75", "75"),
    "twice": ("2", "100"),
    "double": ("2", "100"),
    "doubled": ("2", "100"),
    "doubling": ("2", "100"),
    "triple": ("3", "200"),
    "tripled": ("3", "200"),
    "trebled": ("3", "200"),
    "all": ("100",),
    "every": ("100",),
    "no": ("0",),
    "none": ("0",),
}
"""Words that give a figure without naming it, with the figures they may stand for."""


Own = Callable[[Number, frozenset[str]], bool]
"""Whether a number, with the hashes of the words near it, is borne out without a source."""


def no_figure(number: Number, near: frozenset[str]) -> bool:
    """Bear out no number."""
    del number, near
    return False


def check_numbers(page: SourcePage, prints: Sequence[Fingerprint], body: str) -> Iterator[Problem]:
    """Yield a problem for each number of a page that its sources do not bear out.

    Args:
        page: the page.
        prints: the fingerprints of its sources.
        body: its Markdown with the targets of links blanked, every offset kept.
    """
    results = page.items("results")
    texts = {key: page.text(key) for key in ("summary", "cost", "paid_by", *_TERMS_FIELDS)}
    for at, result in enumerate(results):
        for key in CONTEXT_FIELDS:
            if isinstance(result.get(key), str):
                texts[f"results[{at}].{key}"] = result[key]
    own = ResultFigures(results)
    for field, text in texts.items():
        if text != NOT_STATED:
            yield from check_text(page, field, text, prints, own.bear_out)
    if page.kind is Kind.ROADMAP:
        body = _HEADING.sub(_blank, body)  # "The last five years" is a label, not a claim
    yield from check_text(page, "", body, prints, own.bear_out)


def figures_of(result: Mapping[str, Any]) -> frozenset[str]:
    """Return the figures of a result in normal form: its fields' and those of its quote."""
    quote = str(result.get("quote") or "")
    given = {normal(abs(bound)) for key in FIGURES for bound in bounds(result.get(key))}
    return frozenset(given | stated_in(quote))


def stated_in(quote: str) -> set[str]:
    """Return the figures that a quote gives, in figures or in words such as "half"."""
    meant = {figure for word in plain_words(quote) for figure in _IN_WORDS.get(word, ())}
    return meant | stated_numbers(quote)


def stated_numbers(text: str) -> set[str]:
    """Return the numbers of a text and those that its figures in words may be, years too."""
    meant = {one for figure in figures_in_words(text) for one in figure.normals}
    return meant | {number.normal for number in numbers(text)}


def check_text(
    page: SourcePage,
    field: str,
    text: str,
    prints: Sequence[Fingerprint],
    own: Own = no_figure,
) -> Iterator[Problem]:
    """Yield a problem for each number of a text that `doubts` names.

    Args:
        page: the page.
        field: the field that holds the text; "" for the body.
        text: the text.
        prints: the fingerprints of the sources.
        own: whether something beside the sources bears a number out.
    """
    for number, absent in doubts(text, prints, own):
        line = None if field else page.line_at(number.offset)
        make = unproved_number if absent else number_elsewhere
        yield make(page, field, number.shown, line)


def doubts(
    text: str, prints: Sequence[Fingerprint], own: Own = no_figure
) -> Iterator[tuple[Number, bool]]:
    """Yield each number of a text that the sources do not bear out, and whether they lack it.

    One that they have, but only where they speak of something else, gives False.
    """
    sentences, surroundings = Sentences(text), Surroundings(text)
    phones = [match.span() for match in _PHONE.finditer(text)]
    for number in claims(text, ones=True):
        if sentences.is_our_sum(number.offset):
            continue
        near = surroundings.near(number, NEAR_ON_PAGE, sentences.around(number.offset))
        if len(near) < FEWEST_NEAR:
            near = surroundings.near(number, NEAR_ON_PAGE)
        if own(number, near):
            continue
        if not any(source.has_number(number.normal) for source in prints):
            yield number, True
        elif _is_telling(number) or _within(number.offset, phones):
            continue
        elif stands_elsewhere(number, near, prints):
            yield number, False


def stands_elsewhere(number: Number, near: frozenset[str], prints: Sequence[Fingerprint]) -> bool:
    """Whether the sources have a number only where they speak of something else.

    Args:
        number: a number that stands in one of the sources.
        near: the hashes of the words around it on the page.
        prints: the fingerprints; one that does not know where its numbers stand decides nothing.
    """
    in_words = number.shown.isalpha() and len(number.normal) == 1
    share = SHARE_NEEDED_IN_WORDS if in_words else SHARE_NEEDED
    best, most = 0, 0
    for source in prints:
        shared = source.shared_near(near)
        if shared is None:
            return False
        best = max(best, shared.get(hashed(number.normal), 0))
        most = max(most, *shared.values(), 0)
    return most >= FEWEST_SHARED and best < share * most


def unproved_number(page: SourcePage, field: str, number: str, line: int | None = None) -> Problem:
    """Return the problem of a number that no source of a page has."""
    return page.problem(
        "unproved-number",
        field=field,
        line=line,
        found=f'"{number}"',
        allowed="numbers that stand in a source of the page",
        remedy=(
            'correct it, take it out, or mark it "our sum" in the same sentence and show the sum'
        ),
    )


def number_elsewhere(page: SourcePage, field: str, number: str, line: int | None = None) -> Problem:
    """Return the warning of a number that a source has where it speaks of something else."""
    return page.problem(
        "number-elsewhere",
        field=field,
        line=line,
        found=f'"{number}", which the source has, but where it speaks of something else',
        allowed="numbers that stand where the source speaks of this",
        remedy="look it up again; if it is right, use more of the source's own terms around it",
        severity=Severity.WARNING,
    )


def bounds(figure: object) -> list[float]:
    """Return the one or two numbers of a figure; empty if it is not a figure."""
    parts = figure if isinstance(figure, list) else [figure]
    return [part for part in parts if isinstance(part, int | float) and not isinstance(part, bool)]


class ResultFigures:
    """The figures of a page's results, each with the words of its result."""

    def __init__(self, results: Sequence[Mapping[str, Any]]) -> None:
        self._near: dict[str, list[frozenset[str]]] = {}
        for result in results:
            said = " ".join(str(result.get(key) or "") for key in _WORD_FIELDS)
            words = Surroundings(said).all
            for figure in figures_of(result):
                self._near.setdefault(figure, []).append(words)

    def bear_out(self, number: Number, near: frozenset[str]) -> bool:
        """Whether a result has a number and is spoken of around it."""
        return any(
            len(near & words) >= FEWEST_OF_RESULT for words in self._near.get(number.normal, ())
        )


class Sentences:
    """The sentences of a text, to find out whether that of a number marks a sum of ours."""

    def __init__(self, text: str) -> None:
        sums = [match.start() for match in _OUR_SUM.finditer(text)]
        self._ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        self._last = len(text)
        self._sums = {bisect_right(self._ends, at) for at in sums}

    def is_our_sum(self, offset: int) -> bool:
        """Whether the sentence at an offset says "our sum"."""
        return bool(self._sums) and bisect_right(self._ends, offset) in self._sums

    def around(self, offset: int) -> tuple[int, int]:
        """Return where the sentence at an offset begins and ends."""
        at = bisect_right(self._ends, offset)
        end = self._ends[at] if at < len(self._ends) else self._last
        return (self._ends[at - 1] if at else 0), end


def _is_telling(number: Number) -> bool:
    return "." in number.normal or float(number.normal) >= TELLING


def _within(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return at >= 0 and offset < spans[at][1]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
