"""Weights lean to what helps, the same every time, and are measured on other queries."""

from __future__ import annotations

import numpy as np
import pytest

from kb.evaluation.fitting import Fitting, Tried
from kb.evaluation.measures import JudgedQuery
from kb.search.abstain import Signals
from kb.search.parts import Part
from kb.search.query import Query
from kb.search.ranking import Scored
from kb.search.reasons import MatchDetails

IDS = [f"d{n:02}" for n in range(30)]


def tried(number: int, *, lifted: int | None = None, kept: Part | None = None) -> Tried:
    """A query whose one good document is best by `sense` and worst by `noise`."""
    sense, noise = np.linspace(0.9, 0.1, 30), np.linspace(0.1, 1.0, 30)
    sense, noise = np.roll(sense, number), np.roll(noise, number)
    scores = np.zeros(30)
    if lifted is not None:
        scores[lifted] = 1.0
    nothing = Signals(
        words=0,
        situation_words=0,
        known=0,
        cues=0,
        cued=False,
        hinted=False,
        ours=False,
        heard=False,
        need=0,
        foreign=0,
        situations=0,
        asked=0,
        elsewhere=0,
    )
    scored = Scored(
        query=Query(text="", said="", words=(), typed={}),
        parts={"sense": sense, "noise": noise},
        fused=np.zeros(30),
        scores=scores,
        signals=nothing,
        evidence=MatchDetails(
            names={},
            holders={},
            held_by={},
            needs=np.zeros(0),
            situations=None,
            passages=None,
            passage_of=np.zeros(0, dtype=np.int32),
        ),
        helping=frozenset(),
        spotted=frozenset(),
        allowed=np.ones(30, dtype=np.bool_),
    )
    query = JudgedQuery(id=f"q{number}", text="", relevant={IDS[number]: 3})
    everything = np.ones(30, dtype=np.bool_)
    return Tried(query=query, scored=scored, kept=everything if kept is None else kept)


@pytest.fixture(scope="module")
def fitting() -> Fitting:
    """Twelve such queries, and one that nothing answers."""
    unanswerable = tried(12)
    unanswerable = Tried(
        query=JudgedQuery(id="none", text="", relevant={}),
        scored=unanswerable.scored,
        kept=unanswerable.kept,
    )
    return Fitting(IDS, [*(tried(n) for n in range(12)), unanswerable], ("sense", "noise"))


def test_means(fitting: Fitting) -> None:
    """Queries that nothing answers do not count."""
    assert fitting.mean({"sense": 1.0}) == 1
    assert fitting.mean({"noise": 1.0}) == 0


def test_weights_lean_to_what_helps(fitting: Fitting) -> None:
    """They sum to one, and are the same when fitted again."""
    weights = fitting.fit()
    assert weights["sense"] > 0.6
    assert sum(weights.values()) == pytest.approx(1)
    assert fitting.fit() == weights


def test_cross_validation_is_repeatable(fitting: Fitting) -> None:
    """It deals the queries alike for the same seed."""
    assert fitting.cross_validate(seed=1) == fitting.cross_validate(seed=1) == 1


def test_filters_and_lifts_hold_while_fitting() -> None:
    """A named document comes first whatever the weights; a filtered one never comes."""
    named = Fitting(IDS, [tried(3, lifted=3)], ("sense", "noise"))
    assert named.mean({"noise": 1.0}) == 1
    kept = np.ones(30, dtype=np.bool_)
    kept[3] = False
    assert Fitting(IDS, [tried(3, kept=kept)], ("sense", "noise")).mean({"sense": 1.0}) == 0
