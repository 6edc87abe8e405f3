"""Look-ups on the invented content."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.model.bibliography import Live
from kb.model.corpus import Corpus
from kb.model.documents import ANY, ConceptId, DocId, Kind, SignpostingOption, SourceId, Status
from site_builder.build import build_site
from site_builder.model.site_content import SiteContent
from tests.conftest import TODAY

LINE = "signposting/gp-listening-line"


def ids(documents: object) -> list[str]:
    """Return identifiers of documents."""
    return [document.id for document in documents]  # type: ignore[attr-defined]


def test_an_option_without_a_limit_carries_every_stage(content: SiteContent) -> None:
    """`any` counts under each."""
    assert ids(content.tagged("career_stages", "gp-trainee")) == [
        "casestudies/marsh-and-wolds-mentoring",
        "signposting/gp-listening-line",
    ]


def test_roadmaps_stand_in_the_order_of_the_roles(content: SiteContent) -> None:
    """Not of their names."""
    assert ids(content.documents(Kind.ROADMAP)) == ["roadmaps/partner", "roadmaps/locum"]


def test_pages_rest_on_a_source_in_every_way(content: SiteContent) -> None:
    """By a result, by what is known now and by the terms of an option."""
    assert ids(content.resting_on(SourceId("fen-board-page"))) == [
        "casestudies/marsh-and-wolds-mentoring",
        "signposting/gp-listening-line",
    ]


def test_a_card_of_a_planned_document_has_a_title_and_no_address(content: SiteContent) -> None:
    """So that a list can say that it is being written."""
    card = content.card(DocId("signposting/wolds-fellowship"))
    assert (card.title, card.url, card.kind) == ("Wolds fellowship", "", "signposting")


@pytest.mark.parametrize(
    ("cost", "shown"),
    [
        ("not stated", "not stated"),
        ("Total not stated. Named: 4 sessions a week", "total not stated"),
        ("£2.5 million a year; the board's own time is not costed", "£2.5 million a year"),
        ("GP-S is free; elsewhere not stated", "GP-S is free"),
        ("Nothing, but 2 hours a fortnight", "nothing, but 2 hours a fortnight"),
    ],
)
def test_a_card_says_what_it_cost_and_cuts_no_sum(corpus: Corpus, cost: str, shown: str) -> None:
    """The first part of what the page says, as case studies and options have it."""
    case, line = DocId("casestudies/marsh-and-wolds-mentoring"), DocId(LINE)
    documents = {
        **corpus.documents,
        case: replace(corpus.documents[case], cost=cost),
        line: replace(corpus.documents[line], cost_to_gp=cost),
    }
    content = SiteContent(replace(corpus, documents=documents))
    cards = content.cards([case, line, DocId("toolkit/keep-count")])
    assert [(card.cost_of, card.cost) for card in cards[:2]] == [
        ("Cost", shown),
        ("Cost to you", shown),
    ]
    assert cards[2].cost == ""


def test_a_card_parts_its_summary_between_sentences(content: SiteContent) -> None:
    """The first is all that a phone shows; nothing is lost."""
    for document in content.documents():
        card = content.card(document.id)
        assert card.opening.endswith((".", "?", "!"))
        assert f"{card.opening} {card.rest}".strip() == " ".join(document.summary.split())


def test_a_card_of_a_case_study_tells_place_time_status_and_evidence(content: SiteContent) -> None:
    """What a reader chooses by."""
    card = content.card(DocId("casestudies/marsh-and-wolds-mentoring"))
    assert card.facts == ("The Marsh and the Wolds", "April 2016 to March 2018")
    assert card.status is not None
    assert card.status.label == "Running, with changes"
    assert card.grade is not None
    assert card.grade.level == 5


def test_a_role_without_a_roadmap_has_no_address(content: SiteContent) -> None:
    """A tag is then text."""
    assert content.concept_url("roles", "locum") == "/roadmaps/locum/"
    assert content.concept_url("roles", "registrar") == ""


def test_urgent_help_keeps_the_order_of_its_file(content: SiteContent) -> None:
    """The most urgent first."""
    assert ids(content.urgent()) == [
        "signposting/gp-listening-line",
        "casestudies/fenland-peer-circle",
    ]


def test_options_that_run_come_first_and_closed_ones_last(content: SiteContent) -> None:
    """What is not confirmed stands between, whatever the titles."""
    options = content.documents(Kind.SIGNPOSTING)
    assert [option.now.status for option in options] == [Status.OPEN, Status.UNKNOWN]
    shut = replace(options[0], now=replace(options[0].now, status=Status.CLOSED))
    assert ids(content.options_first([shut, options[1]])) == [options[1].id, shut.id]


def test_options_for_few_stages_come_before_those_for_many_or_all(content: SiteContent) -> None:
    """Whatever their titles, where the list is of one stage; what names no stage is for all."""
    [option, *_] = content.documents(Kind.SIGNPOSTING)
    stages = tuple(content.vocabulary("career_stages").ids)

    def made(title: str, *its: ConceptId) -> SignpostingOption:
        return replace(option, title=title, career_stages=its)

    options = [made("A"), made("B", *stages[:2]), made("C", stages[0]), made("AA", ANY)]
    found = content.options_first(options, "career_stages")
    assert [one.title for one in found] == ["C", "B", "A", "AA"]
    assert [one.title for one in content.options_first(options)] == ["A", "AA", "B", "C"]


def test_a_card_is_due_from_the_day_of_its_page(corpus: Corpus) -> None:
    """By the date of the build; without one none is due, and the reader's browser tells."""
    line = DocId("signposting/gp-listening-line")
    for today, overdue in ((date(2024, 10, 31), False), (date(2024, 11, 1), True), (None, False)):
        card = SiteContent(corpus, today=today).card(line)
        assert (card.due, card.due_text) == ("2024-11-01", "1 November 2024")
        assert card.overdue is overdue


