"""Recent changes for readers: what changed for GPs, what is new on the roads, what was read again.

All of it comes from the dates in the documents themselves; how the software changes is no
concern of a reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kb.content.passages import sentences
from kb.model.documents import Document, Fact, Kind, Roadmap, Status
from kb.model.standing import standing
from site_builder.editors.feed import FeedEntry
from site_builder.model import permalinks
from site_builder.model.site_content import Card, SiteContent, Tag
from site_builder.model.words import date_text, status_view
from site_builder.views.page_text import PageText
from site_builder.views.stops import FactView, fact_views

CHANGED = 15
"""Offers and schemes that the page names as changed or closed."""
NEW_FACTS = 15
"""Facts of roadmaps that it names as new."""
RECENT = 40
"""Reviews that the feed names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An offer or scheme that changed or closed, with what is known of it."""

    card: Card
    note: str
    """The first sentence of what is known today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A fact of a roadmap with the turn that it stands at."""

    fact: FactView
    moment: Tag


def changes_context(content: SiteContent) -> dict[str, object]:
    """What the page shows: changed offers, new facts, and pages by the day they were read."""
    days = groupby(recent_reviews(content), key=lambda page: page.reviewed)
    text = PageText(content, permalinks.CHANGES)
    facts = list(new_facts(content))[:NEW_FACTS]
    views = fact_views(content, [fact for _, fact in facts], text)
    return {
        "changed": tuple(
            Changed(card=content.card(page.id), note=_note(page))
            for page in changed_pages(content)[:CHANGED]
        ),
        "facts": tuple(
            NewFact(fact=view, moment=content.tag("moments", moment))
            for (moment, _), view in zip(facts, views, strict=True)
        ),
        "reviews": [
            {"day": date_text(day), "pages": content.cards(page.id for page in pages)}
            for day, pages in days
        ],
    }


def changed_pages(content: SiteContent) -> tuple[Document, ...]:
    """Offers and schemes known to have changed or closed, the latest news first."""
    found = [
        page
        for page in sorted(content.documents(), key=lambda page: page.id)
        if standing(page.now) in (Status.CHANGED, Status.CLOSED)
    ]
    return tuple(sorted(found, key=lambda page: _order(page.now.as_at), reverse=True))


def new_facts(content: SiteContent) -> Iterator[tuple[str, Fact]]:
    """The facts of all roads by the date they were so, the latest first, each once, with its turn.

    A year alone counts as its beginning, a month as its first day.
    """
    seen: dict[str, tuple[str, Fact]] = {}
    for road in content.documents(Kind.ROADMAP):
        for stop in road.stops if isinstance(road, Roadmap) else ():
            for fact in stop.facts:
                seen.setdefault(fact.says, (stop.moment, fact))
    yield from sorted(seen.values(), key=lambda item: _order(item[1].as_at), reverse=True)


def recent_reviews(content: SiteContent) -> tuple[Document, ...]:
    """The pages by the day on which they were last read, the latest first."""
    documents = sorted(content.documents(), key=lambda page: page.id)
    return tuple(sorted(documents, key=lambda page: page.reviewed, reverse=True))


def changes_entries(content: SiteContent) -> list[FeedEntry]:
    """The feed: every change of a status, and the latest reviews, each with what is known."""
    changed = [
        FeedEntry(
            key=f"{page.id}/{_key(page)}",
            title=f"{page.title}: {_standing(page)}",
            text=_note(page) or page.summary,
            url=permalinks.document_url(page.id),
            day=page.now.checked,
        )
        for page in changed_pages(content)
    ]
    read = [
        FeedEntry(
            key=f"{page.id}/{page.reviewed}",
            title=page.title,
            text=f"Read again on {date_text(page.reviewed)}. {_note(page) or page.summary}",
            url=permalinks.document_url(page.id),
            day=page.reviewed,
        )
        for page in recent_reviews(content)[:RECENT]
    ]
    return sorted([*changed, *read], key=lambda entry: entry.day, reverse=True)


def _key(page: Document) -> str:
    status = standing(page.now)
    return f"{status.value if status else ''}-{page.now.as_at}"


def _standing(page: Document) -> str:
    view = status_view(page)
    return f"{view.label[:1].lower()}{view.label[1:]}, {view.detail}" if view else ""


def _note(page: Document) -> str:
    return next(iter(sentences(page.now.note)), "")


def _order(as_at: str) -> str:
    """A date as written, so that it sorts: "2026" before "2026-02" before "2026-02-11"."""
    return (as_at + "-00-00")[:10]
