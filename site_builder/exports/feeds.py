"""Feeds of pages as Atom and JSON Feed: of all, of each kind, concept and area.

An entry's name holds the page's status and the day up to which it is known, so that a reader of
feeds shows a page that is new, and shows it again when its status changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from kb.model.documents import Document, Kind
from kb.model.kinds import KIND_NAMES
from site_builder.editors.feed import FeedEntry, atom
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.model.words import status_view
from site_builder.views.areas import cases_of
from site_builder.views.linked_data import LANGUAGE
from site_builder.views.navigation import SITE_NAME

MOST = 30
"""Entries of one feed: the latest."""


def feed_files(content: SiteContent, *, base_url: str) -> Mapping[PurePosixPath, bytes]:
    """Every feed by output path, each beside the page that it follows."""
    files: dict[PurePosixPath, bytes] = {}
    edition = content.corpus.edition
    of_edition = f" ({edition.name})" if edition else ""
    for page, title, documents in _feeds(content):
        latest = _latest(documents)[:MOST]
        if not latest:
            continue
        name = f"{title} – {SITE_NAME}{of_edition}"
        entries = [_entry(content, document) for document in latest]
        day = max(entry.day for entry in entries)
        files[_path(f"{page}feed.xml")] = atom(name, page, entries, base_url=base_url, day=day)
        files[_path(f"{page}feed.json")] = json_feed(name, page, entries, base_url=base_url)
    return files


def _feeds(content: SiteContent) -> Iterator[tuple[str, str, Sequence[Document]]]:
    """The page that each feed follows, its title, and what it holds."""
    yield permalinks.DATA, "All pages", content.documents()
    for kind in Kind:
        yield permalinks.kind_url(kind), KIND_NAMES[kind].title, content.documents(kind)
    for vocabulary in permalinks.VOCABULARY_FOLDERS:
        for concept, url in content.concepts(vocabulary):
            yield url, concept.label, content.tagged(vocabulary, concept.id)
    for area in content.areas():
        yield permalinks.area_url(area.id), area.name, cases_of(content, area)


def _latest(documents: Sequence[Document]) -> list[Document]:
    ordered = sorted(documents, key=lambda document: document.id)
    return sorted(ordered, key=lambda document: max_day(document), reverse=True)


def max_day(document: Document) -> str:
    """The later of the days on which a page was read and its status looked up."""
    return max(document.reviewed, document.now.checked).isoformat()


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
        day=max(document.reviewed, document.now.checked),
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
