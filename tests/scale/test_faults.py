"""What breaks, for real, on this machine; no acknowledged write is lost, no word written down."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.cluster import Cluster, Relay, Watchdog, ask, cluster, until
from bench.local_server import (
    STANDBY,
    LocalServer,
    local_server,
    new_server,
    ordinary_user,
    standby_of,
)
from kb.index.load import LoadedIndex
from kb.model.problems import IndexStoreError
from kb.search.stored import StoreEngine
from tests.hashes import HashEncoder
from tests.scale.traffic import MARK, Measured, Traffic, files_with_a_mark, service
from tests.scale.traffic import ask as ask_service
from tests.stores import indexed, queries

pytestmark = pytest.mark.posix
pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")

BEFORE, DURING, AFTER = 2.0, 3.0, 2.0
"""Seconds of work before a fault, with it, and after it."""
KILLS = 20


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LoadedIndex:
    """100 documents."""
    return indexed(tmp_path_factory.mktemp("scale") / "index")


@contextmanager
def at_work(made: LoadedIndex, folder: Path) -> Iterator[tuple[Cluster, Traffic]]:
    """A primary and its standby with the nation's pages, a service, publishers and askers."""
    from kb.postgres.publish import publish
    from kb.postgres.roles import READ, grant
    from kb.postgres.store import connect, migrate, quieten

    with cluster() as both:
        with connect(both.primary.dsn) as admin:
            migrate(admin)
            assert quieten(admin) == []
            grant(admin, "kb_read", READ, ["*"])
            publish(admin, made, "england")
        position = "select pg_current_wal_lsn()::text"
        written = ask(both.primary, position)
        until(
            lambda: ask(both.standby, f"select pg_last_wal_replay_lsn() >= '{written}'") is True,
            "the standby has it",
        )
        reading = both.reading.replace("user=kb", "user=kb_read")
        with (
            service(reading, folder) as address,
            Traffic(made, both.dsn, address) as traffic,
        ):
            traffic.written_again()
            traffic.answered_again()
            traffic.go_on(BEFORE)
            yield both, traffic
        assert files_with_a_mark(folder, *both.servers) == []


def primary_killed(both: Cluster, traffic: Traffic) -> None:
    """Its processes are killed in the middle of writes."""
    with Watchdog(both) as dog:
        both.primary.signal(signal.SIGKILL)
        assert dog.promoted.wait(30)
    traffic.written_again()


def primary_frozen(both: Cluster, traffic: Traffic) -> None:
    """It is frozen, its standby takes over, and it wakes: it still takes itself for the primary."""
    from kb.postgres.store import connect

    old = both.primary
    with Watchdog(both) as dog:
        old.signal(signal.SIGSTOP)
        assert dog.promoted.wait(30)
    traffic.written_again()
    old.signal(signal.SIGCONT)
    until(lambda: ask(old, "select not pg_is_in_recovery()") is True, "the old one woke")
    refuses_a_commit(old)
    with connect(both.dsn) as chosen:
        assert chosen.info.port == both.primary.port
    traffic.go_on(AFTER)


def refuses_a_commit(old: LocalServer) -> None:
    """A primary that was left behind acknowledges nothing, even to whoever asks it alone."""
    from kb.postgres.connections import LateError
    from kb.postgres.store import connect

    with (
        connect(old.dsn, seconds=5, commit_seconds=1) as left_behind,
        pytest.raises(LateError),
        left_behind.whole(),
    ):
        left_behind.execute("select kb.go_live((select min(release) from kb.release))")


def network_cut(both: Cluster, traffic: Traffic) -> None:
    """Neither hears of the other, clients reach both, and the standby is promoted."""
    relay = Relay(both.primary.port)
    told = f"host=127.0.0.1 port={relay.port} user=kb application_name={STANDBY}"
    both.standby.set({"primary_conninfo": told})
    until(both.follows, "the standby follows through the relay")
    traffic.written_again()
    relay.cut()
    traffic.go_on(DURING)
    old = both.primary
    both.fail_over()
    refuses_a_commit(old)
    traffic.written_again()
    traffic.answered_again()
    relay.close()


def standby_killed(both: Cluster, traffic: Traffic) -> None:
    """Commits wait for it, and are acknowledged by nobody, until it is back."""
    both.standby.signal(signal.SIGKILL)
    until(lambda: not both.standby.processes(), "it is dead")
    before = len(traffic.acknowledged)
    traffic.go_on(DURING)
    assert len(traffic.acknowledged) <= before + 2
    both.standby.start()


