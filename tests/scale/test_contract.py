"""PostgreSQL answers as the index of one machine does: every judged query, and 500 made ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bench.local_server import local_server
from kb.evaluation.queries import read_queries
from kb.index.encoder.model import Encoder
from kb.index.load import LoadedIndex
from kb.search.embedded import EmbeddedSnapshot
from kb.search.engine import Engine
from kb.search.open import choose_encoder, open_index
from kb.search.stored import StoreEngine
from tests.scale.traffic import Measured
from tests.stores import queries, ranking

if TYPE_CHECKING:
    from kb.postgres.store import PostgresStore

pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")

INDEX = Path("build/index")
JUDGED = (Path("eval/queries.yaml"), Path("eval/queries-2.yaml"))
MADE = 500
TAKEN = 15
Asked = tuple[str, Mapping[str, Sequence[str]]]


@pytest.fixture(scope="module")
def index() -> LoadedIndex:
    """The real content; `make test-scale` indexes it first."""
    if not INDEX.is_dir():
        pytest.skip("there is no index: kb index")
    return open_index(INDEX, None)


@pytest.fixture(scope="module")
def encoder(index: LoadedIndex) -> Encoder:
    """The encoder of its queries."""
    return choose_encoder("student", index)


@pytest.fixture(scope="module")
def asked(index: LoadedIndex) -> tuple[list[Asked], list[Asked]]:
    """The judged queries with their filters, and queries that a generator makes from a seed."""
    judged: list[Asked] = [(one.text, one.filters) for path in JUDGED for one in read_queries(path)]
    made: list[Asked] = [(text, {}) for text in queries(index, MADE)]
    facets = sorted(index.lexicon.facets)
    for at in range(0, MADE, 10):  # every tenth with a choice
        facet = facets[at // 10 % len(facets)]
        choices = index.lexicon.facets[facet]
        made[at] = (made[at][0], {facet: [choices[at % len(choices)].id]})
    return judged, made


@pytest.fixture(scope="module")
def store(index: LoadedIndex) -> Iterator[PostgresStore]:
    """The nation's rows, and an owner's own that replace some of them, which say other things."""
    from kb.postgres.connections import Connections
    from kb.postgres.publish import publish
    from kb.postgres.store import PostgresStore, connect, migrate, set_edition

    taken = {entry.id for entry in index.entries[::6][:TAKEN]}
    others = [entry for entry in index.entries if entry.id in taken]
    turned = dict(zip([one.id for one in others], [others[-1], *others[:-1]], strict=True))
    outdated = replace(
        index,
        entries=tuple(
            replace(turned[one.id], id=one.id) if one.id in taken else one for one in index.entries
        ),
    )
    with local_server() as server, connect(server.dsn) as admin:
        migrate(admin)
        publish(admin, index, "england")
        publish(admin, outdated, "outdated")
        publish(admin, index, "board", only=taken.__contains__)
        set_edition(admin, "area", ("outdated", "board"))
        pool = Connections(server.dsn)
        yield PostgresStore(pool)
        pool.close()


def differences(whole: Engine, found: StoreEngine, texts: Sequence[Asked]) -> list[Any]:
    """The queries that are not answered the same to the last count and refusal."""
    other = []
    for text, filters in texts:
        wanted = whole.search(text, filters=filters)
        got = found.search(text, filters=filters)
        assert got.proved, text
        assert got.counted, text
        same = ranking(got.answer) == ranking(wanted)
        if not same or got.answer.as_dict() != wanted.as_dict():
            other.append((text, ranking(got.answer)[:3], ranking(wanted)[:3]))
    return other


def test_an_edition_of_two_owners(
    index: LoadedIndex,
    encoder: Encoder,
    store: PostgresStore,
    asked: tuple[list[Asked], list[Asked]],
    measured: list[Measured],
) -> None:
    """Identifiers, order, scores to nine decimals, reasons, counts, refusals: all queries."""
    judged, made = asked
    snapshot = store.open("area")
    assert [len(one.hidden) for one in snapshot.releases] == [TAKEN, 0]
    engine = StoreEngine(snapshot, encoder)
    whole = Engine(index, encoder)
    assert differences(whole, engine, judged) == []
    assert differences(whole, engine, made) == []
    refused = sum(whole.search(text).abstained for text, _ in (*judged, *made))
    assert refused > 5
    measured.append(
        Measured(
            fault="contract",
            told=f"{len(judged)} judged and {len(made)} made queries on {len(index.entries)}"
            f" documents of two owners, {TAKEN} replaced: all the same; {refused} refused",
        )
    )


def test_few_candidates(
    index: LoadedIndex,
    encoder: Encoder,
    store: PostgresStore,
    asked: tuple[list[Asked], list[Asked]],
    measured: list[Measured],
) -> None:
    """From 30 of each source: the same where the answer is called proved, and in either store."""
    judged, _ = asked
    whole = Engine(index, encoder)
    few = StoreEngine(store.open("england"), encoder, depth=30, deepest=30)
    embedded = StoreEngine(EmbeddedSnapshot(index), encoder, depth=30, deepest=30)
    proved = same = 0
    for text, filters in judged:
        got, other = few.search(text, filters=filters), embedded.search(text, filters=filters)
        wanted = whole.search(text, filters=filters)
        assert ranking(got.answer) == ranking(other.answer), text
        assert (got.proved, got.counted) == (other.proved, other.counted), text
        proved += got.proved
        same += ranking(got.answer) == ranking(wanted)
        if got.proved:
            assert ranking(got.answer) == ranking(wanted), text
            assert got.answer.abstained == wanted.abstained, text
        if got.counted:
            assert got.answer.total == wanted.total, text
    measured.append(
        Measured(
            fault="contract, 30 of each source",
            told=f"{len(judged)} judged queries: {proved} proved, {same} the same ten",
        )
    )
    assert proved
