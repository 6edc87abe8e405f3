"""Programs that run, and folders that change places, on each kind of machine."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.content import machine


def test_this_program_runs_and_one_that_ended_does_not() -> None:
    """Numbers that no program can have do not either."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(timeout=60)
    assert machine.is_running(os.getpid())
    assert not machine.is_running(ended.pid)
    assert not machine.is_running(0)
    assert not machine.is_running(10**30)


class Kernel:
    """As much of Windows as is asked: which programs there are, with their exit codes."""

    def __init__(self, codes: dict[int, int]) -> None:
        self.codes, self.closed = codes, list[int]()

    def OpenProcess(self, access: int, inherit: bool, process: int) -> int:  # noqa: N802
        """Give the number as the handle."""
        assert (access, inherit) == (0x1000, False)
        return process if process in self.codes else 0

    def GetExitCodeProcess(self, handle: int, code: object) -> int:  # noqa: N802
        """Write the code where it is wanted."""
        ctypes.cast(code, ctypes.POINTER(ctypes.c_ulong))[0] = self.codes[handle]  # type: ignore[arg-type]
        return 1

    def CloseHandle(self, handle: int) -> None:  # noqa: N802
        """Note it."""
        self.closed.append(handle)


def test_windows_is_asked_without_a_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of 0 would end the program that is asked about."""
    kernel = Kernel({11: 259, 12: 0})
    monkeypatch.setattr(machine.os, "name", "nt")
    monkeypatch.setattr(ctypes, "windll", type("W", (), {"kernel32": kernel}), raising=False)
    monkeypatch.setattr(machine.os, "kill", lambda *_: pytest.fail("a signal was sent"))
    assert [machine.is_running(number) for number in (11, 12, 13)] == [True, False, False]
    assert kernel.closed == [11, 12]


def _folders(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "one", tmp_path / "ö ther"
    for folder in (one, other):
        folder.mkdir()
        (folder / "name.txt").write_text(folder.name, encoding="utf-8")
    return one, other


@pytest.mark.skipif(not sys.platform.startswith(("linux", "darwin")), reason="no such call")
def test_two_folders_change_places(tmp_path: Path) -> None:
    """Each has what the other had."""
    one, other = _folders(tmp_path)
    if not machine.change_places(one, other):
        pytest.skip("the disk of this machine cannot do it")
    assert (one / "name.txt").read_text(encoding="utf-8") == "ö ther"
    assert (other / "name.txt").read_text(encoding="utf-8") == "one"
    with pytest.raises(OSError, match="No such file"):
        machine.change_places(one, tmp_path / "nowhere")


@pytest.mark.parametrize("platform", ["win32", "linux", "darwin"])
def test_a_machine_without_the_call_moves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    """Windows has none, nor has an old library; the caller is told."""

    def no_library(*_: object, **__: object) -> None:
        raise OSError

    one, other = _folders(tmp_path)
    monkeypatch.setattr(machine.sys, "platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", no_library)
    assert not machine.change_places(one, other)
    assert (one / "name.txt").read_text(encoding="utf-8") == "one"
