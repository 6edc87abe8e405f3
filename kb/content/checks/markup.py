"""Marks in a body that do not do what they were typed for, and would be printed as they stand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from kb.content.schema.text import shown
from kb.content.source_page import SourcePage, strings_of
from kb.model.problems import ContentFile, Problem, Severity
from kb.text.unseen import REFERENCE, UNSEEN_WITHIN_WORDS

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*\s*$|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_HEADING = re.compile(r"^ {0,3}(#{1,6}[A-Za-z][^\n]*)$", re.MULTILINE)
_REFERENCE = re.compile(r"(?<![\\!\]])\[[^\[\]\n]+\]\[([^\[\]\n]*)\]")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]+)\]:\s*\S", re.MULTILINE)
_BLANK_WITHIN = re.compile(
    r"""\]\((https?://[^\s()<>"']{1,300}[ \t][^()<>"'\n]{0,300})\)""", re.IGNORECASE
)
_ROW = re.compile(r"^ {0,3}\|.*\|[ \t]*$")
_RULE = re.compile(r"^[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?$")
_SOFT_HYPHEN = "\u00ad"


def check_markup(page: SourcePage) -> Iterator[Problem]:
    """Yield a warning for each mark of a page that means nothing where it stands."""
    yield from check_remarks(page, page.remarks)
    for field, text in strings_of(page.fields):
        if _SOFT_HYPHEN in text:
            yield _loose(page, "a hyphen that nobody sees (U+00AD)", "delete it", field=field)
    body = _CODE.sub(_blank, _FENCE.sub(_blank, page.body))
    for match in _HEADING.finditer(body):
        yield _loose(
            page,
            shown(match[1]),
            "put a blank behind the # if it is a heading",
            line=page.line_at(match.start()),
        )
    yield from _references(page, body)
    known = {" ".join(match[1].casefold().split()) for match in _DEFINITION.finditer(body)}
    for match in _REFERENCE.finditer(body):
        name = match[1] or match[0].split("]")[0].removeprefix("[")
        if " ".join(name.casefold().split()) not in known:
            yield _loose(
                page,
                f"{shown(match[0])}, a link without an address",
                "write it as [words](https://...), or leave the brackets out",
                line=page.line_at(match.start()),
            )
    for match in _BLANK_WITHIN.finditer(body):
        yield _loose(
            page,
            f"{shown(match[1])}, an address with a blank in it, which is no link",
            "write %20 for each blank",
            line=page.line_at(match.start()),
        )
    for at, line in enumerate(body.split("\n")):
        if _SOFT_HYPHEN in line:
            yield _loose(
                page,
                "a hyphen that nobody sees (U+00AD)",
                "delete it",
                line=page.body_line + at,
            )
    yield from _short_rows(page, body.split("\n"))


def check_remarks(file: ContentFile, remarks: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a warning for each text of a field that a remark stands behind.

    Whoever typed ``Rota # 4 of the wolds`` may not know that the text ends at the sign.
    """
    for field, whole in remarks.items():
        yield file.problem(
            "lost-words",
            field=field,
            found=f"{shown(whole)}, of which nothing is read from the sign # on",
            remedy=(
                "put the value in double quotation marks, or the remark on a line of its own above"
            ),
            severity=Severity.WARNING,
        )


def _references(page: SourcePage, body: str) -> Iterator[Problem]:
    """Yield a problem for each sign written as HTML has it that no reader, or no check, would see.

    The page has the sign itself: one that turns text around, or a figure that no source is asked
    for. Others, such as ``&nbsp;`` and ``&amp;``, are what they say.
    """
    for field, text in (*strings_of(page.fields), ("", body)):
        for match in REFERENCE.finditer(text):
            sign = html.unescape(match.group())
            line = None if field else page.line_at(match.start())
            if sign == "\ufffd" or UNSEEN_WITHIN_WORDS.search(sign):
                yield page.problem(
                    "control-character",
                    field=field,
                    line=line,
                    found=f"{match.group()}, a sign that nobody sees",
                    remedy="delete it",
                )
            elif sign.isascii() and sign.isalnum():
                yield page.problem(
                    "loose-markup",
                    field=field,
                    line=line,
                    found=f'{match.group()}, which stands for "{sign}"',
                    remedy="write the sign itself",
                )


def _short_rows(page: SourcePage, lines: list[str]) -> Iterator[Problem]:
    """Yield a warning for a row of a table with another number of cells than its rule has."""
    for at, line in enumerate(lines):
        if not _RULE.match(line) or "|" not in line or at == 0 or "|" not in lines[at - 1]:
            continue
        wanted = _cells(line)
        rows = [(at - 1, lines[at - 1])]
        for below in range(at + 1, len(lines)):
            if not _ROW.match(lines[below]):
                break
            rows.append((below, lines[below]))
        for number, row in rows:
            if _cells(row) != wanted:
                yield _loose(
                    page,
                    f"a row of {_cells(row)} cells in a table of {wanted}",
                    "give every row of the table as many cells, empty ones too",
                    line=page.body_line + number,
                )


def _cells(row: str) -> int:
    bare = re.sub(r"\\\|", "", row).strip()
    return bare.removeprefix("|").removesuffix("|").count("|") + 1


def _loose(
    page: SourcePage, found: str, remedy: str, *, field: str = "", line: int | None = None
) -> Problem:
    return page.problem(
        "loose-markup",
        field=field,
        line=line,
        found=found,
        remedy=remedy,
        severity=Severity.WARNING,
    )


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
