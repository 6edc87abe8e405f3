"""Reads a file of entries, each an identifier with fields of its own, and keeps its problems."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel

from kb.content.checks.page import line_of
from kb.content.folder import LISTS, Tree
from kb.content.frontmatter import Yaml, YamlError, read_yaml
from kb.content.schema import check_entry
from kb.content.schema.text import shown
from kb.content.schema.types import SLUG
from kb.model.problems import Problem

EntryT = TypeVar("EntryT", bound=BaseModel)


def problem_in(
    tree: Tree,
    name: str,
    yaml: Yaml | None,
    fault: str,
    field: str = "",
    *,
    line: int = 0,
    found: str = "",
    allowed: str = "",
    remedy: str = "",
    suggestion: str = "",
) -> Problem:
    """Return a problem of a file, on the line of its field unless one is given."""
    return Problem(
        path=tree.shown(name),
        line=line or (line_of(field, yaml.lines) if yaml else 1),
        field=field,
        fault=fault,
        found=found,
        allowed=allowed,
        remedy=remedy,
        suggestion=suggestion,
    )


class EntryReader:
    """Reads one file after another and gathers the problems of all.

    Files that are missing or broken are named in `unreadable`.
    """

    def __init__(self, tree: Tree, today: date) -> None:
        self.tree, self.today = tree, today
        self.problems: list[Problem] = []
        self.unreadable: set[str] = set()

    def yaml(self, file: str, *, required: bool) -> Yaml | None:
        """Return a file as plain data; None if it is missing or broken."""
        text = self.tree.texts.get(file)
        if text is None:
            self.unreadable.add(file)
            told = any(problem.path == self.tree.shown(file) for problem in self.tree.problems)
            if required and not told:
                remedy = "write it" if file in LISTS else "write it, with the concepts of its list"
                self.add(file, None, "missing-file", found="no such file", remedy=remedy)
            return None
        try:
            return read_yaml(text)
        except YamlError as error:
            self.unreadable.add(file)
            self.add(
                file,
                None,
                error.fault,
                error.field,
                line=error.line,
                found=error.found,
                allowed=error.allowed,
                remedy=error.remedy,
            )
            return None

    def items(self, file: str, yaml: Yaml | None) -> list[tuple[str, Any]]:
        """Return the entries of a file; none if it holds something else."""
        if yaml is None or yaml.value is None:
            return []
        if not isinstance(yaml.value, dict):
            self.add(
                file,
                yaml,
                "not-a-mapping",
                found=shown(yaml.value),
                allowed="entries, as name: value",
                remedy="write each entry as its identifier, a colon and what it holds",
            )
            return []
        return list(yaml.value.items())

    def entries(
        self, file: str, yaml: Yaml | None, model: type[EntryT]
    ) -> Iterator[tuple[str, EntryT | None, Any]]:
        """Yield (identifier, entry or None if it has faults, its plain fields)."""
        for key, fields in self.items(file, yaml):
            assert yaml is not None
            if not SLUG.fullmatch(key):
                self.add(
                    file,
                    yaml,
                    "bad-identifier",
                    key,
                    found=shown(key),
                    allowed="small letters, digits and hyphens, as somerset-story",
                )
            checked = check_entry(
                model,
                fields,
                path=self.tree.shown(file),
                lines=yaml.lines,
                prefix=key,
                today=self.today,
            )
            if isinstance(checked, list):
                self.problems += checked
                yield key, None, fields
            else:
                yield key, checked, fields

    def add(
        self,
        file: str,
        yaml: Yaml | None,
        fault: str,
        field: str = "",
        *,
        line: int = 0,
        found: str = "",
        allowed: str = "",
        remedy: str = "",
        suggestion: str = "",
    ) -> None:
        """Keep a problem of a file."""
        self.problems.append(
            problem_in(
                self.tree,
                file,
                yaml,
                fault,
                field,
                line=line,
                found=found,
                allowed=allowed,
                remedy=remedy,
                suggestion=suggestion,
            )
        )
