"""Whether anything here fits a query, by the signals of its words and meaning."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.data.settings import load_settings
from kb.search.abstain import Signals, fits, plainly

NONE = Signals(
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
SETTINGS = replace(
    load_settings(), abstain={"hybrid": {"need": 2.0, "elsewhere": -1.0, "threshold": 1.0}}
)


@pytest.mark.parametrize(
    ("signals", "plain"),
    [
        (replace(NONE, cues=1, cued=True), True),
        (replace(NONE, cues=1, known=0.1), True),
        (replace(NONE, cues=1), False),
        (replace(NONE, cues=0.5, cued=True), False),
        (replace(NONE, known=0.1), None),
        (replace(NONE, heard=True), None),
        (replace(NONE, need=1, words=3), False),
    ],
)
def test_what_needs_no_weighing(signals: Signals, plain: bool | None) -> None:
    """Cues and known names alone are answered; a query without any known word is not."""
    assert plainly(signals) is plain


@pytest.mark.parametrize(
    ("need", "elsewhere", "answered"),
    [(0.5, 0.0, True), (0.5, 0.1, False), (0.6, 0.1, True), (0.4, 0.0, False)],
)
def test_signals_are_weighed_against_the_threshold(
    need: float, elsewhere: float, answered: bool
) -> None:
    """A likely need speaks for an answer, nearness to what lies elsewhere against it."""
    signals = replace(NONE, known=0.5, need=need, elsewhere=elsewhere)
    assert fits(signals, "hybrid", SETTINGS) is answered


def test_what_is_plain_is_not_weighed() -> None:
    """However strong the signals are."""
    assert fits(replace(NONE, cues=1, cued=True, elsewhere=9), "hybrid", SETTINGS)
    assert not fits(replace(NONE, need=9), "hybrid", SETTINGS)
