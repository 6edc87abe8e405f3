"""The invented content, indexed with an encoder that loads no model."""

from __future__ import annotations

import pytest

from kb.index.build import build_index
from kb.index.load import LoadedIndex, load_index
from kb.model.corpus import Corpus
from tests.hashes import HashEncoder


@pytest.fixture(scope="session")
def index(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> LoadedIndex:
    """The invented content, indexed."""
    folder = tmp_path_factory.mktemp("service") / "index"
    build_index(corpus, folder, encoder=HashEncoder())
    return load_index(folder)
