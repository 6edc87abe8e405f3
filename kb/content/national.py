"""The national content as one file, and where an area's repository finds it.

The file is a Python package (a wheel, which is a zip) with the folder ``content`` and the front
end of the site: it can be installed, or stand as it is in the folder ``release`` of a repository.
The same content gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from kb.content.files import remove_leftovers, write_whole
from kb.content.folder import read_folder
from kb.model.problems import KbError

PACKAGE = "gp_retention_national"
"""The name of the package."""
RELEASE = Path("release")
"""The folder of an area's repository in which the file stands."""
UNPACKED = Path("build/national")
"""Where a file is unpacked, a folder for each."""

_CONTENT, _FRONTEND = "content", "frontend"
_MOST_FILES, _MOST_BYTES = 20_000, 300 * 1024 * 1024
_TIME = (1980, 1, 1, 0, 0, 0)
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}")
_WHEEL = "Wheel-Version: 1.0\nGenerator: kb area pack\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_METADATA = """\
Metadata-Version: 2.1
Name: gp-retention-national
Version: {version}
Summary: The national content on keeping GPs in practice, on which local editions are built
License: Text under CC BY 4.0; the NHS.UK front end under MIT
Requires-Python: >=3.11
"""


@dataclass(frozen=True, slots=True)
class National:
    """Where the national content is, and the front end that goes with it."""

    content: Path
    frontend: Path


def version_of(day: date) -> str:
    """Return the version of content that is packed on a day, as ``2026.11.28``."""
    return f"{day.year}.{day.month}.{day.day}"


def pack_national(content_dir: Path, frontend_dir: Path, folder: Path, version: str) -> Path:
    """Write the national content and the front end as one file; return its path.

    Raises:
        KbError: the version is none, or a folder is missing or has a fault.
    """
    if not _VERSION.fullmatch(version):
        raise KbError(f'--release: found "{version}"; allowed figures and dots, as 2026.11.28')
    read = read_folder(content_dir)
    if read.problems:
        raise KbError(f"{read.problems[0]}; put the content right before it is packed")
    if not (frontend_dir / "nhsuk.css").is_file():
        raise KbError(f"{frontend_dir}: found no front end; run: python3 tools/frontend.py")
    files = {
        f"{PACKAGE}/__init__.py": f'"""The national content of {version}."""\n'.encode(),
        **_below(content_dir, f"{PACKAGE}/{_CONTENT}"),
        **_below(frontend_dir, f"{PACKAGE}/{_FRONTEND}"),
    }
    info = f"{PACKAGE}-{version}.dist-info"
    files[f"{info}/METADATA"] = _METADATA.format(version=version).encode()
    files[f"{info}/WHEEL"] = _WHEEL.encode()
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD").encode()
    path = folder / f"{PACKAGE}-{version}-py3-none-any.whl"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, date_time=_TIME)
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    write_whole(path, packed.getvalue())
    return path


def find_national(given: Path | None, content_dir: Path, frontend_dir: Path) -> National:
    """Return where the national content is.

    That is what was given; else the folder ``content``; else the one file in ``release``; else the
    installed package.

    Args:
        given: a file of a release, or a folder that holds ``content`` or is one; None if none is.
        content_dir: the content folder of a full copy of the project.
        frontend_dir: the front end of such a copy, where the national content brings none.

    Raises:
        KbError: there is none of them, or the file is none of ours.
    """
    if given is not None:
        return _in_folder(given, frontend_dir) if given.is_dir() else _unpacked(given)
    if content_dir.is_dir():
        return National(content_dir, frontend_dir)
    found = sorted(RELEASE.glob(f"{PACKAGE}-*.whl"))
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise KbError(
            f"{RELEASE}: found {len(found)} files of national content ({names}); allowed one; "
            "keep the newest, or name one with --national"
        )
    if found:
        return _unpacked(found[0])
    installed = find_spec(PACKAGE)
    for place in (installed.submodule_search_locations or []) if installed else []:
        return _in_folder(Path(place), frontend_dir)
    raise KbError(
        f"{content_dir}: found no national content; allowed a folder content, a file "
        f"{RELEASE}/{PACKAGE}-VERSION-py3-none-any.whl, or that package installed; "
        "copy the file of a release into the folder release, or name it with --national"
    )


def _in_folder(folder: Path, frontend_dir: Path) -> National:
    content = folder / _CONTENT if (folder / _CONTENT).is_dir() else folder
    if not (content / "bibliography.yaml").is_file():
        raise KbError(
            f"{folder}: found no content in it; allowed a folder of national content, or one that "
            "holds a folder content"
        )
    frontend = content.parent / _FRONTEND
    return National(content, frontend if frontend.is_dir() else frontend_dir)


def _unpacked(file: Path) -> National:
    """Return the content of a file of a release, unpacked once for the same bytes."""
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        target = UNPACKED / digest
        if not target.is_dir():
            with zipfile.ZipFile(file) as archive:
                _unpack(file, archive, target)
    except FileNotFoundError as error:
        raise KbError(f"{file}: found no such file; allowed a file of a release") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise KbError(
            f"{file}: found a file that cannot be unpacked ({error}); allowed a file that "
            "kb area pack wrote; copy it again"
        ) from error
    return National(target / _CONTENT, target / _FRONTEND)


def _unpack(file: Path, archive: zipfile.ZipFile, target: Path) -> None:
    members = _members(archive)
    if not any(path.parts[0] == _CONTENT for path in members):
        raise KbError(f"{file}: found no {PACKAGE}/content in it; allowed a file of a release")
    size = sum(entry.file_size for entry in members.values())
    if len(members) > _MOST_FILES or size > _MOST_BYTES:
        raise KbError(
            f"{file}: found {len(members):,} files of {size:,} bytes; allowed "
            f"{_MOST_FILES:,} files of {_MOST_BYTES:,} bytes; take the file of a release"
        )
    remove_leftovers(target)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    for path, entry in members.items():
        out = fresh / path
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(archive.read(entry))
    try:
        fresh.replace(target)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        if not target.is_dir():  # else another command unpacked the same bytes meanwhile
            raise


def _members(archive: zipfile.ZipFile) -> Mapping[PurePosixPath, zipfile.ZipInfo]:
    """Return what belongs to the content or the front end; what leads out of them is left."""
    found = {}
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        plain = stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG)
        if entry.is_dir() or not plain or path.is_absolute() or ".." in path.parts:
            continue
        if len(path.parts) > 2 and path.parts[0] == PACKAGE:
            inner = PurePosixPath(*path.parts[1:])
            if inner.parts[0] in (_CONTENT, _FRONTEND) and ":" not in str(inner):
                found[inner] = entry
    return found


def _below(folder: Path, prefix: str) -> dict[str, bytes]:
    return {
        f"{prefix}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    }


def _record(files: Mapping[str, bytes], own: str) -> str:
    lines = []
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(data)}")
    return "\n".join([*lines, f"{own},,"]) + "\n"
