"""Pages about the site, found by how people ask for them; needs and turns: test_engine.py."""

from __future__ import annotations

from typing import Any

import pytest

from kb.search.engine import Engine


def pages(engine: Engine, text: str) -> list[str]:
    """The pages about the site that an answer names, in order."""
    return [topic.id for topic in engine.search(text).topics if topic.kind == "page"]


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("how do I add a case study", "contribute"),
        ("Contribute", "contribute"),
        ("can we share our story?", "contribute"),
        ("fix a mistake on a page", "report"),
        ("there is a broken link", "report"),
        ("print", "sheet"),
        ("Map", "map"),
        ("my area", "areas"),
        ("privacy", "privacy"),
        ("who runs this?", "editorial-policy"),
        ("about us", "editorial-policy"),
    ],
)
def test_a_page_is_found_by_how_people_ask_for_it(engine: Engine, text: str, page: str) -> None:
    """It comes before anything else, whether something fits or not."""
    topics = engine.search(text).topics
    assert (topics[0].id, topics[0].kind, topics[0].said) == (page, "page", True)
    first: Any = topics[0].as_dict()
    assert first["url"] == f"/{page}/"


@pytest.mark.parametrize(
    "text",
    [
        "I made a mistake and a patient died",
        "pension contributions",
        "rural area with no locums",
        "print shop near the motorway",
        "the of and",
        "?",
    ],
)
def test_other_words_ask_for_no_page(engine: Engine, text: str) -> None:
    """A word counts alone, or in a phrase: stop words by themselves say nothing."""
    assert pages(engine, text) == []


def test_what_a_doctor_needs_comes_first(engine: Engine) -> None:
    """Beside a need or turn that was said, a page stands last, unless it is all that was asked."""
    answer = engine.search("had enough, is there anything in my area")
    assert [topic.kind for topic in answer.topics][-1] == "page"
    assert answer.topics[0].id == "needs/thinking-of-leaving"


def test_nobody_in_distress_is_shown_one(engine: Engine) -> None:
    """Help comes first, and nothing else beside it."""
    answer = engine.search("I want to kill myself, who sees what I type")
    assert answer.distress
    assert pages(engine, "I want to kill myself, who sees what I type") == []
