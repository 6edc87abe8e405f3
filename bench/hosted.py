"""What the hosted search costs: processor time of server and service, latency, recall, size.

Run by `make bench-scale-hosted`, or `python -m bench.hosted --documents 10000`. The pages are made
up and their vectors are noise, the worst case for an index of vectors; its recall is measured on
the real pages, if these are indexed. (`make bench-scale` measures the build, not this.)
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.corpus import Noise, generated_entries, generated_lexicon, generated_queries
from bench.local_server import LocalServer, local_server, why_not
from kb.evaluation.queries import read_queries
from kb.index import port
from kb.index.build import build_entries
from kb.index.load import LoadedIndex, load_index
from kb.model.problems import KbError
from kb.search.embedded import EmbeddedSnapshot
from kb.search.engine import Engine
from kb.search.open import choose_encoder, open_index
from kb.search.stored import StoreEngine

if TYPE_CHECKING:
    from kb.postgres.store import PostgresStore

WORK = Path("build/bench/hosted")
REAL = Path("build/index")
CLIENTS = (1, 4, 16)
QUERIES = 40
WHOLE_QUERIES = 10
"""Queries that the index of one machine is asked too."""
EDITION, NATION = "board", "nation"
_SHARES = {"england": (0.0, 0.1), EDITION: (0.1, 0.2), "others": (0.2, 1.0)}
"""The part of the documents that each owner has."""


def main() -> None:
    """Measure, print the lines, and keep them."""
    asked = argparse.ArgumentParser(description="Measure the hosted search.")
    asked.add_argument("--documents", type=int, default=10_000)
    asked.add_argument("--passages", type=int, default=3)
    asked.add_argument("--situations", type=int, default=3)
    asked.add_argument("--queries", type=int, default=QUERIES)
    chosen = asked.parse_args()
    if reason := why_not():
        sys.exit(f"bench: {reason}")
    WORK.mkdir(parents=True, exist_ok=True)
    result = WORK / f"result-{chosen.documents}.json"
    found: dict[str, Any] = {"documents": chosen.documents, "cores": os.cpu_count()}

    def keep(name: str, value: Any) -> None:
        found[name] = value
        print(f"{name}: {json.dumps(value)}", flush=True)
        result.write_text(json.dumps(found, indent=1), encoding="utf-8")

    index = _index(chosen.documents, chosen.passages, chosen.situations, keep)
    with local_server() as server:
        measure(server, index, chosen.queries, keep)


def measure(
    server: LocalServer, index: LoadedIndex, queries: int, keep: Callable[[str, Any], None]
) -> None:
    """Everything, on one server."""
    from kb.postgres.connections import Connections
    from kb.postgres.publish import publish
    from kb.postgres.store import PostgresStore, connect, migrate, set_edition

    with connect(server.dsn, seconds=3600) as admin:
        migrate(admin)
        began, cpu = time.perf_counter(), time.process_time()
        ids = [entry.id for entry in index.entries]
        for owner, (start, end) in _SHARES.items():
            own = set(ids[int(start * len(ids)) : int(end * len(ids))])
            publish(admin, index, owner, only=own.__contains__)
        set_edition(admin, EDITION, ("england", EDITION))
        set_edition(admin, "others", ("england", EDITION, "others"))
        keep(
            "publish",
            {
                "seconds": round(time.perf_counter() - began, 1),
                "client_cpu": round(time.process_time() - cpu, 1),
            },
        )
        keep("megabytes", _sizes(admin))
        pool = Connections(server.dsn, most=max(CLIENTS), statement_ms=60_000)
        store = PostgresStore(pool)
        texts = generated_queries(queries)
        whole = Engine(index, Noise())
        for name, edition in ((EDITION, EDITION), (NATION, "others")):
            engine = StoreEngine(store.open(edition), Noise())
            engine.search(texts[0])
            keep(f"{name} answers", _answers(engine, texts))
            for clients in CLIENTS:
                keep(f"{name} {clients} clients", _under_load(server, engine, texts, clients))
        keep("against one machine", _against(whole, engine, texts[:WHOLE_QUERIES]))
        if REAL.is_dir():
            keep("recall on real vectors", _recall(admin, store))
        pool.close()


def _index(
    count: int, passages: int, situations: int, keep: Callable[[str, Any], None]
) -> LoadedIndex:
    folder = WORK / f"index-{count}-{passages}-{situations}"
    if not folder.is_dir():
        began = time.process_time()
        entries = generated_entries(
            count, passages=passages, passage_words=50, situations=situations
        )
        new = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        build_entries(entries, generated_lexicon(count), new, encoder=Noise(), content=folder.name)
        new.rename(folder)
        keep("index cpu", round(time.process_time() - began, 1))
    return load_index(folder)


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

    before, own, began = _server_cpu(server), time.process_time(), time.perf_counter()
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
        "server cpu": round(1000 * (_server_cpu(server) - before) / len(texts), 1),
        "service cpu": round(1000 * (time.process_time() - own) / len(texts), 1),
        "failed": len(failed),
    }


def _server_cpu(server: LocalServer) -> float:
    """The processor seconds that the server's processes have used, by the kernel's counter."""
    ticks = 0
    for number in server.processes():
        try:
            fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _against(whole: Engine, engine: StoreEngine, texts: Sequence[str]) -> dict[str, float]:
    """How often the first ten are the same as those of the index of one machine, and its cost."""
    same = proved = 0
    cpu = 0.0
    for text in texts:
        began = time.process_time()
        wanted = [(hit.id, round(hit.score, 9)) for hit in whole.search(text).hits]
        cpu += time.process_time() - began
        found = engine.search(text)
        same += [(hit.id, round(hit.score, 9)) for hit in found.answer.hits] == wanted
        proved += found.proved
    return {
        "queries": len(texts),
        "same ten": same,
        "proved": proved,
        "cpu of one machine": round(1000 * cpu / len(texts), 1),
    }


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
