"""Many editions before your eyes: database, standby, search, an edit seen, a failover, the end.

Run by `make scale-demo`, or `python -m bench.demo`. Everything runs on this machine, on loopback
alone, and is stopped and removed at the end. The pages are made up.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cluster import Cluster, Watchdog, cluster, until
from bench.corpus import Noise, generated_entries, generated_lexicon
from bench.local_server import why_not
from kb.index.build import build_entries
from kb.index.load import LoadedIndex, load_index
from kb.model.problems import KbError

if TYPE_CHECKING:
    from kb.postgres.store import PostgresStore

NATION = "england"
_NATIONAL = 0.8
_EDITED = "zebracrossing"
"""A word that no page has before the edit."""

Say = Callable[[str], None]


def main() -> None:
    """Show it, and say what each step took."""
    asked = argparse.ArgumentParser(description="Show the hosted search, with a failover.")
    asked.add_argument("--documents", type=int, default=300)
    asked.add_argument("--editions", type=int, default=10)
    chosen = asked.parse_args()
    if reason := why_not():
        sys.exit(f"scale-demo: {reason}")
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {text}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        show(Path(folder), chosen.documents, chosen.editions, say)
    say("all stopped and removed")


def show(folder: Path, documents: int, editions: int, say: Say) -> None:
    """All steps, one after the other.

    Raises:
        AssertionError: if a step does not do what it is to show.
    """
    from kb.postgres.connections import Connections
    from kb.postgres.publish import publish
    from kb.postgres.roles import READ, grant
    from kb.postgres.store import PostgresStore, connect, migrate, quieten, set_edition
    from kb.search.stored import StoreEngine

    index = _index(folder / "index", documents)
    say(f"{documents} pages made up and indexed")
    national = {entry.id for entry in index.entries[: int(documents * _NATIONAL)]}
    local = [entry.id for entry in index.entries if entry.id not in national]
    with cluster() as both:
        say("a database and its synchronous standby run")
        with connect(both.dsn) as admin:
            migrate(admin)
            quieten(admin)
            grant(admin, "kb_read", READ, ["*"])
            publish(admin, index, NATION, only=national.__contains__)
            names = [f"board-{number}" for number in range(editions)]
            for at, name in enumerate(names):
                own = set(local[at::editions])
                publish(admin, index, name, only=own.__contains__)
                set_edition(admin, name, (NATION, name))
        say(f"{editions} editions published: {len(national)} national pages, once, and their own")
        pool = Connections(both.reading.replace("user=kb", "user=kb_read"))
        store = PostgresStore(pool)
        try:
            until(lambda: _opens(store, names[-1]), "the standby has the editions")
            words = index.entries[int(documents * _NATIONAL)].title
            for name in (names[0], names[-1]):
                engine = StoreEngine(store.open(name), Noise())
                started = time.perf_counter()
                found = engine.search(words, mode="keyword").answer
                took = time.perf_counter() - started
                first = found.hits[0].id if found.hits else "nothing"
                say(f'{name}: "{words}": {found.total} in {took * 1000:.0f} ms, first {first}')
            _edit(both, store, folder, index, names[0], set(local[0::editions]), say)
            _fail_over(both, store, index, names[0], set(local[0::editions]), say)
        finally:
            pool.close()


def _opens(store: PostgresStore, edition: str) -> bool:
    try:
        return bool(store.live(edition))
    except KbError:
        return False


def _edit(
    both: Cluster,
    store: PostgresStore,
    folder: Path,
    index: LoadedIndex,
    edition: str,
    own: set[str],
    say: Say,
) -> None:
    """One page of an edition is changed, published, and found on the standby."""
    from kb.postgres.publish import publish
    from kb.postgres.store import connect
    from kb.search.stored import StoreEngine

    changed = sorted(own)[0]

    def titled(name: str, title: str) -> str:
        return f"{title} {_EDITED}" if name == changed else title

    edited = _index(folder / "edited", len(index.entries), titled)
    with connect(both.dsn) as admin:
        started = time.monotonic()
        publish(admin, edited, edition, only=own.__contains__)

    def seen() -> bool:
        engine = StoreEngine(store.open(edition), Noise())
        hits = engine.search(_EDITED, mode="keyword").answer.hits
        return bool(hits) and hits[0].id == changed

    until(seen, "the edit is found on the standby")
    say(f"an edit of {changed} is found on the standby {time.monotonic() - started:.2f} s later")


def _fail_over(
    both: Cluster, store: PostgresStore, index: LoadedIndex, edition: str, own: set[str], say: Say
) -> None:
    """The primary is killed; answers go on, and publishing does so on the standby."""
    from kb.postgres.publish import publish
    from kb.postgres.store import connect

    with Watchdog(both) as dog:
        both.primary.signal(signal.SIGKILL)
        started = time.monotonic()
        say("the primary is killed")
        until(lambda: _opens(store, edition), "an answer")
        say(f"answered from the other server {time.monotonic() - started:.2f} s later")
        if not dog.promoted.wait(30):
            raise AssertionError("the standby was not promoted")

    def published() -> bool:
        try:
            with connect(both.dsn) as admin:
                publish(admin, index, edition, only=own.__contains__)
        except KbError:
            return False
        return True

    until(published, "publishing")
    say(f"published on the new primary {time.monotonic() - started:.2f} s later")
    both.rebuild()
    say("the old primary is rebuilt as the standby, and commits wait for it again")


def _index(
    folder: Path, documents: int, titled: Callable[[str, str], str] = lambda _, title: title
) -> LoadedIndex:
    entries = [
        replace(entry, title=titled(entry.id, entry.title))
        for entry in generated_entries(documents, passages=3, passage_words=40, situations=3)
    ]
    lexicon = generated_lexicon(documents)
    build_entries(entries, lexicon, folder, encoder=Noise(), content=folder.name)
    return load_index(folder)


if __name__ == "__main__":
    main()
