"""Who is shown urgent help, on lines that neither phrases nor the model of lines were fitted to.

`kb evaluate --distress eval/distress.yaml` counts the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.evaluation.distress import JudgedLine, Wrongs, read_lines, wrongs_of
from kb.evaluation.queries import read_queries
from kb.index.collect import lexicon_of
from kb.model.corpus import Corpus
from kb.text.phrase_net import PhraseNet, net_from_dict

JUDGED = Path(__file__).parents[2] / "eval" / "distress.yaml"


@pytest.fixture(scope="module")
def net(content: Corpus) -> PhraseNet:
    """The phrases, as an index has them."""
    return net_from_dict(lexicon_of(content).distress.net)


@pytest.fixture(scope="module")
def lines() -> tuple[JudgedLine, ...]:
    """The judged lines."""
    return read_lines(JUDGED)


@pytest.fixture(scope="module")
def wrongs(net: PhraseNet, lines: tuple[JudgedLine, ...]) -> Mapping[str, Mapping[str, Wrongs]]:
    """What was missed or helped needlessly of the judged lines, by side and kind."""
    return wrongs_of(lines, [net.has(line.text) for line in lines])


@pytest.mark.parametrize(
    ("side", "kind", "least", "most"),
    [
        ("distress", "all", 600, 0.01),
        ("distress", "other-writer", 120, 0.02),
        ("distress", "everyday", 190, 0.02),
        ("distress", "tester", 200, 0.03),
        ("ordinary", "all", 750, 0.06),
        ("ordinary", "other-writer", 120, 0.04),
        ("ordinary", "everyday", 250, 0.02),
        ("ordinary", "tester", 200, 0.05),
    ],
)
def test_so_many_are_missed_or_helped_needlessly(
    wrongs: Mapping[str, Mapping[str, Wrongs]], side: str, kind: str, least: int, most: float
) -> None:
    """Of so many lines at least; docs/search.md gives the figures."""
    found = wrongs[side][kind]
    assert found.lines >= least
    assert found.share <= most


def test_lines_that_were_learnt_are_told_apart(content: Corpus, net: PhraseNet) -> None:
    """Save a few that share their words with the other side, as many pairs were written to do."""
    learnt = content.distress
    assert min(len(learnt.lines), len(learnt.ordinary)) > 1_000
    missed = [line for line in learnt.lines if not net.has(line)]
    needless = [line for line in learnt.ordinary if net.has(line)]
    assert len(missed) <= 0.02 * len(learnt.lines)
    assert len(needless) <= 0.07 * len(learnt.ordinary)


def test_none_of_them_is_a_judged_line(content: Corpus, lines: tuple[JudgedLine, ...]) -> None:
    """What was learnt proves nothing."""
    tried = {line.text.casefold() for line in lines}
    learnt = (*content.distress.lines, *content.distress.ordinary)
    assert tried.isdisjoint(line.casefold() for line in learnt)


def test_few_names_of_pages_and_judged_queries_show_help(content: Corpus, net: PhraseNet) -> None:
    """Help that is shown to everyone would be seen by no one."""
    titles = [document.title for document in content.documents.values()]
    assert [title for title in titles if net.has(title)] == []
    for name, most in (("queries.yaml", 0.1), ("queries-2.yaml", 0.1)):
        asked = [query.text for query in read_queries(JUDGED.with_name(name))]
        assert sum(map(net.has, asked)) <= most * len(asked)


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


def test_the_numbers_are_those_of_the_pages(content: Corpus) -> None:
    """Every box has 999, 111, Samaritans and the two lines for doctors."""
    told = " ".join(line.do for line in content.distress.numbers)
    for number in ("999", "111", "116 123", "0330 123 1245", "0300 0303 300"):
        assert number in told
        assert any(number in document.body for document in content.documents.values())
