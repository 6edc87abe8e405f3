"""Patroni with etcd minds three servers; what breaks costs no acknowledged write, and no word."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.cluster import until
from bench.patroni import PatroniCluster, patroni_cluster, why_not
from kb.index.load import LoadedIndex
from tests.scale.traffic import Measured, Traffic, files_with_a_mark, service
from tests.stores import indexed

pytestmark = pytest.mark.posix
pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")

PAUSE = 0.6
"""Seconds between two questions of an asker, so that two of them may go on for minutes."""
FROZEN_SECONDS = 40.0
"""Longer than Patroni goes on without a word from etcd, or waits for one from a primary."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LoadedIndex:
    """100 documents."""
    return indexed(tmp_path_factory.mktemp("patroni") / "index")


@pytest.fixture(scope="module")
def cluster(made: LoadedIndex) -> Iterator[PatroniCluster]:
    """Three servers with the nation's pages."""
    if reason := why_not():
        pytest.skip(reason)
    from kb.postgres.publish import publish
    from kb.postgres.roles import READ, grant
    from kb.postgres.store import connect, migrate, quieten

    with patroni_cluster() as found:
        with connect(found.dsn) as admin:
            migrate(admin)
            assert quieten(admin) == []
            grant(admin, "kb_read", READ, ["*"])
            publish(admin, made, "england")
        yield found


def primary_killed(cluster: PatroniCluster, traffic: Traffic) -> None:
    """Its machine dies: server and Patroni are killed, and another takes over."""
    old = cluster.leads()
    old.signal(signal.SIGKILL)
    traffic.written_again(seconds=120)


def primary_frozen(cluster: PatroniCluster, traffic: Traffic) -> None:
    """Its machine freezes, another takes over, and it wakes."""
    old = cluster.leads()
    old.signal(signal.SIGSTOP)
    frozen = time.monotonic()
    traffic.written_again(seconds=120)
    traffic.go_on(max(FROZEN_SECONDS - (time.monotonic() - frozen), 0))
    old.signal(signal.SIGCONT)
    until(lambda: cluster.leader() not in (None, old), "the old one steps down", 120)
    traffic.go_on(3)


def etcd_frozen(cluster: PatroniCluster, traffic: Traffic) -> None:
    """Nobody knows who leads: the primary steps down, answers go on, and all comes back."""
    cluster.signal_etcd(signal.SIGSTOP)
    traffic.go_on(FROZEN_SECONDS)
    cluster.signal_etcd(signal.SIGCONT)
    traffic.written_again(seconds=120)


@pytest.mark.parametrize(
    "fault", [etcd_frozen, primary_frozen, primary_killed], ids=lambda fault: fault.__name__
)
def test_nothing_acknowledged_is_lost(
    fault: Callable[[PatroniCluster, Traffic], None],
    cluster: PatroniCluster,
    made: LoadedIndex,
    tmp_path: Path,
    measured: list[Measured],
) -> None:
    """Whatever breaks; and no word of a query stands in any file, of Patroni and etcd neither."""
    cluster.settle()
    reading = cluster.reading.replace("user=kb", "user=kb_read")
    name = f"Patroni: {fault.__name__.replace('_', ' ')}"
    with (
        service(reading, tmp_path) as address,
        Traffic(made, cluster.dsn, address, fault.__name__, PAUSE) as traffic,
    ):
        traffic.written_again()
        traffic.answered_again()
        fault(cluster, traffic)
        traffic.written_again(seconds=120)
        traffic.answered_again()
        traffic.stop()
    found = traffic.measured(name, cluster.leads().server)
    measured.append(found)
    assert found.lost == 0
    assert found.acknowledged > 5
    assert files_with_a_mark(tmp_path, *cluster.servers, also=cluster.folder) == []
