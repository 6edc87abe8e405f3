"""The commands `kb evaluate` and `kb run`, on judged queries and on a collection."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Kb

pytestmark = pytest.mark.usefixtures("quick", "tree")

QUERIES = """
- id: q1
  persona: gp
  type: [situation]
  text: "58, worn out, had enough"
  relevant: {casestudies/fenland-peer-circle: 3, roadmaps/partner: 1}
- id: q2
  persona: editor
  type: [navigational]
  text: "supper club"
  relevant: {casestudies/fenland-peer-circle: 3}
- id: q3
  persona: gp
  type: [no-answer]
  text: "zzzz qqqq"
  relevant: {}
"""


@pytest.fixture
def judged(kb: Kb, tmp_path: Path) -> Kb:
    """A `kb` with an index and judged queries."""
    assert kb("index").code == 0
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "queries.yaml").write_text(QUERIES, encoding="utf-8")
    return kb


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A collection of two documents in the BEIR layout."""
    folder = tmp_path / "slabs"
    (folder / "qrels").mkdir(parents=True)
    documents = (
        '{"_id": "d1", "title": "Wings", "text": "lift"}\n{"_id": "d2", "text": "heat in slabs"}\n'
    )
    (folder / "corpus.jsonl").write_text(documents, encoding="utf-8")
    (folder / "queries.jsonl").write_text('{"_id": "1", "text": "hot slabs"}\n', encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("q\td\ts\n1\td2\t1\n", encoding="utf-8")
    return folder


def test_measures_in_a_terminal(judged: Kb) -> None:
    """Each mode has its table, by persona and type, with refusals."""
    outcome = judged("evaluate")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0].split()[:3] == ["hybrid,", "set", "by"]
    assert lines[1].startswith("  example questions, left out")
    assert lines[2].startswith("  eval/queries.yaml")
    assert lines[2].split()[-2:] == ["1/1", "0"]
    assert lines[4].split() == [
        "keyword",
        "nDCG@10",
        "recall@5",
        "RR",
        "queries",
        "refused",
        "wrongly",
    ]
    assert [line.split()[0] for line in lines if line and line[0] != " "] == [
        "hybrid,",
        "keyword",
        "semantic",
        "hybrid",
    ]
    assert "persona: editor" in outcome.out
    assert "type: no-answer" in outcome.out


def test_measures_as_json(judged: Kb) -> None:
    """The same figures as one object, with those of the fit if they are asked for."""
    found = json.loads(
        judged("evaluate", "--mode", "hybrid", "--json", "--cross-validate", "--steps").out
    )
    everything = found["modes"]["hybrid"]["all"]
    assert everything["queries"] == 2
    assert everything["refused"] == everything["unanswerable"] == 1
    assert found["modes"]["hybrid"]["type: navigational"]["reciprocal_rank"] == 1.0
    assert 0 <= found["cross_validated"] <= 1
    assert 0 <= found["cross_validated_weights"] <= 1
    assert set(found["line"]["hybrid"]) == {
        "refused",
        "unanswerable",
        "wrongly",
        "answerable",
        "weights",
    }
    assert found["steps"][0]["step"] == "words of the page"
    assert sum(found["fitted"].values()) == pytest.approx(1, abs=0.01)


def test_sets_of_queries(judged: Kb, tmp_path: Path) -> None:
    """Each file of judged queries is a measure of its own; --quick leaves the lines out."""
    other = QUERIES.replace("id: q", "id: r").replace("58, worn out", "61, worn out")
    (tmp_path / "eval" / "queries-2.yaml").write_text(other, encoding="utf-8")
    found = json.loads(judged("evaluate", "--mode", "hybrid", "--json", "--quick").out)
    assert list(found["sets"]) == ["eval/queries.yaml", "eval/queries-2.yaml"]
    assert found["modes"]["hybrid"]["all"]["queries"] == 4
    low, high = found["sets"]["eval/queries-2.yaml"]["ndcg@10_interval"]
    assert 0 <= low <= found["sets"]["eval/queries-2.yaml"]["ndcg@10"] <= high <= 1
    (tmp_path / "eval" / "queries-2.yaml").write_text(QUERIES, encoding="utf-8")
    assert "q1: duplicate-id: eval/queries.yaml has it too" in judged("evaluate", "--quick").err


def test_lines_left_out(judged: Kb) -> None:
    """They are measured beside the queries, though not in keyword mode alone."""
    found = json.loads(judged("evaluate", "--mode", "hybrid", "--json").out)
    assert found["sets"]["example questions, left out"]["queries"] > 0
    assert json.loads(judged("evaluate", "--mode", "keyword", "--json").out)["sets"] == {}


def test_a_run_file(judged: Kb, tmp_path: Path) -> None:
    """One line a hit, in the TREC format; a refused query has none."""
    outcome = judged(
        "run", "--queries", "eval/queries.yaml", "--output", "out/a.run", "--limit", "2"
    )
    lines = (tmp_path / "out" / "a.run").read_text(encoding="utf-8").splitlines()
    assert outcome.err == f"out/a.run: 3 queries, {len(lines)} lines\n"
    query, nought, document, rank, score, tag = lines[0].split()
    assert (query, nought, rank, tag) == ("q1", "Q0", "1", "kb-hybrid")
    assert document == "casestudies/fenland-peer-circle"
    assert 0 < float(score) < 2
    assert not any(line.startswith("q3 ") for line in lines)


def test_a_collection(kb: Kb, collection: Path, tmp_path: Path) -> None:
    """It is indexed for the run alone, and needs no content and no index."""
    outcome = kb("run", "--beir", str(collection), "--mode", "keyword", "--output", "slabs.run")
    assert outcome.code == 0
    assert (tmp_path / "slabs.run").read_text(encoding="utf-8").startswith("1 Q0 d2 1 ")
    assert not (tmp_path / "build").exists()
    found = json.loads(kb("evaluate", "--beir", str(collection), "--json").out)
    assert found["modes"]["keyword"]["all"]["ndcg@10"] == 1.0


def test_the_index_of_a_collection_can_be_kept(kb: Kb, collection: Path, tmp_path: Path) -> None:
    """The second time nothing is indexed again."""
    args = ("run", "--beir", str(collection), "--index", "kept", "--output", "a.run")
    kb(*args)
    made = (tmp_path / "kept" / "manifest.json").stat().st_mtime_ns
    assert kb(*args).code == 0
    assert (tmp_path / "kept" / "manifest.json").stat().st_mtime_ns == made


@pytest.mark.parametrize("command", [("evaluate",), ("run", "--output", "a.run")])
def test_both_inputs_are_too_many(kb: Kb, collection: Path, command: tuple[str, ...]) -> None:
    """It is wrong usage: one of them has to go."""
    outcome = kb(*command, "--beir", str(collection), "--queries", "x.yaml")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        f"Usage: kb {command[0]} [OPTIONS]\n"
        f"Try 'kb {command[0]} --help' for help.\n\n"
        "Error: --queries and --beir: give one of them\n"
    )


def test_no_queries(kb: Kb) -> None:
    """A file that is not there is an error that names it."""
    outcome = kb("evaluate")
    assert outcome.code == 1
    assert outcome.err == (
        "kb: eval/queries.yaml: cannot be read: No such file or directory; "
        "name another file with --queries\n"
    )
