"""Example questions are asked of indexes that were made without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.evaluation.left_out import example_queries, folds_of, outcomes_left_out, without_lines
from kb.index.build import build_entries
from kb.index.documents import IndexedDocument, IndexedPassage, Lexicon, Need
from kb.index.load import load_index
from kb.model.documents import DocId
from kb.model.vocabulary import ExampleQuestion
from kb.search.engine import Engine
from tests.hashes import HashEncoder

LINES = (
    "no cover for the rota",
    "rota falls on me alone",
    "locums cancel and the rota sinks",
    "rota again",
    "who will do the rota",
    "six nights of rota in a row",
)


def lexicon() -> Lexicon:
    """Two needs; every line of the first leads to the second page, against the pages' own words."""
    asked = tuple(ExampleQuestion(say=say, leads_to=((DocId("b"), 3),)) for say in LINES)
    other = (ExampleQuestion(say="whom can I ring", leads_to=((DocId("a"), 2),)),)
    pages = (("a", 3), ("b", 3))
    return Lexicon(
        needs=(
            Need(id="x", label="X", about="", cues=(), pages=pages, example_questions=asked),
            Need(id="y", label="Y", about="", cues=(), pages=pages, example_questions=other),
        )
    )


def test_lines_are_judged_queries() -> None:
    """Those of every need, in order, with their pages as grades."""
    queries = example_queries(lexicon())
    assert [query.text for query in queries] == [*LINES, "whom can I ring"]
    assert queries[-1].relevant == {"a": 2}
    assert len({query.id for query in queries}) == 7


def test_a_line_is_taken_from_its_own_need() -> None:
    """Places are counted over all needs."""
    left = without_lines(lexicon(), frozenset({1, 6}))
    first, second = (need.example_questions for need in left.needs)
    assert [line.say for line in first] == [LINES[0], *LINES[2:]]
    assert second == ()


def test_no_fold_has_seen_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line is asked once, of an index whose words and vectors know the others alone."""
    monkeypatch.setattr("kb.search.open.TransformerEncoder", HashEncoder)
    passage = IndexedPassage(anchor="", heading="", text="Tea at four.")
    entries = tuple(
        IndexedDocument(id=name, kind="k", title=name.upper(), passages=(passage,))
        for name in ("a", "b")
    )
    build_entries(entries, lexicon(), tmp_path / "index", encoder=HashEncoder(), content="c")
    index = load_index(tmp_path / "index")
    folds = folds_of(index, tmp_path / "left-out")
    assert sorted(line.text for fold in folds for line in fold.lines) == sorted(
        (*LINES, "whom can I ring")
    )
    for fold in folds:
        asked = Engine(fold.index, fold.encoder).ranker.words.asked
        held = {line.text for line in fold.lines}
        assert ("ring" in asked) == ("whom can I ring" not in held)
        assert (fold.index.vectors.needs.rows != index.vectors.needs.rows).any()
    queries, outcomes = outcomes_left_out(folds)
    best = {query.text: outcomes[query.id].ranking[:1] for query in queries}
    assert {page for line in LINES for page, _ in best[line]} == {"b"}
    assert not (tmp_path / "left-out").exists()
