"""Lines beside the judged queries, by which the line between answering and refusing is drawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.data.settings import load_settings
from kb.evaluation.left_out import Fold
from kb.evaluation.refusals import (
    ShortLines,
    Told,
    left_out_signals,
    read_short_lines,
    short_signals,
)
from kb.index.build import build_index
from kb.index.load import LoadedIndex, load_index
from kb.model.corpus import Corpus
from kb.model.problems import QueryError
from kb.search.engine import Engine
from tests.hashes import HashEncoder

FILE = """
answer: ["ferry practice", "night rota"]
refuse: ["verruca socks"]
kept_answer: ["lighthouse rounds"]
kept_refuse: ["kite shop", "jam sandwich"]
"""


@pytest.fixture(scope="module")
def index(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> LoadedIndex:
    """The invented content, indexed."""
    folder = tmp_path_factory.mktemp("refusals") / "index"
    build_index(corpus, folder, encoder=HashEncoder())
    return load_index(folder)


def written(tmp_path: Path, text: str) -> Path:
    """A file of short lines with that text."""
    path = tmp_path / "short-lines.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_short_lines_are_read(tmp_path: Path) -> None:
    """Each kind in the order of the file."""
    found = read_short_lines(written(tmp_path, FILE))
    assert found.answer == ("ferry practice", "night rota")
    assert found.kept_refuse == ("kite shop", "jam sandwich")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("answer: [a]", "wrong-parts"),
        (FILE.replace("refuse: [", "reject: [", 1), "wrong-parts"),
        (FILE.replace('["verruca socks"]', "verruca"), "refuse: not-a-list-of-lines"),
        (FILE.replace('"night rota"', "7"), "answer: not-a-list-of-lines"),
        ("answer: [", "cannot be read"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """It says which part is wrong."""
    with pytest.raises(QueryError, match=told):
        read_short_lines(written(tmp_path, text))


def test_lines_of_elsewhere_are_unknown_where_they_are_asked(index: LoadedIndex) -> None:
    """Each is asked once, of an index whose words and vectors know the others alone."""
    few = 6
    codes = index.vectors.elsewhere
    codes = replace(codes, rows=codes.rows[:few], scales=codes.scales[:few])
    index = replace(
        index,
        lexicon=replace(index.lexicon, elsewhere=index.lexicon.elsewhere[:few]),
        vectors=replace(index.vectors, elsewhere=codes),
    )
    fold = Fold(index=index, encoder=HashEncoder(), lines=())
    asked, foreign = left_out_signals([fold, fold], "hybrid")
    assert (asked.answerable, foreign.answerable) == (True, False)
    assert (len(asked.signals), len(foreign.signals)) == (0, few)
    ranker = Engine(index, HashEncoder()).ranker
    known = [ranker.score(line).signals for line in index.lexicon.elsewhere]
    assert max(one.elsewhere for one in foreign.signals) < min(one.elsewhere for one in known)
    assert max(one.foreign for one in foreign.signals) < min(one.foreign for one in known)


def test_short_lines_have_signals_by_kind(index: LoadedIndex, tmp_path: Path) -> None:
    """Those that are kept back are marked, so that nothing is fitted to them."""
    lines = read_short_lines(written(tmp_path, FILE))
    found = short_signals(index, HashEncoder(), lines, "hybrid")
    assert [(len(one.signals), one.answerable, one.kept) for one in found] == [
        (2, True, False),
        (1, False, False),
        (1, True, True),
        (2, False, True),
    ]
    assert not any(
        one.signals
        for one in short_signals(
            index,
            HashEncoder(),
            ShortLines(answer=(), refuse=(), kept_answer=(), kept_refuse=()),
            "hybrid",
        )
    )


def test_refused_lines_are_counted(index: LoadedIndex) -> None:
    """By the line of a mode, in the settings that are given."""
    signals = Engine(index, HashEncoder()).ranker.score("verruca socks").signals
    weighed = replace(signals, ours=False, cues=0, known=0.5, need=0.4)
    told = Told(name="x", answerable=True, signals=(weighed, replace(weighed, need=0.6)))
    drawn = replace(load_settings(), abstain={"hybrid": {"need": 1, "threshold": 0.5}})
    assert told.refused("hybrid", drawn) == 1
