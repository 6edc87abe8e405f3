"""How a page names its sources: a link that opens, of when each is, and when it was read."""

from __future__ import annotations

from dataclasses import dataclass

from kb.content.citations import link_of, read_note, short_name
from kb.model.bibliography import SourceKind
from kb.model.documents import SourceId
from site_builder.model.site_content import SiteContent
from site_builder.model.words import when_text

WHOLE = "whole page"
"""The place of what rests on all of a source; a reader needs no such place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source as a page names it.

    `url` is its entry in the list of sources; `address` that of the page itself, "" if it has
    none that may work. `when` says of when it is and, of a page, when it was read; `short` who
    published it and when, in a few words.
    """

    title: str
    url: str
    publisher: str
    when: str
    place: str
    address: str
    short: str


def source_line(content: SiteContent, source: SourceId, place: str = "") -> SourceLine:
    """One source as a page names it, with the place in it that a page rests on."""
    if place.casefold() == WHOLE:
        place = ""
    entry = content.corpus.bibliography.get(source)
    url = content.source_url(source)
    if entry is None:
        title = str(source)
        return SourceLine(
            title=title, url=url, publisher="", when="", place=place, address="", short=title
        )
    when = read_note(entry)
    if entry.kind is SourceKind.DOCUMENT:
        when = when_text(entry.date)
        if entry.after:
            when += f", after {when_text(entry.after)}"
    return SourceLine(
        title=entry.title,
        url=url,
        publisher=entry.publisher,
        when=when,
        place=place,
        address=link_of(entry),
        short=short_name(entry),
    )
