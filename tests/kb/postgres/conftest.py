"""A server of PostgreSQL for these tests, as an ordinary user; skipped with the reason without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.local_server import LocalServer, local_server, why_not
from kb.index.load import LoadedIndex
from tests.stores import indexed


@pytest.fixture(scope="session")
def server() -> Iterator[LocalServer]:
    """A server that runs while these tests do."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    try:
        made = local_server()
        running = made.__enter__()
    except RuntimeError as error:
        pytest.skip(f"the server does not start here: {error}")
    try:
        yield running
    finally:
        made.__exit__(None, None, None)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> LoadedIndex:
    """100 documents, most of which no need leads to."""
    return indexed(tmp_path_factory.mktemp("postgres") / "index")
