"""How a page names what it rests on: who published it, of when it is, and when it was read."""

from __future__ import annotations

from kb.model.bibliography import BibliographyEntry, Copy, Live, SourceKind
from kb.text.dates import month_text, when_text

UNDATED = "undated"
STORED = "stored copy only"
"""Said of a page that was read in a stored copy and not on the web."""


def link_of(entry: BibliographyEntry) -> str:
    """Return the address that a source may be opened at; "" if it has none that may work."""
    return "" if entry.live is Live.FALSE else entry.address


def read_note(entry: BibliographyEntry) -> str:
    """Return of when a source is and when it was read.

    As "page of May 2026, read in November 2026", or "undated page, after 2023".
    """
    noun = "page" if entry.kind is SourceKind.PAGE else "document"
    if entry.date == UNDATED:
        parts = [f"undated {noun}"]
        if entry.after:
            parts.append(f"after {when_text(entry.after)}")
    else:
        parts = [f"{noun} of {when_text(entry.date)}"]
    if entry.read:
        parts.append(f"read in {month_text(entry.read)}")
    if entry.copy is Copy.STORED:
        parts.append(STORED)
    if entry.part:
        parts.append("in part")
    return ", ".join(parts)


def short_name(entry: BibliographyEntry) -> str:
    """Return who published a source and when, in a few words: "GMC, May 2026"."""
    return f"{entry.publisher}, {when_text(entry.date)}"


def cited(entry: BibliographyEntry) -> str:
    """Return a source in one line: its title, its publisher and `read_note`."""
    return f"{entry.title}, {entry.publisher}, {read_note(entry)}"
