"""Writes a whole site beside the old one and swaps the two, so that a build that stops half
way, or a disk that fills, leaves the last good site as it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from kb.content.machine import change_places, is_running
from kb.model.problems import BuildError

MARKER = PurePosixPath("site.json")
"""The file by which a folder is known to be a site of ours, which may be replaced."""


def write_site(out_dir: Path, files: Mapping[PurePosixPath, bytes]) -> None:
    """Fills a fresh folder beside `out_dir` with `files`, then puts it in its place.

    Args:
        out_dir: Where the site stands; made if missing. What was there is replaced whole.
        files: Contents by path below `out_dir`; `MARKER` must be among them.

    Raises:
        BuildError: `out_dir` holds something that is no site of ours, a path leads out of it,
            or it cannot be written (the disk is full, say). The old site is as it was.
    """
    _check_replaceable(out_dir)
    shown, out_dir = out_dir, out_dir.absolute()
    fresh = out_dir.with_name(f".{out_dir.name}.new-{os.getpid()}")
    old = out_dir.with_name(f".{out_dir.name}.old-{os.getpid()}")
    try:
        out_dir.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(out_dir)
        _fill(fresh, files)
        _swap(fresh, out_dir, old)
    except OSError as error:
        raise BuildError(
            f"{shown}: the site cannot be written: {error.strerror or error}; "
            "the site that was there is as it was; make room or choose another folder with --out"
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _check_replaceable(out_dir: Path) -> None:
    """Refuses a folder that holds anything but a site, since it would be deleted."""
    if out_dir.is_dir():
        if any(out_dir.iterdir()) and not (out_dir / MARKER).is_file():
            raise BuildError(
                f"{out_dir}: holds files and no {MARKER}, so it is not a site of ours and "
                "would be lost; choose another folder with --out, or empty it"
            )
    elif out_dir.exists():
        raise BuildError(f"{out_dir}: is a file; choose a folder with --out")


def _fill(fresh: Path, files: Mapping[PurePosixPath, bytes]) -> None:
    fresh.mkdir()
    made = {fresh}
    for path, data in files.items():
        target = Path(os.path.normpath(fresh / path))
        if path.is_absolute() or not target.is_relative_to(fresh) or target == fresh:
            raise BuildError(f"{path}: a path outside the site")
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        with target.open("wb") as file:
            file.write(data)
            file.flush()


def _swap(fresh: Path, out_dir: Path, old: Path) -> None:
    """One exchange, where the machine can; else two renames, the first undone if the second fails.

    A build that is stopped between two renames leaves the old site under its other name, and the
    next one puts it back.
    """
    if not out_dir.exists():
        fresh.rename(out_dir)
        return
    if change_places(fresh, out_dir):
        return
    out_dir.rename(old)
    try:
        fresh.rename(out_dir)
    except OSError:
        old.rename(out_dir)
        raise


def _remove_leftovers(out_dir: Path) -> None:
    """Clears what builds left that were stopped; puts an old site back if nothing took its place.

    Folders of builds that still run are left alone.
    """
    for kind in ("old", "new"):
        for left in sorted(out_dir.parent.glob(f".{out_dir.name}.{kind}-*")):
            process = left.name.rsplit("-", 1)[1]
            if process.isdigit() and int(process) != os.getpid() and is_running(int(process)):
                continue
            if kind == "old" and not out_dir.exists():
                left.rename(out_dir)
            else:
                shutil.rmtree(left, ignore_errors=True)
