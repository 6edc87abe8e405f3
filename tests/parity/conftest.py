"""An index of the real content, and what both runtimes answer on it.

The general table stands in for the sentence-transformers model and for the trained encoder, so
that no model is loaded: what is compared is arithmetic, whatever the vectors mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kb.browser.export import search_data
from kb.browser.node import node
from kb.content.clock import today
from kb.content.read import read_corpus
from kb.data.settings import load_settings
from kb.index.build import build_index
from kb.index.encoder.fit import untrained
from kb.index.encoder.table import Student
from kb.index.encoder.train import GENERAL, General
from kb.index.load import LoadedIndex, load_index
from kb.index.vectors import compact

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "site_builder" / "static" / "search" / "engine.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say why the tests of this folder are skipped where there is no Node."""
    if node() is None:
        for item in items:
            if Path(item.fspath).parent == Path(__file__).parent:
                item.add_marker(pytest.mark.skip(reason="no Node on this machine: install it"))


@pytest.fixture(scope="session")
def student() -> Student:
    """The query encoder before it was fitted to any content."""
    return untrained(General.load(GENERAL))


@pytest.fixture(scope="session")
def index(student: Student, tmp_path_factory: pytest.TempPathFactory) -> LoadedIndex:
    """The real content, indexed."""
    folder = tmp_path_factory.mktemp("parity") / "index"
    build_index(read_corpus(ROOT / "content", today=today()), folder, encoder=student)
    loaded = load_index(folder)
    return replace(loaded, vectors=compact(loaded.vectors, **load_settings().raw["vectors"]))


@pytest.fixture(scope="session")
def data(index: LoadedIndex, student: Student) -> Mapping[str, bytes]:
    """The scripts of the browser's data for it."""
    return search_data(index, student)
