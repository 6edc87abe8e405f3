"""A content folder in, a `Corpus` or every problem of every file out.

Everything is read and checked before anything is reported: a page with a fault is still checked
in all that can be read of it, and no page is skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kb.content.checks.body import (
    FoundLink,
    anchors_of,
    check_body,
    check_links,
    check_todo,
    links_of,
)
from kb.content.checks.fields import check_fields_together
from kb.content.checks.headline import check_headline
from kb.content.checks.markup import check_markup
from kb.content.checks.notes import check_notes
from kb.content.checks.proof import check_copied_page, check_proof
from kb.content.checks.reference import check_reference
from kb.content.checks.references import check_duplicates, check_references, check_shared_stops
from kb.content.checks.stops import check_stop
from kb.content.checks.years import check_years
from kb.content.folder import SHARED_STOPS, ContentFolder, read_folder
from kb.content.frontmatter import YamlError, read_yaml_file
from kb.content.reference import ReferenceData, read_reference, with_shared
from kb.content.schema import check_fields
from kb.content.source_page import SourcePage, read_page
from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, DocId, Document, Kind
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
    root = content_dir.resolve()
    wanted = [_below(root, path) for path in paths]
    corpus, problems = _read_everything(content_dir, today)
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


def _read_everything(content_dir: Path, today: date) -> tuple[Corpus | None, list[Problem]]:
    """Return the corpus, or None if there is an error, and every problem, in no order."""
    folder = read_folder(content_dir)
    if not folder.problems and not folder.pages:
        return None, [_no_pages(folder)]
    reference, problems_of_reference = read_reference(folder, today)
    problems = [*folder.problems, *problems_of_reference]
    pages: list[SourcePage] = []
    documents: dict[DocId, Document] = {}
    for path in folder.pages:
        if path not in folder.texts:
            continue
        page = read_page(folder, path)
        if isinstance(page, Problem):
            problems.append(page)
            continue
        pages.append(page)
        checked = check_fields(page, vocabularies=reference.vocabularies, today=today)
        if isinstance(checked, list):
            problems += checked
        else:
            documents[checked.id] = with_shared(checked, reference.shared_stops)
            if isinstance(checked, CaseStudy):
                problems += check_headline(page, checked)
    known = {DocId(path.removesuffix(".md")) for path in folder.pages}
    problems += _check_pages(pages, reference, known)
    problems += check_reference(folder, reference, known, reference.all_prints())
    problems += _check_shared_stops(folder, reference, known)
    problems += _planned_and_written(folder, reference, known)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    return _corpus(folder, reference, documents), problems


def _corpus(
    folder: ContentFolder, reference: ReferenceData, documents: dict[DocId, Document]
) -> Corpus:
    return Corpus(
        documents={doc_id: documents[doc_id] for doc_id in sorted(documents)},
        vocabularies=reference.vocabularies,
        glossary=reference.glossary,
        bibliography=reference.bibliography,
        distress=reference.distress,
        planned=reference.planned,
        digest=folder.digest,
    )


def _no_pages(folder: ContentFolder) -> Problem:
    return folder.file("").problem(
        "no-pages",
        found="no page",
        allowed=f"{', '.join(f'{kind}/NAME.md' for kind in Kind)}",
        remedy="write one, or name another folder with --content",
    )


def _check_pages(
    pages: list[SourcePage], reference: ReferenceData, known: set[DocId]
) -> list[Problem]:
    prints = reference.all_prints()
    anchors: dict[DocId, frozenset[str] | None] = dict.fromkeys(sorted(known))
    links: list[tuple[FoundLink, ...]] = []
    problems: list[Problem] = []
    for page in pages:
        problems += check_fields_together(page, reference)
        problems += check_proof(page, reference)
        problems += check_copied_page(page, reference, prints)
        problems += check_body(page, reference)
        problems += check_todo(page)
        problems += check_markup(page)
        problems += check_notes(page)
        problems += check_years(page)
        for at, stop in enumerate(page.items("stops")):
            problems += check_stop(page, reference, stop, f"stops[{at}]")
        anchors[page.id] = anchors_of(page)
        links.append(tuple(links_of(page)))
    for page, found in zip(pages, links, strict=True):
        problems += check_links(page, found, anchors, reference.planned)
    problems += check_references(pages, reference, known)
    problems += check_duplicates(pages)
    return problems


def _check_shared_stops(
    folder: ContentFolder, reference: ReferenceData, known: set[DocId]
) -> list[Problem]:
    """Return the problems of what moments hold for every GP, as those of a roadmap's stops."""
    try:
        yaml = read_yaml_file(folder.texts.get(SHARED_STOPS, ""))
    except YamlError:
        return []  # reported by `read_reference`
    if not isinstance(yaml.value, dict):
        return []
    page = SourcePage(
        path=folder.shown(SHARED_STOPS),
        id=DocId(SHARED_STOPS),
        kind=Kind.ROADMAP,
        fields=yaml.value,
        lines=yaml.lines,
        quoted=yaml.quoted,
        body="",
        body_line=1,
    )
    problems = list(check_shared_stops(page, reference, {*known, *reference.planned}))
    for moment, stop in yaml.value.items():
        if isinstance(stop, dict):
            problems += check_stop(page, reference, stop, str(moment))
    return problems


def _planned_and_written(
    folder: ContentFolder, reference: ReferenceData, known: set[DocId]
) -> list[Problem]:
    lines = folder.texts.get("planned.yaml", "").splitlines()
    return [
        folder.file("planned.yaml").problem(
            "planned-and-written",
            field=planned,
            line=next((at for at, line in enumerate(lines, 1) if line.startswith(planned)), 1),
            found="a document that is there",
            allowed="documents not yet written",
            remedy="take its line out",
            severity=Severity.WARNING,
        )
        for planned in reference.planned
        if planned in known
    ]
