"""The real content, read once for all tests of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.content.clock import today
from kb.content.kept import Kept
from kb.content.read import Reading, check_corpus
from kb.model.corpus import Corpus

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="session")
def kept() -> Kept:
    """Return what is found out about the real content, for local editions of it."""
    return Kept()


@pytest.fixture(scope="session")
def reading(kept: Kept) -> Reading:
    """Return the real content and every problem of it."""
    return check_corpus(CONTENT, today=today(), kept=kept)


@pytest.fixture(scope="session")
def content(reading: Reading) -> Corpus:
    """Return the corpus; without one nothing makes sense."""
    assert reading.corpus is not None, "\n".join(map(str, reading.problems))
    return reading.corpus
