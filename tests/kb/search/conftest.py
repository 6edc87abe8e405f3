"""An engine over the invented content, with an encoder that loads no model."""

from __future__ import annotations

import pytest

from kb.corpus import Corpus
from kb.index.build import build_index
from kb.index.load import LoadedIndex, load_index
from kb.search.engine import Engine
from tests.hashes import HashEncoder


@pytest.fixture(scope="session")
def index(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> LoadedIndex:
    """The invented content, indexed."""
    folder = tmp_path_factory.mktemp("search") / "index"
    build_index(corpus, folder, encoder=HashEncoder())
    return load_index(folder)


@pytest.fixture(scope="session")
def engine(index: LoadedIndex) -> Engine:
    """An engine over that index."""
    return Engine(index, HashEncoder())
