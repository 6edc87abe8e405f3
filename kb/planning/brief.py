"""A brief of two pages for a board or a bid, from chosen case studies and options.

It says what was done and found with the grade of each result, what is not known, and where each
word stands. `site_builder/static/brief_rule.js` makes the same pieces in the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kb.model.problems import KbError
from kb.planning.cited import Cited
from kb.planning.pieces import Grid, Heading, Items, Paragraph, Piece
from kb.text.dates import date_text

MOST = 6
"""Pages of one brief: more do not go on two sheets."""
RESULTS_SHOWN = 2
SOURCES_SHOWN = 2
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
            pieces += _case(one, chosen.index(one) + 1)
    if options:
        pieces.append(Heading(2, "Support there is"))
        for one in options:
            pieces += _option(one, chosen.index(one) + 1)
    pieces += [Heading(2, "What is not known"), Items(tuple(_unknown(chosen)))]
    pieces += [Paragraph(LIMITS), Heading(2, "How to read this"), Paragraph(HOW_TO_READ)]
    pieces += [Heading(2, "Sources"), Items(tuple(_sources(chosen, address)), numbered=True)]
    return tuple(pieces)


def _glance(chosen: Sequence[Cited]) -> Grid:
    return Grid(
        ("", "Evidence", "Cost", "Runs today?"),
        tuple(
            (
                f"{one.title} [{at}]",
                one.evidence or ("no result reported" if one.kind == "casestudies" else "an offer"),
                one.cost or "not stated",
                one.status,
            )
            for at, one in enumerate(chosen, start=1)
        ),
    )


def _case(one: Cited, number: int) -> list[Piece]:
    where = ", ".join(part for part in (one.place, one.when) if part)
    found: list[Piece] = [Heading(3, f"{one.title} [{number}]"), Paragraph(where + ".")]
    found.append(Paragraph(one.summary))
    shown = one.results[:RESULTS_SHOWN]
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


def _sources(chosen: Sequence[Cited], address: str) -> list[str]:
    root = address.rstrip("/")
    return [
        f"{one.title}: {root}{one.url}, checked on {one.checked}. "
        f"Rests on: {'; '.join(one.sources[:SOURCES_SHOWN])}{_more(one)}."
        for one in chosen
    ]


def _more(one: Cited) -> str:
    left = len(one.sources) - SOURCES_SHOWN
    return f"; and {left} more, named on the page" if left > 0 else ""
