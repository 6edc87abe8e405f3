"""Feeds of pages as Atom and JSON Feed: of all, of each kind, concept and area.

An entry's name holds the page's status and the day up to which it is known, so that a reader of
feeds shows a page that is new, and shows it again when its status changes. The feed of an area
also says whom to ask there, anew whenever that changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from kb.model.areas import Area
from kb.model.documents import Document, Kind
from kb.model.kinds import KIND_NAMES
from site_builder.editors.feed import FeedEntry, atom
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.model.words import status_view
from site_builder.views.areas import cases_of, last_read
from site_builder.views.linked_data import LANGUAGE
from site_builder.views.navigation import SITE_NAME

MOST = 30
"""Entries of one feed: the latest."""


def feed_files(content: SiteContent, *, base_url: str) -> Mapping[PurePosixPath, bytes]:
    """Every feed by output path, each beside the page that it follows."""
    files: dict[PurePosixPath, bytes] = {}
    edition = content.corpus.edition
    of_edition = f" ({edition.name})" if edition else ""
    for page, title, entries in _feeds(content):
        if not entries:
            continue
        name = f"{title} – {SITE_NAME}{of_edition}"
        day = max(entry.day for entry in entries)
        files[_path(f"{page}feed.xml")] = atom(name, page, entries, base_url=base_url, day=day)
        files[_path(f"{page}feed.json")] = json_feed(name, page, entries, base_url=base_url)
    return files


def _feeds(content: SiteContent) -> Iterator[tuple[str, str, Sequence[FeedEntry]]]:
    """The page that each feed follows, its title, and its entries, the latest first."""
    yield permalinks.DATA, "All pages", _latest(content, content.documents())
    for kind in Kind:
        found = _latest(content, content.documents(kind))
        yield permalinks.kind_url(kind), KIND_NAMES[kind].title, found
    for vocabulary in permalinks.VOCABULARY_FOLDERS:
        for concept, url in content.concepts(vocabulary):
            yield url, concept.label, _latest(content, content.tagged(vocabulary, concept.id))
    for area in content.areas():
        people = _people(content, area)
        found = [*people, *_latest(content, cases_of(content, area))[: MOST - len(people)]]
        yield permalinks.area_url(area.id), area.name, found


def _latest(content: SiteContent, documents: Sequence[Document]) -> list[FeedEntry]:
    """The entries of the latest pages; those of one day in the order of their names."""
    ordered = sorted(documents, key=lambda document: document.id)
    latest = sorted(ordered, key=_day, reverse=True)
    return [_entry(content, document) for document in latest[:MOST]]


def _day(document: Document) -> date:
    """The later of the days on which a page was read and its status looked up."""
    return max(document.reviewed, document.now.checked)


def _people(content: SiteContent, area: Area) -> list[FeedEntry]:
    """Whom to ask in an area, of the day on which the last page behind it was read.

    The entry is named after what it says, so that it comes again when a contact changes.
    """
    day = last_read(content, area)
    if day is None:
        return []
    contacts = area.all_contacts()
    said = [". ".join(filter(None, (one.name, one.says.rstrip(".")))) for one in contacts]
    text = "; ".join(said)
    return [
        FeedEntry(
            key=f"areas/{area.id}/{hashlib.sha256(text.encode()).hexdigest()[:12]}",
            title=f"Whom to ask in {area.name}",
            text=f"{text}.",
            url=permalinks.area_url(area.id),
            day=day,
        )
    ]


def _entry(content: SiteContent, document: Document) -> FeedEntry:
    status = status_view(document)
    edition = content.corpus.edition
    local = edition.note(document.id) if edition else ""
    said = f"{local}. " if local else ""
    state = f"{status.label} {status.detail}. " if status else ""
    return FeedEntry(
        key=f"{document.id}/{document.now.status or 'page'}/{document.now.as_at}",
        title=f"{document.title} ({status.label.lower()})" if status else document.title,
        text=f"{said}{state}{document.summary}",
        url=permalinks.document_url(document.id),
        day=_day(document),
    )


def json_feed(title: str, page: str, entries: Sequence[FeedEntry], *, base_url: str) -> bytes:
    """Return a JSON Feed, version 1.1; addresses only where that of the site is known."""
    own = f"{page}feed.json"
    found: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "language": LANGUAGE,
        "authors": [{"name": SITE_NAME}],
        "items": [_item(entry, own, base_url) for entry in entries],
    }
    if base_url:
        found["home_page_url"] = permalinks.absolute(base_url, page)
        found["feed_url"] = permalinks.absolute(base_url, own)
    return (json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _item(entry: FeedEntry, own: str, base_url: str) -> Mapping[str, str]:
    name = f"{own.removesuffix('json')}xml#{entry.key}"
    found = {
        "id": permalinks.absolute(base_url, name) if base_url else f"urn:kb:{name}",
        "title": entry.title,
        "content_text": entry.text,
        "date_modified": f"{entry.day}T00:00:00Z",
    }
    if base_url:
        found["url"] = permalinks.absolute(base_url, entry.url)
    return found


def _path(url: str) -> PurePosixPath:
    return permalinks.output_path(url)
