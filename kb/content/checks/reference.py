"""Checks of the files beside the pages: every name leads somewhere, and no words are copied."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from kb.content.checks.markup import check_remarks
from kb.content.checks.proof import COPIED_ALLOWED, COPIED_REMEDY, check_copied
from kb.content.distress_net import faults
from kb.content.folder import AREAS, ASKED, ContentFolder
from kb.content.frontmatter import YamlError, read_yaml_file
from kb.content.reference import ReferenceData
from kb.content.schema.text import shown
from kb.content.schema.types import DOC_ID, SLUG
from kb.data.settings import load_settings
from kb.model.bibliography import Fingerprint
from kb.model.documents import DocId, SourceId
from kb.model.glossary import Glossary
from kb.model.problems import ContentFile, Problem
from kb.model.vocabulary import nearest
from kb.text.numbers import numbers


def check_reference(
    folder: ContentFolder, reference: ReferenceData, documents: Set[DocId], prints: Fingerprint
) -> Iterator[Problem]:
    """Yield a problem for each name in the files beside the pages that leads nowhere.

    Areas have checks of their own.

    Args:
        folder: the files.
        reference: what `read_reference` made of them.
        documents: every page there is.
        prints: the runs of twelve words of every source.
    """
    known = {*documents, *reference.planned}
    for name, text in folder.texts.items():
        if not name.endswith(".yaml") or name.startswith(f"{AREAS}/"):
            continue
        try:
            yaml = read_yaml_file(text)
        except YamlError:
            continue  # reported by `read_reference`
        file = folder.file(name, yaml.lines)
        yield from check_remarks(file, yaml.remarks)
        for field, found in _references(name, yaml.value):
            yield from _check_name(file, field, found, known, reference.glossary)
        if name == "distress.yaml":
            yield from _check_phrases(file, reference)
            yield from _check_numbers(file, reference)
        fields = _without_titles(yaml.value) if name == "bibliography.yaml" else yaml.value
        for field, found in check_copied(fields, prints, reference.allowed_phrases):
            yield file.problem(
                "copied-words",
                field=field,
                found=found,
                allowed=COPIED_ALLOWED,
                remedy=COPIED_REMEDY,
            )


def _check_phrases(file: ContentFile, reference: ReferenceData) -> Iterator[Problem]:
    """Yield a problem for each phrase of distress that cannot be read."""
    for field, phrase, fault in faults(reference.distress, load_settings().distress):
        yield file.problem(
            "bad-phrase",
            field=field,
            found=f"{shown(phrase)} ({fault})",
            allowed="words, {lists}, (one|of several), [maybe], word~, ..., & and unless",
            remedy="see the notes at the head of the file",
        )


def _check_numbers(file: ContentFile, reference: ReferenceData) -> Iterator[Problem]:
    """Yield a problem for each line of help whose page is not there, or lacks its number."""
    for at, line in enumerate(reference.distress.numbers):
        if not line.source:
            continue
        field = f"numbers[{at}]"
        prints = reference.fingerprints.get(SourceId(line.source))
        if prints is None:
            yield file.problem(
                "unknown-source",
                field=f"{field}.source",
                found=shown(line.source),
                allowed="a page of the bibliography that was read and fingerprinted",
                suggestion=nearest(line.source, map(str, reference.fingerprints)),
            )
            continue
        for number in numbers(line.do):
            if not prints.has_number(number.normal):
                yield file.problem(
                    "unproved-number",
                    field=f"{field}.do",
                    found=f'"{number.shown}"',
                    allowed=f"numbers that stand in {line.source}",
                    remedy="correct it, or name the page that gives it",
                )


def _without_titles(entries: Any) -> Any:
    """Return the bibliography without its titles, which are names and not copied."""
    if not isinstance(entries, dict):
        return entries
    return {
        key: {name: value for name, value in entry.items() if name != "title"}
        for key, entry in entries.items()
        if isinstance(entry, dict)
    }


def _check_name(
    file: ContentFile, field: str, found: str, known: set[DocId], glossary: Glossary
) -> Iterator[Problem]:
    """Yield a problem if a name leads to no document, and to no entry of the glossary."""
    if DOC_ID.fullmatch(found):
        if found not in known:
            yield file.problem(
                "unknown-document",
                field=field,
                found=shown(found),
                allowed="a document, or one of planned.yaml",
                suggestion=nearest(found, sorted(map(str, known))),
            )
    elif file.path.endswith("/glossary.yaml") and SLUG.fullmatch(found) and not glossary.get(found):
        yield file.problem(
            "unknown-entry",
            field=field,
            found=shown(found),
            allowed="an entry of the glossary, a document, or words",
            suggestion=nearest(found, [entry.id for entry in glossary.entries]),
        )


def _references(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield (field, identifier) of each document or entry that a file names."""
    if name.startswith(f"{ASKED}/"):
        for at, one in enumerate(value if isinstance(value, list) else []):
            yield from _pages(f"[{at}]", one)
        return
    if not isinstance(value, dict):
        return
    if name == "distress.yaml":
        helps = value.get("help")
        for at, page in enumerate(helps if isinstance(helps, list) else []):
            yield f"help[{at}]", str(page)
        return
    for key, entry in value.items():
        if not isinstance(entry, dict):
            continue
        if name == "vocabularies/needs.yaml":
            yield from _pages(key, entry)
            asked = entry.get("asked")
            for at, one in enumerate(asked if isinstance(asked, list) else []):
                yield from _pages(f"{key}.asked[{at}]", one)
        if name == "glossary.yaml" and isinstance(entry.get("became"), dict):
            yield f"{key}.became.to", str(entry["became"].get("to"))


def _pages(field: str, entry: Any) -> Iterator[tuple[str, str]]:
    """Yield (field, identifier) of each page that an entry leads to."""
    leads = entry.get("leads_to") if isinstance(entry, dict) else None
    for at, lead in enumerate(leads if isinstance(leads, list) else []):
        if isinstance(lead, dict):
            yield f"{field}.leads_to[{at}].page", str(lead.get("page"))