def standby_frozen(both: Cluster, traffic: Traffic) -> None:
    """As slow as can be: it takes nothing for three seconds."""
    both.standby.signal(signal.SIGSTOP)
    traffic.go_on(DURING)
    both.standby.signal(signal.SIGCONT)


def standby_rebuilt(both: Cluster, traffic: Traffic) -> None:
    """It is lost with its disk, and made anew from the primary while that is written to."""
    both.standby.remove()
    both.primary.set({"synchronous_standby_names": ""})
    traffic.written_again()
    both.rebuild()


@pytest.mark.parametrize(
    "fault",
    [
        primary_killed,
        primary_frozen,
        network_cut,
        standby_killed,
        standby_frozen,
        standby_rebuilt,
    ],
    ids=lambda fault: fault.__name__,
)
def test_nothing_acknowledged_is_lost(
    fault: Callable[[Cluster, Traffic], None],
    made: LoadedIndex,
    tmp_path: Path,
    measured: list[Measured],
) -> None:
    """Whatever breaks; and no word of a query stands in any file."""
    with at_work(made, tmp_path) as (both, traffic):
        fault(both, traffic)
        traffic.written_again()
        traffic.answered_again()
        traffic.go_on(AFTER)
        traffic.stop()
        found = traffic.measured(fault.__name__.replace("_", " "), both.primary)
        measured.append(found)
        assert found.lost == 0
        assert found.acknowledged > 5


def test_a_full_disk(tmp_path: Path, made: LoadedIndex, measured: list[Measured]) -> None:
    """Publishing fails with an error, answers go on, and publishing does so when there is room."""
    from kb.postgres.publish import publish
    from kb.postgres.store import connect, migrate

    room = tmp_path / "disk"
    room.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=220m", "tmpfs", str(room)],
        check=False,
        timeout=60,
        capture_output=True,
        text=True,
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be made here: {mounted.stderr.strip()}")
    try:
        data = room / "data"
        data.mkdir()
        shutil.chown(data, ordinary_user())
        for above in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
            above.chmod(above.stat().st_mode | 0o011)
        server = new_server(data=data)
        try:
            server.start()
            with connect(server.dsn) as admin:
                migrate(admin)
                publish(admin, made, "england")
            with service(server.dsn, tmp_path) as address:
                with Traffic(made, server.dsn, address) as traffic:
                    traffic.written_again()
                    fill = room / "fill"
                    _fill(fill)
                    until(lambda: any("publishing" in e for e in traffic.errors), "it is full")
                    traffic.answered_again()
                    traffic.go_on(1.0)
                    fill.unlink()
                    traffic.written_again()
                    traffic.answered_again()
                    traffic.stop()
                found = traffic.measured("disk full (one node)", server)
                measured.append(found)
                assert found.lost == 0
                assert files_with_a_mark(tmp_path, server) == []
        finally:
            server.remove()
    finally:
        subprocess.run(["umount", "-l", str(room)], check=True, timeout=60)


