"""Whatever stops a command, what was there is there, or what it was to write is.

A run of the tests takes two moments of two commands; `make faults` takes two hundred of each.
"""

from __future__ import annotations

import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.commands import (
    COMMANDS,
    FEW,
    MOMENTS,
    Command,
    Tree,
    changes_of,
    given,
    leftovers,
    prepared,
    tree_of,
    was_killed,
)

pytestmark = pytest.mark.posix
LONG = pytest.mark.skipif(not MOMENTS, reason="takes long: make faults")


@pytest.fixture(params=sorted(COMMANDS) if MOMENTS else ["import", "review"])
def command(request: pytest.FixtureRequest) -> Command:
    """Each command that writes."""
    return COMMANDS[request.param]


@pytest.fixture
def told(command: Command, tmp_path: Path) -> tuple[Path, Tree, Tree, int]:
    """A folder before a command, its files before and after, and how often it changes one."""
    before = tmp_path / "before"
    before.mkdir()
    prepared(before, command)
    after = tmp_path / "after"
    shutil.copytree(before, after)
    done = given(after, command)
    assert done.returncode == 0, done.stdout + done.stderr
    return before, tree_of(before), tree_of(after), changes_of(done)


def test_a_command_killed_at_any_moment(
    command: Command, told: tuple[Path, Tree, Tree, int], tmp_path: Path
) -> None:
    """Each file is the old one or the new one; given again, the command ends as if never killed."""
    before, old, new, changes = told
    moments = range(1, changes + 1)
    chosen = random.Random(MOMENTS).sample(moments, min(len(moments), MOMENTS or FEW))
    for moment in chosen:
        folder = tmp_path / f"killed-{moment}"
        shutil.copytree(before, folder)
        assert was_killed(given(folder, command, stop_at=moment))
        found = tree_of(folder)
        for name, data in found.items():
            assert data in (old.get(name), new.get(name)), f"{name} at change {moment}"
        assert all(name in found for name in old if name in new), f"lost at change {moment}"
        if place := command.around:
            assert _within(found, place) in (_within(old, place), _within(new, place))
        if found == new:  # killed at its very end
            continue
        again = given(folder, command)
        assert again.returncode == 0, again.stderr
        assert tree_of(folder) == new, f"after change {moment}"
        assert leftovers(folder) == leftovers(tmp_path / "after")
        shutil.rmtree(folder)


def _within(files: Tree, place: str) -> Tree:
    return {name: data for name, data in files.items() if name.startswith(place)}


@LONG
def test_a_disk_that_fills(
    command: Command, told: tuple[Path, Tree, Tree, int], tmp_path: Path
) -> None:
    """The command says so, and each file is the old one or the new one; with room it ends."""
    before, old, new, _ = told
    largest = max((len(data) for name, data in new.items() if old.get(name) != data), default=0)
    sizes = random.Random(MOMENTS).sample(range(1, max(2, largest)), min(MOMENTS or FEW, largest))
    for turn, size in enumerate(sizes):
        folder = tmp_path / f"full-{size}"
        shutil.copytree(before, folder)
        done = given(folder, command, full_at=size)
        assert "Traceback" not in done.stderr, done.stderr
        for name, data in tree_of(folder).items():
            assert data in (old.get(name), new.get(name)), f"{name} with {size} bytes"
        if turn % 10 == 0:
            done = given(folder, command)
            assert done.returncode == 0, done.stdout + done.stderr
        if done.returncode == 0:
            assert tree_of(folder) == new
        shutil.rmtree(folder)


@LONG
def test_two_at_once(command: Command, told: tuple[Path, Tree, Tree, int], tmp_path: Path) -> None:
    """One of them may be refused; what is left is what one of them wrote."""
    before, _, new, _ = told
    for turn in range(max(1, MOMENTS // 20)):
        folder = tmp_path / f"two-{turn}"
        shutil.copytree(before, folder)
        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(lambda _, f=folder: given(f, command), range(2)))
        assert any(one.returncode == 0 for one in done), [one.stderr for one in done]
        assert not any("Traceback" in one.stderr for one in done), [one.stderr for one in done]
        assert tree_of(folder) == new
        shutil.rmtree(folder)


@LONG
def test_a_clock_set_back(command: Command, tmp_path: Path) -> None:
    """By three years: the command does its work or says what is wrong, in a line."""
    prepared(tmp_path, command)
    done = given(tmp_path, command, clock="1622505600")
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)


@LONG
def test_a_bit_that_flips_before_it(command: Command, tmp_path: Path) -> None:
    """In any file that was there: the command does its work or says what is wrong, in a line."""
    prepared(tmp_path / "whole", command)
    rng = random.Random(MOMENTS)
    names = sorted(name for name, data in tree_of(tmp_path / "whole").items() if data)
    for turn in range(max(FEW, MOMENTS // 4)):
        folder = tmp_path / f"flipped-{turn}"
        shutil.copytree(tmp_path / "whole", folder)
        path = folder / rng.choice(names)
        at = _flipped(path, rng)
        done = given(folder, command)
        assert "Traceback" not in done.stderr, f"{path} at {at}: {done.stderr}"
        assert done.returncode in (0, 1, 2), f"{path} at {at}: {done.stderr}"
        shutil.rmtree(folder)


def _flipped(path: Path, rng: random.Random) -> int:
    """Turn one bit of a file over, and return the place of its byte."""
    whole = bytearray(path.read_bytes())
    at = rng.randrange(len(whole))
    whole[at] ^= 1 << rng.randrange(8)
    path.write_bytes(whole)
    return at


@LONG
def test_bytes_that_flip(tmp_path: Path) -> None:
    """A damaged index is refused or gives the answers it gave; a damaged source is named."""
    prepared(tmp_path, COMMANDS["index"])
    assert given(tmp_path, COMMANDS["index"]).returncode == 0
    wanted = _searched(tmp_path)
    rng = random.Random(MOMENTS)
    files = [
        path
        for folder in ("build/index", "content/fingerprints")
        for path in sorted((tmp_path / folder).rglob("*"))
        if path.is_file()
    ]
    for _ in range(MOMENTS or 2 * FEW):
        path = rng.choice(files)
        whole = path.read_bytes()
        at = _flipped(path, rng)
        try:
            done = given(tmp_path, ("search", "peer circle", "--json"))
            assert "Traceback" not in done.stderr, f"{path} at {at}: {done.stderr}"
            assert done.returncode == 1 or done.stdout == wanted, f"{path} at {at}"
            checked = given(tmp_path, ("check",))
            assert "Traceback" not in checked.stderr, f"{path} at {at}"
        finally:
            path.write_bytes(whole)


def _searched(folder: Path) -> str:
    done = given(folder, ("search", "peer circle", "--json"))
    assert done.returncode == 0, done.stderr
    return done.stdout
