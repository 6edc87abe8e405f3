"""What the hosted search costs: processor time of server and service, latency, recall, size.

Run by `make bench-scale-hosted`, or `python -m bench.hosted --documents 10000`, with the real pages
indexed: the others are made like them (`bench.hosted_corpus`). The nation has 2% of the pages, the
rest belongs to 42 boards in equal parts; an edition is the nation's and one board's, as its rows
are partitioned, and "nation" all of them. (`make bench-scale` measures the build, not this.)
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.hosted_corpus import like_the_real
from bench.local_server import LocalServer, local_server, why_not
from kb.evaluation.queries import read_queries
from kb.index import port
from kb.index.load import LoadedIndex
from kb.model.problems import KbError
from kb.search.embedded import EmbeddedSnapshot
from kb.search.open import choose_encoder, open_index
from kb.search.stored import StoreEngine

if TYPE_CHECKING:
    from kb.postgres.store import PostgresStore

WORK = Path("build/bench/hosted")
REAL = Path("build/index")
JUDGED = (Path("eval/queries.yaml"), Path("eval/queries-2.yaml"))
CLIENTS = (1, 4, 16)
QUERIES = 30
WHOLE_QUERIES = 5
"""Queries of which every document is ranked, for comparison."""
BOARDS = 42
_NATIONAL = 0.02
EDITION, NATION = "board-01", "nation"


def main() -> None:
    """Measure, print the lines, and keep them."""
    asked = argparse.ArgumentParser(description="Measure the hosted search.")
    asked.add_argument("--documents", type=int, default=10_000)
    asked.add_argument("--passages", type=int, default=3)
    asked.add_argument("--situations", type=int, default=3)
    asked.add_argument("--boards", type=int, default=BOARDS)
    asked.add_argument("--distinct", type=int, default=0, help="boards with words of their own")
    asked.add_argument("--queries", type=int, default=QUERIES)
    asked.add_argument("--whole", type=int, default=WHOLE_QUERIES)
    asked.add_argument("--exact-rows", type=int, help="as kb.postgres.publish has it")
    chosen = asked.parse_args()
    if reason := why_not():
        sys.exit(f"bench: {reason}")
    if not REAL.is_dir():
        sys.exit("bench: no index of the real pages; run: kb index")
    WORK.mkdir(parents=True, exist_ok=True)
    result = WORK / f"result-{chosen.documents}-{chosen.boards}.json"
    found: dict[str, Any] = {"documents": chosen.documents, "cores": os.cpu_count()}

    def keep(name: str, value: Any) -> None:
        found[name] = value
        print(f"{name}: {json.dumps(value)}", flush=True)
        result.write_text(json.dumps(found, indent=1), encoding="utf-8")

    began = time.process_time()
    real = open_index(REAL, None)
    shares = _Shares.of(chosen.documents, chosen.boards, chosen.distinct or chosen.boards)
    index = like_the_real(
        real,
        shares.national + shares.boards * shares.each,
        distinct=shares.distinct,
        repeated=shares.own * shares.each,
        passages=chosen.passages,
        situations=chosen.situations,
    )
    keep("made, cpu", round(time.process_time() - began, 1))
    with local_server() as server:
        server.set({"shared_buffers": "1GB", "maintenance_work_mem": "1GB"}, at_once=False)
        server.stop()
        server.start()
        measure(server, index, real, shares, chosen, keep)


def measure(
    server: LocalServer,
    index: LoadedIndex,
    real: LoadedIndex,
    shares: _Shares,
    chosen: argparse.Namespace,
    keep: Callable[[str, Any], None],
) -> None:
    """Everything, on one server."""
    from kb.postgres.connections import Connections
    from kb.postgres.publish import EXACT_ROWS
    from kb.postgres.store import PostgresStore, connect, migrate

    with connect(server.dsn, seconds=3600) as admin:
        migrate(admin)
        exact_rows = chosen.exact_rows or EXACT_ROWS
        keep("publish", _publish_all(server, admin, index, shares, exact_rows))
        keep("megabytes", _sizes(admin))
        pool = Connections(server.dsn, most=max(CLIENTS), statement_ms=60_000)
        store = PostgresStore(pool)
        judged = [one.text for path in JUDGED for one in read_queries(path)]
        texts = judged[:: max(len(judged) // (chosen.queries * len(CLIENTS)), 1)]
        encoder = choose_encoder("student", real)
        for edition in (EDITION, NATION):
            began, cpu = time.perf_counter(), time.process_time()
            before = server.processor_seconds()
            engine = StoreEngine(store.open(edition), encoder)
            engine.search("tea")
            keep(
                f"{edition} opened and asked once",
                {
                    "seconds": round(time.perf_counter() - began, 1),
                    "server cpu": round(1000 * (server.processor_seconds() - before)),
                    "service cpu": round(1000 * (time.process_time() - cpu)),
                },
            )
            for at, clients in enumerate(CLIENTS):
                own = texts[at :: len(CLIENTS)][: chosen.queries]
                keep(f"{edition} {clients} clients", _under_load(server, engine, own, clients))
            again = texts[:: len(CLIENTS)][: chosen.queries]
            keep(f"{edition} 1 client, asked again", _under_load(server, engine, again, 1))
            keep(f"{edition} answers", _answers(engine, again))
            keep(
                f"{edition} against every document ranked",
                _against(store, edition, engine, again[: chosen.whole], index),
            )
        keep("resident megabytes of the service", _resident())
        keep("recall on real vectors", _recall(admin, store))
        pool.close()


@dataclass(frozen=True, slots=True)
class _Shares:
    """The first pages are the nation's; each board has so many after them, in a row.

    Boards after `own` have the words of those before, with vectors of their own.
    """

    national: int
    boards: int
    each: int
    own: int

    @classmethod
    def of(cls, documents: int, boards: int, own: int) -> _Shares:
        """Shares that come to so many documents, or a few fewer."""
        national = max(int(_NATIONAL * documents), 102)
        return cls(national, boards, (documents - national) // boards, own)

    @property
    def distinct(self) -> int:
        """How many documents have words of their own."""
        return self.national + self.own * self.each

    def numbers(self, board: int) -> range:
        """The documents of a board, counted from 0; those of the nation for -1."""
        if board < 0:
            return range(self.national)
        start = self.national + board * self.each
        return range(start, start + self.each)


def _publish_all(
    server: LocalServer, admin: Any, index: LoadedIndex, shares: _Shares, exact_rows: int
) -> dict[str, float]:
    """Each owner's rows: the nation's first, with the real pages, then the boards'."""
    from kb.postgres.publish import publish
    from kb.postgres.store import set_edition

    began, cpu, before = time.perf_counter(), time.process_time(), server.processor_seconds()
    names = [f"board-{number:02}" for number in range(1, shares.boards + 1)]
    releases: list[int] = []
    slowest = 0.0
    for board, owner in enumerate(("england", *names), start=-1):
        numbers = shares.numbers(board)
        start = time.perf_counter()
        if board < shares.own:
            own = {index.entries[number].id for number in numbers}
            done = publish(admin, index, owner, only=own.__contains__, exact_rows=exact_rows)
            releases.append(done.release)
        else:
            like = releases[1 + board % shares.own]
            _publish_again(admin, index, owner, numbers, like, exact_rows)
        slowest = max(slowest, time.perf_counter() - start)
        if board >= 0:
            set_edition(admin, owner, ("england", owner))
    set_edition(admin, NATION, ("england", *names))
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "the slowest owner": round(slowest, 1),
        "client_cpu": round(time.process_time() - cpu, 1),
        "server cpu": round(server.processor_seconds() - before, 1),
    }


