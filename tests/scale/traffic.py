"""Publishers and askers that go on while something breaks, and what they saw of it.

Publishers go through `kb.postgres.publish`, askers through `kb hosted serve` in a process of its
own, with words by which a query can be found again in a file.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.cluster import until
from bench.local_server import LocalServer, free_port
from kb.index.load import LoadedIndex
from kb.model.problems import KbError

MARK = "zanzibarmark"
"""A word of every query; in no file of service or server may it stand."""
PUBLISHERS, ASKERS = 2, 2
SECONDS = 1.0
"""How long a publisher waits for an answer, or for a commit."""
_ASK_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one fault did: seconds are the longest without a success."""

    fault: str
    acknowledged: int = 0
    lost: int = 0
    without_writes: float = 0.0
    without_reads: float = 0.0
    errors: str = ""
    told: str = ""


def table(rows: Sequence[Measured]) -> str:
    """The rows as Markdown."""
    lines = [
        "| fault | writes acknowledged | lost | s without writes | s without reads | errors seen |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        if row.told:
            lines.append(f"| {row.fault} | {row.told} | | | | {row.errors} |")
            continue
        lines.append(
            f"| {row.fault} | {row.acknowledged} | {row.lost} | {row.without_writes:.1f} |"
            f" {row.without_reads:.1f} | {row.errors or 'none'} |"
        )
    return "\n".join(lines) + "\n"


@dataclass(slots=True)
class Traffic:
    """Publishers and askers at work; what they saw is read when they have stopped.

    `pause` is how long an asker waits between two questions, in seconds: the service refuses more
    than 240 of one address in a minute.
    """

    index: LoadedIndex
    writing: str
    address: str
    owner: str = "writer"
    pause: float = 0.1
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    written: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    _end: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Traffic:
        tasks = [(self._publish, n) for n in range(PUBLISHERS)]
        tasks += [(self._ask, n) for n in range(ASKERS)]
        self._threads = [threading.Thread(target=task, args=(n,)) for task, n in tasks]
        now = time.monotonic()
        self.written.append(now)
        self.answered.append(now)
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Let what has begun end, and begin nothing."""
        if self._end.is_set():
            return
        self._end.set()
        for thread in self._threads:
            thread.join(timeout=120)
        now = time.monotonic()
        self.written.append(now)
        self.answered.append(now)

    def go_on(self, seconds: float) -> None:
        """Let some time pass."""
        time.sleep(seconds)

    def written_again(self, more: int = 3, seconds: float = 60.0) -> None:
        """Wait until some more was published."""
        before = len(self.acknowledged)
        self._until(lambda: len(self.acknowledged) >= before + more, "publishing", seconds)

    def answered_again(self, more: int = 3, seconds: float = 60.0) -> None:
        """Wait until some more was answered."""
        before = len(self.answered)
        self._until(lambda: len(self.answered) >= before + more, "answers", seconds)

    def _until(self, true: Callable[[], bool], what: str, seconds: float) -> None:
        try:
            until(true, f"{what} go on", seconds)
        except TimeoutError as error:
            raise AssertionError(f"{error}; seen: {dict(self.errors)}") from None

    def measured(self, fault: str, server: LocalServer) -> Measured:
        """What was seen; what was acknowledged and is not there is lost."""
        from kb.postgres.store import connect

        with connect(server.dsn) as connection:
            there = set(connection.execute("select owner, generation from kb.release").fetchall())
        return Measured(
            fault=fault,
            acknowledged=len(self.acknowledged),
            lost=len({*self.acknowledged} - there),
            without_writes=_longest(self.written),
            without_reads=_longest(self.answered),
            errors=", ".join(f"{name} {count}" for name, count in self.errors.most_common()),
        )

    def _publish(self, number: int) -> None:
        from kb.postgres.publish import publish
        from kb.postgres.store import connect, failure

        names = [entry.id for entry in self.index.entries]
        turn = 0
        while not self._end.is_set():
            try:
                with (
                    failure(),
                    connect(self.writing, seconds=SECONDS, commit_seconds=SECONDS) as connection,
                ):
                    while not self._end.is_set():
                        turn += 1
                        own = {names[turn % 97], names[(turn * 7 + number) % 97]}
                        owner = f"{self.owner}-{number}-{turn}"
                        receipt = publish(connection, self.index, owner, only=own.__contains__)
                        self.acknowledged.append((owner, receipt.generation))
                        self.written.append(time.monotonic())
            except KbError as error:
                self._seen("publishing", str(error))
                self._end.wait(0.1)

    def _ask(self, number: int) -> None:
        turn = 0
        while not self._end.is_set():
            turn += 1
            word = self.index.entries[turn % 50].title.split()[number % 2]
            status = ask(self.address, f"{MARK} {word}")
            if status == 200:
                self.answered.append(time.monotonic())
            else:
                self._seen("asking", str(status))
            self._end.wait(self.pause)

    def _seen(self, who: str, what: str) -> None:
        told = [part.strip() for part in what.split(":")]
        kind = told[1].split(",")[0] if len(told) > 1 else what
        if kind == "failed":
            kind = told[2].split(" ")[0]
        self.errors[f"{who}: {kind}"] += 1


def _longest(stamps: Sequence[float]) -> float:
    ordered = sorted(stamps)
    return max((b - a for a, b in pairwise(ordered)), default=0.0)


def ask(address: str, query: str) -> int:
    """The status of the answer to a query; 0 where there was none."""
    request = urllib.request.Request(
        f"{address}/search/england",
        data=json.dumps({"query": query, "mode": "keyword"}).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=_ASK_SECONDS) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextmanager
def service(dsn: str, folder: Path) -> Iterator[str]:
    """The address of a service in a process of its own; all that it says goes to a file."""
    port = free_port()
    log = folder / "service.log"
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "kb.cli.main", "hosted", "serve", "--port", str(port)],
            stdout=file,
            stderr=file,
            env={**os.environ, "KB_DSN": dsn},
        )
    try:
        address = f"http://127.0.0.1:{port}"
        until(lambda: _status(f"{address}/ready") == 200, "the service is ready")
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def files_with_a_mark(folder: Path, *servers: LocalServer, also: Path | None = None) -> list[str]:
    """The files of service and servers, and in another folder, where a word of a query stands."""
    files: list[Any] = [path for path in folder.rglob("*.log") if path.is_file()]
    files += [path for path in also.rglob("*") if path.is_file()] if also else []
    for server in servers:
        files += server.files()
        data = server.data.resolve()
        files += [path for path in data.rglob("*") if path.is_file()]
    return sorted({str(path) for path in files if MARK.encode() in _bytes(path)})


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # a server removes its files as it goes
        return b""
