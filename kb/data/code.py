"""Which version of the program this is, told by its own files.

What was worked out before may be used again only by the program that worked it out. No number
has to be raised by hand for that: any change of a file of the program, of Python or of an
installed package makes another version.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path

_HOME = Path(__file__).parents[2]
_ENDINGS = (".pyc", ".pyo")


@cache
def code_version(*packages: str) -> str:
    """Return a sha256 over every file of some packages of the project, and what they run on.

    Args:
        packages: folders beside ``kb``, as ``site_builder``; ``kb`` itself always counts.
    """
    digest = hashlib.sha256(sys.version.encode())
    for name in _installed():
        digest.update(f"{name}\0".encode(errors="surrogateescape"))
    for package in ("kb", *packages):
        digest.update(_of_package(package))
    return digest.hexdigest()


def version_of(*places: str) -> str:
    """Return a sha256 over some files and folders of the project, and the version of Python.

    For what follows from a small part of the program alone: all of it takes longer to read.
    """
    digest = hashlib.sha256(sys.version.encode())
    for place in places:
        path = _HOME / place
        digest.update(path.read_bytes() if path.is_file() else _of_package(place))
    return digest.hexdigest()


def _of_package(package: str) -> bytes:
    """A sha256 over the names and contents of the files of a package."""
    digest = hashlib.sha256()
    for path in sorted((_HOME / package).rglob("*")):
        if path.suffix not in _ENDINGS and path.is_file():
            content = path.read_bytes()
            name = path.relative_to(_HOME).as_posix()
            digest.update(f"{name}\0{len(content)}\0".encode(errors="surrogateescape"))
            digest.update(content)
    return digest.digest()


def _installed() -> list[str]:
    """The installed packages with their versions, as their folders are named."""
    found: set[str] = set()
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")):
            try:
                found.update(path.name for path in Path(folder).glob("*-info"))
            except OSError:
                continue
    return sorted(found)
