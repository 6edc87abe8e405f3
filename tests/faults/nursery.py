"""Runs a command in a process of its own that begins with everything imported already.

A server forks each of them, so that one of thousands costs its own work and no more.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import pkgutil
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

SECONDS = 300
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree"}


@dataclass(frozen=True, slots=True)
class Order:
    """A command and what befalls it.

    `stop_at` is the change on the disk at which it is killed, `full_at` the bytes that a file can
    have; 0 lets it be. `clock` is the time in seconds since 1970; `typed` is what it is answered.
    """

    folder: Path
    args: tuple[str, ...]
    clock: str
    stop_at: int = 0
    full_at: int = 0
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: as `subprocess` has it, negative for the signal that ended it."""

    returncode: int
    stdout: str
    stderr: str


def run_order(order: Order) -> Outcome:
    """Run a command to its end, or to what befalls it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *_modules()])
    (out, to_out), (err, to_err) = context.Pipe(duplex=False), context.Pipe(duplex=False)
    process = context.Process(target=_obey, args=(order, to_out, to_err))
    process.start()
    to_out.close()
    to_err.close()
    with ThreadPoolExecutor(2) as pool:
        stdout, stderr = pool.map(_all_of, (out, err))
    process.join(timeout=SECONDS)
    assert process.exitcode is not None, f"{order} does not end"
    return Outcome(process.exitcode, stdout, stderr)


def _modules() -> list[str]:
    import kb
    import site_builder

    found = [
        one.name
        for package in (kb, site_builder)
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return [*found, "tests.hashes", "whoosh.codec.base"]


def _all_of(pipe: Connection) -> str:
    with os.fdopen(os.dup(pipe.fileno()), encoding="utf-8", errors="replace") as read:
        text = read.read()
    pipe.close()
    return text


def _obey(order: Order, out: Connection, err: Connection) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.alarm(SECONDS)
    os.chdir(order.folder)
    os.environ["SOURCE_DATE_EPOCH"] = order.clock
    for pipe, number in ((out, 1), (err, 2)):
        os.dup2(pipe.fileno(), number)
        pipe.close()
    read, write = os.pipe()
    os.write(write, order.typed.encode())
    os.close(write)
    sys.stdin = os.fdopen(read, encoding="utf-8")
    sys.stdout = os.fdopen(os.dup(1), "w", encoding="utf-8")
    sys.stderr = os.fdopen(os.dup(2), "w", encoding="utf-8")
    _spare_the_model()
    if order.full_at:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (order.full_at, order.full_at))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    seen = _watch(order.stop_at)
    from kb.cli.main import run

    code = run(list(order.args))
    print("changes", seen(), file=sys.stderr)
    sys.exit(code)


def _spare_the_model() -> None:
    """Have words stand for meaning, and the parts of an index numbered as they come."""
    from whoosh.codec.base import Segment

    from kb.index.encoder.train import General
    from tests.hashes import HashEncoder

    for name in ("kb.index.encoder.model", "kb.search.open", "kb.evaluation.run"):
        module: Any = import_module(name)
        module.TransformerEncoder = HashEncoder
    setattr(General, "load", staticmethod(lambda _: None))  # noqa: B010  a class method
    numbers = itertools.count(1)
    setattr(Segment, "_random_id", lambda _, size=16: f"{next(numbers):0{size}}")  # noqa: B010


def _watch(stop_at: int) -> Callable[[], int]:
    """Count the changes on the disk below the folder, and end the process at one of them."""
    here = str(Path.cwd())
    seen = 0

    def noted(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & 0o3
        if not writes and event not in _CHANGES:
            return
        path = here if isinstance(arguments[0], int) else os.fspath(arguments[0])
        if here in os.path.abspath(os.fsdecode(path)):  # noqa: PTH100  asks nothing of the disk
            seen += 1
            if seen == stop_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(noted)
    return lambda: seen
