"""Copies of a site's files as a host may send them: packed once, as small as they get.

A host that packs files itself does so in a hurry and again for each visitor. One that is told to
look for these copies sends them as they are; `docs/site.md` says how.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath

TEXTS = frozenset(
    {".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".csv", ".bib", ".md", ".webmanifest"}
)
"""Endings of files that get smaller; pictures and archives are packed as they are."""
LEAST = 512
"""Bytes from which a copy is worth a request for it."""
_BEST_GZIP = 9
_BEST_BROTLI = 11

Pack = Callable[[bytes], bytes]


def packed_copies(files: Mapping[PurePosixPath, bytes]) -> dict[PurePosixPath, bytes]:
    """The copies of the files of a site that get smaller, by path: ``.gz``, and ``.br`` too.

    The second needs the package brotli. Equal files have equal copies, on any machine that has
    the same version of the packers.
    """
    texts = [
        (path, data) for path, data in files.items() if path.suffix in TEXTS and len(data) >= LEAST
    ]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:  # packers leave the lock alone
        return {
            path.with_name(path.name + ending): copy
            for ending, pack in _packers()
            for (path, data), copy in zip(
                texts, pool.map(pack, (data for _, data in texts)), strict=True
            )
            if len(copy) < len(data)
        }


def can_pack_brotli() -> bool:
    """Whether the package for ``.br`` is there."""
    return any(ending == ".br" for ending, _ in _packers())


def _packers() -> Iterator[tuple[str, Pack]]:
    yield ".gz", lambda data: gzip.compress(data, _BEST_GZIP, mtime=0)
    try:
        import brotli
    except ImportError:
        return
    yield ".br", lambda data: bytes(brotli.compress(data, quality=_BEST_BROTLI))
