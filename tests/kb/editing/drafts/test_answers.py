"""`kb.editing.drafts.answers`: answers of forms and documents as values of fields."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.content.read import read_corpus
from kb.editing.drafts.answers import read_answer
from kb.editing.drafts.labels import FIELD_LABELS
from kb.model.corpus import Corpus
from kb.model.vocabulary import Vocabularies
from tests.conftest import FIXTURES, TODAY


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("title", "**Fen** scheme", "Fen scheme"),
        ("organisations", "- Fen Surgery\n- Wash Surgery", ["Fen Surgery", "Wash Surgery"]),
        ("interventions", "Peer support, Mentoring", ["peer-support", "mentoring"]),
        ("interventions", "- [x] Coaching\n- [ ] Mentoring", ["coaching"]),
        ("interventions", "peer-suport", ["peer-support"]),
        ("interventions", "knitting, Coaching", None),
        (
            "sources",
            "fen-report: The peer circle",
            [{"source": "fen-report", "place": "The peer circle"}],
        ),
        ("sources", "our own report of last year", None),
        ("summary", "One.\n\nTwo.", None),
        ("area", "", None),
    ],
)
def test_answers(corpus: Corpus, name: str, text: str, value: Any) -> None:
    """What cannot be understood gives None, and stays where it was written."""
    assert read_answer(name, text, corpus.vocabularies) == value


def test_a_table_of_results(corpus: Corpus) -> None:
    """Figures lose their signs, a range becomes two numbers, labels become identifiers."""
    text = (
        "| Finding | Outcome | How it is known | Before | Value | Quote |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| More came back. | gps retained | Before and after | 10% | 12 to 15 % |"
        " “so many came” |\n"
    )
    assert read_answer("results", text, corpus.vocabularies) == [
        {
            "known_by": "before-after",
            "outcome": "gps-retained",
            "finding": "More came back.",
            "value": [12, 15],
            "unit": "percent",
            "before": 10,
            "quote": "so many came",
        }
    ]


def test_results_line_by_line(corpus: Corpus) -> None:
    """A block for each, with an empty line between."""
    text = "Finding: Nine stayed.\nHow known: counted\nFigure: 9\n\nFinding: They were glad."
    found = read_answer("results", text, corpus.vocabularies)
    assert found == [
        {"known_by": "counted", "finding": "Nine stayed.", "value": 9},
        {"finding": "They were glad."},
    ]


@cache
def vocabularies() -> Vocabularies:
    """Return those of the invented content."""
    return read_corpus(FIXTURES / "corpus", today=TODAY).vocabularies


@given(st.sampled_from(sorted(FIELD_LABELS)), st.text(max_size=200))
def test_any_text_is_an_answer_or_none(name: str, text: str) -> None:
    """Nothing that is typed breaks the reading."""
    read_answer(name, text, vocabularies())
