"""A file that somebody sent in, brought into the content folder as a draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kb.content.read_leniently import read_leniently
from kb.editing.drafts.convert import read_file
from kb.editing.drafts.draft import Draft
from kb.editing.drafts.interpret import draft_of, merge
from kb.editing.drafts.place import (
    OWN_PLACE,
    add_own_source,
    check_own_source,
    fill_in,
    place_draft,
    with_source,
)
from kb.editing.suggest.similar import Like
from kb.model.documents import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The page that an import wrote, what else it wrote, and what the page is like.

    `left_out` names what the file holds and the page does not.
    """

    path: Path
    also: tuple[Path, ...]
    similar: tuple[Like, ...]
    left_out: tuple[str, ...] = ()


def bring_in(
    file: Path,
    *,
    content_dir: Path,
    today: date,
    kind: Kind = Kind.CASE_STUDY,
    slug: str = "",
    own: str = "",
    source: str = "",
    place: str = "",
    suggest: bool = True,
    replace_it: bool = False,
) -> Brought:
    """Write a draft of what a file tells, and return where.

    Args:
        file: a Word, HTML or Markdown file; the answers of the issue form are Markdown.
        content_dir: the content folder.
        today: the day that stands in the dates of the draft.
        kind: the kind of page.
        slug: the name of the page; made from its title if "".
        own: an identifier, if the file is the contributors' own account, to be made a source.
        source: the source of the bibliography that the file tells.
        place: where in that source.
        suggest: whether likely tags are filled in.
        replace_it: whether a page of that name may be overwritten.

    Raises:
        KbError: the file, a name or the content cannot be used; nothing is written then.
    """
    content = read_leniently(content_dir, today=today)
    found = read_file(file)
    text = found.proof
    if own:
        check_own_source(text, own, content_dir)
    draft = merge(
        draft_of(found.markdown, content.reference.vocabularies, kind=kind), {"title": _title(file)}
    )
    similar: tuple[Like, ...] = ()
    if suggest:
        helped = fill_in(draft, content)
        draft, similar = helped.draft, helped.similar
    if own:
        draft = own_account(draft, today)
    if own or source:
        draft = with_source(draft, own or source, place or OWN_PLACE)
    path = place_draft(
        draft, content_dir=content_dir, slug=slug, today=today, replace_it=replace_it
    )
    also: tuple[Path, ...] = ()
    if own:
        also = add_own_source(
            text,
            own,
            content_dir=content_dir,
            title=f"Account of {draft.fields['title']}",
            publisher=first_of(draft),
            today=today,
        )
    return Brought(
        path=path, also=also, similar=similar, left_out=(*found.left_out, *draft.left_out)
    )


def own_account(draft: Draft, today: date) -> Draft:
    """Return the draft of those who did it: they know where it stands this month."""
    known: dict[str, Any] = {"as_at": f"{today:%Y-%m}", "checked_by": first_of(draft)}
    now = {**known, **(draft.fields.get("now") or {})}
    return replace(draft, fields={**draft.fields, "now": now})


def first_of(draft: Draft) -> str:
    """Return the organisation that led, or who else tells."""
    organisations = draft.fields.get("organisations")
    return str(organisations[0]) if isinstance(organisations, list) else "the contributors"


def _title(file: Path) -> str:
    words = file.stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
