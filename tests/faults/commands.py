"""The commands that write, each in a folder of its own, and what must be there afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import EPOCH, FIXTURES

ROOT = Path(__file__).parents[2]
MOMENTS = int(os.environ.get("KB_FAULTS", "0"))
"""Moments at which each command is stopped; 0 in an ordinary run, which takes a few."""
FEW = 2

CHILD = """
import os, signal, sys
stop_at, full_at, epoch = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
import kb.index.encoder.model, kb.index.encoder.train, kb.evaluation.run, kb.search.open
from tests.hashes import HashEncoder
for module in (kb.index.encoder.model, kb.search.open, kb.evaluation.run):
    module.TransformerEncoder = HashEncoder
kb.index.encoder.train.General.load = lambda path: None
import itertools, whoosh.codec.base
numbers = itertools.count(1)  # Whoosh names each part of an index at random
whoosh.codec.base.Segment._random_id = lambda self, size=16: f"{next(numbers):0{size}}"
if full_at:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (full_at, full_at))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
os.environ["SOURCE_DATE_EPOCH"] = epoch
changes = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree"}
here, seen = os.getcwd(), 0

def noted(event, arguments):
    global seen
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & 0o3
    if (writes or event in changes) and here in os.path.abspath(os.fspath(arguments[0])
            if not isinstance(arguments[0], int) else here):
        seen += 1
        if seen == stop_at:
            os.kill(os.getpid(), signal.SIGKILL)

from kb.cli.main import run
sys.addaudithook(noted)
code = run(sys.argv[4:])
print("changes", seen, file=sys.stderr)
sys.exit(code)
"""
"""Runs a command, and ends it without a warning at one of the changes that it makes on the disk."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and what has to be there before it; `again` is how it is given a second time."""

    args: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    again: tuple[str, ...] = ()


ACCOUNT = "# Wolds rota\n\n## Background\n\n" + " ".join(
    f"We kept {number} of our GPs in practice." for number in range(20, 30)
)
COMMANDS: Mapping[str, Command] = {
    "import": Command(("import", "account.md", "--own", "wolds-account", "--no-suggest")),
    "import a corrected account": Command(
        ("import", "account.md", "--own", "wolds-account", "--no-suggest", "--force"),
        before=(("import", "account.md", "--own", "wolds-account", "--no-suggest"),),
    ),
    "review": Command(("review", "casestudies/ely-listening-line", "--by", "the editors")),
    "index": Command(("index", "--rebuild"), before=(("index",),)),
    "build": Command(("build",), before=(("build",),)),
}
"""Every kind of writing: pages with their source, one page, an index, a site."""


def prepared(folder: Path, command: Command) -> None:
    """Fill a folder with the invented content, a file to import, and what comes before."""
    import shutil

    from tests.site_builder.conftest import write_frontend

    shutil.copytree(FIXTURES / "corpus", folder / "content")
    (folder / "account.md").write_text(ACCOUNT, encoding="utf-8")
    write_frontend(folder / "build" / "frontend")
    for args in command.before:
        assert given(folder, args).returncode == 0
    if command.before and command.args[0] == "import":
        text = (folder / "account.md").read_text(encoding="utf-8")
        (folder / "account.md").write_text(text.replace(" 21 ", " 31 "), encoding="utf-8")
    if command.args[0] == "build":
        page = folder / "content" / "toolkit" / "keep-count.md"
        page.write_text(
            page.read_text(encoding="utf-8").replace("Start small.", "Start smaller."),
            encoding="utf-8",
        )


def given(
    folder: Path, args: tuple[str, ...], *, stop_at: int = 0, full_at: int = 0, epoch: str = EPOCH
) -> subprocess.CompletedProcess[str]:
    """Give a command in a folder; it may be killed, or find the disk full."""
    return subprocess.run(
        [sys.executable, "-c", CHILD, str(stop_at), str(full_at), epoch, *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def changes_of(done: subprocess.CompletedProcess[str]) -> int:
    """Return how often a command changed something on the disk."""
    return int(done.stderr.rsplit("changes ", 1)[1])


def was_killed(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether a command was ended before its end."""
    return done.returncode == -signal.SIGKILL


Tree = Mapping[str, bytes]


def tree_of(folder: Path) -> Tree:
    """Return every file of a folder that is no leftover: what a reader or command looks at."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and "cache" not in path.relative_to(folder).parts
        and path.name not in {"manifest.json", "cache.npz"}
    }


def leftovers(folder: Path) -> list[str]:
    """Return what a command left beside its files."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob(".*"))
        if path.relative_to(folder).parts[0] in {"content", "build"}
    ]
