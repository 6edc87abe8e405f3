"""A contributor's own account as a source: registered, corrected, and named by its pages.

What proves a page must not be the page itself. So the tables of results and their quotes are left
out of the account, as is whatever nobody has confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from kb.content.files import write_whole
from kb.content.fingerprint import check_source_id
from kb.content.read_leniently import ReadableContent
from kb.content.text_file import TextFile, read_text_file
from kb.editing.drafts.answers import RESULT_LABELS, table_rows
from kb.editing.drafts.bold_headings import with_headings
from kb.editing.drafts.draft import Draft, slug_of
from kb.editing.drafts.foreign_fields import read_foreign_fields
from kb.editing.drafts.labels import field_of
from kb.editing.drafts.yaml_text import yaml_lines
from kb.model.bibliography import OWN_ACCOUNT, Fingerprint, plain_words, read_fingerprint
from kb.model.documents import Kind, SourceId
from kb.model.problems import ContentError, KbError
from kb.text.markdown import sections
from kb.text.numbers import claims

OWN_PLACE = "whole account"
"""The place of facts in an account of one's own."""
LEAST_WORDS = 30
"""Words of an account that can prove anything."""
LEAST_SHARED = 0.3
"""Share of an account's runs of words that stay when it is corrected; less is another account."""

_TOLD = ("title", "summary", "area", "period", "cost", "paid_by", "organisations", "also_called")
_RESULT_NAMES = {label: key for key, labels in RESULT_LABELS.items() for label in labels}
_PLACEHOLDER = re.compile(
    r"(?m)(?P<before>(?:^[ \t]*(?:-[ \t]+)?|[{,][ \t]*)source:[ \t]*)"
    rf"(?P<mark>[\"']?){OWN_ACCOUNT}"
    r"(?P=mark)(?=[ \t]*(?:$|[,}#]))"
)


def account_text(proof: str, kind: Kind = Kind.CASE_STUDY) -> str:
    """Return what a file tells, without results as data, which would prove themselves.

    Args:
        proof: the text of a file, as `kb.editing.drafts.convert.FileText.proof`.
        kind: the kind of page; only informative front matter counts.
    """
    foreign = read_foreign_fields(proof, kind)
    told = [_as_line(foreign.fields.get(name)) for name in _TOLD]
    now = foreign.fields.get("now")
    told.append(_as_line(now.get("note")) if isinstance(now, Mapping) else "")
    body = []
    for part in sections(with_headings(foreign.body)):
        if field_of(part.heading) != "results":
            blocks = re.split(r"\n[ \t]*\n", part.markdown)
            body += [part.heading, *(block for block in blocks if not _is_results(block))]
    return "\n\n".join(filter(None, [*told, *body]))


