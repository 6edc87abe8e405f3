"""What an area offers, read from CSV, from a spreadsheet's clipboard or from plain lines.

A line that cannot be read is reported with its number, what was found and how to fix it; the
others are kept. The browser's copy of the rule is `site_builder/static/offers_rule.js`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_OFFERS = 500
MOST_NAME = 200
ALL = "any"
"""Stands for every stage; an offer that names no stage is for all of them."""
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "offer", "scheme", "title", "what", "support"),
    "stages": ("stages", "stage", "career stage", "career stages", "for whom", "who for"),
    "level": ("level", "levels"),
    "page": ("page", "id", "same as"),
}
_EVERYONE = frozenset({"", "all", "any", "everyone", "all stages", "every stage", "all gps"})
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One local offer: `stages` is (ANY,) for all; `level` and `page` are "" where not given.

    `line` is its line in what was given, from 1. `page` is the page of the same offer here, which
    the person has confirmed.
    """

    name: str
    stages: tuple[str, ...]
    level: str
    page: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What was wrong with a line: where, what was found, and how to fix it."""

    line: int
    text: str

    def __str__(self) -> str:
        """The fault as a sentence with its line."""
        return f"line {self.line}: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalOffers:
    """The offers that could be read, and the faults of what could not."""

    offers: tuple[Offer, ...]
    faults: tuple[Fault, ...]


Words = Mapping[str, str]
"""From a word for a concept in lower case to its identifier."""


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or Windows' own encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_offers(
    text: str, *, stages: Words, levels: Words, pages: Sequence[str] = ()
) -> LocalOffers:
    """Return what an area offers.

    A first line that names the columns (name, stages, level, page) gives their order; without
    one it is that order. Columns are parted by tabs, semicolons or commas; lines without any of
    these are names alone.

    Args:
        text: what was given.
        stages: words for the career stages.
        levels: words for the levels.
        pages: the pages that the column `page` may name.
    """
    rows = _rows(text.removeprefix("\ufeff"))
    order: tuple[str, ...] = ("name", "stages", "level", "page")
    if rows and (named := _header(rows[0][1])):
        order, rows = named, rows[1:]
    offers: list[Offer] = []
    faults: list[Fault] = []
    for line, cells in rows:
        if len(offers) == MOST_OFFERS:
            faults.append(
                Fault(
                    line=line,
                    text=f"there are more than {MOST_OFFERS} offers, and the rest was left out; "
                    "give one line to an offer, not to a person or a practice",
                )
            )
            break
        given = dict(zip(order, cells, strict=False))
        offer, wrong = _offer(given, line, stages, levels, pages)
        faults += wrong
        if offer:
            offers.append(offer)
    return LocalOffers(offers=tuple(offers), faults=tuple(faults))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the lines that hold anything, each with its number and its cells."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    sign = _separator(lines)
    if not sign:
        return [
            (number, [_BULLET.sub("", line).strip()])
            for number, line in enumerate(lines.split("\n"), start=1)
            if line.strip()
        ]
    reader = csv.reader(io.StringIO(lines), delimiter=sign)
    rows, before = [], 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((before + 1, [" ".join(cell.split()) for cell in cells]))
            before = reader.line_num
    except csv.Error:  # a cell beyond all measure: what came before it is kept
        pass
    return rows


def _separator(text: str) -> str:
    """Return the sign that parts the columns: that of the first line, tabs before the others."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    if "\t" in text:
        return "\t"
    cells = [cell.strip().strip('"').lower() for cell in re.split(r"[,;]", first)]
    if any(cells[0] in names for names in _COLUMNS.values()):
        return ";" if first.count(";") > first.count(",") else ","
    counts = [(sum(sign in line for line in text.split("\n")), sign) for sign in (";", ",")]
    lines = sum(bool(line.strip()) for line in text.split("\n"))
    full = [sign for count, sign in counts if count == lines]
    return full[0] if full and lines else ""


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the column of each cell of a first line that names them; () if it does not."""
    named = [
        next((c for c, names in _COLUMNS.items() if cell.strip().lower() in names), "")
        for cell in cells
    ]
    return tuple(named) if "name" in named else ()


def _offer(
    given: Mapping[str, str], line: int, stages: Words, levels: Words, pages: Sequence[str]
) -> tuple[Offer | None, list[Fault]]:
    name = given.get("name", "").lstrip("'").strip()
    if not name:
        return None, [Fault(line=line, text="it has no name; write what the offer is called")]
    faults = []
    if len(name) > MOST_NAME:
        name = name[:MOST_NAME]
        said = f"the name has more than {MOST_NAME} signs and was cut; give a short name"
        faults.append(Fault(line=line, text=said))
    found_stages = _concepts(given.get("stages", ""), stages, "stage", line, faults)
    found_levels = _concepts(given.get("level", ""), levels, "level", line, faults)
    page = given.get("page", "").strip()
    if page and page not in pages:
        near = nearest(page, pages)
        hint = f'; did you mean "{near}"?' if near else ""
        faults.append(Fault(line=line, text=f'page: found "{page}", which is no page here{hint}'))
        page = ""
    return (
        Offer(
            name=name,
            stages=found_stages or (ALL,),
            level=found_levels[0] if found_levels else "",
            page=page,
            line=line,
        ),
        faults,
    )


def _concepts(
    text: str, words: Words, what: str, line: int, faults: list[Fault]
) -> tuple[str, ...]:
    """Return the concepts that a cell names, several parted by ; / or |, and note its faults."""
    found: dict[str, None] = {}
    for part in re.split(r"[;/|]", text):
        word = " ".join(part.lower().replace("-", " ").split()).strip("'\"")
        if word in _EVERYONE:
            continue
        if word in words:
            found[words[word]] = None
            continue
        near = nearest(word, tuple(words))
        if near:
            found[words[near]] = None
        else:
            allowed = ", ".join(dict.fromkeys(words.values()))
            faults.append(
                Fault(line=line, text=f'{what}: found "{part.strip()}"; allowed {allowed}')
            )
    return tuple(found)


def nearest(word: str, words: Sequence[str]) -> str:
    """Return the first of the words that are fewest slips away; "" if none is near.

    A slip is a letter too many, too few or another one; a word of five letters may have one, of
    ten letters two, and so on.
    """
    best, least = "", len(word) // 5 + 1
    for other in words:
        if abs(len(other) - len(word)) < least and (slips := _slips(word, other)) < least:
            best, least = other, slips
    return best


def _slips(one: str, other: str) -> int:
    """Return the least number of slips that make one word of another (Levenshtein)."""
    before = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        row = [at]
        for place, own in enumerate(other, start=1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != own)))
        before = row
    return before[-1]
