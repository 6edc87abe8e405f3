"""`kb.editing.suggest.figures`: figures of a text that are not among its results."""

from __future__ import annotations

import pytest

from kb.editing.suggest.figures import loose_figures
from kb.model.corpus import Corpus
from kb.model.documents import KnownBy


@pytest.mark.parametrize(
    ("text", "shown", "known_by", "unit"),
    [
        ("Twelve GPs joined in a year.", "Twelve", KnownBy.TAKE_UP, "gps"),
        ("Visits fell from 100 to 60 a week.", "100", KnownBy.BEFORE_AFTER, ""),
        ("In a survey 8 people felt better.", "8", KnownBy.SURVEYED, "people"),
        ("They hope to keep 20 GPs.", "20", KnownBy.EXPECTED, "gps"),
        ("It cost £300 for each.", "300", KnownBy.COUNTED, ""),
        ("There were 14% fewer.", "14", KnownBy.COUNTED, "percent"),
    ],
)
def test_a_figure_with_a_guess(
    corpus: Corpus, text: str, shown: str, known_by: KnownBy, unit: str
) -> None:
    """How it is known, and what was counted, where the words give it away."""
    found = loose_figures(text, [], corpus.vocabularies["units"], body_line=40)[0]
    assert (found.line, found.shown, found.known_by) == (40, shown, known_by)
    assert found.unit in {unit, ""} if unit else found.unit in {"", "pounds"}
    assert found.shown in found.sentence


def test_figures_of_results_dates_and_our_sums_are_left_out(corpus: Corpus) -> None:
    """What is data already needs no advice."""
    body = "In March 2017 nine GPs joined.\n\nOf 12, 9 stayed. That is 30 in all (our sum: 3 × 10)."
    found = loose_figures(
        body, [{"value": 9}, {"before": [10, 12]}], corpus.vocabularies["units"], body_line=1
    )
    assert [(figure.line, figure.shown) for figure in found] == []
    assert loose_figures("", [], corpus.vocabularies["units"], body_line=1) == ()


def test_the_words_round_a_figure_could_be_a_quote(corpus: Corpus) -> None:
    """In a row, at most 18, with the signs that stand by the figure."""
    text = " ".join(f"word{chr(97 + at % 26)}" for at in range(40))
    body = f"{text} £1,200 {text}"
    found = loose_figures(body, [], corpus.vocabularies["units"], body_line=1)[0]
    assert found.sentence in body
    assert len(found.sentence.split()) == 18
    assert "£1,200" in found.sentence
