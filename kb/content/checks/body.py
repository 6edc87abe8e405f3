"""Checks of the Markdown of one page: sections in order, links, nothing but text, no "To do:"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.content.reference import ReferenceData
from kb.content.schema.text import shown
from kb.content.source_page import SourcePage, strings_of
from kb.model.documents import DocId, Kind
from kb.model.links import LinkError, read_link
from kb.model.problems import Problem
from kb.model.sections import LAST_OF_ROADMAP, SECTIONS, AllowedSection
from kb.model.vocabulary import nearest
from kb.text.markdown import Section, sections, targets

LEAST_TOOLKIT_SECTIONS = 2
"""Sections of a toolkit page, whose headings are its own."""

_RENDERED = {"where this stands now", "source", "sources", "results", "is this you?"}
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*\s*$|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_INLINE = re.compile(
    r"(!?)\[[^\]]{0,500}\]\(\s{0,9}<?((?:[^()\s>]|\([^()\s>]*\)){0,2000})>?(?:\s{1,9}[^)]{0,500})?\)"
)
_TODO = re.compile(r"^[ \t>*_+-]*(?:\d+[.)]\s+)?to[ -]?do\s*:", re.IGNORECASE)
_HTML = re.compile(r"<(?!https?://)[A-Za-z/!?][^>\n]*>?")


def check_body(page: SourcePage, reference: ReferenceData) -> Iterator[Problem]:
    """Yield a problem for each fault of a page's sections and markup."""
    found = sections(page.body)
    yield from _check_headings(page, found)
    if page.kind is Kind.TOOLKIT:
        yield from _check_toolkit(page, found)
    elif page.kind is Kind.ROADMAP:
        yield from _check_fixed(page, found, _roadmap_headings(page, reference))
    else:
        yield from _check_fixed(page, found, SECTIONS[page.kind])
    lines = set()
    bare = without_code(page.body)
    for match in _HTML.finditer(bare):
        line = page.line_at(match.start())
        if line in lines:
            continue
        lines.add(line)
        yield page.problem(
            "html-in-body",
            line=line,
            found=shown(match.group()),
            allowed="Markdown",
            remedy="write it in Markdown, or put it between backticks to show it as typed",
        )


def _check_headings(page: SourcePage, found: Sequence[Section]) -> Iterator[Problem]:
    above = 1
    for section in found:
        if section.level == 0:
            continue
        if section.level == 1 or section.level > above + 1:
            yield page.problem(
                "heading-level",
                line=_line(page, section.line),
                found=f"{'#' * section.level} {section.heading}",
                allowed="## for a section, ### within one",
                remedy="the title of the page is its only heading of level 1",
            )
        above = section.level
    for at, section in enumerate(found):
        below = found[at + 1].level if at + 1 < len(found) else 0
        if section.level and not section.plain.strip() and below <= section.level:
            yield page.problem(
                "empty-section",
                line=_line(page, section.line),
                found=f'nothing below "{section.heading}"',
                remedy="fill it, or leave the heading out",
            )


def _roadmap_headings(page: SourcePage, reference: ReferenceData) -> tuple[AllowedSection, ...]:
    """Return a heading for each stop, its moment's label, and the last one."""
    moments = reference.vocabularies.get("moments")
    labels = []
    for stop in page.items("stops"):
        moment = stop.get("moment")
        if moments is not None and moment in moments:
            labels.append(AllowedSection(moments.get(str(moment)).label, required=True))
    return (*labels, LAST_OF_ROADMAP)


def _check_toolkit(page: SourcePage, found: Sequence[Section]) -> Iterator[Problem]:
    count = sum(section.level == 2 for section in found)
    if count < LEAST_TOOLKIT_SECTIONS:
        yield page.problem(
            "missing-section",
            line=page.body_line,
            found=f"{count} section{'' if count == 1 else 's'}",
            allowed=f"{LEAST_TOOLKIT_SECTIONS} or more",
            remedy='give each part a heading, as "## Who does what"',
        )
    for section in found:
        if section.level == 2 and section.heading.casefold() in _RENDERED:
            yield _typed(page, section)


def _check_fixed(
    page: SourcePage, found: Sequence[Section], allowed: Sequence[AllowedSection]
) -> Iterator[Problem]:
    names = [heading.text for heading in allowed]
    second = [section for section in found if section.level == 2]
    present = {section.heading for section in second}
    seen: set[str] = set()
    for heading in allowed:
        if heading.required and heading.text not in present:
            yield page.problem(
                "missing-section",
                line=page.body_line,
                allowed=", ".join(names),
                remedy=f'add "## {heading.text}" in its place in this order',
            )
    last = -1
    for section in second:
        if section.heading not in names:
            yield _unknown_section(page, section, names)
        elif section.heading in seen:
            yield page.problem(
                "repeated-section",
                line=_line(page, section.line),
                found=f'"## {section.heading}" again',
                remedy="make one section of the two",
            )
        elif names.index(section.heading) < last:
            yield page.problem(
                "section-order",
                line=_line(page, section.line),
                found=f'"## {section.heading}" below "## {names[last]}"',
                allowed=", ".join(names),
                remedy="move it up",
            )
        else:
            last = names.index(section.heading)
        seen.add(section.heading)


