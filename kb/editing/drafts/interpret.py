"""Markdown that somebody wrote, as a draft: each heading to its field or section.

Headings, "Label: value" lines and tables of two columns are read by
`kb.editing.drafts.labels`, wherever they stand. What has no place is kept below the section it
stood in, with a to-do; nothing that was written is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kb.content.frontmatter import FrontMatter, YamlError, read_frontmatter
from kb.content.schema.text import count_words
from kb.editing.drafts.answers import read_answer
from kb.editing.drafts.draft import TODO, Draft
from kb.editing.drafts.labels import field_of, section_of
from kb.model.documents import Kind
from kb.model.vocabulary import Vocabularies
from kb.text.markdown import Section, sections

LONGEST_TITLE = 120
_LABEL_LINE = re.compile(
    r"^(?:\*\*|__)?([A-Z][A-Za-z?’' ]{2,30}?)(?:\*\*|__)?:(?:\*\*|__)?[ \t]+(\S.*)$"
)
_NO_ANSWER = re.compile(r"^_?No response_?$", re.IGNORECASE)
_SUMMARY_WORDS = (25, 50)
_SUMMARY_CHARS = 300
_FIRST = "The problem"


@dataclass(slots=True)
class _Gathered:
    """Fields and sections as they are found, in order."""

    fields: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    current: str = ""

    def add(self, section: str, text: str) -> None:
        """Put text at the end of a section."""
        if text.strip():
            before = self.sections.get(section, "")
            self.sections[section] = f"{before}\n\n{text.strip()}".strip()

    def answer(self, name: str, text: str, vocabularies: Vocabularies) -> bool:
        """Take text as the answer for a field; False if it cannot be one, or there is one."""
        value = read_answer(name, text, vocabularies)
        if value is None:
            return False
        holder, key = self.fields, name
        if "." in name:
            outer, key = name.split(".")
            holder = self.fields.setdefault(outer, {})
        if key in holder:
            return False
        holder[key] = value
        return True


def draft_of(markdown: str, vocabularies: Vocabularies, *, kind: Kind = Kind.CASE_STUDY) -> Draft:
    """Return the draft that a Markdown text makes.

    Args:
        markdown: what `kb.editing.drafts.convert` made of a file, or the answers of the issue form.
        vocabularies: the concepts, for answers that name them by label.
        kind: the kind of page; only case studies have labels for everything.
    """
    matter = _front_matter(markdown)
    body = matter.body if matter else markdown
    gathered = _Gathered(fields=dict(matter.fields) if matter else {})
    found = sections(body)
    title = next((part for part in found if part.level == 1), None)
    if title and not section_of(title.heading) and not field_of(title.heading):
        gathered.fields.setdefault("title", _cut(title.heading, LONGEST_TITLE))
    for part in found:
        _take(gathered, part, title, vocabularies)
    _pick_summary(gathered)
    return Draft(kind=kind, fields=gathered.fields, sections=gathered.sections)


def _front_matter(markdown: str) -> FrontMatter | None:
    if not markdown.startswith("---\n"):
        return None
    try:
        return read_frontmatter(markdown)
    except YamlError:
        return None


def _take(
    gathered: _Gathered, part: Section, title: Section | None, vocabularies: Vocabularies
) -> None:
    text = "" if _NO_ANSWER.match(part.markdown.strip()) else part.markdown.strip()
    if part.level == 0 or part is title:
        gathered.add(gathered.current or _FIRST, _labelled(gathered, text, vocabularies))
        return
    name, section = field_of(part.heading), section_of(part.heading)
    if name and (not text or gathered.answer(name, text, vocabularies)):
        return
    if section:
        gathered.current = section
        kept = _results(gathered, section, text, vocabularies)
        gathered.add(section, _labelled(gathered, kept, vocabularies))
        return
    kept = _labelled(gathered, text, vocabularies)
    if not kept and (text or part.level <= 2):
        return
    place = f"{TODO} put this in its place.\n\n" if part.level <= 2 else ""
    gathered.add(gathered.current or _FIRST, f"### {part.heading}\n\n{place}{kept}")


def _results(gathered: _Gathered, section: str, text: str, vocabularies: Vocabularies) -> str:
    """Return the text of "What changed" without a table of results, which becomes data."""
    if section != "What changed":
        return text
    kept = []
    for block in re.split(r"\n{2,}", text):
        is_table = block.lstrip().startswith("|")
        if not (is_table and gathered.answer("results", block, vocabularies)):
            kept.append(block)
    return "\n\n".join(kept)


def _labelled(gathered: _Gathered, text: str, vocabularies: Vocabularies) -> str:
    """Take "Label: value" lines and rows of two columns as answers; return the rest."""
    kept = []
    for block in text.split("\n\n"):
        lines: list[str] = []
        for is_table, part in groupby(block.split("\n"), key=_is_row):
            take = _untaken_rows if is_table else _untaken_lines
            lines += take(gathered, list(part), vocabularies)
        if rest := "\n".join(lines).strip("\n"):
            kept.append(rest)
    return "\n\n".join(kept)


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _untaken_lines(
    gathered: _Gathered, lines: Sequence[str], vocabularies: Vocabularies
) -> list[str]:
    found = []
    for line in lines:
        match = _LABEL_LINE.match(line.strip())
        name = field_of(match[1]) if match else ""
        if not (match and name and gathered.answer(name, match[2], vocabularies)):
            found.append(line)
    return found


def _untaken_rows(
    gathered: _Gathered, lines: Sequence[str], vocabularies: Vocabularies
) -> list[str]:
    """Return a table without the rows that were answers, and whole if it is of another kind."""
    rows = [line for line in lines if not re.fullmatch(r"[\s|:-]*", line)]
    cells = [[cell.strip(" *_:") for cell in row.strip().strip("|").split("|")] for row in rows]
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
        or not gathered.answer(field_of(pair[0]), pair[1], vocabularies)
    ]
    rule = "|" + " --- |" * left[0].strip().strip("|").count("|") + " --- |" if left else ""
    return [left[0], rule, *left[1:]] if left else []


def _pick_summary(gathered: _Gathered) -> None:
    """Take the first paragraph as the summary if it has the length of one."""
    if "summary" in gathered.fields:
        return
    blocks = gathered.sections.get(_FIRST, "").split("\n\n")
    first = " ".join(blocks[0].split())
    least, most = _SUMMARY_WORDS
    plain = not re.search(r"[|*#\[\]<`]|^-", first)
    if plain and least <= count_words(first) <= most and len(first) <= _SUMMARY_CHARS:
        gathered.fields["summary"] = first
        gathered.sections[_FIRST] = "\n\n".join(blocks[1:])


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def merge(draft: Draft, more: Mapping[str, Any], notes: Mapping[str, str] | None = None) -> Draft:
    """Return a draft with fields added where it has none, and comments beside them."""
    added = {key: value for key, value in more.items() if not draft.fields.get(key)}
    beside = {key: note for key, note in (notes or {}).items() if key in added}
    return Draft(
        kind=draft.kind,
        fields={**draft.fields, **added},
        sections=draft.sections,
        notes={**draft.notes, **beside},
    )
