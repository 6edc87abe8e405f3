"""A collection in the BEIR layout is read, and a broken one is told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.evaluation.beir import read_collection
from kb.model.problems import QueryError

CORPUS = """{"_id": "d2", "title": "Heat", "text": "Heat in slabs. It spreads."}
{"_id": "d1", "text": "Wings."}
"""
QUERIES = """{"_id": "1", "text": "hot slabs"}

{"_id": "2", "text": "never judged"}
"""
QRELS = "query-id\tcorpus-id\tscore\n1\td2\t2\n1\td1\t0\n"


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A collection of two documents."""
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text(CORPUS, encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text(QUERIES, encoding="utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text(QRELS, encoding="utf-8")
    return tmp_path


def test_a_collection(collection: Path) -> None:
    """Documents stand by identifier, a title may be missing, unjudged queries are left out."""
    read = read_collection(collection)
    assert [(entry.id, entry.title) for entry in read.entries] == [("d1", ""), ("d2", "Heat")]
    assert [piece.text for piece in read.entries[1].passages] == ["Heat in slabs. It spreads."]
    (query,) = read.queries
    assert (query.text, query.relevant) == ("hot slabs", {"d2": 2, "d1": 0})


def test_a_missing_file(collection: Path) -> None:
    """The message names the layout."""
    (collection / "queries.jsonl").unlink()
    with pytest.raises(QueryError) as told:
        read_collection(collection)
    assert str(told.value) == (
        f"{collection / 'queries.jsonl'}: cannot be read: No such file or directory; allowed a "
        "folder with corpus.jsonl, queries.jsonl and qrels/test.tsv"
    )


@pytest.mark.parametrize("line", ['{"_id": "d3"}', "[1]", "{", '{"_id": 3, "text": "x"}'])
def test_a_broken_document(collection: Path, line: str) -> None:
    """Its line is given."""
    path = collection / "corpus.jsonl"
    path.write_text(CORPUS + line + "\n", encoding="utf-8")
    with pytest.raises(QueryError) as told:
        read_collection(collection)
    assert str(told.value) == (
        f'{path}:3: broken-line: allowed an object with "_id" and "text", one on a line; '
        "correct the line"
    )


def test_a_broken_judgement(collection: Path) -> None:
    """A grade must be a whole number."""
    path = collection / "qrels" / "test.tsv"
    path.write_text(QRELS + "2\td1\tgood\n", encoding="utf-8")
    with pytest.raises(QueryError) as told:
        read_collection(collection)
    assert str(told.value) == (
        f"{path}:4: broken-line: allowed query, document and whole-number grade between tabs; "
        "correct the line"
    )


def test_a_file_in_another_encoding(collection: Path) -> None:
    """It is no traceback."""
    path = collection / "corpus.jsonl"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(QueryError) as told:
        read_collection(collection)
    assert str(told.value) == f"{path}: not UTF-8; save it as UTF-8"
