"""Everything that can go wrong, as one tree, and the one shape of a content problem.

    KbError
    ├── ContentError      content files with problems (carries every one)
    ├── TaxonomyError     a concept or vocabulary that does not exist
    ├── IndexStoreError   an index that is missing, stale, damaged or cannot be written
    ├── EncoderError      an encoder that cannot be loaded or used
    ├── QueryError        a query, filter or query set that cannot be used
    └── BuildError        a site that cannot be built or written

Each message says where, what was found, what is allowed and how to fix it. The library
raises no click type; `kb.cli.main` alone turns a `KbError` into text and an exit code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Severity(StrEnum):
    """How much a problem matters: an error stops the build, a warning asks for a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One fault of one content file, with everything needed to fix it.

    `path` is relative to the folder above ``content`` (``content/casestudies/x.md``), `line`
    is 1-based, `fault` the short name documented in ``docs/problems.md``.
    """

    path: str
    line: int
    field: str
    fault: str
    found: str
    allowed: str
    remedy: str
    suggestion: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """``path:line: field: fault: found ...; allowed ...; did you mean ...? remedy``."""
        parts = [f"found {self.found}"] if self.found else []
        if self.allowed:
            parts.append(f"allowed {self.allowed}")
        if self.suggestion:
            parts.append(f'did you mean "{self.suggestion}"?')
        if self.remedy:
            parts.append(self.remedy)
        where = f"{self.path}:{self.line}: " + (f"{self.field}: " if self.field else "")
        return f"{where}{self.fault}: " + "; ".join(parts).replace("?; ", "? ")

    def as_dict(self) -> dict[str, str | int]:
        """The problem as plain data, the object of ``kb check --format json``."""
        return {
            "path": self.path,
            "line": self.line,
            "field": self.field,
            "fault": self.fault,
            "severity": self.severity.value,
            "found": self.found,
            "allowed": self.allowed,
            "suggestion": self.suggestion,
            "remedy": self.remedy,
            "message": str(self),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentFile:
    """A content file as problems point into it; the one place that makes a `Problem`.

    `path` is as in `Problem`; `lines` maps a field (``results[2].quote`` for inner ones) to its
    1-based line, and is empty for a file that could not be read.
    """

    path: str
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, field: str) -> int:
        """Return the line of a field, or of the nearest one that holds it; 1 if there is none."""
        while field and field not in self.lines:
            cut = max(field.rfind("."), field.rfind("["))
            field = field[:cut] if cut > 0 else ""
        return self.lines.get(field, 1)

    def problem(
        self,
        fault: str,
        *,
        field: str = "",
        line: int | None = None,
        found: str = "",
        allowed: str = "",
        remedy: str = "",
        suggestion: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return a problem of this file, on the line of its field unless one is given."""
        return Problem(
            path=self.path,
            line=line or self.line_of(field),
            field=field,
            fault=fault,
            found=found,
            allowed=allowed,
            remedy=remedy,
            suggestion=suggestion,
            severity=severity,
        )


def printable(text: str) -> str:
    """Return text with each sign that moves the cursor, or does not print, as its code."""
    return _UNPRINTED.sub(lambda sign: ascii(sign.group())[1:-1], text)


class KbError(Exception):
    """The root of every error this project raises on purpose."""


class ContentError(KbError):
    """Content that cannot be used; carries every problem of every file, in order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TaxonomyError(KbError):
    """A concept or vocabulary was asked for that does not exist."""


class IndexStoreError(KbError):
    """An index that is missing, stale, damaged or cannot be written."""


class EncoderError(KbError):
    """An encoder or its model that cannot be loaded or used."""


class QueryError(KbError):
    """A query, a filter or a query set that cannot be used."""


class BuildError(KbError):
    """A site that cannot be built or written."""
