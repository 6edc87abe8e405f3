"""The pages that can be read, for advice: one with a fault is left out and counted.

`kb.content.read` refuses a folder with any error, as it must for a build. Advice on a draft has
to work while the draft itself, or one beside it, is still full of gaps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.content.folder import read_folder
from kb.content.reference import ReferenceData, read_reference, with_added
from kb.content.schema import check_fields
from kb.content.source_page import read_page
from kb.model.documents import DocId, Document
from kb.model.problems import ContentError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadableContent:
    """The readable part of a content folder; `left_out` names the pages that have faults."""

    documents: Mapping[DocId, Document]
    reference: ReferenceData
    left_out: tuple[str, ...]


def read_leniently(content_dir: Path, *, today: date) -> ReadableContent:
    """Return what can be read of a content folder.

    Raises:
        ContentError: a file beside the pages, as a vocabulary or the glossary, cannot be read.
        KbError: there is no such folder.
    """
    folder = read_folder(content_dir)
    reference, problems = read_reference(folder, today)
    if reference.unreadable and problems:  # a file that may be absent has no problem
        raise ContentError(problems)
    documents: dict[DocId, Document] = {}
    left_out: list[str] = []
    for path in folder.pages:
        if path not in folder.texts:
            continue
        page = read_page(folder, path)
        if not isinstance(page, Problem):
            found = check_fields(page, vocabularies=reference.vocabularies, today=today)
            if not isinstance(found, list):
                documents[found.id] = with_added(found, reference.shared_stops)
                continue
        left_out.append(folder.shown(path))
    return ReadableContent(
        documents={doc_id: documents[doc_id] for doc_id in sorted(documents)},
        reference=reference,
        left_out=tuple(left_out),
    )