def _publish_again(
    admin: Any, index: LoadedIndex, owner: str, numbers: range, like: int, exact_rows: int
) -> None:
    """Publish pages of which another release has the words, copied within the server."""
    from kb.postgres.publish import begin, document_table, finish, vector_table

    with admin.whole(), admin.cursor() as cursor:
        release, _, new = begin(cursor, index, owner, numbers)
        rows = {
            "document": document_table(release, index, numbers),
            "vector_row": vector_table(release, index, numbers, exact_rows),
        }
        for table, made in rows.items():
            with cursor.copy(f"copy kb.{table}_r{release} from stdin") as copy:
                for row in made:
                    copy.write_row(row)
        for table, columns in (
            ("name", "key, number, name"),
            ("term", "stem, holders, anywhere, occurrences, named"),
            ("word", "word, documents"),
            ("posting", "term, field, numbers, times"),
        ):
            cursor.execute(
                f"insert into kb.{table}_r{release} (release, {columns})"
                f" select {release}, {columns} from kb.{table}_r{like}"
            )
        finish(cursor, release, exact_rows, new=new)


def _resident() -> int:
    told = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(told.split("VmRSS:")[1].split()[0]) // 1024


def _sizes(admin: Any) -> dict[str, float]:
    rows = admin.execute(
        "select regexp_replace(relname, '_r[0-9]+$', ''), sum(pg_total_relation_size(c.oid))"
        " from pg_class c join pg_namespace n on n.oid = relnamespace"
        " where nspname = 'kb' and relkind = 'r' and relname ~ '_r[0-9]+$' group by 1 order by 1"
    ).fetchall()
    return {name: round(float(size) / 2**20, 1) for name, size in rows}


