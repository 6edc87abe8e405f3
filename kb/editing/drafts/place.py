"""Puts a draft into the content folder: suggestions filled in, a source of one's own registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kb.content.files import write_whole
from kb.content.read_leniently import ReadableContent
from kb.content.schema.types import DOC_ID, SLUG
from kb.editing.drafts.draft import Draft, slug_of, write_draft
from kb.editing.drafts.interpret import merge
from kb.editing.drafts.yaml_text import yaml_lines
from kb.editing.suggest.similar import Like, similar_pages
from kb.editing.suggest.tags import FIELDS, Suggestion, suggest_tags
from kb.model.bibliography import Fingerprint, plain_words
from kb.model.documents import Kind, SourceId
from kb.model.problems import KbError
from kb.model.vocabulary import nearest

OWN_PLACE = "whole account"
"""The place of facts in an account of one's own."""
LEAST_WORDS = 30
"""Words of an account that can prove anything."""

_NOT_IN_CASE_STUDIES = {"outcomes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """A draft with what was found for it: suggested tags, and pages that it is like."""

    draft: Draft
    suggestions: tuple[Suggestion, ...]
    similar: tuple[Like, ...]


def fill_in(draft: Draft, content: ReadableContent) -> Helped:
    """Return a draft with likely tags in the fields that are empty, each with a comment."""
    pages = list(content.documents.values())
    title, summary = str(draft.fields.get("title") or ""), str(draft.fields.get("summary") or "")
    wanted = [field for field in FIELDS if field not in _left_out(draft.kind)]
    found = suggest_tags(
        title, summary, draft.text, pages, content.reference.vocabularies, fields=wanted
    )
    tags: dict[str, list[str]] = {}
    notes: dict[str, str] = {}
    for field in wanted:
        likely = [
            suggestion for suggestion in found if suggestion.field == field and suggestion.likely
        ]
        if field == "levels":
            likely = likely[:2]
        if likely:
            tags[field] = [suggestion.concept for suggestion in likely]
            sure = ", ".join(f"{suggestion.sure:.2f}" for suggestion in likely)
            notes[field] = f"suggested, how sure: {sure}; look again"
    return Helped(
        draft=merge(draft, tags, notes),
        suggestions=found,
        similar=similar_pages(f"{title}\n{summary}\n{draft.text}", pages, limit=3),
    )


def _left_out(kind: Kind) -> set[str]:
    return _NOT_IN_CASE_STUDIES if kind is Kind.CASE_STUDY else set()


def with_source(draft: Draft, source_id: str, place: str) -> Draft:
    """Return a draft that rests on one source, its results too where they name none."""
    results = draft.fields.get("results")
    fields: dict[str, Any] = {"sources": [{"source": source_id, "place": place}], **draft.fields}
    if isinstance(results, list):
        fields["results"] = [_rest_on(result, source_id, place) for result in results]
    return replace(draft, fields=fields)


def _rest_on(result: Mapping[str, Any], source_id: str, place: str) -> dict[str, Any]:
    quote = {"quote": result["quote"]} if "quote" in result else {}
    rest = {key: value for key, value in result.items() if key != "quote"}
    return {
        **rest,
        "source": rest.get("source", source_id),
        "place": rest.get("place", place),
        **quote,
    }


def place_draft(
    draft: Draft, *, content_dir: Path, slug: str = "", today: date, replace_it: bool = False
) -> Path:
    """Write a draft into its folder and return its path.

    Args:
        draft: what is known.
        content_dir: the content folder.
        slug: the name of the file; made from the title if "".
        today: the day that stands in its dates.
        replace_it: whether a file of that name may be overwritten.

    Raises:
        KbError: the name cannot be one, or there is such a file already.
    """
    name = slug or slug_of(str(draft.fields.get("title") or ""))
    if not SLUG.fullmatch(name):
        raise KbError(
            f'--id: bad-identifier: found "{name}"; allowed small letters, digits and hyphens, '
            "as newham-staff-bank"
        )
    if not content_dir.is_dir():
        raise KbError(
            f"{content_dir}: found no such folder; allowed a folder of content; "
            "run kb where the folder content is, or name the folder with --content"
        )
    path = content_dir / draft.kind.value / f"{name}.md"
    if path.is_symlink() or (path.exists() and not replace_it):
        raise KbError(
            f"{path}: found a page of that name already; allowed a new name; "
            "give another with --id, or --force to overwrite it"
        )
    text = write_draft(draft, today=today)
    write_whole(path, text)
    return path


def page_path(doc_id: str, content_dir: Path) -> Path:
    """Return the file of a page, which must be there.

    Raises:
        KbError: there is no such page; the nearest name is offered.
    """
    kinds = [kind.value for kind in Kind]
    path = content_dir / f"{doc_id}.md"
    if DOC_ID.fullmatch(doc_id) and path.is_file() and not path.is_symlink():
        return path
    known = [
        f"{kind}/{found.stem}"
        for kind in kinds
        for found in sorted((content_dir / kind).glob("*.md"))
    ]
    near = nearest(doc_id, known) or next(
        (name for name in known if name.endswith(f"/{doc_id}")), ""
    )
    raise KbError(
        f'found no page "{doc_id}"; allowed folder/name, as casestudies/newham-staff-bank'
        + (f'; did you mean "{near}"?' if near else "")
    )


def check_own_source(text: str, source_id: str, content_dir: Path) -> None:
    """Refuse an account that cannot become a source.

    Raises:
        KbError: the identifier is taken or cannot be one, or the text is too short.
    """
    if not SLUG.fullmatch(source_id):
        raise KbError(
            f'--own: bad-identifier: found "{source_id}"; allowed small letters, digits and '
            "hyphens, as newtown-account"
        )
    if f"\n{source_id}:" in f"\n{_bibliography(content_dir).read_text(encoding='utf-8')}":
        raise KbError(
            f'--own: found "{source_id}", which the bibliography has already; allowed a new '
            "identifier; name the source that is there with --source"
        )
    count = len(plain_words(text))
    if count < LEAST_WORDS:
        raise KbError(
            f"--own: too-short: found {count} words; allowed {LEAST_WORDS} or more; "
            "give the whole account"
        )


def free_source_id(title: str, content: ReadableContent) -> str:
    """Return an identifier for an account of one's own that the bibliography has not yet."""
    stem = f"{slug_of(title)}-account"
    number = 1
    while (
        found := SourceId(stem if number == 1 else f"{stem}-{number}")
    ) in content.reference.bibliography:
        number += 1
    return found


def add_own_source(
    text: str, source_id: str, *, content_dir: Path, title: str, publisher: str, today: date
) -> tuple[Path, ...]:
    """Register a contributor's own account as a source, and return the files written.

    Its fingerprint leaves out the runs of twelve words, so that the account may be printed as it
    stands: its authors gave it for that. Figures and quotes are proved as from any other source.

    Raises:
        KbError: as `check_own_source` says.
    """
    check_own_source(text, source_id, content_dir)
    prints = content_dir / "fingerprints" / source_id
    own = replace(Fingerprint.of(text), long_runs=frozenset())
    write_whole(prints, own.dumps())
    entry = {
        "title": title,
        "publisher": publisher,
        "kind": "document",
        "date": f"{today:%Y-%m}",
        "live": "unchecked",
    }
    bibliography = _bibliography(content_dir)
    listed = bibliography.read_text(encoding="utf-8")
    end = "" if listed.endswith("\n") or not listed else "\n"
    added = "\n".join(yaml_lines({source_id: entry}))
    write_whole(bibliography, f"{listed}{end}{added}\n")
    return prints, bibliography


def _bibliography(content_dir: Path) -> Path:
    return content_dir / "bibliography.yaml"
