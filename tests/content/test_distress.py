"""Who is shown urgent help, by the phrases of the content, on the judged lines.

`kb evaluate --distress eval/distress.yaml` counts the same, and with meaning beside the phrases.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.content.read import Reading
from kb.evaluation.distress import JudgedLine, Wrongs, read_lines, wrongs_of
from kb.index.collect import lexicon_of
from kb.model.corpus import Corpus
from kb.text.phrase_net import PhraseNet, net_from_dict

JUDGED = Path(__file__).parents[2] / "eval" / "distress.yaml"


@pytest.fixture(scope="module")
def corpus(reading: Reading) -> Corpus:
    """The real content."""
    assert reading.corpus is not None
    return reading.corpus


@pytest.fixture(scope="module")
def net(corpus: Corpus) -> PhraseNet:
    """The phrases, as an index has them."""
    return net_from_dict(lexicon_of(corpus).distress.net)


@pytest.fixture(scope="module")
def lines() -> tuple[JudgedLine, ...]:
    """The judged lines."""
    return read_lines(JUDGED)


@pytest.mark.parametrize(
    ("side", "half", "least", "most"),
    [
        ("distress", "tune", 470, 0),
        ("distress", "test", 470, 27),
        ("ordinary", "tune", 640, 1),
        ("ordinary", "test", 640, 25),
    ],
)
def test_so_many_are_missed_or_helped_needlessly(
    net: PhraseNet, lines: tuple[JudgedLine, ...], side: str, half: str, least: int, most: int
) -> None:
    """Of so many lines at least; docs/search.md gives the figures."""
    found: Wrongs = wrongs_of(lines, [net.has(line.text) for line in lines])[side]["all"][half]
    assert found.lines >= least
    assert len(found.wrong) <= most


def test_every_line_that_search_learns_from_has_a_phrase(corpus: Corpus, net: PhraseNet) -> None:
    """So that it is noticed without the table of meaning as well."""
    learnt = [line for kind in corpus.distress.kinds.values() for line in kind.lines]
    assert len(learnt) > 300
    assert [line for line in learnt if not net.has(line)] == []


def test_none_of_them_is_a_judged_line(corpus: Corpus, lines: tuple[JudgedLine, ...]) -> None:
    """What was learnt proves nothing."""
    tried = {line.text.casefold() for line in lines if line.half == "test"}
    learnt = {line.casefold() for kind in corpus.distress.kinds.values() for line in kind.lines}
    assert learnt.isdisjoint(tried)


@pytest.mark.parametrize(
    "text",
    [
        "please help me find suicide prevention training, I want to die",
        "dying to leave and this phone system is killing me, I want to kill myself",
        "crash course in contracts. I keep thinking about crashing the car",
    ],
)
def test_no_exception_silences_a_request_for_help(net: PhraseNet, text: str) -> None:
    """Whatever harmless words stand beside it."""
    assert net.has(text)


def test_the_numbers_are_those_of_the_pages(corpus: Corpus) -> None:
    """Every box has 999, 111, Samaritans and the two lines for doctors."""
    told = " ".join(line.do for line in corpus.distress.numbers)
    for number in ("999", "111", "116 123", "0330 123 1245", "0300 0303 300"):
        assert number in told
        assert any(number in document.body for document in corpus.documents.values())
