"""Markdown that somebody wrote, as a draft: each heading to its field or section.

Headings, "Label: value" lines and tables of two columns are read by
`kb.editing.drafts.labels`, wherever they stand. What has no place is kept below the section it
stood in, with a to-do; what a page cannot hold is named in `left_out`. Nothing else is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from kb.content.schema.text import count_words
from kb.editing.drafts.answers import is_own_account, table_rows, understand
from kb.editing.drafts.bold_headings import with_headings
from kb.editing.drafts.draft import Draft, field_order
from kb.editing.drafts.foreign_fields import read_foreign_fields
from kb.editing.drafts.labels import FIELD_LABELS, RIGHTS, field_of, section_of
from kb.editing.drafts.marks import LeftOut
from kb.editing.drafts.to_do import todo
from kb.model.bibliography import OWN_ACCOUNT
from kb.model.documents import Kind
from kb.model.sections import SECTIONS
from kb.model.vocabulary import Vocabularies
from kb.text.markdown import Section, sections
from kb.text.shorten import shorten

LONGEST_TITLE = 120
_LABEL_LINE = re.compile(
    r"^(?:[-*+]\s{1,4}(?=\*\*|__))?(?:\*\*|__|\*|_)?([A-Z][A-Za-z?’'/ ]{2,40}?)\s*"
    r"(?:\*\*|__|\*|_)?\s?(?::|\s[–—-]\s)(?:\*\*|__|\*|_)?[ \t]*(\S.*)$"
)
_NO_ANSWER = re.compile(r"^_?No response_?$", re.IGNORECASE)
_TICKED = re.compile(r"^[ \t]*[-*+][ \t]+\[([ xX])\][ \t]+(\S.*)", re.MULTILINE)
_SUMMARY_WORDS = (25, 50)
_SUMMARY_CHARS = 300
_PUT = todo("put this in its place")


@dataclass(slots=True)
class _Gathered:
    """Fields and sections as they are found, in order."""

    kind: Kind
    vocabularies: Vocabularies
    fields: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    to_do: list[str] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=LeftOut)
    current: str = ""

    @property
    def first(self) -> str:
        """The section of text that stands before any heading."""
        known = SECTIONS.get(self.kind, ())
        return known[0].text if known else "About"

    def add(self, section: str, text: str) -> None:
        """Put text at the end of a section."""
        if text.strip():
            self.parts.setdefault(section, []).append(text.strip())

    @property
    def sections(self) -> dict[str, str]:
        """The text of each section, a blank line between what was added one after the other."""
        return {section: "\n\n".join(texts) for section, texts in self.parts.items()}

    def answer(self, name: str, text: str) -> bool:
        """Take text as the answer for a field; False if it cannot be one, or there is one."""
        if name.split(".")[0] not in field_order(self.kind):
            return False
        answer = understand(name, text, self.vocabularies)
        if answer is None:
            return False
        holder, key = self.fields, name
        if "." in name:
            outer, key = name.split(".")
            holder = self.fields.get(outer) or {}
        if key in holder:
            return False
        self.left_out.extend(answer.left_out)
        for what in answer.to_do:
            self.to_do.append(f"{FIELD_LABELS[name][0]}: {what}")
            self.notes[name] = "to do: read by its spelling; look again"
        if answer.value is not None:
            holder[key] = answer.value
            if "." in name:
                self.fields[outer] = holder
        return True


def draft_of(markdown: str, vocabularies: Vocabularies, *, kind: Kind = Kind.CASE_STUDY) -> Draft:
    """Return the draft that a Markdown text makes.

    Args:
        markdown: what `kb.editing.drafts.convert` made of a file, or the answers of the issue form.
        vocabularies: the concepts, for answers that name them by label.
        kind: the kind of page; only case studies have labels for everything.
    """
    foreign = read_foreign_fields(markdown, kind)
    gathered = _Gathered(kind=kind, vocabularies=vocabularies, fields=dict(foreign.fields))
    rest = [*foreign.rest]
    for name, value in foreign.labelled.items():
        if not gathered.answer(name, value):
            rest.append(f"{name}: {value}")
    for comment in foreign.comments:
        gathered.left_out.add("a comment in the front matter", comment)
    found = sections(with_headings(foreign.body))
    title = next((part for part in found if part.level == 1), None)
    if title and (section_of(title.heading) or field_of(title.heading)):
        title = None
    _take_title(gathered, title)
    for at, part in enumerate(found):
        has_parts = at + 1 < len(found) and found[at + 1].level > part.level
        _take(gathered, part, title, has_parts=has_parts)
    _pick_summary(gathered)
    if rest:
        lines = "\n".join(f"- {_as_text(line)}" for line in rest)
        gathered.add(
            gathered.first, f"{todo('put in its place what the file said of itself')}\n\n{lines}"
        )
    for what in gathered.to_do:
        gathered.add(gathered.first, todo(what))
    return Draft(
        kind=kind,
        fields=gathered.fields,
        sections=gathered.sections,
        notes=gathered.notes,
        left_out=tuple(gathered.left_out.said),
    )


def _as_text(line: str) -> str:
    """Return a line that Markdown shows as it is written."""
    return re.sub(r"([\\`*_<\[\]])", r"\\\1", line).replace("\\<", "&lt;")


def _take_title(gathered: _Gathered, title: Section | None) -> None:
    if title is None:
        return
    given = gathered.fields.get("title")
    if given is None:
        gathered.fields["title"] = shorten(title.heading, LONGEST_TITLE)
        given = title.heading if len(title.heading) <= LONGEST_TITLE else None
    if given != title.heading:
        gathered.to_do.append(f"look at the title; in the file it is “{_as_text(title.heading)}”")


def _take(
    gathered: _Gathered, part: Section, title: Section | None, *, has_parts: bool = False
) -> None:
    text = "" if _NO_ANSWER.match(part.markdown.strip()) else part.markdown.strip()
    if part.level == 0 or part is title:
        gathered.add(gathered.current or gathered.first, _labelled(gathered, text))
        return
    if part.heading.casefold() == RIGHTS.casefold():
        _take_rights(gathered, text)
        return
    name, section = field_of(part.heading), _section(gathered.kind, part)
    if name and not text and not has_parts:
        gathered.left_out.say(f"the heading “{part.heading}”, which nothing stands below")
        return
    if name and gathered.answer(name, text):
        return
    if name == "sources" and is_own_account(text) and "sources" not in gathered.fields:
        gathered.fields["sources"] = [{"source": OWN_ACCOUNT, "place": "whole account"}]
    if section and not (name and text):
        gathered.current = section
        gathered.parts.setdefault(section, [])
        if section != part.heading and section_of(part.heading) != section:
            gathered.left_out.say(f"the heading “{part.heading}”")
        elif section != part.heading and not text and not has_parts:
            gathered.left_out.say(f"the heading “{part.heading}”, which nothing stands below")
        kept = _results(gathered, section, text)
        gathered.add(section, _labelled(gathered, kept))
        return
    kept = _labelled(gathered, text)
    if not kept and text:
        gathered.left_out.say(f"the heading “{part.heading}”, whose text became fields")
        return
    place = f"{_PUT}\n\n" if part.level <= 2 or name or not (text or has_parts) else ""
    heading = f"### {_as_text(part.heading)}" if part.heading.strip() else ""
    gathered.add(gathered.current or gathered.first, f"{heading}\n\n{place}{kept}")


def _section(kind: Kind, part: Section) -> str:
    """Return the section of a kind of page that a heading means; "" if none."""
    if kind is Kind.CASE_STUDY:
        return section_of(part.heading)
    if kind not in SECTIONS:
        return part.heading if part.level <= 2 else ""
    names = {heading.text.casefold(): heading.text for heading in SECTIONS[kind]}
    return names.get(part.heading.casefold().strip(" :?"), "")


def _take_rights(gathered: _Gathered, text: str) -> None:
    """Report what was ticked below the rights, and leave a to-do if they were not given."""
    boxes = [(match[1] != " ", match[2].rstrip()) for match in _TICKED.finditer(text)]
    for ticked, said in boxes:
        state = "ticked" if ticked else "not ticked"
        gathered.left_out.say(f"{RIGHTS}, {state}: “{said}”")
    if rest := _TICKED.sub("", text).strip():
        gathered.left_out.add(RIGHTS, rest)
    if boxes and not boxes[0][0]:
        gathered.to_do.append("ask whether the text may be published: the box on rights is empty")


def _results(gathered: _Gathered, section: str, text: str) -> str:
    """Return the text of "What changed" without a table of results, which becomes data."""
    if section != "What changed" or gathered.kind is not Kind.CASE_STUDY:
        return text
    kept = []
    for block in re.split(r"\n{2,}", text):
        is_table = block.lstrip().startswith("|")
        if not (is_table and gathered.answer("results", block)):
            kept.append(block)
    return "\n\n".join(kept)


def _labelled(gathered: _Gathered, text: str) -> str:
    """Take "Label: value" lines and rows of two columns as answers; return the rest."""
    kept = []
    for block in re.split(r"\n[ \t]*\n", text):
        lines: list[str] = []
        for is_table, part in groupby(block.split("\n"), key=_is_row):
            take = _untaken_rows if is_table else _untaken_lines
            lines += take(gathered, list(part))
        if rest := "\n".join(lines).strip("\n"):
            kept.append(rest)
    return "\n\n".join(kept)


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _untaken_lines(gathered: _Gathered, lines: Sequence[str]) -> list[str]:
    found = []
    for line in lines:
        match = _LABEL_LINE.match(line.strip())
        name = field_of(match[1]) if match else ""
        if not (match and name and gathered.answer(name, match[2])):
            found.append(line)
    return found


def _untaken_rows(gathered: _Gathered, lines: Sequence[str]) -> list[str]:
    """Return a table without the rows that were answers, and whole if it is of another kind."""
    rows = [line for line in lines if not re.fullmatch(r"[\s|:-]*", line)]
    cells = [[cell.strip(" *_:") for cell in row] for row in table_rows("\n".join(rows))]
    if len(cells) == 2 and len(cells[0]) > 2 and _is_label_row(cells[0]):
        return _untaken_columns(gathered, lines, cells)
    labelled = sum(len(row) == 2 and all(row) and bool(field_of(row[0])) for row in cells)
    # The heading of any table may look like a label: "When | What happened".
    if not labelled or (labelled < len(rows) and labelled < max(2, len(rows) / 2)):
        return list(lines) if rows else []
    left = [
        row
        for row, pair in zip(rows, cells, strict=True)
        if len(pair) != 2
        or not all(pair)
        or not field_of(pair[0])
        or not gathered.answer(field_of(pair[0]), pair[1])
    ]
    rule = "| --- | --- |"
    return [left[0], rule, *left[1:]] if left else []


def _is_label_row(cells: Sequence[str]) -> bool:
    names = [field_of(cell) for cell in cells]
    return all(names) and len(set(names)) == len(names)


def _untaken_columns(
    gathered: _Gathered, lines: Sequence[str], cells: Sequence[Sequence[str]]
) -> list[str]:
    """Take a table of one row below labels as answers; keep it whole if any of them is none."""
    pairs = list(zip(cells[0], cells[1], strict=False))
    read = [
        understand(field_of(label), text, gathered.vocabularies) for label, text in pairs if text
    ]
    if len(cells[0]) != len(cells[1]) or not all(read):
        return list(lines)
    left = [
        (label, text)
        for label, text in pairs
        if text and not gathered.answer(field_of(label), text)
    ]
    return [f"{label}: {text}" for label, text in left]


def _pick_summary(gathered: _Gathered) -> None:
    """Take the first paragraph as the summary if it has the length of one."""
    if "summary" in gathered.fields:
        return
    first = gathered.first
    blocks = "\n\n".join(gathered.parts.get(first, ())).split("\n\n")
    words = " ".join(blocks[0].split())
    least, most = _SUMMARY_WORDS
    plain = not re.search(r"[|*#\[\]<`\\]|^-|^To do:", words)
    if plain and least <= count_words(words) <= most and len(words) <= _SUMMARY_CHARS:
        gathered.fields["summary"] = words
        gathered.parts[first] = list(filter(None, ["\n\n".join(blocks[1:]).strip()]))


def merge(draft: Draft, more: Mapping[str, Any], notes: Mapping[str, str] | None = None) -> Draft:
    """Return a draft with fields added where it has none, and comments beside them."""
    added = {key: value for key, value in more.items() if not draft.fields.get(key)}
    beside = {key: note for key, note in (notes or {}).items() if key in added}
    return replace(draft, fields={**draft.fields, **added}, notes={**draft.notes, **beside})
