"""The service answers as `kb search --json`, keeps its limits, and repeats nothing of a query."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("starlette", reason="starlette is not installed: pip install '.[hosted]'")
pytest.importorskip("httpx", reason="httpx is not installed: pip install '.[editing]'")

from starlette.testclient import TestClient

from kb.index.load import LoadedIndex
from kb.model.problems import IndexStoreError, KbError
from kb.search.embedded import EmbeddedSnapshot
from kb.search.engine import Engine
from kb.search.results import public_answer
from kb.service.app import Limits, make_app
from kb.service.editions import Editions
from tests.hashes import HashEncoder

MARKED = "zanzibarmark"


class OneEdition:
    """A store with one edition, which fails while it is told to."""

    def __init__(self, index: LoadedIndex) -> None:
        self._index = index
        self.failing: Exception | None = None
        self.held: Callable[[], None] = lambda: None

    def open(self, edition: str) -> EmbeddedSnapshot:
        """The index, as the edition `nation`."""
        self.held()
        if self.failing is not None:
            raise self.failing
        if edition != "nation":
            raise IndexStoreError(f"{edition}: not-published")
        return EmbeddedSnapshot(self._index)

    def live(self, edition: str) -> str:
        """Its generation."""
        return self.open(edition).generation


@pytest.fixture
def store(index: LoadedIndex) -> OneEdition:
    """A store of the invented content."""
    return OneEdition(index)


def client(store: OneEdition, **limits: Any) -> TestClient:
    """A client of a service over it."""
    editions = Editions(store, lambda _: HashEncoder())
    app = make_app(editions, limits=Limits(**limits), default="nation")
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize("explain", [False, True])
def test_the_answers_are_those_of_the_command(
    index: LoadedIndex, store: OneEdition, explain: bool
) -> None:
    """The same object, with whether it is proved."""
    engine = Engine(index, HashEncoder())
    filters = {"kind": ["signposting"]}
    for text, asked in (("mentoring for locums", {}), ("burnt out", {"filters": filters})):
        found = client(store).post(
            "/search/nation", json={"query": text, "limit": 3, "explain": explain, **asked}
        )
        answer = engine.search(text, limit=3, filters=asked.get("filters"))
        wanted = public_answer(answer, engine.urgent_help, explain=explain)
        assert found.status_code == 200
        assert found.json() == {**json.loads(json.dumps(wanted)), "proved": True, "counted": True}
        assert found.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        (b"{", 400, "not-json"),
        (b"[" * 5_000, 400, "not-json"),
        (b'["zanzibarmark"]', 400, "other-keys"),
        (b'{"query": "zanzibarmark", "zanzibarmark": 1}', 400, "other-keys"),
        (b'{"query": ["zanzibarmark"]}', 400, "not-text"),
        (b'{"query": "zanzibarmark", "limit": 101}', 400, "other-limit"),
        (b'{"query": "zanzibarmark", "limit": true}', 400, "other-limit"),
        (b'{"query": "zanzibarmark", "limit": 0}', 400, "unknown-choice"),
        (b'{"query": "tea", "mode": "zanzibarmark"}', 400, "unknown-choice"),
        (b'{"query": "tea", "filters": {"zanzibarmark": ["x"]}}', 400, "unknown-choice"),
        (b'{"query": "tea", "filters": ["zanzibarmark"]}', 400, "other-filters"),
        (b'{"query": "' + b"zanzibarmark " * 2_000 + b'"}', 413, "too-long"),
    ],
)
def test_what_is_refused(store: OneEdition, body: bytes, status: int, why: str) -> None:
    """By a word for why, and without a word of what was asked."""
    found = client(store).post("/search/nation", content=body)
    assert (found.status_code, found.json()["error"]) == (status, why)
    assert MARKED not in found.text


def test_a_query_in_an_address_is_not_looked_at(store: OneEdition) -> None:
    """Only POST is answered, and what stands after a question mark counts for nothing."""
    assert client(store).get(f"/search/nation?query={MARKED}").status_code == 405
    found = client(store).post(f"/search/nation?query={MARKED}", json={"query": "tea"})
    assert found.json()["query"] == "tea"


def test_failures_are_told_by_their_kind(store: OneEdition, caplog: Any, capfd: Any) -> None:
    """An unknown edition, a store that is down and a fault of ours; none says what was asked."""
    caplog.set_level(logging.DEBUG)
    asked = {"query": MARKED}
    assert client(store).post("/search/elsewhere", json=asked).status_code == 404
    for failing, status, why in (
        (KbError(f"store: {MARKED}"), 503, "store-failed"),
        (RuntimeError(f"fault {MARKED}"), 500, "failed"),
    ):
        store.failing = failing
        found = client(store).post("/search/nation", json=asked)
        assert (found.status_code, found.json()) == (status, {"error": why})
        assert ("retry-after" in found.headers) == (status == 503)
    written = capfd.readouterr()
    assert MARKED not in caplog.text + written.out + written.err


def test_more_searches_than_may_run_are_refused_at_once(store: OneEdition) -> None:
    """And the next one is answered when the first has ended."""
    begun, go_on = threading.Event(), threading.Event()

    def held() -> None:
        begun.set()
        assert go_on.wait(30)

    store.held = held
    with client(store, at_once=1, seconds=30) as one:
        first: list[int] = []
        asking = threading.Thread(
            target=lambda: first.append(
                one.post("/search/nation", json={"query": "tea"}).status_code
            )
        )
        asking.start()
        assert begun.wait(30)
        refused = one.post("/search/nation", json={"query": "tea"})
        assert (refused.status_code, refused.json()["error"]) == (503, "busy")
        assert one.get("/health").status_code == 200
        go_on.set()
        asking.join(30)
        assert first == [200]
        assert one.post("/search/nation", json={"query": "tea"}).status_code == 200


def test_a_search_that_takes_too_long_is_given_up(store: OneEdition) -> None:
    """The caller hears so, and the service is as before."""
    go_on = threading.Event()

    def held() -> None:
        assert go_on.wait(30)

    store.held = held
    with client(store, seconds=0.05) as one:
        found = one.post("/search/nation", json={"query": "tea"})
        go_on.set()
        assert (found.status_code, found.json()["error"]) == (503, "too-slow")


def test_an_address_may_ask_so_often_in_a_minute(store: OneEdition) -> None:
    """Then it is asked to wait."""
    one = client(store, a_minute=2)
    statuses = [one.post("/search/nation", json={"query": "tea"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_health_readiness_and_metrics(store: OneEdition) -> None:
    """It is not ready while its edition cannot be opened; metrics have counts and no words."""
    one = client(store)
    store.failing = KbError("down")
    assert one.get("/health").json() == {"status": "ok"}
    assert one.get("/ready").status_code == 503
    store.failing = None
    assert one.get("/ready").json() == {"status": "ready"}
    one.post("/search/nation", json={"query": MARKED})
    one.post("/search/nation", content=b"{")
    assert one.get("/metrics").text.splitlines()[1:] == [
        'kb_requests_total{kind="answered"} 1',
        'kb_requests_total{kind="not-json"} 1',
    ]
