"""Puts the reading and checking of a content tree together; `kb.corpus` is its front.

Kept apart so that naming a `Corpus` loads neither pydantic nor the Markdown parser.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kb.checks.body import anchors_of, check_body, check_links
from kb.checks.fields import check_fields_together
from kb.checks.lists import check_lists
from kb.checks.page import Page, Shelf
from kb.checks.proof import check_copied_page, check_proof
from kb.checks.references import check_duplicates, check_references
from kb.checks.todo import check_todo
from kb.corpus import Corpus
from kb.errors import Problem, Severity
from kb.frontmatter import YamlError, read_frontmatter
from kb.lists import Lists, read_lists
from kb.model import DocId, Document, Kind
from kb.schema import check_fields
from kb.tree import Tree, problem_of, read_tree


def read_everything(content_dir: Path, today: date) -> tuple[Corpus | None, list[Problem]]:
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
            documents[checked.id] = checked
    known = {DocId(path.removesuffix(".md")) for path in tree.pages}
    problems += _check_pages(pages, lists, known)
    problems += check_lists(tree, lists, known, _shelf(lists).all_prints())
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
        problems += check_links(page, anchors, lists.planned)
    problems += check_references(pages, shelf, known)
    problems += check_duplicates(pages)
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
