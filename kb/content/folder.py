"""Reads the files of a content folder as text, and refuses what has no place in it.

It knows which files there may be and nothing of what they say. Symbolic links are not followed,
so that nothing outside the folder is read; hidden files are ignored.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from kb.model.documents import Kind
from kb.model.fields import VOCABULARY_NAMES
from kb.model.problems import ContentFile, KbError, Problem, printable
from kb.model.vocabulary import nearest
from kb.text.unseen import UNSEEN, code_of, first_unseen

MAX_FILE = 1024 * 1024
"""Bytes of a content file; the longest page has a fortieth of that."""
MAX_FINGERPRINT = 16 * 1024 * 1024
"""Bytes of a fingerprint; that of a book has two million."""

LISTS = ("bibliography.yaml", "distress.yaml", "glossary.yaml")
"""Files that a content folder must have, beside its vocabularies."""
DISTRESS_LINES = "distress-lines.yaml"
"""Lines that search learns distress from, beside the phrases of ``distress.yaml``."""
SHARED_STOPS = "shared-stops.yaml"
"""What the stops of every roadmap share: tasks and facts by moment."""
LOCAL_STOPS = "local-stops.yaml"
"""What a local edition adds to stops; only in a folder that was put together for one."""
MARK_OF_EDITION = ".edition"
"""The file by which such a folder is known, and may be replaced."""
AREAS = "areas"
"""The folder of the areas of England, one file each."""
TEMPLATES = "templates"
"""The folder that may hold templates to fill in, one file each."""
OPTIONAL = ("allowed-phrases.txt", DISTRESS_LINES, "planned.yaml", SHARED_STOPS)
"""Files that it may have."""
ASKED = "asked"
"""The folder that may hold a file for each need: what somebody with it might say."""

_KINDS = tuple(kind.value for kind in Kind)
_FOLDERS = tuple(f"{kind}/" for kind in _KINDS)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_NAME = 80
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that Windows keeps for devices, so that a copy there could not hold the file."""
_READ = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"):
    _READ |= getattr(os, _flag, 0)
"""How a file is opened: a pipe must not hold us up, nor a link that was put there meanwhile lead
us out. Windows has neither flag, and needs the last to read bytes as they are."""
_SEEN = bytes(sign for sign in range(128) if not UNSEEN.match(chr(sign)))
"""The signs of ASCII that a text may have."""
_IGNORED = re.compile(r"(?:README|LICEN[CS]E)(?:\.[a-z]+)?")


class _Found(IntEnum):
    """What has the name of a file."""

    FILE = 0
    FOLDER = 1
    LINK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentFolder:
    """The files of a content folder.

    `texts` maps each readable file's path below the folder to its text, in order of path;
    `pages` holds the path of every page, readable or not, and of a page with a bad name the
    path it is to have, so that links to it are no problem of their own;
    `fingerprints` holds the paths of fingerprints; `digest` is a sha256 over the path and
    bytes of every file, `beside` one over those of the files beside the pages,
    areas, templates and what a local edition adds to stops left out.
    """

    root: Path
    texts: Mapping[str, str]
    pages: tuple[str, ...]
    fingerprints: tuple[str, ...]
    problems: tuple[Problem, ...]
    digest: str
    beside: str
    beside_nationally: str = ""
    """Of a folder that was put together for an edition: `beside` of the national content."""

    def file(self, path: str, lines: Mapping[str, int] | None = None) -> ContentFile:
        """Return a file of the folder, or with "" the folder, for problems to point into."""
        return ContentFile(path=_shown(self.root, path), lines=lines or {})

    def shown(self, path: str) -> str:
        """Return a path as a problem names it: from the folder above the content folder."""
        return _shown(self.root, path)


def digest_of_folder(content_dir: Path) -> str:
    """Return the digest of a content folder, as `read_folder` does, without its texts.

    Raises:
        KbError: there is no such folder, or it cannot be read.
    """
    return read_folder(content_dir, with_texts=False).digest


