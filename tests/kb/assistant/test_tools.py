"""What an assistant can ask: each answer with identifiers, grades and dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from kb.assistant.tools import NOTICE, Desk
from kb.model.corpus import Corpus
from kb.model.documents import DocId, Status
from kb.model.problems import KbError
from kb.search.results import Answer, Hit, Reason, ReasonType, Sureness
from kb.search.snippet import Snippet
from tests.conftest import TODAY
from tests.kb.planning.test_essentials import with_level

CASE = "casestudies/marsh-and-wolds-mentoring"
OPTION = "signposting/gp-listening-line"


def nothing(question: str, filters: Mapping[str, Sequence[str]], limit: int) -> Answer:
    """Stand in for a search that must not be asked."""
    raise AssertionError(f"asked {question} {filters} {limit}")


@pytest.fixture
def desk(corpus: Corpus) -> Desk:
    """The tools on the invented content, without a search."""
    return Desk(corpus, nothing, "https://e.org/x/", TODAY)


def test_a_page_comes_with_grades_quotes_sources_and_dates(desk: Desk) -> None:
    """All that is needed to cite it with care."""
    found = desk.get(CASE)
    assert found["address"] == f"https://e.org/x/{CASE}/"
    assert found["evidence"]["level"] == 5
    assert all(result["quote"] and result["evidence"]["reason"] for result in found["results"])
    assert found["sources"][0]["cited"]
    assert found["checked"] == "2024-05-01"
    assert found["notice"] == NOTICE
    assert desk.get(OPTION)["how_to_start"]


def test_pages_are_compared_with_what_is_not_known(desk: Desk) -> None:
    """Two to six of them."""
    found = desk.compare([CASE, OPTION])
    assert [page["id"] for page in found["pages"]] == [CASE, OPTION]
    assert all("not_known" in page and page["status"] for page in found["pages"])
    with pytest.raises(KbError, match="allowed 2 to 6"):
        desk.compare([CASE])


def test_a_stop_becomes_dates(desk: Desk) -> None:
    """Counted from the day given."""
    found = desk.plan("locum#thinking-of-leaving", "2099-08-31")
    assert found["tasks"]
    assert any(task["from"] for task in found["tasks"])
    with pytest.raises(KbError, match="not in the calendar; allowed a day that is"):
        desk.plan("locum#thinking-of-leaving", "2099-02-30")


def test_gaps_come_with_what_could_fill_them(desk: Desk) -> None:
    """Faults of the list are told."""
    found = desk.gaps("name,stages,level\nA,wise fives,1\nB,nobody,1\n")
    states = {(cell["stage"], cell["level"]): cell for cell in found["cells"]}
    assert states["wise-fives", "career-support"]["state"] == "thin"
    assert found["stage_not_known"] == ["B"]
    assert found["faults"][0].startswith("line 3: stage: ")
    empty = [cell for cell in found["cells"] if cell["could_fill_it"]]
    assert all(page["id"] and page["checked"] for cell in empty for page in cell["could_fill_it"])


def test_gaps_name_essentials_and_national_offers_with_their_pages(corpus: Corpus) -> None:
    """Each with identifier, address, status and date, and what has no level."""
    own = Desk(with_level(corpus), nothing, "https://e.org", TODAY)
    found = own.gaps("Something of ours\n")
    assert found["level_not_known"] == ["Something of ours"]
    essential = found["essentials_not_seen"][0]
    assert essential["text"] == "Mentoring. Trained mentors take part"
    assert essential["of"]["address"] == "https://e.org/toolkit/keep-count/"
    (offer,) = found["national_offers_not_in_use"]
    assert (offer["id"], offer["status"]) == (OPTION, "open")
    assert offer["status_as_at"]


def test_a_word_is_explained_or_said_to_be_unknown(desk: Desk, corpus: Corpus) -> None:
    """However it is written."""
    entry = corpus.glossary.entries[0]
    assert desk.glossary(f" {entry.term.upper()} ")["means"] == entry.means
    assert desk.glossary("no such word")["found"] is False


def test_what_does_not_exist_is_named(desk: Desk) -> None:
    """With what is allowed."""
    with pytest.raises(KbError, match="give an identifier such as"):
        desk.get("casestudies/nothing")
    with pytest.raises(KbError, match="allowed casestudies"):
        desk.find("help", kind="people")


def hit(page: str) -> Hit:
    """Return a hit on a page."""
    return Hit(
        id=page,
        kind=page.split("/")[0],
        title="T",
        summary="S",
        url=f"/{page}/",
        score=0.5,
        snippet=Snippet(text="", marks=(), anchor="", heading=""),
        reasons=(Reason(type=ReasonType.SURENESS, text="likely"),),
        parts={},
    )


def test_what_is_found_carries_status_and_grade_and_closed_options_are_left_out(
    corpus: Corpus,
) -> None:
    """Distress brings urgent help; the filters are those of the situation."""
    page = DocId(OPTION)
    closed = replace(
        corpus.documents[page], now=replace(corpus.documents[page].now, status=Status.CLOSED)
    )
    asked: list[tuple[str, dict[str, list[str]]]] = []

    def search(question: str, filters: Mapping[str, Sequence[str]], limit: int) -> Answer:
        asked.append((question, {facet: list(own) for facet, own in filters.items()}))
        return Answer(
            query=question,
            mode="hybrid",
            filters={},
            hits=(hit(OPTION), hit(CASE))[:limit],
            total=2,
            facets={},
            distress=True,
            sureness=Sureness.LIKELY,
        )

    found = Desk(corpus, search, "", TODAY).find("worn out", limit=1000)
    assert [one["id"] for one in found["pages"]] == [OPTION, CASE]
    assert found["pages"][1]["evidence"]["level"] == 5
    assert found["pages"][0]["why"] == ["likely"]
    assert found["urgent_help"]
    assert found["distress"] is True
    own = replace(corpus, documents={**corpus.documents, page: closed})
    pointed = Desk(own, search, "", TODAY).signpost("worn out", stage="wise-fives")
    assert OPTION not in [one["id"] for one in pointed["pages"]]
    assert asked[1] == ("worn out", {"kind": ["signposting"], "stage": ["wise-fives"]})
