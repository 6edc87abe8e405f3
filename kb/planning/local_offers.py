"""What an area offers, read from CSV, from a spreadsheet's clipboard or from plain lines.

A line that cannot be read is reported with its number, what was found and how to fix it; the
others are kept. The browser's copy of the rule is `site_builder/static/gaps_rule.js`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.model.problems import KbError
from kb.text.decoding import decoded

MOST_OFFERS = 500
MOST_NAME = 200
MOST_FAULTS = 100
ALL = "any"
"""Stands for every stage; an offer that names no stage is for all of them."""
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": (
        *("name", "offer", "scheme", "title", "what", "support", "offer name", "local offer"),
        *("name of offer", "scheme name", "name of scheme", "initiative", "programme", "service"),
    ),
    "stages": (
        *("stages", "stage", "career stage", "career stages", "for whom", "who for"),
        *("who is it for", "audience", "stage of career"),
    ),
    "level": ("level", "levels", "level of support", "support level"),
    "page": ("page", "id", "same as"),
}
_HEAD_LINES = 10
"""Lines with anything in them among which the one that names the columns is looked for."""
_EVERYONE = frozenset(
    {
        *("", "all", "any", "everyone", "all stages", "every stage", "all gps", "gps"),
        *("n/a", "na", "none", "–", "not applicable"),
    }
)
_OPEN = frozenset({"?", "??", "tbc", "tbd", "to be confirmed", "not known", "unknown"})
"""What stands in a cell whose answer is still open: no fault, but it counts for no stage."""
_FIVE = re.compile(r"\b5(?=s?\b)", re.ASCII)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One local offer: `level` and `page` are "" where not given.

    `stages` is (ALL,) for all of them, and () where it names some that could not be read.
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
    """Return the text of a file in whatever encoding a program writes.

    Raises:
        KbError: it is no text, such as a workbook.
    """
    text = decoded(data)
    if text is None:
        raise KbError(
            "found a workbook or another file that is no text; allowed CSV or plain lines; "
            "in Excel choose Save As, CSV UTF-8"
        )
    return text


def read_offers(
    text: str, *, stages: Words, levels: Words, pages: Sequence[str] = ()
) -> LocalOffers:
    """Return what an area offers.

    A line that names the columns (name, stages, level, page) gives their order, and titles above
    it are left out; without one it is that order. Columns are parted by tabs, semicolons or
    commas; lines without any of these are names alone.

    Args:
        text: what was given.
        stages: words for the career stages.
        levels: words for the levels.
        pages: the pages that the column `page` may name.
    """
    faults: list[Fault] = []
    rows = _rows(text.removeprefix("\ufeff"), faults)
    order: tuple[str, ...] = ("name", "stages", "level", "page")
    head = next((at for at, row in enumerate(rows[:_HEAD_LINES]) if _is_header(row[1], at)), None)
    if head is not None:
        said = "left out, since it stands above the line that names the columns"
        faults += [Fault(line=line, text=said) for line, _ in rows[:head]]
        order, rows = _header(rows[head][1]), rows[head + 1 :]
    offers: list[Offer] = []
    seen: dict[tuple[str, tuple[str, ...], str, str], int] = {}
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
        if offer is None:
            continue
        twin = seen.setdefault(_key(offer), line)
        if twin == line:
            offers.append(offer)
        else:
            said = f"the same as line {twin}, and counted once; take one of them out"
            faults.append(Fault(line=line, text=said))
    faults.sort(key=lambda fault: fault.line)
    return LocalOffers(offers=tuple(offers), faults=_bounded(faults))


def _key(offer: Offer) -> tuple[str, tuple[str, ...], str, str]:
    return offer.name.lower(), offer.stages, offer.level, offer.page


def _bounded(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the first faults, the last of which counts the rest."""
    if len(faults) <= MOST_FAULTS:
        return tuple(faults)
    rest = len(faults) - MOST_FAULTS
    said = f"and {rest} more from here on; put right those above first, then read the list again"
    return (*faults[:MOST_FAULTS], Fault(line=faults[MOST_FAULTS].line, text=said))


