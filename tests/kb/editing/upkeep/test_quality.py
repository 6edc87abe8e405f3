"""`kb.editing.upkeep.quality`: what there is to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.content.read import read_corpus
from kb.editing.upkeep.failed_queries import FailedQuery
from kb.editing.upkeep.quality import (
    FROM_OUTSIDE,
    TOPICS,
    as_dict,
    quality_of,
    review_due,
    topics_looked_for,
)
from kb.editing.upkeep.web_state import LinkFound, LinkState
from kb.model.corpus import Corpus
from kb.model.documents import DocId, SignpostingOption, Status
from tests.conftest import FIXTURES, TODAY

CORPUS = read_corpus(FIXTURES / "corpus", today=TODAY)
PAGE = CORPUS.documents[DocId("casestudies/fenland-peer-circle")]


def test_every_topic_of_the_invented_content(corpus: Corpus) -> None:
    """Told by page, with the sentence that an editor needs."""
    found = quality_of(corpus, today=date(2025, 7, 1))
    by_topic = {topic: [f.page or f.about for f in found if f.topic == topic] for topic in TOPICS}
    assert "casestudies/ely-listening-line" in by_topic["evidence"]
    assert "casestudies/fenland-peer-circle" not in by_topic["evidence"]
    assert "casestudies/ely-listening-line" in by_topic["thin"]
    assert "Workforce diagnostics" in by_topic["empty"] or by_topic["empty"]
    assert set(by_topic["overdue"]) == {
        page.id for page in corpus.documents.values() if review_due(page) <= date(2025, 7, 1)
    }
    assert len(by_topic["overdue"]) > 5
    assert found[0].sentence.startswith("was due for review on 2024-")
    assert quality_of(corpus, today=date(2024, 5, 2))[0].topic != "overdue"


def test_dates_and_levels_stand_in_words(corpus: Corpus) -> None:
    """A month by its name; what a result is once, not as its level and again as a reason."""
    line = corpus.documents[DocId("signposting/gp-listening-line")]
    assert isinstance(line, SignpostingOption)
    unknown = replace(line, now=replace(line.now, status=Status.UNKNOWN, as_at="2022-08"))
    changed = replace(corpus, documents={**corpus.documents, line.id: unknown})
    found = quality_of(changed, today=TODAY)
    assert "not confirmed since August 2022" in [f.sentence for f in found if f.page == line.id]
    weak = [f.sentence for f in found if f.topic == "evidence"]
    assert weak
    for sentence in weak:
        level, said = sentence.split(", ", 1)
        assert level in ("level 1", "level 2")
        assert said.startswith(("hoped for; ", "reported; "))
        assert sentence.lower().count("hoped for") < 2


def test_pages_to_turn_to_instead_are_told_by_their_titles(corpus: Corpus) -> None:
    """Not by identifiers, which an editor would have to look up."""
    line = corpus.documents[DocId("signposting/gp-listening-line")]
    assert isinstance(line, SignpostingOption)
    instead = (DocId("signposting/regional-coaching-offer"), DocId(PAGE.id))
    closed = replace(line, now=replace(line.now, status=Status.CLOSED, instead=instead))
    failed = FailedQuery(id="q1", text="alone", ndcg=0.1, wanted=(line.id, "casestudies/gone"))
    changed = replace(corpus, documents={**corpus.documents, line.id: closed})
    sentences = [f.sentence for f in quality_of(changed, today=TODAY, failed=[failed])]
    assert f"has closed; instead: Regional coaching offer or {PAGE.title}" in sentences
    assert f"nDCG@10 0.10; it should find {line.title}; casestudies/gone" in sentences


def test_links_and_searches_come_from_elsewhere(corpus: Corpus) -> None:
    """An address that works is not told, nor one that the content no longer has."""
    links = {
        state.value: LinkFound(
            address=f"https://{state}.example", state=state, reason="r", checked=TODAY
        )
        for state in LinkState
    }
    links = {link.address: link for link in links.values()}
    places = {address: ["bibliography.yaml: x"] for address in links if "dead" not in address}
    failed = FailedQuery(id="q1", text="had enough", ndcg=0.1, wanted=("casestudies/a",))
    places |= {"https://new.example": ["x.md"], "https://newer.example": ["x.md"]}
    found = quality_of(corpus, today=TODAY, links=links, places=places, failed=[failed])
    told = [f for f in found if f.topic in {"links", "search"}]
    assert [f.about for f in told] == [
        "https://blocked.example",
        "https://moved.example",
        "https://unreachable.example",
        "2 of 6 addresses",
        "had enough",
    ]
    assert told[0].sentence == "blocked: r; in bibliography.yaml: x"
    assert told[3].sentence == "not asked for yet; run kb links"
    assert told[-1].sentence == "nDCG@10 0.10; it should find casestudies/a"


def test_as_plain_data(corpus: Corpus) -> None:
    """With a count for every topic."""
    data: Any = as_dict(quality_of(corpus, today=TODAY), today=TODAY, looked_for=set(TOPICS))
    assert data["as_at"] == "2024-06-01"
    assert list(data["counts"]) == list(TOPICS)
    assert (data["counts"]["links"], data["not_looked_for"]) == (0, [])


def test_what_was_not_looked_for_is_not_none(corpus: Corpus) -> None:
    """Neither links nor searches can be told of without what asked for them."""
    nothing = topics_looked_for(links=None, failed=None)
    assert nothing == set(TOPICS) - FROM_OUTSIDE
    assert topics_looked_for(links={}, failed=()) == set(TOPICS)
    places = {"https://new.example": ["x.md"]}
    found = quality_of(corpus, today=TODAY, places=places)
    assert not [f for f in found if f.topic in FROM_OUTSIDE]
    data: Any = as_dict(found, today=TODAY, looked_for=nothing)
    assert data["not_looked_for"] == ["links", "search"]
    assert (data["counts"]["links"], data["counts"]["search"]) == (None, None)
    assert data["counts"]["thin"] is not None


@pytest.mark.parametrize(
    ("reviewed", "months", "due"),
    [
        (date(2024, 5, 1), 12, date(2025, 5, 1)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
    ],
)
def test_when_a_review_is_due(reviewed: date, months: int, due: date) -> None:
    """The last day of a shorter month stands for one that it has not."""
    now = replace(PAGE.now, checked=reviewed)
    assert review_due(replace(PAGE, reviewed=reviewed, now=now, review_in=months)) == due


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 36))
def test_a_review_is_due_after_it_was_done(reviewed: date, months: int) -> None:
    """By about that many months; the older of the two dates counts."""
    now = replace(PAGE.now, checked=date(2095, 1, 1))
    days = (review_due(replace(PAGE, reviewed=reviewed, now=now, review_in=months)) - reviewed).days
    assert 28 * months <= days <= 31 * months


def test_a_content_that_cannot_be_read_has_no_quality(tmp_path: Path) -> None:
    """It has faults first."""
    from kb.model.problems import KbError

    with pytest.raises(KbError):
        read_corpus(tmp_path / "nowhere", today=TODAY)