def read_folder(content_dir: Path, *, with_texts: bool = True) -> ContentFolder:
    """Return the files of a content folder, with a problem for each that cannot be used.

    Without texts neither these are there nor problems in them; all else is.

    Raises:
        KbError: there is no such folder, or it cannot be read.
    """
    root = content_root(content_dir)
    texts: dict[str, str] = {}
    prints: list[str] = []
    pages: list[str] = []
    problems: list[Problem] = []
    digest = hashlib.sha256()
    beside = hashlib.sha256()
    in_small_letters: dict[str, str] = {}
    for path, found in sorted(_walk(str(root), "")):
        if fault := _misplaced(root, path, found):
            problems.append(fault)
            if fault.fault != "bad-file-name":
                continue
        same = in_small_letters.setdefault(path.casefold(), path)
        if same != path:
            problems.append(_clash(root, path, same))
            continue
        if path.startswith(_FOLDERS):
            pages.append(_as_page(path) if fault else path)
        read = _read(root, path)
        if isinstance(read, Problem):
            problems.append(read)
            continue
        apart = path.startswith((*_FOLDERS, f"{AREAS}/", f"{TEMPLATES}/")) or path == LOCAL_STOPS
        for one in (digest,) if apart else (digest, beside):
            one.update(f"{path}\0{len(read)}\0".encode(errors="surrogateescape"))
            one.update(read)
        if path.startswith("fingerprints/"):
            prints.append(path)
            continue
        if not with_texts:
            continue
        text = _decode(root, path, read)
        if isinstance(text, Problem):
            problems.append(text)
        elif not fault:
            texts[path] = text
    return ContentFolder(
        root=root,
        texts=texts,
        pages=tuple(pages),
        fingerprints=tuple(prints),
        problems=tuple(problems),
        digest=digest.hexdigest(),
        beside=beside.hexdigest(),
        beside_nationally=_beside_nationally(root),
    )


def _beside_nationally(root: Path) -> str:
    try:
        return (root / MARK_OF_EDITION).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def content_root(content_dir: Path) -> Path:
    """Return the path of a content folder, resolved.

    Raises:
        KbError: there is no such folder.
    """
    root = content_dir.resolve()
    if not root.is_dir():
        raise KbError(
            f"{content_dir}: found no such folder; allowed a folder of content; "
            "run kb where the folder content is, or name the folder with --content"
        )
    return root


def _file(root: Path, path: str) -> ContentFile:
    return ContentFile(path=_shown(root, path))


def _shown(root: Path, path: str) -> str:
    return printable(f"{root.name}/{path}" if path else root.name)


def _walk(folder: str, before: str) -> Iterator[tuple[str, _Found]]:
    """Give every file below a folder, and every folder that is named like a file.

    Each by its path below the content folder; `before` is what that of the folder's own files
    begins with.
    """
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith("."):
                    continue
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder and not name.endswith((".md", ".yaml")):
                    yield from _walk(entry.path, f"{before}{name}/")
                elif entry.is_symlink():
                    yield f"{before}{name}", _Found.LINK
                else:
                    yield f"{before}{name}", _Found.FOLDER if is_folder else _Found.FILE
    except OSError as error:
        raise KbError(
            f"{folder}: found a folder that cannot be read ({error.strerror}); fix its permissions"
        ) from error


def _misplaced(root: Path, path: str, found: _Found) -> Problem | None:
    """Return a problem if a file has no place in the content folder, or not with its name."""
    folder, _, name = path.rpartition("/")
    stem, _, suffix = name.rpartition(".")
    if found is _Found.LINK:
        return _file(root, path).problem(
            "symbolic-link",
            found="a symbolic link",
            allowed="plain files",
            remedy="put the file itself here",
        )
    if found is _Found.FOLDER:
        return _file(root, path).problem(
            "unreadable",
            found="a folder with the name of a file",
            allowed="plain files",
            remedy="move what it holds to its place, and remove the folder",
        )
    if folder in _KINDS and suffix.lower() == "md":
        return _misnamed(root, path, "md")
    if folder == AREAS and suffix.lower() == "yaml":
        return _misnamed(root, path, "yaml")
    if folder == TEMPLATES and suffix.lower() == "md":
        return _misnamed(root, path, "md")
    if folder == "fingerprints" and _NAME.fullmatch(name):
        return _kept_by_windows(root, path, f"{name}-account") if is_reserved(name) else None
    if folder == "vocabularies" and suffix == "yaml" and stem in VOCABULARY_NAMES:
        return None
    if folder == ASKED and suffix == "yaml":
        return None  # whether there is such a need, whoever reads the needs will say
    if path == LOCAL_STOPS and (root / MARK_OF_EDITION).is_file():
        return None
    if not folder and (name in LISTS or name in OPTIONAL or _IGNORED.fullmatch(name)):
        return None
    names = [*LISTS, *OPTIONAL, *(f"vocabularies/{name}.yaml" for name in VOCABULARY_NAMES)]
    names += [f"{ASKED}/NEED.yaml", f"{TEMPLATES}/NAME.md"]
    return _file(root, path).problem(
        "unknown-file",
        found=f'"{printable(path)}"',
        allowed=", ".join([*(f"{kind}/NAME.md" for kind in _KINDS), f"{AREAS}/NAME.yaml", *names]),
        suggestion=nearest(path, names),
        remedy="move it out of the content folder, or give it its place",
    )


