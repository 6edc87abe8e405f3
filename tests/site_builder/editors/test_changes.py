"""Recent changes as readers see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kb.model.corpus import Corpus
from kb.model.documents import DocId, Roadmap
from site_builder.editors.changes import (
    changed_pages,
    changes_context,
    changes_entries,
    new_facts,
    recent_reviews,
)
from site_builder.model.site_content import SiteContent

ENDED = DocId("casestudies/ely-listening-line")
CHANGED = DocId("casestudies/marsh-and-wolds-mentoring")


def dated(corpus: Corpus, page: DocId, as_at: str) -> SiteContent:
    """Return the content with another date of what is known of one page."""
    found = corpus.documents[page]
    changed = replace(found, now=replace(found.now, as_at=as_at))
    return SiteContent(replace(corpus, documents={**corpus.documents, page: changed}))


def test_changed_are_those_that_closed_or_run_otherwise(content: SiteContent) -> None:
    """What still runs as it did, and what nobody could confirm, are no news."""
    assert [page.id for page in changed_pages(content)] == [CHANGED, ENDED]


@pytest.mark.parametrize(
    ("as_at", "first"),
    [("2025", ENDED), ("2024-03-02", ENDED), ("2024", CHANGED), ("2024-02-29", CHANGED)],
)
def test_the_latest_news_come_first(corpus: Corpus, as_at: str, first: DocId) -> None:
    """A year alone counts as its beginning, a month as its first day."""
    assert changed_pages(dated(corpus, ENDED, as_at))[0].id == first


def test_each_change_says_what_is_known(content: SiteContent) -> None:
    """In the first sentence of it."""
    found: Any = changes_context(content)["changed"]
    changed, ended = found
    assert ended.note == "The line was shut when the board opened its own."
    assert changed.card.status.label == "Running, with changes"


def test_facts_of_several_roads_stand_once_the_latest_first(corpus: Corpus) -> None:
    """Each with its turn."""
    road = corpus.documents[DocId("roadmaps/partner")]
    assert isinstance(road, Roadmap)
    (fact,) = road.stops[1].facts
    facts = (replace(fact, says="Old.", as_at="2024"), replace(fact, says="New.", as_at="2024-02"))
    stops = tuple(replace(stop, facts=facts) for stop in road.stops[:2])
    documents = {**corpus.documents, road.id: replace(road, stops=stops)}
    found = list(new_facts(SiteContent(replace(corpus, documents=documents))))
    ours = [(moment, fact.says) for moment, fact in found if fact in facts]
    assert ours == [
        ("first-post", "New."),
        ("first-post", "Old."),
    ]


def test_the_feed_tells_changes_and_reviews(content: SiteContent) -> None:
    """Each once, the latest first, each with what is known."""
    entries = changes_entries(content)
    assert len({entry.key for entry in entries}) == len(entries)
    assert [entry.day for entry in entries] == sorted((e.day for e in entries), reverse=True)
    titles = [entry.title for entry in entries]
    assert "Ely listening line: ended, as of May 2018" in titles
    assert len([e for e in entries if e.text.startswith("Read again on ")]) == len(
        recent_reviews(content)
    )


def test_the_page_is_for_readers(read_changes: Callable[[], str]) -> None:
    """It speaks of offers, facts and pages, not of the software."""
    html = read_changes()
    for heading in ("Changed or closed", "New on the roadmaps", "Pages read again"):
        assert heading in html
    assert "Unreleased" not in html


@pytest.fixture
def read_changes(content: SiteContent) -> Callable[[], str]:
    """Render the page."""
    from site_builder.editors.pages import Editors, editor_pages
    from site_builder.render.render import Renderer
    from tests.conftest import TODAY

    def read() -> str:
        pages = editor_pages(content, Editors(today=TODAY))
        page = next(page for page in pages if page.url == "/changes/")
        return Renderer(content, base_url="").render(page)

    return read
