"""What was said before votes for its pages, by the words that it shares with a query."""

from __future__ import annotations

import numpy as np
import pytest

from kb.data.settings import load_settings
from kb.index.documents import Need
from kb.model.vocabulary import ExampleQuestion
from kb.search.example_questions import ExampleQuestions
from kb.text.words import terms_of

NUMBERS = {"casestudies/bank": 0, "casestudies/circle": 1, "toolkit/count": 2}


def need(*asked: tuple[str, dict[str, int]]) -> Need:
    """A need with these lines and nothing else."""
    lines = tuple(ExampleQuestion(say=say, leads_to=tuple(pages.items())) for say, pages in asked)
    return Need(id="need", label="A need", about="", cues=(), pages=(), example_questions=lines)


LINES = ExampleQuestions(
    [
        need(
            ("nobody to talk to on home visits", {"casestudies/circle": 3}),
            ("agency bills for cover", {"casestudies/bank": 3, "toolkit/count": 1}),
        ),
        need(("who left us, and when", {"toolkit/count": 3})),
    ],
    NUMBERS,
    load_settings(),
)


@pytest.mark.parametrize(
    ("query", "best"),
    [("visits alone", 1), ("the agency costs too much", 0), ("when she left", 2)],
)
def test_pages_of_the_line_with_the_same_words_come_first(query: str, best: int) -> None:
    """Whatever need the line stands under."""
    assert int(np.argmax(LINES.votes(terms_of(query)))) == best


def test_a_line_gives_by_the_weight_of_its_pages() -> None:
    """A page of weight 3 gets three times what one of weight 1 does."""
    found = LINES.votes(terms_of("agency bills"))
    assert found[0] == pytest.approx(3 * found[2])
    assert found[1] == 0


def test_words_that_tell_more_vote_more() -> None:
    """Two words of a line outweigh one of another; a word twice counts once."""
    found = LINES.votes(terms_of("agency bills and visits"))
    assert found[0] > found[1] > 0
    assert LINES.votes(["visit", "visit"]).tolist() == LINES.votes(["visit"]).tolist()


@pytest.mark.parametrize("terms", [[], ["unheard"]])
def test_no_line_no_vote(terms: list[str]) -> None:
    """A query without a word of any line leaves every document at 0."""
    assert not LINES.votes(terms).any()


def test_needs_without_lines_give_nothing() -> None:
    """An index may have no lines at all."""
    assert ExampleQuestions([need()], NUMBERS, load_settings()).votes(["visit"]).tolist() == [
        0,
        0,
        0,
    ]


def test_companions_help_with_the_same() -> None:
    """The cosine of the weights over all lines; a document is none of its own."""
    lines = ExampleQuestions(
        [
            need(
                ("a", {"casestudies/bank": 3, "toolkit/count": 1}),
                ("b", {"casestudies/bank": 3}),
                ("c", {"toolkit/count": 2}),
            )
        ],
        NUMBERS,
        load_settings(),
    )
    found = lines.companions(0)
    assert found is not None
    assert found.tolist() == pytest.approx([0, 0, 3 / (18**0.5 * 5**0.5)])
    assert lines.companions(1) is None


def test_the_line_that_is_nearest_in_meaning_votes_most() -> None:
    """By the weights of its pages; the others hardly count."""
    found = LINES.votes_by_meaning(np.array([0.1, 0.7, 0.2]))
    assert found[0] == pytest.approx(3)
    assert 1 < found[2] < 1.01
    assert 0 < found[1] < 0.01


def test_lines_of_equal_likeness_vote_alike() -> None:
    """Page by page the sum of the weights."""
    assert LINES.votes_by_meaning(np.array([0.4, 0.4, 0.4])).tolist() == [3, 3, 4]


def test_nothing_is_voted_without_lines() -> None:
    """An index of a public collection has none."""
    none = ExampleQuestions([], NUMBERS, load_settings())
    assert none.votes_by_meaning(np.zeros(0)).tolist() == [0, 0, 0]
