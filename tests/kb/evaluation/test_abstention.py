"""The line between answering and refusing is drawn on the careful side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.data.settings import load_settings
from kb.evaluation.abstention import MODE_SIGNALS, draw_line
from kb.search.abstain import Signals, fits

NOTHING = Signals(
    words=0,
    situation_words=0,
    known=0.5,
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


def some_signals() -> tuple[list[Signals], list[bool]]:
    """Forty queries: those that are answered lie nearer to situations than to elsewhere."""
    near = [replace(NOTHING, situations=0.3 + n / 100, elsewhere=0.2) for n in range(20)]
    far = [replace(NOTHING, situations=0.2, elsewhere=0.3 + n / 100) for n in range(20)]
    return [*near, *far], [True] * 20 + [False] * 20


def test_a_clear_line() -> None:
    """Likeness to situations speaks for an answer, likeness to elsewhere against."""
    line = draw_line(*some_signals(), "hybrid")
    assert line.counts()["refused"] >= 19
    assert line.counts()["wrongly"] == 0
    assert line.refuses[:20] == (False,) * 20
    assert line.weights["situations"] > 0 > line.weights["elsewhere"]


def test_an_unclear_query_is_answered() -> None:
    """Where nothing tells, nothing is refused."""
    signals, answerable = [NOTHING] * 40, [True, False] * 20
    line = draw_line(signals, answerable, "hybrid")
    assert not any(line.refuses)


def test_judged_queries_count_more() -> None:
    """Where lines that were not judged say the opposite, the line goes by the judged ones."""
    near, far = replace(NOTHING, situations=0.6), replace(NOTHING, situations=0.2)
    signals = [near, far] * 20
    answerable = [True, False] * 10 + [False, True] * 10
    assert draw_line(signals, answerable, "hybrid", judged=20).weights["situations"] > 0
    assert draw_line(signals, answerable, "hybrid", judged=0).weights["situations"] == 0


def test_what_is_plain_needs_no_line() -> None:
    """A query of cues alone is not refused, nor one answered that has no known word."""
    signals, answerable = some_signals()
    far = replace(NOTHING, situations=0.2, elsewhere=0.4)
    signals += [replace(far, cues=1, cued=True), replace(signals[0], known=0)]
    line = draw_line(signals, [*answerable, True, False], "hybrid")
    assert line.refuses[-2:] == (False, True)


@pytest.mark.parametrize("mode", list(MODE_SIGNALS))
def test_a_drawn_line_can_ship(mode: str) -> None:
    """Its weights are what the data file holds for the mode, and `fits` reads them."""
    signals, answerable = some_signals()
    line = draw_line(signals, answerable, mode)
    assert set(line.weights) == {*MODE_SIGNALS[mode], "threshold"}
    settings = replace(load_settings(), abstain={mode: line.weights})
    if mode != "keyword":
        assert [fits(one, mode, settings) for one in signals] == answerable


def test_cues_alone_always_fit() -> None:
    """One word that is a cue is enough; words that no document has are not."""
    settings = replace(load_settings(), abstain={"hybrid": {"threshold": 99}})
    assert fits(replace(NOTHING, cues=1, known=1), "hybrid", settings)
    assert fits(replace(NOTHING, cues=1, known=0, cued=True), "hybrid", settings)
    assert not fits(replace(NOTHING, cues=1, known=0), "hybrid", settings)
    assert not fits(replace(NOTHING, cues=0.5, known=1), "hybrid", settings)
    unheard = replace(NOTHING, known=0)
    assert not fits(unheard, "hybrid", replace(settings, abstain={"hybrid": {"threshold": -9}}))
