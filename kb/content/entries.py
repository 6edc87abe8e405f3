"""Reads a file of entries, each an identifier with fields of its own, and keeps its problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel

from kb.content.folder import LISTS, ContentFolder
from kb.content.frontmatter import YamlError, read_yaml_file
from kb.content.schema import check_entry
from kb.content.schema.text import shown
from kb.content.schema.types import SLUG
from kb.model.problems import ContentFile, Problem

EntryT = TypeVar("EntryT", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlFile(ContentFile):
    """A file beside the pages as plain data; None, without lines, if it cannot be read.

    `quoted` names the fields that stand in double quotation marks.
    """

    value: Any = None
    quoted: frozenset[str] = frozenset()


def not_a_mapping(file: ContentFile, value: object, one: str, held: str) -> Problem:
    """Return the problem of a file that holds something else than named parts.

    Args:
        file: the file.
        value: what it holds.
        one: what each part is called, as ``entry``.
        held: what stands behind its name, as ``its fields below it``.
    """
    return file.problem(
        "not-a-mapping",
        found=shown(value),
        allowed="entries, as name: value",
        remedy=f"write each {one} as its identifier, a colon and {held}",
    )


class EntryReader:
    """Reads one file after another and gathers the problems of all.

    Files that are missing or broken are named in `unreadable`.
    """

    def __init__(self, folder: ContentFolder, today: date) -> None:
        self.folder, self.today = folder, today
        self.problems: list[Problem] = []
        self.unreadable: set[str] = set()

    def file(self, name: str, *, required: bool) -> YamlFile:
        """Return a file as plain data, and keep a problem if it is missing or broken."""
        path = self.folder.shown(name)
        text = self.folder.texts.get(name)
        if text is None:
            self.unreadable.add(name)
            told = any(problem.path == path for problem in self.folder.problems)
            if required and not told:
                remedy = "write it" if name in LISTS else "write it, with the concepts of its list"
                self.problems.append(
                    self.folder.file(name).problem(
                        "missing-file", found="no such file", remedy=remedy
                    )
                )
            return YamlFile(path=path)
        try:
            yaml = read_yaml_file(text)
        except YamlError as error:
            self.unreadable.add(name)
            self.problems.append(error.problem_in(self.folder.file(name)))
            return YamlFile(path=path)
        return YamlFile(path=path, lines=yaml.lines, value=yaml.value, quoted=yaml.quoted)

    def items(self, file: YamlFile) -> list[tuple[str, Any]]:
        """Return the entries of a file; none if it holds something else."""
        if file.value is None:
            return []
        if not isinstance(file.value, dict):
            self.problems.append(not_a_mapping(file, file.value, "entry", "what it holds"))
            return []
        return list(file.value.items())

    def entries(
        self, file: YamlFile, model: type[EntryT]
    ) -> Iterator[tuple[str, EntryT | None, Any]]:
        """Yield (identifier, entry or None if it has faults, its plain fields)."""
        for key, fields in self.items(file):
            if not SLUG.fullmatch(key):
                self.problems.append(
                    file.problem(
                        "bad-identifier",
                        field=key,
                        found=shown(key),
                        allowed="small letters, digits and hyphens, as somerset-story",
                    )
                )
            checked = check_entry(model, fields, file=file, prefix=key, today=self.today)
            if isinstance(checked, list):
                self.problems += checked
                yield key, None, fields
            else:
                yield key, checked, fields
