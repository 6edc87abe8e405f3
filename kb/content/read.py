"""A content folder in, a `Corpus` or every problem of every file out.

Everything is read and checked before anything is reported: a page with a fault is still checked
in all that can be read of it, and no page is skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kb.content.folder import ContentFolder, read_folder
from kb.content.kept import Kept
from kb.model.corpus import Corpus
from kb.model.problems import ContentError, KbError, Problem, Severity

MOST_OF_A_KIND = 20
"""Problems of one kind in one file that are reported one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading a content folder; `corpus` is None if any file has an error."""

    corpus: Corpus | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)


def read_corpus(
    content_dir: Path, *, today: date, kept: Kept | None = None, jobs: int = 0
) -> Corpus:
    """Return the content of a folder.

    Args:
        content_dir: the folder, as ``content``.
        today: dates after it are in the future.
        kept: what was found out before, and where it is kept; None finds all out again.
        jobs: how many processes check pages; 0 is as many as pays.

    Raises:
        ContentError: any file has an error; it carries every one. Warnings do not count.
        KbError: there is no such folder.
    """
    reading = check_corpus(content_dir, today=today, kept=kept, jobs=jobs)
    if reading.corpus is None:
        raise ContentError(reading.errors)
    return reading.corpus


def check_corpus(
    content_dir: Path,
    *,
    today: date,
    paths: Sequence[Path] = (),
    kept: Kept | None = None,
    jobs: int = 0,
) -> Reading:
    """Return the content of a folder with every problem of it, in file and line order.

    Args:
        content_dir: the folder, as ``content``.
        today: dates after it are in the future.
        paths: files and folders whose problems are wanted; all are read nonetheless.
        kept: what was found out before, and where it is kept; None finds all out again.
        jobs: how many processes check pages; 0 is as many as pays.

    Raises:
        KbError: there is no such folder, or a path lies outside it.
    """
    root = content_dir.resolve()
    wanted = [_below(root, path) for path in paths]
    corpus, problems = _read_everything(read_folder(content_dir), today, kept or Kept(), jobs)
    if wanted:
        problems = [p for p in problems if _is_wanted(p.path, root.name, wanted)]
    ordered = sorted(problems, key=lambda problem: (problem.path, problem.line))
    return Reading(corpus=corpus, problems=tuple(_folded(dict.fromkeys(ordered))))


def _folded(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with those of one kind in one file folded after `MOST_OF_A_KIND`.

    The last that is kept says how many more there are; its fault and severity are theirs.
    """
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.path, problem.fault), []).append(problem)
    found = []
    for alike in kinds.values():
        more = len(alike) - MOST_OF_A_KIND
        found += alike if more <= 0 else [*alike[:MOST_OF_A_KIND], _and_more(alike, more)]
    return sorted(found, key=lambda problem: (problem.path, problem.line))


def _and_more(alike: Sequence[Problem], more: int) -> Problem:
    worst = next((p for p in alike if p.severity is Severity.ERROR), alike[0])
    return replace(
        alike[MOST_OF_A_KIND],
        field="",
        found=f"{more} more of this kind in the file",
        allowed="",
        suggestion="",
        remedy="put these right first",
        severity=worst.severity,
    )


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


def _read_everything(
    folder: ContentFolder, today: date, kept: Kept, jobs: int = 0
) -> tuple[Corpus | None, Sequence[Problem]]:
    """Return the corpus, or None if there is an error, and every problem, in no order.

    Where nothing has changed neither the models nor the Markdown parser are loaded.
    """
    key = kept.key("content", today.isoformat(), folder.root.name, folder.digest)
    found: tuple[Corpus | None, Sequence[Problem]] | None = None
    whole = folder.pages and not folder.problems
    if whole:
        found = kept.get(key)
    if found is None:
        from kb.content.checking import check_folder

        found = check_folder(folder, today, kept, jobs)
        if whole:
            kept.put(key, found)
    kept.save()
    return found
