"""A content folder in, a `Corpus` or every problem of every file out.

Everything is read and checked before anything is reported: a page with a fault is still checked
in all that can be read of it, and no page is skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.content.checks.body import anchors_of, check_body, check_links
from kb.content.checks.fields import check_fields_together
from kb.content.checks.page import Page, Shelf
from kb.content.checks.proof import check_copied_page, check_proof
from kb.content.checks.reference import check_lists
from kb.content.checks.references import check_duplicates, check_references, check_shared_stops
from kb.content.checks.stops import check_stop
from kb.content.checks.todo import check_todo
from kb.content.folder import SHARED_STOPS, Tree, problem_of, read_tree
from kb.content.frontmatter import YamlError, read_frontmatter, read_yaml
from kb.content.reference import Lists, read_lists, with_shared
from kb.content.schema import check_fields
from kb.model.corpus import Corpus
from kb.model.documents import DocId, Document, Kind
from kb.model.problems import ContentError, KbError, Problem, Severity


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


def _read_everything(content_dir: Path, today: date) -> tuple[Corpus | None, list[Problem]]:
    """Return the corpus, or None if there is an error, and every problem, in no order."""
    tree = read_tree(content_dir)
    if not tree.problems and not tree.pages:
        return None, [_no_pages(tree)]
    lists = read_lists(tree, today)
    problems = [*tree.problems, *lists.problems]
    pages: list[Page] = []
    documents: dict[DocId, Document] = {}
    for path in tree.pages:
        if path not in tree.texts:
            continue
        page = _page(tree, path)
        if isinstance(page, Problem):
            problems.append(page)
            continue
        pages.append(page)
        checked = _document(tree, path, page, lists, today)
        if isinstance(checked, list):
            problems += checked
        else:
            documents[checked.id] = with_shared(checked, lists.shared_stops)
    known = {DocId(path.removesuffix(".md")) for path in tree.pages}
    problems += _check_pages(pages, lists, known)
    problems += check_lists(tree, lists, known, _shelf(lists).all_prints())
    problems += _check_shared_stops(tree, lists, known)
    problems += _planned_and_written(tree, lists, known)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    return _corpus(tree, lists, documents), problems


def _corpus(tree: Tree, lists: Lists, documents: dict[DocId, Document]) -> Corpus:
    return Corpus(
        documents={doc_id: documents[doc_id] for doc_id in sorted(documents)},
        vocabularies=lists.vocabularies,
        glossary=lists.glossary,
        bibliography=lists.bibliography,
        distress=lists.distress,
        planned=lists.planned,
        digest=tree.digest,
    )


def _no_pages(tree: Tree) -> Problem:
    return problem_of(
        tree.root,
        "",
        "no-pages",
        found="no page",
        allowed=f"{', '.join(f'{kind}/NAME.md' for kind in Kind)}",
        remedy="write one, or name another folder with --content",
    )


def _page(tree: Tree, path: str) -> Page | Problem:
    try:
        matter = read_frontmatter(tree.texts[path])
    except YamlError as error:
        return Problem(
            path=tree.shown(path),
            line=error.line,
            field=error.field,
            fault=error.fault,
            found=error.found,
            allowed=error.allowed,
            remedy=error.remedy,
        )
    return Page(
        path=tree.shown(path),
        id=DocId(path.removesuffix(".md")),
        kind=Kind(path.split("/")[0]),
        fields=matter.fields,
        lines=matter.lines,
        quoted=matter.quoted,
        body=matter.body,
        body_line=matter.body_line,
    )


def _document(
    tree: Tree, path: str, page: Page, lists: Lists, today: date
) -> Document | list[Problem]:
    return check_fields(
        page.fields,
        kind=page.kind,
        path=path,
        shown_path=tree.shown(path),
        body=page.body,
        body_line=page.body_line,
        lines=page.lines,
        vocabularies=lists.vocabularies,
        today=today,
    )


def _shelf(lists: Lists) -> Shelf:
    return Shelf(
        vocabularies=lists.vocabularies,
        glossary=lists.glossary,
        bibliography=lists.bibliography,
        fingerprints=lists.fingerprints,
        planned=lists.planned,
        allowed_phrases=lists.allowed_phrases,
        unreadable=lists.unreadable,
    )


def _check_pages(pages: list[Page], lists: Lists, known: set[DocId]) -> list[Problem]:
    shelf = _shelf(lists)
    prints = shelf.all_prints()
    anchors: dict[DocId, frozenset[str] | None] = dict.fromkeys(sorted(known))
    anchors |= {page.id: anchors_of(page) for page in pages}
    problems: list[Problem] = []
    for page in pages:
        problems += check_fields_together(page, shelf)
        problems += check_proof(page, shelf)
        problems += check_copied_page(page, shelf, prints)
        problems += check_body(page, shelf)
        problems += check_todo(page)
        for at, stop in enumerate(page.items("stops")):
            problems += check_stop(page, shelf, stop, f"stops[{at}]")
        problems += check_links(page, anchors, lists.planned)
    problems += check_references(pages, shelf, known)
    problems += check_duplicates(pages)
    return problems


def _check_shared_stops(tree: Tree, lists: Lists, known: set[DocId]) -> list[Problem]:
    """Return the problems of what moments hold for every GP, as those of a roadmap's stops."""
    try:
        yaml = read_yaml(tree.texts.get(SHARED_STOPS, ""))
    except YamlError:
        return []  # reported by `read_lists`
    if not isinstance(yaml.value, dict):
        return []
    page = Page(
        path=tree.shown(SHARED_STOPS),
        id=DocId(SHARED_STOPS),
        kind=Kind.ROADMAP,
        fields=yaml.value,
        lines=yaml.lines,
        quoted=yaml.quoted,
        body="",
        body_line=1,
    )
    shelf = _shelf(lists)
    problems = list(check_shared_stops(page, shelf, {*known, *lists.planned}))
    for moment, stop in yaml.value.items():
        if isinstance(stop, dict):
            problems += check_stop(page, shelf, stop, str(moment))
    return problems


def _planned_and_written(tree: Tree, lists: Lists, known: set[DocId]) -> list[Problem]:
    lines = tree.texts.get("planned.yaml", "").splitlines()
    return [
        Problem(
            path=tree.shown("planned.yaml"),
            line=next((at for at, line in enumerate(lines, 1) if line.startswith(planned)), 1),
            field=planned,
            fault="planned-and-written",
            found="a document that is there",
            allowed="documents not yet written",
            remedy="take its line out",
            severity=Severity.WARNING,
        )
        for planned in lists.planned
        if planned in known
    ]
