"""A brief of two pages for a board or a bid, from chosen case studies and options.

It says what was done and found with the grade of each result, what is not known, and where each
word stands. `site_builder/static/brief_rule.js` makes the same pieces in the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from kb.model.problems import KbError
from kb.planning.cited import Cited
from kb.text.dates import date_text
from kb.text.pieces import Blank, Grid, Heading, Items, Paragraph, Piece, shares

MOST = 6
"""Pages of one brief: more do not go on two sheets."""
DETAIL = ((3, 2), (2, 2), (2, 1), (1, 1), (1, 0))
"""Results and sources shown of each page: as many as two sheets hold, the first that fits."""
SOURCES_SHOWN = max(sources for _, sources in DETAIL)
ROOM = 1400
"""Tenths of a line on two sheets of A4 in 9.5 point, less what is kept free for other fonts."""
SIGNS = 96
"""Letters on a line."""
_COST_WORDS = 16
SITE = "Keeping GPs in practice"

HOW_TO_READ = (
    "Levels of evidence run from 1 (hoped for) to 5 (measured and compared). They are worked out "
    "by published rules from how the source knows a result, and rate the evidence, not the worth "
    "of a scheme. At 1 or 2: a source of ideas. At 3: a reason for a small trial. At 4 or 5: "
    "something to build a case on, if the setting is alike."
)
LIMITS = (
    "Most accounts were written by those who ran the scheme, cover few people and have nothing to "
    "compare with. Schemes that failed are rarely written down, so this is not the whole record."
)


def brief(
    chosen: Sequence[Cited], *, title: str, purpose: str = "", address: str = "", today: date
) -> tuple[Piece, ...]:
    """Return the pieces of a brief.

    Args:
        chosen: from `cite`, in order.
        title: as "Keeping GPs in the Fens"; "" gives a plain one.
        purpose: what is asked of the reader, in a sentence or two.
        address: of the site, for the addresses of the pages; "" leaves paths.
        today: the day of the brief.

    Raises:
        KbError: nothing is chosen, or more than `MOST`.
    """
    if not 1 <= len(chosen) <= MOST:
        raise KbError(f"brief: found {len(chosen)} pages; allowed 1 to {MOST}, to fit two sheets")
    pieces: tuple[Piece, ...] = ()
    for results, sources in DETAIL:
        pieces = _pieces(chosen, title, purpose, address, today, results, sources)
        if tenths(pieces) <= ROOM:
            break
    return pieces


def _pieces(
    chosen: Sequence[Cited],
    title: str,
    purpose: str,
    address: str,
    today: date,
    results: int,
    sources: int,
) -> tuple[Piece, ...]:
    cases = [one for one in chosen if one.kind == "casestudies"]
    options = [one for one in chosen if one.kind != "casestudies"]
    pieces: list[Piece] = [
        Heading(1, title.strip() or "Keeping GPs in practice: what others did"),
        Paragraph(f"{date_text(today)}. From “{SITE}”, which is not an NHS website."),
    ]
    if purpose.strip():
        pieces.append(Paragraph(purpose.strip(), "What is asked:"))
    pieces += [Heading(2, "At a glance"), _glance(chosen)]
    if cases:
        pieces.append(Heading(2, "What others did, and what came of it"))
        for one in cases:
            pieces += _case(one, chosen.index(one) + 1, results)
    if options:
        pieces.append(Heading(2, "Support there is"))
        for one in options:
            pieces += _option(one, chosen.index(one) + 1)
    pieces += [Heading(2, "What is not known"), Items(tuple(_unknown(chosen)))]
    pieces += [Paragraph(LIMITS), Heading(2, "How to read this"), Paragraph(HOW_TO_READ)]
    listed = tuple(_sources(chosen, address, sources))
    return (*pieces, Heading(2, "Sources"), Items(listed, numbered=True))


def tenths(pieces: Sequence[Piece]) -> int:
    """Return about how many tenths of a line pieces take on paper."""
    return sum(_tenths(piece) for piece in pieces)


def _tenths(piece: Piece) -> int:
    match piece:
        case Heading(level, _):
            return {1: 30, 2: 24}.get(level, 18)
        case Paragraph(text, strong):
            return 10 * math.ceil((len(text) + len(strong)) / SIGNS) + 3
        case Items(items):
            return sum(10 * math.ceil(len(item) / (SIGNS - 6)) + 3 for item in items)
        case Grid(header, rows):
            weights = shares(piece)
            signs = [SIGNS * weight // sum(weights) - 2 for weight in weights]
            return 6 + sum(
                2 + 10 * max(math.ceil(len(c) / max(1, s)) for c, s in zip(row, signs, strict=True))
                for row in (header, *rows)
            )
        case Blank(lines):
            return 13 * lines


def _glance(chosen: Sequence[Cited]) -> Grid:
    return Grid(
        ("", "Evidence", "Cost", "Runs today?"),
        tuple(
            (
                f"{one.title} [{at}]",
                one.evidence or ("no result reported" if one.kind == "casestudies" else "an offer"),
                _short(one.cost) or "not stated",
                one.status,
            )
            for at, one in enumerate(chosen, start=1)
        ),
    )


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= _COST_WORDS else " ".join(words[:_COST_WORDS]) + " …"


def _case(one: Cited, number: int, results: int) -> list[Piece]:
    where = ", ".join(part for part in (one.place, one.when) if part)
    found: list[Piece] = [
        Heading(3, f"{one.title} [{number}]"),
        Paragraph(one.summary, f"{where}."),
    ]
    shown = one.results[:results]
    if shown:
        found.append(Items(tuple(f"{text} ({level}: {why})" for text, level, why in shown)))
    left = len(one.results) - len(shown)
    more = [
        f"{left} more reported" if left else "",
        f"{one.hoped} only hoped for" if one.hoped else "",
    ]
    if any(more):
        found.append(Paragraph(f"Results left out here: {' and '.join(filter(None, more))}."))
    return found


def _option(one: Cited, number: int) -> list[Piece]:
    runs = f"Run by {one.place}. " if one.place else ""
    return [
        Heading(3, f"{one.title} [{number}]"),
        Paragraph(one.summary),
        Paragraph(f"{runs}Status: {one.status}, checked on {one.checked}."),
    ]


def _unknown(chosen: Sequence[Cited]) -> list[str]:
    """What is not known, each with the numbers of the pages that leave it open."""
    found: dict[str, list[int]] = {}
    for at, one in enumerate(chosen, start=1):
        for open_question in one.unknown:
            found.setdefault(open_question, []).append(at)
    lines = [
        f"{text[:1].upper()}{text[1:]} ({', '.join(f'[{n}]' for n in numbers)})."
        for text, numbers in found.items()
    ]
    return lines or ["Nothing that the pages chosen leave open; see the limits below."]


def _sources(chosen: Sequence[Cited], address: str, shown: int) -> list[str]:
    root = address.rstrip("/")
    return [
        f"{one.title}: {root}{one.url}, checked on {one.checked}. {_rests_on(one, shown)}"
        for one in chosen
    ]


def _rests_on(one: Cited, shown: int) -> str:
    if not shown:
        return f"Its sources ({len(one.sources)}) are named on the page."
    left = len(one.sources) - shown
    more = f"; and {left} more, named on the page" if left > 0 else ""
    return f"Rests on: {'; '.join(one.sources[:shown])}{more}."
