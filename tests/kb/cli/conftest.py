"""A `kb` that indexes without loading a model."""

from __future__ import annotations

import pytest

from tests.hashes import HashEncoder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encode by the hashes of words, and fit no table to them."""
    for module in ("kb.index.encoder.model", "kb.search.open", "kb.evaluation.run"):
        monkeypatch.setattr(f"{module}.TransformerEncoder", HashEncoder)
    monkeypatch.setattr("kb.index.encoder.train.General.load", lambda _path: None)