def unopened(corpus: Corpus, **fields: object) -> Corpus:
    """Return the corpus with the board's page not opened since it was read, and other fields."""
    page = SourceId("fen-board-page")
    entry = replace(corpus.bibliography[page], live=Live.UNCHECKED)
    line = corpus.documents[DocId("signposting/gp-listening-line")]
    return replace(
        corpus,
        bibliography={**corpus.bibliography, page: entry},
        documents={**corpus.documents, line.id: replace(line, **fields)},  # type: ignore[type-var]
    )


def test_an_options_own_page_is_published_by_who_runs_it(corpus: Corpus) -> None:
    """Not a page of somebody else, none that is known to fail, none of what has closed."""
    line = DocId("signposting/gp-listening-line")

    def own(found: Corpus) -> str:
        content = SiteContent(found)
        option = content.get(line)
        assert isinstance(option, SignpostingOption)
        page = content.own_page(option)
        return page.id if page else ""

    assert own(corpus) == own(unopened(corpus)) == "fen-board-page"
    assert own(unopened(corpus, run_by="The Marsh")) == ""
    now = corpus.documents[line].now
    assert own(unopened(corpus, now=replace(now, status=Status.CLOSED))) == ""
    page = corpus.bibliography[SourceId("fen-board-page")]
    gone = {**corpus.bibliography, page.id: replace(page, live=Live.FALSE)}
    assert own(replace(corpus, bibliography=gone)) == ""


@pytest.mark.parametrize("live", [Live.UNCHECKED, Live.FALSE])
def test_only_a_dead_address_is_no_link(
    corpus: Corpus, tmp_path: Path, frontend: Path, live: Live
) -> None:
    """Beside how to start, among the pages of the terms, and on the sheet."""
    page = SourceId("fen-board-page")
    gone = {**corpus.bibliography, page: replace(corpus.bibliography[page], live=live)}
    changed = replace(corpus, bibliography=gone)
    build_site(changed, tmp_path / "site", today=TODAY, frontend_dir=frontend)
    link = 'href="https://fens.example/coaching?for=gps&amp;year=2024" rel="noreferrer">'
    option = (tmp_path / "site" / LINE / "index.html").read_text("utf-8")
    sheet = tmp_path / "site" / "sheet" / "partner" / "thinking-of-leaving" / "isolation"
    for html in (option, (sheet / "index.html").read_text("utf-8")):
        assert (link in html) is (live is Live.UNCHECKED)
    assert option.count(link) == (3 if live is Live.UNCHECKED else 0)
