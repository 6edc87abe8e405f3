"""The content as it was at a revision of the repository, laid out in a folder of its own."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from pathlib import Path, PurePosixPath

from kb.model.problems import KbError

_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/~^@{}-]{0,200}")
_MAX_UNPACKED = 256 * 1024 * 1024


def lay_out(content_dir: Path, revision: str, target: Path) -> Path:
    """Write the content folder of a revision below `target` and return its path there.

    Only plain files are written; a link in the repository is left out.

    Args:
        content_dir: the content folder, within a Git repository.
        revision: a branch, tag or commit.
        target: an empty folder.

    Raises:
        KbError: Git does not know the revision, or the folder is in no repository.
    """
    if not _REVISION.fullmatch(revision):
        raise KbError(f'--base: found "{revision}"; allowed a branch, tag or commit')
    inside = _git(content_dir, "rev-parse", "--show-prefix").decode().strip().rstrip("/")
    commit = _git(
        content_dir, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", of=revision
    )
    root = Path(_git(content_dir, "rev-parse", "--show-toplevel").decode().strip())
    packed = _git(root, "archive", "--format=tar", commit.decode().strip(), "--", inside or ".")
    size = 0
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            size += member.size
            if not member.isfile() or path.is_absolute() or ".." in path.parts:
                continue
            if size > _MAX_UNPACKED:
                raise KbError(f"--base: found more than {_MAX_UNPACKED:,} bytes at {revision}")
            file = archive.extractfile(member)
            out = target.joinpath(*path.parts)
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(file.read() if file else b"")
    return target / inside


def _git(folder: Path, *arguments: str, of: str = "") -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=False, timeout=600
        )
    except subprocess.TimeoutExpired as error:
        raise KbError(f"{folder}: git did not answer in {error.timeout:.0f} s") from error
    except OSError as error:
        raise KbError("kb changes: found no git; install Git and run it again") from error
    if done.returncode:
        if of:
            raise KbError(
                f'--base: found "{of}", which Git does not know; allowed a branch, tag or commit; '
                "fetch it first"
            )
        said = done.stderr.decode(errors="replace").strip().split("\n")[-1]
        raise KbError(f"{folder}: found no content in a Git repository ({said})")
    return done.stdout
