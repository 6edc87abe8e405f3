"""The generated documents are content like any other, and growth is told by its exponent."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.build import table as peers
from bench.corpus import Noise
from bench.scale import exponent, generate, table
from kb.content.read import check_corpus
from kb.index.encoder.train import GENERAL, General
from kb.index.vectors import project
from tests.conftest import FIXTURES, TODAY


def test_generated_documents_pass_the_check(tmp_path: Path) -> None:
    """Each under a name and a title of its own, and the same each time."""
    generate(FIXTURES / "corpus", tmp_path / "content", 30)
    found = check_corpus(tmp_path / "content", today=TODAY)
    assert [str(problem) for problem in found.errors] == []
    before = check_corpus(FIXTURES / "corpus", today=TODAY).corpus
    assert found.corpus is not None
    assert before is not None
    assert len(found.corpus.documents) == len(before.documents) + 30
    generate(FIXTURES / "corpus", tmp_path / "again" / "content", 30)
    again = check_corpus(tmp_path / "again" / "content", today=TODAY).corpus
    assert again is not None
    assert again.digest == found.corpus.digest


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
def test_the_exponent_is_that_of_the_growth(power: float) -> None:
    """Whatever the unit."""
    points = [(size, 0.003 * size**power) for size in (100.0, 1000.0, 5000.0)]
    assert exponent(points) == pytest.approx(power)


def test_a_step_that_outgrows_the_content_is_named() -> None:
    """One that takes next to nothing is not, however it grows."""
    results = [
        {
            "documents": size,
            "peak": 2**20,
            "seconds": {"even": size / 100, "square": size**2 / 10**5, "tiny": size**2 / 10**9},
        }
        for size in (100, 1000)
    ]
    lines = list(table(results))
    assert lines[-1] == "grows faster than the content: square"
    assert [line.split()[-1] for line in lines[1:4]] == ["1.00", "2.00", "-"]


def test_each_figure_stands_beside_its_best_peer() -> None:
    """As a ratio; a peer that is not there is named as such."""
    figures = {
        "kb build, first": 6.0,
        "kb build, one page changed": 1.5,
        "query in Node, with reasons": 2.0,
        "Hugo": 2.0,
        "MkDocs": 4.0,
        "Eleventy": None,
        "MiniSearch in Node, words alone": None,
    }
    lines = list(peers(100, figures))
    assert lines[0] == "our own and 100 generated documents:"
    assert lines[4:7] == [
        "| kb build, first | Hugo 2.00 s | 6.00 s | 3.0 | 4 |",
        "| kb build, one page changed | - | 1.50 s | - | 0.3 s |",
        "| query in Node, with reasons | - | 2.00 ms | - | 1.4 ms |",
    ]
    assert lines[8:] == [
        "- Hugo: 2.00",
        "- MkDocs: 4.00",
        "- Eleventy: not there",
        "- MiniSearch in Node, words alone: not there",
    ]
    assert next(iter(peers(0, figures))) == "our own content:"


def test_noise_fits_the_table_that_projects_it() -> None:
    """Bench indexes go through the projection of the general table, which has the model's size."""
    general = General.load(GENERAL)
    vectors = Noise(len(general.projection)).encode(["one", "another", "one"])
    projected = project(vectors, general.projection)
    assert projected.shape == (3, general.projection.shape[1])
    assert (projected[0] == projected[2]).all()
    assert (projected[0] != projected[1]).any()
