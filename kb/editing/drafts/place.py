"""Puts a draft into the content folder, with likely tags and its source filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kb.content.files import write_whole
from kb.content.folder import is_reserved
from kb.content.read_leniently import ReadableContent
from kb.content.schema.types import DOC_ID, SLUG
from kb.editing.drafts.draft import Draft, slug_of, write_draft
from kb.editing.drafts.interpret import merge
from kb.editing.suggest.similar import Like, similar_pages
from kb.editing.suggest.tags import Suggestion, suggest_tags
from kb.model.documents import Kind
from kb.model.fields import TAG_KEYS
from kb.model.problems import KbError
from kb.model.vocabulary import nearest

_NOT_IN_CASE_STUDIES = {"outcomes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """A draft with what was found for it: suggested tags, and pages that it is like."""

    draft: Draft
    suggestions: tuple[Suggestion, ...]
    similar: tuple[Like, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The page that was written, and a copy of the one that it took the place of."""

    path: Path
    kept: Path | None = None


def fill_in(draft: Draft, content: ReadableContent) -> Helped:
    """Return a draft with likely tags in the fields that are empty, each with a comment."""
    pages = list(content.documents.values())
    title, summary = str(draft.fields.get("title") or ""), str(draft.fields.get("summary") or "")
    wanted = [field for field in TAG_KEYS if field not in _left_out(draft.kind)]
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
) -> Placed:
    """Write a draft into its folder and return where; what it overwrites is kept.

    Args:
        draft: what is known.
        content_dir: the content folder.
        slug: the name of the file; made from the title if "".
        today: the day that stands in its dates.
        replace_it: whether a file of that name may be overwritten.

    Raises:
        KbError: as `place_of` says.
    """
    path = place_of(draft, content_dir=content_dir, slug=slug, replace_it=replace_it)
    text = write_draft(draft, today=today)
    kept = (
        keep_aside(path, content_dir)
        if path.exists() and path.read_bytes() != text.encode()
        else None
    )
    write_whole(path, text)
    return Placed(path=path, kept=kept)


def place_of(draft: Draft, *, content_dir: Path, slug: str = "", replace_it: bool = False) -> Path:
    """Return where a draft is to be written; nothing is written yet.

    Raises:
        KbError: the name cannot be one, or there is such a file already.
    """
    name = slug or slug_of(str(draft.fields.get("title") or ""))
    if is_reserved(name):
        raise KbError(
            f'--id: bad-identifier: found "{name}", a name that Windows keeps for itself; '
            f'allowed any other name; did you mean "{name}-page"?'
        )
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
    return path


def keep_aside(path: Path, content_dir: Path) -> Path:
    """Copy a file that is to be overwritten into the folder of drafts, and return the copy.

    A copy that is there already, as of a command that was stopped, serves again.
    """
    data, number = path.read_bytes(), 1
    while (kept := drafts_dir(content_dir) / f"{path.stem}-before-{number}.md").exists():
        if kept.read_bytes() == data:
            return kept
        number += 1
    kept.parent.mkdir(exist_ok=True)
    write_whole(kept, data)
    return kept


def drafts_dir(content_dir: Path) -> Path:
    """Return the folder beside the content for what is not finished; Git passes it over."""
    return content_dir.resolve().parent / "drafts"


def page_path(doc_id: str, content_dir: Path) -> Path:
    """Return the file of a page, which must be there; `doc_id` may also be the path of the file.

    Raises:
        KbError: there is no such page; the nearest name is offered.
    """
    kinds = [kind.value for kind in Kind]
    if doc_id.endswith(".md"):
        file = Path(doc_id).resolve()
        root = content_dir.resolve()
        below = file.relative_to(root) if file.is_relative_to(root) else Path(doc_id)
        doc_id = below.as_posix().removesuffix(".md")
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
