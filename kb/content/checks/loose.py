"""Finds Markdown that was meant and is not: the page would show its signs as they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.content.source_page import SourcePage
from kb.model.problems import Problem, Severity

_HEADING = re.compile(r"^ {0,3}(#{1,6}[^#\s].*)$", re.MULTILINE)
_REFERENCE = re.compile(r"(?<!\\)\[[^\[\]\n]{1,200}\]\[([^\[\]\n]{0,100})\]")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]{1,100})\]:[ \t]*\S", re.MULTILINE)
_RULE_OF_TABLE = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_SOFT_HYPHEN = "\u00ad"


def check_loose(page: SourcePage, body: str) -> Iterator[Problem]:
    """Yield a warning for each piece of markup that is not read as such.

    Args:
        page: the page.
        body: its Markdown with code blanked, every line kept.
    """
    for match in _HEADING.finditer(body):
        yield _loose(page, match.start(), f'"{match[1][:60]}"', "put a blank behind the signs")
    defined = {_label(match[1]) for match in _DEFINITION.finditer(body)}
    for match in _REFERENCE.finditer(body):
        inside = match.group()[1:].split("]", 1)[0]
        if _label(match[1] or inside) not in defined:
            remedy = "write the target behind it: [words](folder/name)"
            yield _loose(page, match.start(), f'"{match.group()[:60]}"', remedy)
    for match in re.finditer(_SOFT_HYPHEN, body):
        remedy = "delete it: it cuts the word for those who search or listen"
        yield _loose(page, match.start(), "a soft hyphen, which nobody sees", remedy)
    yield from _check_tables(page, body)


def _check_tables(page: SourcePage, body: str) -> Iterator[Problem]:
    offset, above = 0, ""
    for line in body.split("\n"):
        if "|" in line and "|" in above and _RULE_OF_TABLE.match(line):
            cells, rules = _cells(above), _cells(line)
            if cells != rules:
                yield _loose(
                    page,
                    offset,
                    f"{cells} cell{'' if cells == 1 else 's'} in the first row of a table with "
                    f"{rules} columns",
                    "give the first row and the line of hyphens as many cells each",
                )
        above, offset = line, offset + len(line) + 1


def _cells(row: str) -> int:
    inner = row.strip().removeprefix("|").removesuffix("|")
    return len(re.findall(r"(?<!\\)\|", inner)) + 1


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _loose(page: SourcePage, offset: int, found: str, remedy: str) -> Problem:
    return page.problem(
        "loose-markup",
        line=page.line_at(offset),
        found=found,
        allowed="Markdown that the page can show",
        remedy=remedy,
        severity=Severity.WARNING,
    )
