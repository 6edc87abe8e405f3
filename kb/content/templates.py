"""Reads the templates to fill in, one Markdown file each, and checks whom they are owed to.

Below its front matter (``title``, ``about``, ``credit``) a file has headings (``##``), paragraphs,
lists (``-`` or ``1.``), rows of a table (``|``, the first of them its header) and ``{blank 3}`` for
three empty lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import groupby

from kb.content.checks.proof import COPIED_ALLOWED, COPIED_REMEDY, check_copied
from kb.content.folder import TEMPLATES, ContentFolder
from kb.content.frontmatter import FrontMatter, YamlError, read_frontmatter
from kb.content.reference import ReferenceData
from kb.content.schema import TemplateModel, check_entry
from kb.content.schema.text import shown
from kb.model.bibliography import Fingerprint
from kb.model.documents import DocId
from kb.model.problems import ContentFile, Problem
from kb.model.templates import Template
from kb.model.vocabulary import nearest
from kb.text.pieces import Blank, Grid, Heading, Items, Paragraph, Piece

MOST_BLANK = 30
"""Empty lines in one place: a sheet has no more."""
_PREFIX = f"{TEMPLATES}/"
_BLANK = re.compile(r"\{blank (\d{1,2})\}$")
_NUMBERED = re.compile(r"\d{1,3}\. ")
_OTHER = re.compile(r"#|>|!?\[[^\]]{0,500}\]\(|[*_`]{2}|\{|\*\s|\s+[-|]")
"""Markup that a template does not know."""
_FORMS = "## a heading, a paragraph, - or 1. an item, | rows of a table |, {blank 3}"


def template_files(folder: ContentFolder) -> tuple[str, ...]:
    """Return the path of each template below the content folder."""
    return tuple(path for path in folder.texts if path.startswith(_PREFIX))


def read_templates(
    folder: ContentFolder,
    reference: ReferenceData,
    known: Set[DocId],
    today: date,
    prints: Fingerprint,
) -> tuple[tuple[Template, ...], tuple[Problem, ...]]:
    """Return the templates of a content folder by name, and every problem of them.

    Args:
        folder: the files.
        reference: the phrases that may stand as their source has them.
        known: every page there is.
        today: of the check.
        prints: the runs of twelve words of every source.
    """
    templates: list[Template] = []
    problems: list[Problem] = []
    for path in template_files(folder):
        text = folder.texts[path]
        try:
            read = read_frontmatter(text)
        except YamlError as error:
            problems.append(error.problem_in(folder.file(path)))
            continue
        file = folder.file(path, read.lines)
        checked = check_entry(TemplateModel, dict(read.fields), file=file, prefix="", today=today)
        if isinstance(checked, list):
            problems += checked
            continue
        found = [
            *_check_credit(file, checked.credit, known),
            *_check_lines(file, read),
            *_check_wording(file, read, reference, prints),
        ]
        problems += found
        if not found:
            name = path.removeprefix(_PREFIX).removesuffix(".md")
            templates.append(
                Template(
                    name=name,
                    title=checked.title,
                    about=checked.about,
                    credit=tuple(map(DocId, checked.credit)),
                    pieces=tuple(pieces_of(read.body)),
                )
            )
    return tuple(templates), tuple(problems)


def _check_credit(file: ContentFile, credit: Sequence[str], known: Set[DocId]) -> Iterator[Problem]:
    for at, page in enumerate(credit):
        if DocId(page) not in known:
            yield file.problem(
                "unknown-document",
                field=f"credit[{at}]",
                found=shown(page),
                allowed="a page that is there",
                suggestion=nearest(page, map(str, sorted(known))),
            )


def _check_lines(file: ContentFile, read: FrontMatter) -> Iterator[Problem]:
    """Yield a problem for each line of another form, and for a table whose rows differ."""
    lines = read.body.split("\n")
    for at, line in enumerate(lines):
        words = line[3:] if _kind(line) == "heading" else line
        blank = _BLANK.search(words)
        if (blank and int(blank[1]) > MOST_BLANK) or _OTHER.match(_BLANK.sub("", words)):
            yield file.problem(
                "bad-template-line",
                line=read.body_line + at,
                found=shown(line),
                allowed=_FORMS + f" (up to {MOST_BLANK})",
                remedy="write it in one of these forms; other markup would stand as it is",
            )
    at = 0
    for kind, group in groupby(lines, key=_kind):
        rows = list(group)
        width = len(_cells(rows[0]))
        for below, row in enumerate(rows if kind == "row" else ()):
            if len(_cells(row)) != width:
                yield file.problem(
                    "bad-template-line",
                    line=read.body_line + at + below,
                    found=f"a row of {len(_cells(row))} cells",
                    allowed=f"as many as the first row of the table, {width}",
                    remedy="put a | for each cell, an empty one too",
                )
        at += len(rows)
    if not any(line.strip() for line in lines):
        yield file.problem(
            "bad-template-line",
            line=read.body_line,
            found="nothing below the front matter",
            allowed=_FORMS,
            remedy="write the template",
        )


def _check_wording(
    file: ContentFile, read: FrontMatter, reference: ReferenceData, prints: Fingerprint
) -> Iterator[Problem]:
    texts: Mapping[str, object] = {**read.fields, "body": read.body}
    for field, found in check_copied(texts, prints, reference.allowed_phrases):
        line = read.body_line if field == "body" else None
        yield file.problem(
            "copied-words",
            field="" if field == "body" else field,
            line=line,
            found=found,
            allowed=COPIED_ALLOWED,
            remedy=COPIED_REMEDY,
        )


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    if line.startswith("## "):
        return "heading"
    if line.startswith("|"):
        return "row"
    if line.startswith("- "):
        return "item"
    return "numbered" if _NUMBERED.match(line) else "text"


def pieces_of(body: str) -> Iterator[Piece]:
    """Yield the pieces of a template's body, whose rows are as long as each other."""
    for kind, group in groupby(body.split("\n"), key=_kind):
        found = list(group)
        if kind == "heading":
            yield from (Heading(2, line[3:].strip()) for line in found)
        elif kind == "row":
            rows = [_cells(line) for line in found]
            yield Grid(rows[0], tuple(rows[1:]))
        elif kind == "item":
            yield Items(tuple(line[2:].strip() for line in found))
        elif kind == "numbered":
            for line in found:  # the numbers go on after a table or a heading
                number, _, words = line.partition(". ")
                yield Paragraph(words.strip(), f"{number}.")
        elif kind == "text":
            for line in found:
                yield from _text(line)


def _text(line: str) -> Iterator[Piece]:
    blank = _BLANK.search(line)
    words = _BLANK.sub("", line).strip()
    if words:
        yield Paragraph(words)
    if blank:
        yield Blank(int(blank[1]))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(
        cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")
    )
