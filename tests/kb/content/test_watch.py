"""`kb.content.watch` and `kb check --watch`: again at each change, whatever goes wrong."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.content.watch import in_words, watch_folders
from kb.model.problems import BuildError, KbError
from tests.conftest import EPOCH, Tree
from tests.processes import started


def until(true: Callable[[], bool], change: Callable[[], object] = lambda: None) -> None:
    """Wait for something, thirty seconds at most, with a change at each look."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        change()
        time.sleep(0.1)


@contextlib.contextmanager
def watching(folder: Path, work: Callable[[], object], said: list[str]) -> Iterator[None]:
    """Watch a folder in a thread while the block runs."""
    stop = threading.Event()
    thread = threading.Thread(
        target=watch_folders,
        args=([folder], work),
        kwargs={"report": said.append, "stop": stop},
        daemon=True,
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


@pytest.mark.parametrize(
    "error",
    [KbError("a fault of a page"), TypeError("an oversight"), RecursionError(), KeyError("label")],
    ids=lambda error: type(error).__name__,
)
def test_no_exception_ends_it(tmp_path: Path, error: Exception) -> None:
    """Each is shown, and the next change is worked on."""
    done: list[int] = []
    said: list[str] = []

    def work() -> None:
        done.append(1)
        if len(done) == 1:
            raise error

    with watching(tmp_path, work, said):
        until(lambda: len(done) >= 2, lambda: (tmp_path / "a").write_text(str(time.monotonic())))
    assert len(said) == 1
    assert str(error).strip("'") in said[0]


def test_a_folder_may_go_away_and_come_back(tmp_path: Path) -> None:
    """As when another branch is checked out: it is told, and watched anew."""
    folder, aside = tmp_path / "content", tmp_path / "aside"
    folder.mkdir()
    done: list[int] = []
    said: list[str] = []
    with watching(folder, lambda: done.append(1), said):
        until(lambda: bool(done), lambda: (folder / "a").write_text(str(time.monotonic())))
        folder.rename(aside)
        until(lambda: bool(said))
        aside.rename(folder)
        count = len(done)
        until(lambda: len(done) > count, lambda: (folder / "a").write_text(str(time.monotonic())))
    assert said == [f"{folder}: found no such folder; waiting for it"]


def test_an_error_that_nobody_foresaw_says_where_it_came_from() -> None:
    """A person can report it, and knows that the file is not at fault."""

    def work() -> None:
        raise ZeroDivisionError("division by zero")

    try:
        work()
    except ZeroDivisionError as error:
        said = in_words(error)
    assert said.startswith("an error of kb itself in test_watch.py, line ")
    assert "ZeroDivisionError: division by zero" in said
    assert in_words(BuildError("no room")) == "no room"
    assert in_words(FileNotFoundError(2, "No such file", "x.md")) == "x.md: No such file"


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGINT,
        pytest.param(
            signal.SIGTERM,
            marks=pytest.mark.skipif(os.name != "posix", reason="Windows ends it at once"),
        ),
    ],
)
def test_the_command_says_when_it_checks_and_stops_quietly(tree: Tree, number: int) -> None:
    """Control-C, and the signal that ends programs, are the way to end it, and no error."""
    if sys.platform == "win32":
        pytest.skip("Windows sends Control-C to a whole console")
    with started(
        *("-m", "kb.cli.main", "check", "--watch", "--content", str(tree.root)),
        env={"SOURCE_DATE_EPOCH": EPOCH},
    ) as program:
        lines = [program.line("stderr") for _ in range(3)]
        assert lines == [
            "checking\n",
            "no problems\n",
            f"watching {tree.root}; stop with Control-C\n",
        ]
        assert program.end(number) == 0
        assert (program.rest("stdout"), program.rest("stderr")) == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Control-C to a whole console")
def test_the_command_goes_on_after_a_page_that_is_half_typed(tree: Tree) -> None:
    """A name with nothing behind it, in any file, is an ordinary problem."""
    with started(
        *("-m", "kb.cli.main", "check", "--watch", "--content", str(tree.root)),
        env={"SOURCE_DATE_EPOCH": EPOCH},
    ) as program:
        while "watching" not in program.line("stderr"):
            pass
        time.sleep(0.3)
        tree.replace("bibliography.yaml", "fen-report:\n", "half-typed:\nfen-report:\n")
        assert "half-typed: empty-value: found nothing" in program.line("stdout")
        tree.replace("bibliography.yaml", "half-typed:\n", "")
        while "no problems" not in program.line("stderr"):
            pass
        assert program.end() == 0