def _as_line(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return str(value) if value is not None else ""


def _is_results(block: str) -> bool:
    """Whether a block is results as data: it names a finding or a quote, and more.

    It may be a table with its labels above or beside, or lines of "Label: words".
    """
    rows = table_rows(block)
    lines = [line.split(":", 1)[0].lstrip("-*+• ") for line in block.split("\n") if ":" in line]
    for cells in (rows[0] if rows else (), [row[0] for row in rows if row], lines):
        keys = {_RESULT_NAMES.get(cell.casefold().strip(" ?:*_"), "") for cell in cells} - {""}
        if len(keys) > 2 and keys & {"finding", "quote"}:
            return True
    return False


def named(draft: Draft, source_id: str) -> Draft:
    """Return a draft with an account's name wherever the form wrote that it has none."""

    def name_in(items: Any) -> Any:
        return [
            {**item, "source": source_id}
            if isinstance(item, dict) and item.get("source") == OWN_ACCOUNT
            else item
            for item in items
        ]

    fields = {
        key: name_in(value) if key in {"sources", "results"} and isinstance(value, list) else value
        for key, value in draft.fields.items()
    }
    return replace(draft, fields=fields)


def name_in_page(text: str, source_id: str) -> str:
    """Return the text of a page with an account's name for the placeholder; all else stays.

    Raises:
        KbError: the page names neither.
    """
    changed, count = _PLACEHOLDER.subn(rf"\g<before>{source_id}", text)
    if not count and not re.search(rf"source:\s*[\"']?{re.escape(source_id)}\b", text):
        raise KbError(
            f'found neither "{OWN_ACCOUNT}" nor "{source_id}" among the sources of the page; '
            f"allowed a page that rests on the account; write source: {OWN_ACCOUNT} there first"
        )
    return changed


def own_fields(draft: Draft, today: date) -> Draft:
    """Return the draft of those who did it: they know where it stands this month."""
    known: dict[str, Any] = {"as_at": f"{today:%Y-%m}", "checked_by": first_of(draft)}
    now = {**known, **(draft.fields.get("now") or {})}
    return replace(draft, fields={**draft.fields, "now": now})


def first_of(draft: Draft) -> str:
    """Return the organisation that led, or who else tells."""
    organisations = draft.fields.get("organisations")
    known = isinstance(organisations, list) and organisations
    return str(organisations[0]) if known else "the contributors"  # type: ignore[index]


def check_own_source(text: str, source_id: str, content_dir: Path, *, renew: bool = False) -> None:
    """Refuse an account that cannot become a source.

    Raises:
        KbError: the identifier is taken or cannot be one, the text is too short, or it is to take
            the place of what is no account, or of somebody else's.
    """
    check_source_id(source_id, option="--own", example="newtown-account")
    count = len(plain_words(text))
    if count < LEAST_WORDS:
        raise KbError(
            f"--own: too-short: found {count} words; allowed {LEAST_WORDS} or more; "
            "give the whole account"
        )
    if not is_registered(source_id, content_dir):
        return
    before = _before(source_id, content_dir)
    now = Fingerprint.of(text)
    if before is not None and _is_same(before, now):
        return  # an import that was stopped half way is taken up again
    if not renew:
        raise KbError(
            f'--own: found "{source_id}", which the bibliography has already; allowed a new '
            "identifier; add --force if this is the same account corrected, or name the source "
            "that is there with --source"
        )
    if before is None:
        return
    shared = len(before.short_runs & now.short_runs)
    if before.long_runs or shared < LEAST_SHARED * len(before.short_runs):
        what = "which is no account of one's own" if before.long_runs else "another account"
        raise KbError(
            f'--own: found "{source_id}", {what}; allowed a new identifier; '
            "give this account a name that says whose it is"
        )


def _is_same(before: Fingerprint, now: Fingerprint) -> bool:
    """Whether an account is registered already, word for word."""
    known = (before.short_runs, before.numbers, before.long_runs)
    return known == (now.short_runs, now.numbers, frozenset())


def is_registered(source_id: str, content_dir: Path) -> bool:
    """Whether the bibliography has a source."""
    listed = _bibliography(content_dir).text
    return f"\n{source_id}:" in f"\n{listed}"


def _before(source_id: str, content_dir: Path) -> Fingerprint | None:
    """Return the fingerprint that an account has already; None if it is gone or damaged."""
    try:
        return read_fingerprint(content_dir / "fingerprints" / source_id, source_id)
    except ContentError:
        return None


def free_source_id(title: str, content: ReadableContent) -> str:
    """Return an identifier for an account of one's own that the bibliography has not yet."""
    stem = f"{slug_of(title)}-account"
    number = 1
    while (
        found := SourceId(stem if number == 1 else f"{stem}-{number}")
    ) in content.reference.bibliography:
        number += 1
    return found


def register(
    text: str,
    source_id: str,
    *,
    content_dir: Path,
    title: str,
    publisher: str,
    today: date,
    renew: bool = False,
) -> tuple[Path, ...]:
    """Make a contributor's own account a source, or renew it; return the files that hold it.

    Its fingerprint leaves out the runs of twelve words, so that the account may be printed as it
    stands: its authors gave it for that. Figures and quotes are proved as from any other source.

    Raises:
        KbError: as `check_own_source` says.
    """
    check_own_source(text, source_id, content_dir, renew=renew)
    prints = content_dir / "fingerprints" / source_id
    own = replace(Fingerprint.of(text), long_runs=frozenset())
    bibliography = _bibliography(content_dir)
    listed = bibliography.text
    if is_registered(source_id, content_dir):
        write_whole(prints, own.dumps())
        bibliography.write(_dated(listed, source_id, today))
        return prints, bibliography.path
    write_whole(prints, own.dumps())
    entry = {
        "title": title,
        "publisher": publisher,
        "kind": "document",
        "date": f"{today:%Y-%m}",
        "live": "unchecked",
    }
    end = "" if listed.endswith("\n") or not listed else "\n"
    added = "\n".join(yaml_lines({source_id: entry}))
    bibliography.write(f"{listed}{end}{added}\n")
    return prints, bibliography.path


def _dated(listed: str, source_id: str, today: date) -> str:
    """Return the bibliography with today's month as the date of an account."""
    entry = rf"(?m)(^{re.escape(source_id)}:[ \t]*\n(?:[ \t]+\S.*\n)*?[ \t]+date:[ \t]*)[^\n#]*"
    return re.sub(entry, rf"\g<1>{today:%Y-%m}", listed, count=1)


def changes_in(text: str, source_id: str, content_dir: Path) -> Iterator[str]:
    """Yield what is different in a corrected account, as far as its fingerprint tells.

    The fingerprint has no figures to be read out of it, so those that went are looked for in the
    pages that name the account. Nothing if there is no such account yet.
    """
    if not is_registered(source_id, content_dir):
        return
    now = Fingerprint.of(text)
    before = _before(source_id, content_dir)
    if before is None:
        yield f"{source_id}: its fingerprint was gone, and is there again"
        return
    new = _unlike(text, before)
    gone: dict[str, list[str]] = {}
    for page, words in _pages_of(source_id, content_dir):
        for number in _unlike(words, now):
            if before.has_number(number):
                gone.setdefault(number, []).append(page)
    if not new and not gone and before.short_runs == now.short_runs:
        yield f"{source_id}: nothing changed"
        return
    changed = len(now.short_runs - before.short_runs)
    yield f"{source_id}: renewed; {changed} of its {len(now.short_runs)} runs of words are new"
    if new:
        yield f"{source_id}: new figures: {', '.join(new)}"
    for number, pages in gone.items():
        yield f"{source_id}: no longer holds {number}, which {', '.join(pages)} had from it"


def _unlike(text: str, prints: Fingerprint) -> list[str]:
    """Return the figures of a text that a fingerprint does not hold, each once."""
    found = (number.normal for number in claims(text) if not prints.has_number(number.normal))
    return list(dict.fromkeys(found))


def _pages_of(source_id: str, content_dir: Path) -> Iterator[tuple[str, str]]:
    """Yield (identifier, text) of each page that names an account as its source."""
    paths: Iterable[Path] = sorted(content_dir.glob("*/*.md"))
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        if not path.is_symlink() and re.search(rf"source: [\"']?{re.escape(source_id)}\b", text):
            yield f"{path.parent.name}/{path.stem}", text


def _bibliography(content_dir: Path) -> TextFile:
    return read_text_file(content_dir / "bibliography.yaml")
