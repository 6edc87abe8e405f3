"""A file that somebody sent in, brought into the content folder as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.content.read_leniently import read_leniently
from kb.content.text_file import read_text_file
from kb.editing.drafts.convert import read_file
from kb.editing.drafts.draft import Draft
from kb.editing.drafts.foreign_fields import read_foreign_fields
from kb.editing.drafts.interpret import draft_of, merge
from kb.editing.drafts.own_account import (
    OWN_PLACE,
    account_text,
    changes_in,
    check_own_source,
    first_of,
    name_in_page,
    named,
    own_fields,
    register,
)
from kb.editing.drafts.place import fill_in, place_draft, place_of, with_source
from kb.editing.suggest.similar import Like
from kb.model.documents import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The page that an import wrote, what else it wrote, and what the page is like.

    `left_out` names what the file holds and the page does not, `changed` what is new in an account
    that was there before, `kept` a copy of a page that was overwritten.
    """

    path: Path
    also: tuple[Path, ...]
    similar: tuple[Like, ...]
    left_out: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    kept: Path | None = None


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
    found = read_file(file)
    account = account_text(found.proof, kind) if own else ""
    if own:
        check_own_source(account, own, content_dir, renew=replace_it)
    if own and _is_page(file, content_dir):
        return _name_account(file, account, own, content_dir=content_dir, today=today)
    content = read_leniently(content_dir, today=today)
    draft = draft_of(found.markdown, content.reference.vocabularies, kind=kind)
    left_out = (*found.left_out, *draft.left_out)
    draft = merge(draft, {"title": _title(file)})
    similar: tuple[Like, ...] = ()
    if suggest:
        helped = fill_in(draft, content)
        draft, similar = helped.draft, helped.similar
    if own:
        draft = own_fields(draft, today)
    if own or source:
        draft = with_source(named(draft, own or source), own or source, place or OWN_PLACE)
    changed = tuple(changes_in(account, own, content_dir)) if own else ()
    place_of(draft, content_dir=content_dir, slug=slug, replace_it=replace_it)
    also: tuple[Path, ...] = ()
    if own:
        also = register(
            account,
            own,
            content_dir=content_dir,
            title=f"Account of {draft.fields['title']}",
            publisher=first_of(draft),
            today=today,
            renew=replace_it,
        )
    # Last, so that an import that is stopped half way can be given again as it was.
    placed = place_draft(
        draft, content_dir=content_dir, slug=slug, today=today, replace_it=replace_it
    )
    return Brought(
        path=placed.path,
        kept=placed.kept,
        also=also,
        changed=changed,
        similar=similar,
        left_out=left_out,
    )


def _is_page(file: Path, content_dir: Path) -> bool:
    """Whether a file is a page of the content already."""
    return file.resolve().parent.parent == content_dir.resolve()


def _name_account(file: Path, account: str, own: str, *, content_dir: Path, today: date) -> Brought:
    """Register what a page of the form tells, and put the account's name in; all else stays."""
    page = read_text_file(file)
    text = name_in_page(page.text, own)
    draft = Draft(fields=read_foreign_fields(text, Kind.CASE_STUDY).fields)
    changed = tuple(changes_in(account, own, content_dir))
    also = register(
        account,
        own,
        content_dir=content_dir,
        title=f"Account of {draft.fields.get('title') or file.stem}",
        publisher=first_of(draft),
        today=today,
        renew=True,
    )
    page.write(text)
    return Brought(path=file, also=also, changed=changed, similar=())


def _title(file: Path) -> str:
    words = file.stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