def _fill(path: Path) -> None:
    """Write until there is no room."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65_536))
        except OSError:
            return


def test_every_connection_taken(
    made: LoadedIndex, tmp_path: Path, measured: list[Measured]
) -> None:
    """Who comes then is refused within a moment, and nobody waits for those before."""
    from kb.postgres.connections import Connections, StoreBusyError
    from kb.postgres.publish import publish
    from kb.postgres.store import connect, migrate

    with local_server() as server:
        with connect(server.dsn) as admin:
            migrate(admin)
            publish(admin, made, "england")
        pool = Connections(server.dsn, most=2)
        seen: list[tuple[str, float]] = []

        def use() -> None:
            began = time.monotonic()
            try:
                with pool.connection() as one:
                    one.execute("select pg_sleep(0.6), %s", (MARK,))
                kind = "served"
            except StoreBusyError:
                kind = "refused"
            seen.append((kind, time.monotonic() - began))

        def at_once(act: Callable[[], None]) -> None:
            callers = [threading.Thread(target=act) for _ in range(24)]
            for one in callers:
                one.start()
            for one in callers:
                one.join(timeout=120)

        at_once(use)
        pool.close()
        statuses: list[int] = []
        with service(server.dsn, tmp_path) as address:
            at_once(lambda: statuses.append(ask_service(address, f"{MARK} tea")))
        assert {*statuses} <= {200, 503}
        assert 200 in statuses
        assert files_with_a_mark(tmp_path, server) == []
    refused = [seconds for kind, seconds in seen if kind == "refused"]
    assert len(refused) + sum(kind == "served" for kind, _ in seen) == 24
    assert len(refused) >= 16
    longest = max(refused)
    measured.append(
        Measured(
            fault="pool exhausted",
            told=f"24 callers, 2 connections held for 0.6 s: {len(refused)} refused,"
            f" the longest after {longest:.2f} s; the service, 24 at once:"
            f" {statuses.count(200)} answered, {statuses.count(503)} refused",
            errors="busy",
        )
    )
    assert longest < 2


def test_rows_of_another_version(
    made: LoadedIndex, tmp_path: Path, measured: list[Measured]
) -> None:
    """Whoever opens them is refused with the difference; who had the old ones open goes on."""
    from kb.postgres.connections import Connections
    from kb.postgres.publish import publish
    from kb.postgres.store import PostgresStore, connect, migrate

    with local_server() as server, connect(server.dsn) as admin:
        migrate(admin)
        first = publish(admin, made, "england")
        pool = Connections(server.dsn)
        store = PostgresStore(pool)
        with service(server.dsn, tmp_path) as address:
            for column, value in (
                ("format", "1"),
                ("encoder", "'other'"),
                ("analyser", "'other'"),
                ("settings", "'other'"),
            ):
                owner = "local" if column == "encoder" else "england"
                second = publish(admin, made, owner, only=lambda name: name.endswith("1"))
                admin.execute(
                    f"update kb.release set {column} = {value} where release = %s",
                    (second.release,),
                )
                edition = owner
                if column == "encoder":  # the owners of one edition must have the same
                    edition = "both"
                    admin.execute("select kb.set_edition('both', array['england', 'local'])")
                with pytest.raises(IndexStoreError, match=f"other-rows: .*{column}: found"):
                    store.open(edition)
                statuses = []
                for _ in range(8):  # longer than the service goes on without looking
                    statuses.append(ask_service(address, f"{MARK} tea"))
                    time.sleep(0.25)
                assert statuses == [200] * 8, column
                if owner == "england":
                    admin.execute("select kb.go_live(%s)", (first.release,))
                    admin.execute("select kb.drop_release(%s)", (second.release,))
        pool.close()
        assert files_with_a_mark(tmp_path, server) == []
    measured.append(
        Measured(
            fault="rows of another format, encoder, analyser, settings",
            told="opening refused with the difference; the service goes on with what it had open",
            errors="other-rows",
        )
    )


def test_backup_and_restore(made: LoadedIndex, tmp_path: Path, measured: list[Measured]) -> None:
    """A dump of the schema, restored into another server, answers the same."""
    from kb.postgres.connections import Connections
    from kb.postgres.publish import publish
    from kb.postgres.roles import READ, grant
    from kb.postgres.store import PostgresStore, connect, migrate

    with local_server() as first, local_server() as second:
        with connect(first.dsn) as admin:
            migrate(admin)
            publish(admin, made, "england")
            publish(admin, made, "fens", only=lambda name: name.endswith("3"))
            grant(admin, "kb_read", READ, ["*"])
        kept = first.folder / "kb.dump"
        began = time.monotonic()
        host = ("-h", "127.0.0.1", "-U", "kb", "-d", "postgres")
        first.run("pg_dump", *host, "-p", str(first.port), "-Fc", "-n", "kb", "-f", str(kept))
        kept.chmod(0o644)
        first.folder.chmod(0o755)
        with connect(second.dsn) as admin:
            admin.execute("create extension vector schema public")
            admin.execute("create role kb_read login")
        second.run("pg_restore", *host, "-p", str(second.port), "--exit-on-error", str(kept))
        took = time.monotonic() - began
        pools = [Connections(one.dsn.replace("user=kb", "user=kb_read")) for one in (first, second)]
        engines = [
            StoreEngine(PostgresStore(pool).open("england"), HashEncoder()) for pool in pools
        ]
        for text in queries(made, 24):
            marked = f"{text} {MARK}"
            assert engines[0].search(marked) == engines[1].search(marked)
        with connect(second.dsn) as admin:
            assert migrate(admin) == []
            assert publish(admin, made, "fens", only=lambda name: name.endswith("4")).new
        for pool in pools:
            pool.close()
        assert files_with_a_mark(tmp_path, first, second) == []
    measured.append(
        Measured(
            fault="backup and restore",
            told=f"dump and restore of 110 documents {took:.1f} s; the same answers to 24 queries",
        )
    )


def _publish_for(dsn: str, made: LoadedIndex, end: str) -> None:
    from kb.postgres.publish import publish
    from kb.postgres.store import connect

    with connect(dsn) as connection:
        publish(connection, made, "england", only=lambda name: name.endswith(end))


def test_publishing_killed_at_any_moment(made: LoadedIndex, measured: list[Measured]) -> None:
    """What is live is the old release or the new one, whole; no table is left over."""
    from kb.postgres.connections import Connections
    from kb.postgres.store import PostgresStore, connect, migrate, retire

    chance = random.Random(17)
    process = multiprocessing.get_context("fork").Process
    with local_server() as server:
        with connect(server.dsn) as admin:
            migrate(admin)
        whole = process(target=_publish_for, args=(server.dsn, made, "0"))
        began = time.monotonic()
        whole.start()
        whole.join(timeout=120)
        took = time.monotonic() - began
        old = new = 0
        pool = Connections(server.dsn)
        store = PostgresStore(pool)
        for turn in range(KILLS):
            before = store.live("england")
            end = str(1 + turn % 9)
            one = process(target=_publish_for, args=(server.dsn, made, end))
            one.start()
            time.sleep(chance.uniform(0, took))
            one.kill()
            one.join(timeout=120)
            with connect(server.dsn) as admin:
                until(lambda: _alone(admin), "the server has ended what was killed")
                engine = StoreEngine(store.open("england"), HashEncoder())
                found = {hit.id[-1] for hit in engine.search("", limit=100).answer.hits}
                assert engine.search(f"{MARK} tea").looked_at == len(
                    engine.search("", limit=100).answer.hits
                )
                new += store.live("england") != before
                old += store.live("england") == before
                assert len(found) == 1
                retire(admin, minutes=0)
                parts = admin.execute(
                    "select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace"
                    " where nspname = 'kb' and relkind = 'r' and relname ~ '_r[0-9]+$'"
                ).fetchone()
                assert parts == (6,)
        _publish_for(server.dsn, made, "0")
        pool.close()
        assert files_with_a_mark(server.folder, server) == []
    measured.append(
        Measured(
            fault="publish killed",
            told=f"at {KILLS} random moments: {old} times the old release is live, {new} times"
            " the new one, each whole, no table left over",
        )
    )


def _alone(admin: object) -> bool:
    row = admin.execute(  # type: ignore[attr-defined]
        "select count(*) from pg_stat_activity where backend_type = 'client backend'"
        " and state <> 'idle' and pid <> pg_backend_pid()"
    ).fetchone()
    return bool(row == (0,))


def test_least_rights_know_where_a_standby_stands(made: LoadedIndex) -> None:
    """A third server follows the new primary at once; who may only read takes it for no old one."""
    from kb.postgres.connections import Connections, connect_to
    from kb.postgres.publish import publish
    from kb.postgres.roles import READ, grant
    from kb.postgres.servers import standing_of
    from kb.postgres.store import connect, migrate

    with cluster() as both:
        with connect(both.primary.dsn) as admin:
            migrate(admin)
            grant(admin, "kb_read", READ, ["*"])
            publish(admin, made, "england", only=lambda name: name.endswith("1"))
        third = standby_of(both.standby)
        try:
            third.start()
            until(lambda: ask(third, "select 1") == 1, "the third answers")
            both.primary.signal(signal.SIGKILL)
            both.fail_over()
            assert ask(both.primary, "select count(*) from kb.live") == 1
            ask(both.primary, "select pg_switch_wal()::text")
            received = "select received_tli from pg_stat_wal_receiver"
            until(lambda: ask(third, received) == 2, "the third follows the new primary")
            dsn = third.dsn.replace("user=kb", "user=kb_read")
            with connect_to(dsn, seconds=5) as reader:
                assert reader.execute(received).fetchone() == (None,)
                assert standing_of(reader, dsn).timeline == 2
            ports = f"{third.port},{both.primary.port}"
            pool = Connections(
                f"host=127.0.0.1,127.0.0.1 port={ports} dbname=postgres"
                " user=kb_read target_session_attrs=prefer-standby"
            )
            with pool.connection() as one:
                assert one.info.port == third.port
            pool.close()
        finally:
            third.remove()
