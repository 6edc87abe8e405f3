"""What differs between machines: whether a program runs, and two folders that change places.

Linux, macOS and Windows each have calls of their own, which Python does not offer; where a call is
missing, the caller does without.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

_HERE = -100
"""AT_FDCWD of Linux: paths count from the folder one is in."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS."""
_QUERY = 0x1000
"""PROCESS_QUERY_LIMITED_INFORMATION of Windows."""
_STILL_ACTIVE = 259


def is_running(process: int) -> bool:
    """Whether a program with this number runs; one that cannot be asked counts as running."""
    if process <= 0:
        return False
    if os.name == "nt":
        return _runs_on_windows(process)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # it runs, as somebody else
    return True


def _runs_on_windows(process: int) -> bool:
    """Ask without a signal: one of 0 would end the program there."""
    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009
    handle = kernel.OpenProcess(_QUERY, False, process)
    if not handle:
        return False
    code = ctypes.c_ulong()
    try:
        return bool(
            not kernel.GetExitCodeProcess(handle, ctypes.byref(code)) or code.value == _STILL_ACTIVE
        )
    finally:
        kernel.CloseHandle(handle)


def change_places(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, so that neither name is ever without one.

    Returns:
        False if the machine or its disk cannot do that; nothing has moved then.

    Raises:
        OSError: it can, and it failed, as for a folder that is not there.
    """
    call = _exchange_call()
    if call is None:
        return False
    ctypes.set_errno(0)
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if one.exists() and other.exists():
        return False  # a disk that does not know how
    raise OSError(number, os.strerror(number), str(one))


def _exchange_call() -> Any:
    """Return the system's exchange of two paths, or None."""
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            swap = system.renamex_np
            return lambda one, other: swap(one, other, _EXCHANGE)
        if sys.platform.startswith("linux"):
            swap = system.renameat2
            return lambda one, other: swap(_HERE, one, _HERE, other, _EXCHANGE)
    except (AttributeError, OSError, TypeError):
        pass
    return None
