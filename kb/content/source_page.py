"""What a check is given: one page as it was read.

Checks work on the plain fields, so that a page with a fault in one field is still checked in
all the others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from kb.content.folder import ContentFolder
from kb.content.frontmatter import Yaml, YamlError, read_frontmatter
from kb.model.documents import DocId, Kind, SourceId
from kb.model.problems import ContentFile, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage(ContentFile):
    """One content file with readable front matter; its fields may still have faults."""

    id: DocId
    kind: Kind
    fields: Mapping[str, Any]
    quoted: frozenset[str]
    body: str
    body_line: int
    remarks: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return a field as text; "" if it is absent or something else."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else ""

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Return a field that holds fields; empty if it is absent or something else."""
        value = self.fields.get(key)
        return value if isinstance(value, dict) else {}

    def items(self, key: str) -> list[Mapping[str, Any]]:
        """Return a list of fields; an entry that is something else is empty."""
        value = self.fields.get(key)
        entries = value if isinstance(value, list) else []
        return [entry if isinstance(entry, dict) else {} for entry in entries]

    def line_at(self, offset: int) -> int:
        """Return the line of the file that holds an offset of the body."""
        return self.body_line + bisect_left(_breaks(self.body), offset)

    def source_ids(self) -> list[SourceId]:
        """Return the sources that the page names, in order."""
        return [
            SourceId(ref["source"])
            for ref in self.items("sources")
            if isinstance(ref.get("source"), str)
        ]


def read_page(folder: ContentFolder, path: str) -> SourcePage | Problem:
    """Return a page of a content folder as it was read, or why its front matter cannot be read.

    `path` is below the folder (``casestudies/newham-staff-bank.md``) and among its `texts`.
    """
    try:
        matter = read_frontmatter(folder.texts[path])
    except YamlError as error:
        return error.problem_in(folder.file(path))
    return SourcePage(
        path=folder.shown(path),
        id=DocId(path.removesuffix(".md")),
        kind=Kind(path.split("/")[0]),
        fields=matter.fields,
        lines=matter.lines,
        quoted=matter.quoted,
        remarks=matter.remarks,
        body=matter.body,
        body_line=matter.body_line,
    )


def stops_page(path: str, name: str, yaml: Yaml) -> SourcePage:
    """Return a file of stops as a roadmap without a text, so that the checks of roadmaps read it.

    Args:
        path: as it is shown.
        name: its identifier.
        yaml: what it holds.
    """
    return SourcePage(
        path=path,
        id=DocId(name),
        kind=Kind.ROADMAP,
        fields=yaml.value,
        lines=yaml.lines,
        quoted=yaml.quoted,
        remarks=yaml.remarks,
        body="",
        body_line=1,
    )


@lru_cache(maxsize=2)
def _breaks(text: str) -> tuple[int, ...]:
    """Return the offset of every line break of a text."""
    return tuple(match.start() for match in re.finditer("\n", text))


def strings_of(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Return (field, text) for every text within plain data, in order."""
    found: list[tuple[str, str]] = []
    _add_strings(value, field, found)
    return iter(found)


def _add_strings(value: Any, field: str, found: list[tuple[str, str]]) -> None:
    if isinstance(value, str):
        found.append((field, value))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            _add_strings(inner, f"{field}[{at}]", found)
    elif isinstance(value, dict | MappingProxyType):
        for key, inner in value.items():
            _add_strings(inner, f"{field}.{key}" if field else key, found)
