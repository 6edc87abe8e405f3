"""The pages that can be read, for advice: one with a fault is left out and counted.

`kb.content.read` refuses a tree with any error, as it must for a build. Advice on a draft has
to work while the draft itself, or one beside it, is still full of gaps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.content.folder import read_tree
from kb.content.frontmatter import YamlError, read_frontmatter
from kb.content.reference import read_lists, with_shared
from kb.content.schema import check_fields
from kb.model.bibliography import BibliographyEntry
from kb.model.documents import DocId, Document, Kind, SourceId
from kb.model.glossary import Glossary
from kb.model.problems import ContentError
from kb.model.vocabulary import Vocabularies

_FOLDERS = tuple(f"{kind.value}/" for kind in Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The readable part of a content folder; `left_out` names the pages that have faults."""

    documents: Mapping[DocId, Document]
    vocabularies: Vocabularies
    glossary: Glossary
    bibliography: Mapping[SourceId, BibliographyEntry]
    left_out: tuple[str, ...]


def read_library(content_dir: Path, *, today: date) -> Library:
    """Return what can be read of a content folder.

    Raises:
        ContentError: a vocabulary, the glossary or the bibliography cannot be read.
        KbError: there is no such folder.
    """
    tree = read_tree(content_dir)
    lists = read_lists(tree, today)
    if lists.unreadable:
        raise ContentError(lists.problems)
    documents: dict[DocId, Document] = {}
    left_out: list[str] = []
    for path, text in tree.texts.items():
        if not path.startswith(_FOLDERS):
            continue
        found = _document(path, tree.shown(path), text, lists.vocabularies, today)
        if found is None:
            left_out.append(tree.shown(path))
        else:
            documents[found.id] = with_shared(found, lists.shared_stops)
    return Library(
        documents={doc_id: documents[doc_id] for doc_id in sorted(documents)},
        vocabularies=lists.vocabularies,
        glossary=lists.glossary,
        bibliography=lists.bibliography,
        left_out=tuple(left_out),
    )


def _document(
    path: str, shown: str, text: str, vocabularies: Vocabularies, today: date
) -> Document | None:
    try:
        matter = read_frontmatter(text)
    except YamlError:
        return None
    checked = check_fields(
        matter.fields,
        kind=Kind(path.split("/")[0]),
        path=path,
        shown_path=shown,
        body=matter.body,
        body_line=matter.body_line,
        lines=matter.lines,
        vocabularies=vocabularies,
        today=today,
    )
    return None if isinstance(checked, list) else checked