def _misnamed(root: Path, path: str, suffix: str) -> Problem | None:
    """Return a problem if the name of a file, which is to end in `suffix`, is no address."""
    name = path.rpartition("/")[2]
    stem, _, written = name.rpartition(".")
    ending = "" if written == suffix else f".{suffix}"
    if is_reserved(stem):
        return _kept_by_windows(root, path, f"{stem.casefold()}-page")
    if not ending and _NAME.fullmatch(stem) and len(stem) <= _MAX_NAME:
        return None
    return _file(root, path).problem(
        "bad-file-name",
        found=f'"{printable(name)}"',
        allowed=f"small letters, digits and single hyphens, up to {_MAX_NAME}",
        suggestion=f"{_as_name(stem)}{ending}",
        remedy="rename it: the name becomes the address",
    )


def _kept_by_windows(root: Path, path: str, better: str) -> Problem:
    return _file(root, path).problem(
        "bad-file-name",
        found=f'"{printable(path.rpartition("/")[2])}", a name that Windows keeps for itself',
        allowed="any other name",
        suggestion=better,
        remedy="rename it: a copy on Windows could not hold it",
    )


def is_reserved(name: str) -> bool:
    """Whether Windows keeps a name for a device."""
    return _RESERVED.fullmatch(name.casefold()) is not None


def _as_name(stem: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:_MAX_NAME]
    return f"{name}-page" if _RESERVED.fullmatch(name) else name


def _as_page(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/{_as_name(name.rpartition('.')[0])}.md"


def _clash(root: Path, path: str, other: str) -> Problem:
    address = path.casefold().removesuffix(".md")
    return _file(root, path).problem(
        "duplicate-permalink",
        found=f'"/{address}/", already the address of {root.name}/{other}',
        remedy="rename one file: names that differ in capitals are one on many machines",
    )


def _read(root: Path, path: str) -> bytes | Problem:
    """Return the bytes of a plain file, unless it is too large or cannot be read."""
    most = MAX_FINGERPRINT if path.startswith("fingerprints/") else MAX_FILE
    try:
        descriptor = os.open(f"{root}{os.sep}{path}", _READ)
        with os.fdopen(descriptor, "rb") as file:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode):
                return _file(root, path).problem(
                    "unreadable",
                    found="no plain file",
                    allowed="plain files",
                    remedy="take it away",
                )
            data = file.read(min(about.st_size, most) + 1)  # room for the most costs time
            if about.st_size < len(data) <= most:  # it has grown, or has no size of its own
                data += file.read(most + 1 - len(data))
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror})"
        return _file(root, path).problem("unreadable", found=found, remedy="fix its permissions")
    if len(data) > most:
        return _file(root, path).problem(
            "too-large",
            found=f"more than {most:,} bytes",
            allowed=f"up to {most:,} bytes",
            remedy="shorten it",
        )
    return data


def _decode(root: Path, path: str, data: bytes) -> str | Problem:
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return _file(root, path).problem(
            "not-utf-8",
            line=data.count(b"\n", 0, error.start) + 1,
            found=f"the byte 0x{data[error.start]:02x}",
            allowed="text in UTF-8",
            remedy='save the file again with the encoding "UTF-8"',
        )
    if text.isascii() and not data.translate(None, _SEEN):
        return text
    if control := first_unseen(text):
        return _file(root, path).problem(
            "control-character",
            line=text.count("\n", 0, control.start()) + 1,
            found=f"the character {code_of(control.group())}",
            remedy="delete it",
        )
    return text
