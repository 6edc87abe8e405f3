"""Work is shared among copies of the process, and what comes back is the same for any number."""

from __future__ import annotations

import os
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

import pytest

from kb.content import spread as module
from kb.content.kept import Kept, packed
from kb.content.read import check_corpus
from kb.content.spread import jobs_for, spread
from tests.conftest import TODAY, Tree

pytestmark = pytest.mark.posix


@dataclass
class Doubling:
    """Work that names the process which does it."""

    def __call__(self, thing: int) -> tuple[str, bytes] | None:
        if thing == 3:
            raise ValueError("three")
        return None if thing == 5 else (str(thing), f"{2 * thing} {os.getpid()}".encode())


def test_copies_do_the_work_and_leave_out_what_fails() -> None:
    """Each thing once; what is nothing to keep is left out too."""
    found = dict(spread(Doubling(), range(9), jobs=2))
    assert sorted(found) == [str(n) for n in range(9) if n not in (3, 5)]
    assert {key: value.split()[0] for key, value in found.items()}["4"] == b"8"
    assert str(os.getpid()).encode() not in {value.split()[1] for value in found.values()}


@pytest.mark.parametrize("jobs", [0, 1])
def test_few_things_are_left_to_whoever_asks(jobs: int) -> None:
    """A second process would cost more than it gains."""
    assert spread(Doubling(), range(9), jobs=jobs) == []
    assert spread(Doubling(), (), jobs=2) == []


def test_how_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as the machine has where that pays, or as many as were asked for."""
    monkeypatch.setattr(module, "cores", lambda: 6)
    assert [jobs_for(499, 0), jobs_for(500, 0), jobs_for(2, 3), jobs_for(9000, 1)] == [1, 6, 3, 1]


def test_a_process_that_cannot_be_copied_works_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """One with threads, or a machine that starts processes afresh."""
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert spread(Doubling(), range(9), jobs=2) == []
    finally:
        stop.set()
        other.join(timeout=60)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert spread(Doubling(), range(9), jobs=2) == []


def test_a_copy_that_is_killed_leaves_the_work_undone() -> None:
    """Nothing of it is taken; it is done here, where it is asked for."""

    def work(_: int) -> None:
        os._exit(9)

    assert spread(work, range(9), jobs=2) == []


def test_a_run_that_is_stopped_leaves_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stopped it is told at once, and does not wait for what a copy has yet to do."""
    here, fork, fdopen = os.getpid(), os.fork, os.fdopen
    copies: list[int] = []

    def noted() -> int:
        copies.append(fork())
        return copies[-1]

    def stop(*given: Any) -> Any:
        if os.getpid() == here:
            raise KeyboardInterrupt
        return fdopen(*given)

    monkeypatch.setattr(os, "fork", noted)
    monkeypatch.setattr(os, "fdopen", stop)
    with pytest.raises(KeyboardInterrupt):
        spread(lambda _: time.sleep(600), range(9), jobs=2)
    monkeypatch.undo()
    assert len(copies) == 2
    for process in copies:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def test_content_is_found_the_same_by_any_number(tree: Tree) -> None:
    """Every problem and every document; pages are not checked twice."""
    tree.replace("casestudies/ely-listening-line.md", "levels: [system]", "levels: [systems]")
    alone = check_corpus(tree.root, today=TODAY, jobs=1)
    kept = Kept()
    assert check_corpus(tree.root, today=TODAY, kept=kept, jobs=3) == alone
    assert alone.problems
    tree.replace("casestudies/ely-listening-line.md", "levels: [systems]", "levels: [system]")
    alone = check_corpus(tree.root, today=TODAY, jobs=1)
    assert alone.corpus is not None
    assert check_corpus(tree.root, today=TODAY, jobs=2) == alone


def test_what_another_process_packed_is_kept() -> None:
    """It is read as what this one put there would be."""
    kept = Kept()
    kept.put_packed("a", packed(("one", 1)))
    assert kept.get("a") == ("one", 1)
