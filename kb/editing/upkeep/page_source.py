"""A web page that was read, as a source that proves: its fingerprint and its bibliography entry.

The words are taken from a saved text or HTML file; only hashes of them are kept. The entry is
added to `bibliography.yaml`, or the one that is there gets the new keys and keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.content.fingerprint import check_source_id, read_source_text, write_fingerprint
from kb.content.frontmatter import YamlError, read_yaml
from kb.content.text_file import TextFile, read_text_file
from kb.editing.drafts.convert import html_text
from kb.editing.drafts.yaml_text import yaml_lines
from kb.model.bibliography import Copy, PageStrength
from kb.model.problems import KbError

BIBLIOGRAPHY = "bibliography.yaml"

_DATED = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?|undated")
_ORDER = (
    "title",
    "publisher",
    "kind",
    "date",
    "after",
    "address",
    "live",
    "read",
    "copy",
    "strength",
    "part",
)
"""The keys of an entry in the order in which they are written."""
_NEEDED = ("title", "publisher", "address", "strength")
"""What a new entry cannot do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """What is known of a page that was read; empty texts leave an entry as it is.

    `dated` is the page's own date as it shows it (``2024-10``), or ``undated``.
    """

    address: str
    read: date
    copy: Copy
    dated: str = ""
    title: str = ""
    publisher: str = ""
    strength: PageStrength | None = None
    part: str = ""


def add_page(file: Path, source_id: str, content_dir: Path, page: PageRead) -> tuple[Path, ...]:
    """Fingerprint the words of a saved page, write its entry, and return the files written.

    Raises:
        KbError: the identifier, the file or the bibliography cannot be used, or the entry is new
            and something that it needs is not given.
    """
    check_source_id(source_id)
    bibliography = content_dir / BIBLIOGRAPHY
    listed = _read(bibliography)
    text = read_source_text(file)
    if file.suffix.lower() in {".html", ".htm"}:
        text = html_text(text, file)
    changed = with_entry(listed.text, source_id, page)
    prints = write_fingerprint(text, source_id, content_dir, shown=file)
    listed.write(changed)
    return prints, bibliography


def with_entry(listed: str, source_id: str, page: PageRead) -> str:
    """Return the text of a bibliography with the entry of a page that was read.

    Every other line stays as it is. Of an entry that is there only what `page` gives is changed.

    Raises:
        KbError: the bibliography cannot be read, the entry is that of a document, or a new entry
            lacks something that it needs.
    """
    if page.dated and not _DATED.fullmatch(page.dated):
        raise KbError(
            f'--dated: bad-date: found "{page.dated}"; allowed 2024, 2024-10, 2024-10-25 or undated'
        )
    try:
        entries = read_yaml(listed).value or {}
    except YamlError as error:
        raise KbError(
            f"{BIBLIOGRAPHY}:{error.line}: {error.fault}: found {error.found}; fix it first"
        ) from error
    old = entries.get(source_id) if isinstance(entries, dict) else None
    given = _given(page)
    if not isinstance(old, dict):
        return _appended(listed, source_id, given)
    if old.get("kind") != "page":
        raise KbError(
            f'--id: found "{source_id}", which the bibliography has as a document; allowed a page; '
            "leave out --page, or give another identifier"
        )
    fields = {key: value for key, value in {**old, **given}.items() if key in _ORDER}
    start, end = _block(listed, source_id)
    lines = listed.split("\n")
    block = yaml_lines({source_id: _ordered(fields)})
    return "\n".join([*lines[:start], *block, *lines[end:]])


def _given(page: PageRead) -> dict[str, str]:
    given = {
        "title": page.title,
        "publisher": page.publisher,
        "date": page.dated,
        "address": page.address,
        "read": page.read.isoformat(),
        "copy": page.copy.value,
        "strength": page.strength.value if page.strength else "",
        "part": page.part,
    }
    return {key: value for key, value in given.items() if value}


def _appended(listed: str, source_id: str, given: Mapping[str, str]) -> str:
    missing = [f"--{key}" for key in _NEEDED if key not in given]
    if missing:
        raise KbError(
            f'--id: found "{source_id}", which the bibliography does not have; a new entry needs '
            f"{', '.join(missing)} as well; add what is missing, or name an entry that is there"
        )
    fields = {"kind": "page", "date": "undated", "live": "unchecked", **given}
    end = "" if listed.endswith("\n") or not listed else "\n"
    return f"{listed}{end}" + "\n".join(yaml_lines({source_id: _ordered(fields)})) + "\n"


def _ordered(fields: Mapping[str, str]) -> dict[str, str]:
    return {key: fields[key] for key in _ORDER if key in fields}


def _block(listed: str, source_id: str) -> tuple[int, int]:
    """Return the first line of an entry and the line after its last, counted from 0."""
    lines = listed.split("\n")
    start = next(at for at, line in enumerate(lines) if re.match(rf"{source_id}\s*:", line))
    end = start + 1
    while end < len(lines) and (lines[end].startswith(" ") or not lines[end].strip()):
        end += 1
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return start, end


def _read(bibliography: Path) -> TextFile:
    try:
        return read_text_file(bibliography)
    except OSError as error:
        raise KbError(
            f"{bibliography}: found no bibliography that can be read ({error.strerror}); "
            "run kb where the folder content is, or name the folder with --content"
        ) from error