def _answers(engine: StoreEngine, texts: Sequence[str]) -> dict[str, float]:
    """How many answers are proved, how deep that took, and how many documents were ranked."""
    found = [engine.search(text) for text in texts]
    return {
        "proved": sum(one.proved for one in found) / len(found),
        "counted": sum(one.counted for one in found) / len(found),
        "deeper than at first": sum(one.depth > 400 for one in found) / len(found),
        "ranked": statistics.mean(one.looked_at for one in found),
    }


def _under_load(
    server: LocalServer, engine: StoreEngine, texts: Sequence[str], clients: int
) -> dict[str, float]:
    """Latency in ms with so many callers, and processor ms of server and service for each query."""
    waiting = list(texts)
    lock = threading.Lock()
    took: list[float] = []
    failed: list[str] = []

    def call() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                text = waiting.pop()
            began = time.perf_counter()
            try:
                engine.search(text)
            except KbError as error:
                failed.append(str(error))
                continue
            took.append(time.perf_counter() - began)

    before, own, began = server.processor_seconds(), time.process_time(), time.perf_counter()
    threads = [threading.Thread(target=call) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    seconds = time.perf_counter() - began
    if not took:
        return {"failed": len(failed)}
    ordered = sorted(took)
    return {
        "p50": round(1000 * ordered[len(ordered) // 2]),
        "p95": round(1000 * ordered[int(len(ordered) * 0.95)]),
        "a second": round(len(took) / seconds, 1),
        "server cpu": round(1000 * (server.processor_seconds() - before) / len(texts), 1),
        "service cpu": round(1000 * (time.process_time() - own) / len(texts), 1),
        "failed": len(failed),
    }


def _against(
    store: PostgresStore,
    edition: str,
    engine: StoreEngine,
    texts: Sequence[str],
    index: LoadedIndex,
) -> dict[str, float]:
    """How often the first ten are those of the same ranking over every document there is."""
    if not texts:
        return {"queries": 0}
    whole = StoreEngine(
        store.open(edition), engine._encoder, depth=len(index.entries), deepest=len(index.entries)
    )
    same = proved = 0
    for text in texts:
        wanted = [(hit.id, round(hit.score, 9)) for hit in whole.search(text).answer.hits]
        found = engine.search(text)
        same += [(hit.id, round(hit.score, 9)) for hit in found.answer.hits] == wanted
        proved += found.proved
    return {"queries": len(texts), "same ten": same, "proved": proved}


def _recall(admin: Any, store: PostgresStore) -> dict[str, Any]:
    """Of the nearest 10 and 100 rows' documents, the share that an HNSW index finds."""
    from kb.postgres.publish import publish

    real = open_index(REAL, None)
    publish(admin, real, "real", exact_rows=50)
    near, true = store.open("real"), EmbeddedSnapshot(real)
    encoder = choose_encoder("student", real)
    queries = [one.text for one in read_queries(Path("eval/queries.yaml"))]
    found: dict[str, Any] = {"pages": len(real.entries), "queries": len(queries)}
    vectors = [real.vectors.query(row) for row in encoder.encode(queries)]
    for source in (port.PAGE, port.PASSAGE, port.SITUATION):
        for depth in (10, 50):
            shares = []
            for vector in vectors:
                wanted = {*true.nearest(source, vector, depth).numbers}
                shares.append(len(wanted & {*near.nearest(source, vector, depth).numbers}) / depth)
            found[f"{source}@{depth}"] = round(statistics.mean(shares), 3)
    return found


if __name__ == "__main__":
    main()
