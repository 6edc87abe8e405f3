"""Every check of a content folder: what has not been found out before is found out now.

A page is judged by its own text and by the files beside the pages; what ties pages together is
looked at afresh each time, which costs little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from kb.content.areas import area_files, read_areas
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
from kb.content.folder import SHARED_STOPS, ContentFolder
from kb.content.frontmatter import YamlError, read_yaml_file
from kb.content.kept import Kept, packed
from kb.content.local_stops import with_local_stops
from kb.content.reference import ReferenceData, StoredPrints, read_reference, with_added
from kb.content.schema import check_fields
from kb.content.source_page import SourcePage, read_page, stops_page
from kb.content.spread import jobs_for, spread
from kb.content.templates import read_templates, template_files
from kb.model.areas import Area, AreaId
from kb.model.bibliography import Fingerprint
from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, DocId, Document, Kind
from kb.model.problems import Problem, Severity
from kb.model.templates import Template

Findings = tuple[
    SourcePage | None,
    Document | None,
    tuple[Problem, ...],
    frozenset[str],
    tuple[FoundLink, ...],
]
"""Of a page: as it was read, the document it makes, its own problems, its anchors and links."""


def check_folder(
    folder: ContentFolder, today: date, kept: Kept, jobs: int = 0
) -> tuple[Corpus | None, tuple[Problem, ...]]:
    """Return the corpus, or None if there is an error, and every problem, in no order.

    Args:
        folder: the files.
        today: dates after it are in the future.
        kept: what was found out before, and where what is found out now is kept.
        jobs: how many processes check pages; 0 is as many as pays.
    """
    if not folder.problems and not folder.pages:
        return None, (_no_pages(folder),)
    checker = _Checker(folder, today, Kept() if folder.problems else kept)
    problems = [*folder.problems, *checker.problems]
    there = [path for path in folder.pages if path in folder.texts]
    checker.check_ahead(there, jobs)
    found = [checker.page(path) for path in there]
    documents = {document.id: document for _, document, *_ in found if document is not None}
    for findings in found:
        problems += findings[2]
    known = {DocId(path.removesuffix(".md")) for path in folder.pages}
    documents, problems_of_stops = with_local_stops(
        documents, folder, checker.reference, known, today
    )
    problems += problems_of_stops
    problems += _check_together(found, checker.reference, known)
    problems += checker.beside(known)
    areas, problems_of_areas = checker.areas()
    templates, problems_of_templates = checker.templates(known)
    problems += (*problems_of_areas, *problems_of_templates)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, tuple(problems)
    return _corpus(folder, checker.reference, documents, areas, templates), tuple(problems)


class _Checker:
    """Checks the files of a folder one by one, each once for the same text and the same day."""

    def __init__(self, folder: ContentFolder, today: date, kept: Kept) -> None:
        self._folder, self._today, self._kept = folder, today, kept
        self._inputs = (today.isoformat(), folder.root.name, folder.beside)
        there = folder.beside_nationally
        self._nationally = (*self._inputs[:2], there) if there else ()
        self.reference, self.problems = self._read_reference()

    def _read_reference(self) -> tuple[ReferenceData, Sequence[Problem]]:
        """Return what the files beside the pages hold, and their problems.

        Fingerprints are not kept again: they are read when a page is held to them.
        """
        key = self._kept.key("reference", *self._inputs)
        found = self._kept.get(key)
        if found is None:
            reference, problems = read_reference(self._folder, self._today)
            self._kept.put(
                key, (reference.without_prints(), tuple(reference.fingerprints), problems)
            )
            return reference, problems
        bare, sources, problems = found
        return bare.with_prints(StoredPrints(self._folder, sources)), problems

    @cached_property
    def _all_prints(self) -> Fingerprint:
        key = self._kept.key("runs", *self._inputs)
        runs: frozenset[str] | None = self._kept.get(key)
        if runs is None:
            runs = self.reference.all_prints().long_runs
            self._kept.put(key, runs)
        return Fingerprint(short_runs=frozenset(), long_runs=runs, numbers=frozenset())

    def page(self, path: str) -> Findings:
        """Return what was found out of one page, now or before.

        A page that is in the national content as it is here was held to the files beside it there;
        an edition only adds to those.
        """
        found = self._known(path)
        if found is None:
            found = self._check_page(path)
            self._kept.put(self._key(path), found)
        return found

    def check_ahead(self, paths: Sequence[str], jobs: int) -> None:
        """Check the pages of which nothing is known in several processes, where that pays."""
        new = [path for path in paths if self._known(path) is None]
        if jobs_for(len(new), jobs) > 1:
            _ = self._all_prints  # once for all of them
            for key, content in spread(self._checked, new, jobs):
                self._kept.put_packed(key, content)

    def _checked(self, path: str) -> tuple[str, bytes]:
        return self._key(path), packed(self._check_page(path))

    def _key(self, path: str) -> str:
        return self._kept.key("page", *self._inputs, path, self._folder.texts[path])

    def _known(self, path: str) -> Findings | None:
        found: Findings | None = self._kept.get(self._key(path))
        if found is None and self._nationally:
            text = self._folder.texts[path]
            found = self._kept.get(self._kept.key("page", *self._nationally, path, text))
        return found

    def _check_page(self, path: str) -> Findings:
        page = read_page(self._folder, path)
        if isinstance(page, Problem):
            return None, None, (page,), frozenset(), ()
        reference = self.reference
        document: Document | None = None
        problems: list[Problem] = []
        checked = check_fields(page, vocabularies=reference.vocabularies, today=self._today)
        if isinstance(checked, list):
            problems += checked
        else:
            document = with_added(checked, reference.shared_stops)
            if isinstance(checked, CaseStudy):
                problems += check_headline(page, checked)
        problems += check_fields_together(page, reference)
        problems += check_proof(page, reference)
        problems += check_copied_page(page, reference, self._all_prints)
        problems += check_body(page, reference)
        problems += check_todo(page)
        problems += check_markup(page)
        problems += check_notes(page)
        problems += check_years(page)
        for at, stop in enumerate(page.items("stops")):
            problems += check_stop(page, reference, stop, f"stops[{at}]")
        return page, document, tuple(problems), anchors_of(page), tuple(links_of(page))

    def beside(self, known: set[DocId]) -> Sequence[Problem]:
        """Return the problems of the files beside the pages that the pages have a part in.

        Files that an edition leaves as they are were checked nationally, with fewer pages to name.
        """
        key = self._kept.key("beside", *self._inputs, *sorted(known))
        found: Sequence[Problem] | None = self._kept.get(key)
        any_pages = self._kept.key("beside, nationally", *self._inputs)
        if found is None and self._folder.beside == self._folder.beside_nationally:
            found = self._kept.get(any_pages)
        if found is None:
            folder, reference = self._folder, self.reference
            found = (
                *check_reference(folder, reference, known, self._all_prints),
                *_check_shared_stops(folder, reference, known),
                *_planned_and_written(folder, reference, known),
            )
            self._kept.put(key, found)
            if not self._folder.beside_nationally:
                self._kept.put(any_pages, found)
        return found

    def areas(self) -> tuple[Mapping[AreaId, Area], Sequence[Problem]]:
        """Return the areas of England, and their problems."""
        files = area_files(self._folder)
        texts = [part for path in files for part in (path, self._folder.texts[path])]
        key = self._kept.key("areas", *self._inputs, *texts)
        found: tuple[Mapping[AreaId, Area], Sequence[Problem]] | None = self._kept.get(key)
        if found is None and self._nationally:
            found = self._kept.get(self._kept.key("areas", *self._nationally, *texts))
        if found is None:
            found = read_areas(self._folder, self.reference, self._today, self._all_prints)
            self._kept.put(key, found)
        return found

    def templates(self, known: set[DocId]) -> tuple[tuple[Template, ...], Sequence[Problem]]:
        """Return the templates to fill in, and their problems."""
        files = template_files(self._folder)
        texts = [part for path in files for part in (path, self._folder.texts[path])]
        key = self._kept.key("templates", *self._inputs, *texts, *sorted(known))
        found: tuple[tuple[Template, ...], Sequence[Problem]] | None = self._kept.get(key)
        if found is None:
            found = read_templates(
                self._folder, self.reference, known, self._today, self._all_prints
            )
            self._kept.put(key, found)
        return found


def _check_together(
    found: Sequence[Findings], reference: ReferenceData, known: set[DocId]
) -> list[Problem]:
    """Return the problems of what ties pages together: links, names, titles and addresses."""
    anchors: dict[DocId, frozenset[str] | None] = dict.fromkeys(sorted(known))
    read: Mapping[DocId, tuple[SourcePage, tuple[FoundLink, ...]]] = {
        page.id: (page, links) for page, _, _, _, links in found if page is not None
    }
    anchors |= {page.id: its for page, _, _, its, _ in found if page is not None}
    problems: list[Problem] = []
    for page, links in read.values():
        problems += check_links(page, links, anchors, reference.planned)
    pages = [page for page, _ in read.values()]
    problems += check_references(pages, reference, known)
    problems += check_duplicates(pages)
    return problems


def _corpus(
    folder: ContentFolder,
    reference: ReferenceData,
    documents: dict[DocId, Document],
    areas: Mapping[AreaId, Area],
    templates: tuple[Template, ...],
) -> Corpus:
    return Corpus(
        documents={doc_id: documents[doc_id] for doc_id in sorted(documents)},
        vocabularies=reference.vocabularies,
        glossary=reference.glossary,
        bibliography=reference.bibliography,
        distress=reference.distress,
        planned=reference.planned,
        digest=folder.digest,
        areas=areas,
        templates=templates,
    )


def _no_pages(folder: ContentFolder) -> Problem:
    return folder.file("").problem(
        "no-pages",
        found="no page",
        allowed=f"{', '.join(f'{kind}/NAME.md' for kind in Kind)}",
        remedy="write one, or name another folder with --content",
    )


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
    page = stops_page(folder.shown(SHARED_STOPS), SHARED_STOPS, yaml)
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
