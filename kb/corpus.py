"""A whole content tree in, a `Corpus` or every problem of every file out.

Everything is read and checked before anything is said: a page with a fault is still checked in
all that can be read of it, and no page is skipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.errors import ContentError, KbError, Problem, Severity
from kb.glossary import Glossary
from kb.model import DocId, Document, Kind, SourceId
from kb.sources import BibliographyEntry
from kb.taxonomy import Vocabularies


@dataclass(frozen=True, slots=True, kw_only=True)
class Distress:
    """Phrases that call for urgent help, phrases that must not, and the help, urgent first."""

    phrases: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    help: tuple[DocId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All the content, checked: documents in order of identifier and what they refer to.

    `bibliography` keeps the order of its file; `planned` gives the title of each document that
    is not yet written; `digest` is a sha256 over the path and bytes of every content file.
    """

    documents: Mapping[DocId, Document]
    vocabularies: Vocabularies
    glossary: Glossary
    bibliography: Mapping[SourceId, BibliographyEntry]
    distress: Distress
    planned: Mapping[DocId, str]
    digest: str

    def of_kind(self, kind: Kind) -> tuple[Document, ...]:
        """Return the documents of a kind in order of identifier."""
        return tuple(document for document in self.documents.values() if document.kind is kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading a content folder; `corpus` is None if any file has an error."""

    corpus: Corpus | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)


def read_corpus(content_dir: Path, *, today: date) -> Corpus:
    """Return the content of a folder.

    Args:
        content_dir: the folder, as ``content``.
        today: dates after it are in the future.

    Raises:
        ContentError: any file has an error; it carries every one. Warnings do not count.
        KbError: there is no such folder.
    """
    reading = check_corpus(content_dir, today=today)
    if reading.corpus is None:
        raise ContentError(reading.errors)
    return reading.corpus


def check_corpus(content_dir: Path, *, today: date, paths: Sequence[Path] = ()) -> Reading:
    """Return the content of a folder with every problem of it, in file and line order.

    Args:
        content_dir: the folder, as ``content``.
        today: dates after it are in the future.
        paths: files and folders whose problems are wanted; all are read nonetheless.

    Raises:
        KbError: there is no such folder, or a path lies outside it.
    """
    from kb.reading import read_everything

    root = content_dir.resolve()
    wanted = [_below(root, path) for path in paths]
    corpus, problems = read_everything(content_dir, today)
    if wanted:
        problems = [p for p in problems if _is_wanted(p.path, root.name, wanted)]
    ordered = sorted(problems, key=lambda problem: (problem.path, problem.line))
    return Reading(corpus=corpus, problems=tuple(dict.fromkeys(ordered)))


def _below(root: Path, path: Path) -> str:
    resolved = path.resolve()
    if not resolved.is_relative_to(root):
        raise KbError(
            f"{path}: found a path outside {root.name}; allowed files and folders of it; "
            "name the content folder with --content"
        )
    return resolved.relative_to(root).as_posix()


def _is_wanted(shown: str, root: str, wanted: Sequence[str]) -> bool:
    path = shown.removeprefix(root).removeprefix("/")
    return any(w == "." or path == w or path.startswith(f"{w}/") for w in wanted)
