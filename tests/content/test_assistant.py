"""Every tool of `kb mcp` on the real content, asked by the client of the official SDK."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from kb.assistant.tools import Desk
from kb.content.clock import today
from kb.content.read import Reading
from kb.search.results import Answer, Hit, Sureness
from kb.search.snippet import Snippet

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")

SITE = "https://gps.example.org/kb"
OPTION = "signposting/retire-and-return"


def search(question: str, filters: Mapping[str, Sequence[str]], limit: int) -> Answer:
    """Stand in for the search, which has tests of its own: find one option."""
    assert filters.keys() <= {"kind", "stage", "role"}
    assert limit > 0
    one = Hit(
        id=OPTION,
        kind="signposting",
        title="T",
        summary="S",
        url=f"/{OPTION}/",
        score=0.5,
        snippet=Snippet(text="", marks=(), anchor="", heading=""),
        reasons=(),
        parts={},
    )
    return Answer(
        query=question,
        mode="hybrid",
        filters={},
        hits=(one,),
        total=1,
        facets={},
        sureness=Sureness.LIKELY,
    )


@pytest.fixture(scope="module")
def answers(reading: Reading) -> dict[str, tuple[bool, str]]:
    """Ask every tool good and bad questions over one connection: whether it failed, and words."""
    from kb.assistant.server import make_server

    corpus = reading.corpus
    assert corpus is not None
    cases = [str(page) for page in corpus.documents if page.startswith("casestudies/")]
    questions: dict[str, tuple[str, dict[str, Any]]] = {
        "find": ("find", {"question": "58, partner, had enough"}),
        "get": ("get", {"page": f"{SITE}/{OPTION}/"}),
        "signpost": ("signpost", {"situation": "worn out", "stage": "wise-fives"}),
        "plan": ("plan", {"stop": "locum#last-five-years", "day": "2028-02-29"}),
        "compare": ("compare", {"pages": [cases[0], cases[1], OPTION]}),
        "gaps": (
            "gaps",
            {"offers": f"name,stages,level,page\nOurs,wise fives,1,\nTheirs,,,{OPTION}\n"},
        ),
        "no offers": ("gaps", {}),
        "matched": ("gaps", {"offers": "Retiring and coming back\n", "match": True}),
        "glossary": ("glossary", {"term": "stp"}),
        "slip": ("glossary", {"term": "integrated care bord"}),
        "29 February": ("plan", {"stop": "locum#last-five-years", "day": "2027-02-29"}),
        "week": ("plan", {"stop": "locum#last-five-years", "day": "2027-W14-4"}),
        "no stop": ("plan", {"stop": "locum#last-five-year", "day": "2027-04-01"}),
        "twice": ("compare", {"pages": [cases[0], f"/{cases[0]}/"]}),
        "no page": ("get", {"page": "signposting/retire-and-retur"}),
        "no words": ("find", {"question": " \n"}),
        "too long": ("signpost", {"situation": "worn out " * 1000}),
        "no kind": ("find", {"question": "mentors", "kind": "people"}),
        "no term": ("glossary", {"term": ""}),
        "too many": ("gaps", {"offers": "x" * 1_000_001}),
    }

    async def ask() -> dict[str, tuple[bool, str]]:
        server = make_server(Desk(corpus, search, SITE, today()))
        async with mcp.Client(server) as client:
            found = {}
            for name, (tool, given) in questions.items():
                answer = await client.call_tool(tool, given)
                found[name] = (bool(answer.is_error), answer.content[0].text)
            return found

    return asyncio.run(ask())


def pages_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every page that an answer names, wherever it stands."""
    if isinstance(value, dict):
        if "status_as_at" in value:
            yield value
        for one in value.values():
            yield from pages_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from pages_in(one)


@pytest.mark.parametrize(
    "name", ["find", "get", "signpost", "plan", "compare", "gaps", "no offers", "matched"]
)
def test_each_page_of_an_answer_has_identifier_address_status_date_and_grade(
    answers: dict[str, tuple[bool, str]], name: str
) -> None:
    """Wherever in the answer it is named, so that an assistant can cite it."""
    failed, text = answers[name]
    assert not failed, text
    pages = list(pages_in(json.loads(text)))
    assert pages
    for page in pages:
        assert page["address"] == f"{SITE}/{page['id']}/"
        assert page["title"]
        assert page["checked"]
        assert page["status_as_at"]
        if page["id"].startswith("casestudies/"):
            assert page["evidence"]["level"] in range(1, 6)
            assert page["evidence"]["reason"]


def test_a_plan_of_29_february_has_days_of_the_calendar_and_what_each_rests_on(
    answers: dict[str, tuple[bool, str]],
) -> None:
    """Six months before it is 29 August."""
    found = json.loads(answers["plan"][1])
    assert found["day"] == "2028-02-29"
    assert "2027-08-29" in [task["from"] for task in found["tasks"]]
    assert all(
        task["id"] and (task["source"] is None) == (task["address"] is None)
        for task in found["tasks"]
    )
    assert any(str(task["address"]).startswith("https://") for task in found["tasks"])


def test_gaps_count_offers_show_guesses_apart_and_need_no_list(
    answers: dict[str, tuple[bool, str]],
) -> None:
    """A guess of the search fills no cell; without a list every cell is empty."""
    counted = json.loads(answers["gaps"][1])
    states = {(cell["stage"], cell["level"]): cell for cell in counted["cells"]}
    assert "Ours" in states["wise-fives", "career-support"]["offers"]
    assert counted["offers"][1]["page"]["id"] == OPTION
    assert OPTION not in [one["id"] for one in counted["national_offers_not_in_use"]]
    empty = json.loads(answers["no offers"][1])
    assert {cell["state"] for cell in empty["cells"]} == {"empty"}
    guessed = json.loads(answers["matched"][1])
    assert guessed["offers"][0]["looks_like"]["id"] == OPTION
    assert {cell["state"] for cell in guessed["cells"]} == {"empty"}


def test_a_body_that_was_replaced_names_its_heir_the_day_and_the_page_that_says_so(
    answers: dict[str, tuple[bool, str]],
) -> None:
    """As sustainability and transformation partnerships were."""
    found = json.loads(answers["glossary"][1])
    assert found["became"]["id"] == "ics"
    assert found["became"]["address"] == f"{SITE}/glossary/#ics"
    assert found["became"]["from"] == "2022-07-01"
    assert found["became"]["source_address"].startswith("https://")
    assert "Integrated care board" in json.loads(answers["slip"][1])["near"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("29 February", "a day that is not in the calendar; allowed a day that is"),
        ("week", "allowed year, month and day, as 2027-04-01"),
        ("no stop", 'did you mean "locum#last-five-years"?'),
        ("twice", "found 1 different; allowed 2 to 6"),
        ("no page", f'did you mean "{OPTION}"?'),
        ("no words", "question: found nothing"),
        ("too long", "allowed 2000; put it shorter"),
        ("no kind", "allowed casestudies, signposting, toolkit, roadmaps"),
        ("no term", "term: found nothing"),
        ("too many", "offers: found 1000001 signs; allowed 1000000"),
    ],
)
def test_what_cannot_be_answered_says_what_is_allowed(
    answers: dict[str, tuple[bool, str]], name: str, words: str
) -> None:
    """In a sentence, as an error of the tool."""
    failed, text = answers[name]
    assert failed
    assert words in text