def _unknown_section(page: SourcePage, section: Section, names: Sequence[str]) -> Problem:
    if section.heading.casefold() in _RENDERED:
        return _typed(page, section)
    return page.problem(
        "unknown-section",
        line=_line(page, section.line),
        found=f'"## {section.heading}"',
        allowed=", ".join(names),
        suggestion=nearest(section.heading, names),
        remedy="use one of these, or ### within one",
    )


def _typed(page: SourcePage, section: Section) -> Problem:
    return page.problem(
        "unknown-section",
        line=_line(page, section.line),
        found=f'"## {section.heading}"',
        remedy="take it out: the site adds it from the fields",
    )


FoundLink = tuple[int, str, bool]
"""The line of a link, its target as written, and whether it is an image."""


def check_links(
    page: SourcePage,
    links: Iterable[FoundLink],
    anchors: Mapping[DocId, frozenset[str] | None],
    planned: Mapping[DocId, str],
) -> Iterator[Problem]:
    """Yield a problem for each link of a page that does not lead anywhere.

    Args:
        page: the page.
        links: its links, as `links_of` finds them.
        anchors: every document, with the anchors that it has; None if it cannot be read.
        planned: documents not yet written; a link to one is shown as text.
    """
    for line, href, is_image in links:
        if is_image:
            yield page.problem(
                "image",
                line=line,
                found=shown(href),
                allowed="text and links",
                remedy="say in words what the picture shows",
            )
            continue
        try:
            target = read_link(href, page.id)
        except LinkError as error:
            yield page.problem(error.fault, line=line, found=shown(href), remedy=error.remedy)
            continue
        if target.document is None or target.document in planned:
            continue
        if target.document not in anchors:
            yield page.problem(
                "dead-link",
                line=line,
                found=shown(href),
                allowed="a document, or one of planned.yaml",
                suggestion=nearest(target.document, map(str, anchors)),
            )
            continue
        there = anchors[target.document]
        if target.anchor and there is not None and target.anchor not in there:
            yield page.problem(
                "dead-anchor",
                line=line,
                found=shown(href),
                allowed=", ".join(f"#{anchor}" for anchor in sorted(there)),
                suggestion=nearest(target.anchor, sorted(there)),
            )


def check_todo(page: SourcePage) -> Iterator[Problem]:
    """Yield a problem for each field and each line of the body that is still to be written."""
    for field, text in strings_of(page.fields):
        if _TODO.match(text):
            yield _to_do(page, text, field=field)
    for at, line in enumerate(page.body.split("\n")):
        if _TODO.match(line):
            yield _to_do(page, line.strip(), line=page.body_line + at)


def _to_do(page: SourcePage, text: str, *, field: str = "", line: int | None = None) -> Problem:
    return page.problem(
        "to-do",
        field=field,
        line=line,
        found=shown(text),
        remedy="write what it asks for in its place",
    )


def anchors_of(page: SourcePage) -> frozenset[str]:
    """Return the anchors that a link to a page may end with: its headings.

    The anchor of a roadmap's stop is its moment, whatever the heading says.
    """
    found = [section for section in sections(page.body) if section.anchor]
    if page.kind is not Kind.ROADMAP:
        return frozenset(section.anchor for section in found)
    stops = {str(stop["moment"]) for stop in page.items("stops") if stop.get("moment")}
    others = {
        section.anchor
        for section in found
        if section.level > 2 or section.heading == LAST_OF_ROADMAP.text
    }
    return frozenset(stops | others)


def links_of(page: SourcePage) -> Iterator[FoundLink]:
    """Yield (line, target, whether it is an image) of every link, by the text and the parser."""
    seen = set()
    for match in _INLINE.finditer(without_code(page.body)):
        line = page.line_at(match.start())
        seen.add(match[2])
        yield line, match[2], bool(match[1])
    for target in targets(page.body):
        if target.href not in seen:
            yield _line(page, target.line), target.href, False


def without_code(text: str) -> str:
    """Return Markdown with code blanked, every line kept."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    return _CODE.sub(blank, _FENCE.sub(blank, text))


def _line(page: SourcePage, offset: int) -> int:
    """Return the line of the file for a 0-based line of the body."""
    return page.body_line + offset
