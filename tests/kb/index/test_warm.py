"""An index of changed content in memory, from the last index."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from kb.browser.export import search_data
from kb.content.read import read_corpus
from kb.index import build as module
from kb.index import collect
from kb.index.build import build_index
from kb.index.encoder import MODEL_NAME
from kb.index.encoder.table import Student
from kb.index.encoder.train import General
from kb.index.load import load_index
from kb.index.store import STUDENT
from kb.index.warm import WarmIndex
from kb.model.corpus import Corpus
from kb.model.documents import DocId
from kb.search.related import likeness
from kb.text.words import terms_of
from tests.conftest import TODAY, Tree
from tests.hashes import DIMENSIONS, HashEncoder
from tests.kb.index.encoder.test_table import student as small_student

STUDY = "casestudies/ely-listening-line.md"


class NamedEncoder(HashEncoder):
    """Goes by the name of the model, whose vectors a warm index takes from the cache."""

    name = MODEL_NAME


def table(corpus: Corpus) -> Student:
    """Return a query table with directions of the pages, for vectors of the small encoder."""
    small = small_student()
    chance = np.random.default_rng(18)
    projection = chance.normal(size=(DIMENSIONS, small.dims)).astype(np.float32)
    pages = chance.normal(size=(len(corpus.documents), small.dims)).astype(np.float32)
    return replace(small, projection=projection, pages=pages)


def write_index(corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write an index with a table that nobody trained, and return its folder."""
    monkeypatch.setattr(module, "student_for", lambda *_, **__: table(corpus))
    build_index(corpus, folder, encoder=NamedEncoder(), general=cast(General, object()))
    return folder


@pytest.fixture
def folder(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The index of the invented content."""
    return write_index(corpus, tmp_path / "index", monkeypatch)


def test_content_as_it_was_has_the_index_as_it_is(folder: Path, corpus: Corpus) -> None:
    """Read from the folder, and not made again."""
    warm = WarmIndex(folder)
    found = warm.index_of(corpus)
    assert found is not None
    assert warm.is_of(corpus)
    assert found[0].entries == load_index(folder).entries
    again = warm.index_of(corpus)
    assert again is not None
    assert again[0] is found[0]


def test_what_is_made_in_memory_is_what_files_hold(folder: Path, corpus: Corpus) -> None:
    """The same texts give the browser the same bytes, and related pages the same figures."""
    warm = WarmIndex(folder)
    found = warm.index_of(replace(corpus, digest="other"))
    assert found is not None
    assert not warm.is_of(replace(corpus, digest="other"))
    index, student = found
    stored = load_index(folder)
    assert search_data(index, student) == search_data(stored, Student.load(folder / STUDENT))
    assert likeness(index) == likeness(stored)


def test_what_was_worked_out_before_a_change_is_not_worked_out_at_it(
    folder: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slow part, which most changes leave as it is; without an index there is none."""
    made: list[None] = []
    real = collect.compile_net

    def counted(*given: Any) -> Any:
        made.append(None)
        return real(*given)

    monkeypatch.setattr(collect, "compile_net", counted)
    monkeypatch.setattr(collect, "_NET", collect._LastNet())
    warm = WarmIndex(folder)
    warm.warm_up(corpus)
    assert len(made) == 1
    assert warm.index_of(replace(corpus, digest="other")) is not None
    assert len(made) == 1
    WarmIndex(folder / "none").warm_up(corpus)


def test_a_new_line_is_found_at_once(folder: Path, tree: Tree) -> None:
    """By its words, and by its meaning as the table has it; every other vector is as it was."""
    tree.replace(STUDY, "## ", "Xylophones were handed to every partner.\n\n## ")
    corpus = read_corpus(tree.root, today=TODAY)
    found = WarmIndex(folder).index_of(corpus)
    assert found is not None
    index, student = found
    number = list(corpus.documents).index(DocId(STUDY.removesuffix(".md")))
    assert index.keyword.frequencies("body", terms_of("Xylophones")[0]) == [(number, 1.0)]
    assert "xylophones" in index.keyword.vocabulary()
    before = load_index(folder).vectors
    others = np.arange(len(corpus.documents)) != number
    assert (index.vectors.documents.rows[others] == before.documents.rows[others]).all()
    assert (index.vectors.documents.rows[number] != before.documents.rows[number]).any()
    [(_, text)] = [
        (entry.title, f"{entry.title}. {piece.text}")
        for entry in index.entries
        for piece in entry.passages
        if "Xylophones" in piece.text
    ]
    told = student.encode([text])[0].astype(np.float64)
    where = [p.text for e in index.entries for p in e.passages].index(text.split(". ", 1)[1])
    likenesses = index.vectors.passages.likeness(told)
    assert likenesses[where] == likenesses.max()


def test_directions_of_pages_go_with_the_pages(folder: Path, tree: Tree) -> None:
    """A page less, or another in its place: the table's directions are of others then."""
    path = tree.path("casestudies/ely-listening-line.md")
    path.rename(path.with_name("zz-last-line.md"))
    corpus = tree.check().corpus
    if corpus is None:  # other pages lead there: name them anew
        for page in tree.root.rglob("*"):
            if page.is_file():
                text = page.read_text(encoding="utf-8")
                page.write_text(
                    text.replace("casestudies/ely-listening-line", "casestudies/zz-last-line"),
                    encoding="utf-8",
                )
        corpus = read_corpus(tree.root, today=TODAY)
    found = WarmIndex(folder).index_of(corpus)
    assert found is not None
    assert found[1].pages is None


def test_without_an_index_there_is_none(folder: Path, corpus: Corpus, tmp_path: Path) -> None:
    """Nor with a damaged one, or one without a table; another that comes is read."""
    warm = WarmIndex(tmp_path / "none")
    assert warm.index_of(corpus) is None
    assert not warm.is_of(corpus)
    shutil.copytree(folder, tmp_path / "none")
    assert warm.index_of(corpus) is not None
    (tmp_path / "none" / "manifest.json").write_text("{}", encoding="utf-8")
    assert warm.index_of(corpus) is None


def test_no_model_is_loaded() -> None:
    """Nor torch, which takes seconds."""
    code = "import sys, kb.index.warm; print({'torch', 'sentence_transformers'} & {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout == "set()\n"
