"""An engine over the invented content, with an encoder that loads no model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.data.settings import load_settings
from kb.index.build import build_index
from kb.index.load import LoadedIndex, load_index
from kb.model.corpus import Corpus
from kb.search.engine import Engine
from kb.search.fusion import MODES
from tests.hashes import HashEncoder


@pytest.fixture(scope="session")
def index(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> LoadedIndex:
    """The invented content, indexed."""
    folder = tmp_path_factory.mktemp("search") / "index"
    build_index(corpus, folder, encoder=HashEncoder())
    return load_index(folder)


@pytest.fixture(scope="session")
def engine(index: LoadedIndex) -> Engine:
    """An engine over that index, with a line of its own between answering and refusing.

    The line that ships was drawn on the whole content, and is no line for nine pages.
    """
    line = {"foreign": -1.0, "known": 1.0, "threshold": 0.0}
    return Engine(
        index,
        HashEncoder(),
        settings=replace(load_settings(), abstain=dict.fromkeys(MODES, line)),
    )