def _rows(text: str, faults: list[Fault]) -> list[tuple[int, list[str]]]:
    """Return the lines that hold anything, each with its number and its cells.

    A quotation mark that is opened and never closed would swallow all that follows it: from its
    line on, marks are left out and each line stands for itself.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    sign = _separator(lines)
    if not sign:
        return [
            (number, [_BULLET.sub("", line).strip()])
            for number, line in enumerate(lines.split("\n"), start=1)
            if line.strip()
        ]
    # A cell may be as long as the text: beyond the usual limit the lines behind it would be lost.
    csv.field_size_limit(max(csv.field_size_limit(), len(lines)))
    reader = csv.reader(io.StringIO(lines), delimiter=sign)
    rows: list[tuple[int, list[str]]] = []
    start = before = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((before + 1, [" ".join(cell.split()) for cell in cells]))
        start, before = before, reader.line_num
    rest = lines.split("\n")[start:]
    if _is_open("\n".join(rest), sign):
        said = 'a quotation mark (") is opened and never closed; marks were left out from here on'
        faults.append(Fault(line=start + 1, text=said))
        rows = [row for row in rows if row[0] <= start]
        for number, line in enumerate(rest, start=start + 1):
            cells = [" ".join(cell.split()) for cell in line.replace('"', "").split(sign)]
            if any(cells):
                rows.append((number, cells))
    return rows


def _is_open(text: str, sign: str) -> bool:
    """Whether a text ends inside quotation marks."""
    try:
        list(csv.reader(io.StringIO(text), delimiter=sign, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _separator(text: str) -> str:
    """Return the sign that parts the columns: that of the first line that names them."""
    if "\t" in text:
        return "\t"
    full_lines = [line for line in text.split("\n") if line.strip()]
    for line in full_lines[:_HEAD_LINES]:
        cells = [cell.strip().strip('"') for cell in re.split(r"[,;]", line)]
        if _column(cells[0]) and "name" in map(_column, cells):
            return ";" if line.count(";") > line.count(",") else ","
    counts = [(sum(sign in line for line in text.split("\n")), sign) for sign in (";", ",")]
    lines = sum(bool(line.strip()) for line in text.split("\n"))
    full = [sign for count, sign in counts if count == lines]
    return full[0] if full and lines else ""


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the column of each cell of a line that names them, each once; () if it does not."""
    named = [_column(cell) for cell in cells]
    once = tuple(name if name not in named[:at] else "" for at, name in enumerate(named))
    return once if "name" in once else ()


def _is_header(cells: Sequence[str], at: int) -> bool:
    """Whether a line names the columns; one below the first has to name two."""
    return len([name for name in _header(cells) if name]) > (1 if at else 0)


def _column(cell: str) -> str:
    """Return the column that a cell of a header names; "" if none."""
    word = re.sub(r"\(.{0,80}?\)|[:*?]", "", cell).strip().lower()
    return next((column for column, names in _COLUMNS.items() if word in names), "")


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
            stages=found_stages or ((ALL,) if _is_everyone(given.get("stages", "")) else ()),
            level=found_levels[0] if found_levels else "",
            page=page,
            line=line,
        ),
        faults,
    )


def _concepts(
    text: str, words: Words, what: str, line: int, faults: list[Fault]
) -> tuple[str, ...]:
    """Return the concepts that a cell names, several parted by ; / or |, and note its faults.

    Where a part is no name, it is parted once more by commas, "and" and "&".
    """
    found: dict[str, None] = {}
    if plain_word(text) in _EVERYONE | _OPEN:
        return ()
    for part in re.split(r"[;/|]", text):
        whole = plain_word(part)
        smaller = (
            [whole] if _near(whole, words) else map(plain_word, re.split(r",|&|\band\b", part))
        )
        for word in smaller:
            if word in _EVERYONE | _OPEN:
                continue
            if near := _near(word, words):
                found[words[near]] = None
            else:
                allowed = ", ".join(dict.fromkeys(words.values()))
                faults.append(Fault(line=line, text=f'{what}: found "{word}"; allowed {allowed}'))
    return tuple(found)


def _is_everyone(text: str) -> bool:
    """Whether a cell names all stages: in a word, or by being empty."""
    return any(plain_word(part) in _EVERYONE for part in (text, *re.split(r"[;/|]", text)))


def plain_word(text: str) -> str:
    """Return a word as it is compared: in lower case, without marks, the figure 5 written out."""
    return _FIVE.sub("five", " ".join(text.lower().replace("-", " ").split()).strip("'\""))


def _near(word: str, words: Words) -> str:
    return word if word in words else nearest(word, tuple(words))


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
