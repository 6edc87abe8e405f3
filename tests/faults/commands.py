"""The commands that write, each in a folder of its own, and what must be there afterwards."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import EPOCH, FIXTURES
from tests.faults.nursery import Order, Outcome, run_order

MOMENTS = int(os.environ.get("KB_FAULTS", "0"))
"""Moments at which each command is stopped; 0 in an ordinary run, which takes a few."""
FEW = 2


@dataclass(frozen=True, slots=True)
class Command:
    """A command, what has to be there before it, and what is typed at its questions.

    `around` is the folder that is the old one or the new one as a whole, "" if each file is.
    `typed_again` is typed first when it finds answers that it kept.
    """

    args: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    typed: str = ""
    typed_again: str = ""
    around: str = ""


ACCOUNT = "# Wolds rota\n\n## Background\n\n" + " ".join(
    f"We kept {number} of our GPs in practice." for number in range(20, 30)
)
QUERIES = "- id: q1\n  persona: gp\n  type: [need]\n  text: peer circle\n  relevant:\n    PAGE: 2\n"
PAGE = "casestudies/ely-listening-line"
_OWN = ("import", "account.md", "--own", "wolds-account", "--no-suggest")
_AREA = ("--title", "The Wolds", "--of", "marsh-and-wolds", "--contact", "hub@wolds.example")
_WEB = ("--page", "--address", "https://wolds.example/rota", "--read", "2026-11-01")
_ENTRY = (
    *("--title", "Wolds rota", "--publisher", "Wolds LMC", "--dated", "2026-10"),
    *("--strength", "professional-body"),
)
_ANSWERS = (
    *("Wold visiting team", "Wold Surgery, Marsh Surgery", "The Wolds", "2021", "partners"),
    *("practices", "not stated", "not stated", "not stated", "not stated", ""),
    *("Doctors were worn out.", "They shared a paramedic.", "Nobody counted.", ""),
)
COMMANDS: Mapping[str, Command] = {
    "import": Command(_OWN),
    "import a corrected account": Command((*_OWN, "--force"), before=(_OWN,)),
    "new": Command(
        ("new", "casestudy", "--source", "fen-report"),
        typed="\n".join(_ANSWERS) + "\n",
        typed_again="n\n",
    ),
    "new from our own account": Command(
        ("new", "casestudy"),
        typed="\n".join((*_ANSWERS[:-3], ACCOUNT.rpartition("\n")[2], "", "", "0")) + "\n",
        typed_again="n\n",
    ),
    "new without questions": Command(("new", "toolkit", "--title", "Wold sums", "--no-input")),
    "source add": Command(("source", "add", "account.md", "--id", "marsh-review")),
    "source add a page": Command(
        ("source", "add", "account.md", "--id", "wolds-page", *_WEB, *_ENTRY)
    ),
    "review": Command(("review", PAGE, "--by", "the editors")),
    "area new": Command(("area", "new", "wolds", *_AREA)),
    "area init": Command(("area", "init", "area/wolds", *_AREA)),
    "area pack": Command(("area", "pack", "--out", "release", "--release", "2026.11")),
    "plan": Command(
        ("plan", "locum#thinking-of-leaving", "--date", "2027-08-31", "--ics", "out.ics")
    ),
    "action-plan": Command(("action-plan", "plan.json", "--out", "out.docx")),
    "brief": Command(("brief", PAGE, "--docx", "out.docx")),
    "template": Command(("template", "circle-questions", "--docx", "out.docx")),
    "links": Command(("links", "--offline", "--report", "out.md")),
    "run": Command(
        ("run", "--queries", "queries.yaml", "--output", "out.run"), before=(("index",),)
    ),
    "first index": Command(("index",), around="build/index/"),
    "index": Command(("index", "--rebuild"), before=(("index",),), around="build/index/"),
    "first build": Command(("build",), around="build/site/"),
    "build": Command(("build",), before=(("build",),), around="build/site/"),
    "build an edition": Command(
        ("build", "--area", "wolds"), before=(("area", "new", "wolds", *_AREA),)
    ),
}
"""Every command that writes a file; not kb hosted, which leaves that to PostgreSQL."""


def prepared(folder: Path, command: Command) -> None:
    """Fill a folder with the invented content, files to read, and what comes before."""
    import shutil

    from tests.kb.planning.test_action_plan import TEXT
    from tests.site_builder.conftest import write_frontend

    shutil.copytree(FIXTURES / "corpus", folder / "content")
    (folder / "account.md").write_text(ACCOUNT, encoding="utf-8")
    (folder / "plan.json").write_text(TEXT, encoding="utf-8")
    (folder / "queries.yaml").write_text(QUERIES.replace("PAGE", PAGE), encoding="utf-8")
    write_frontend(folder / "build" / "frontend")
    for args in command.before:
        done = given(folder, args)
        assert done.returncode == 0, done.stderr
    if command.before and command.args[0] == "import":
        _replace(folder / "account.md", " 21 ", " 31 ")
    if command.before and command.args[0] in {"build", "index"}:
        _replace(folder / "content" / "toolkit" / "keep-count.md", "Start small.", "Start smaller.")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def given(
    folder: Path,
    command: Command | tuple[str, ...],
    *,
    stop_at: int = 0,
    full_at: int = 0,
    clock: str = EPOCH,
) -> Outcome:
    """Give a command in a folder; it may be killed, or find the disk full."""
    if isinstance(command, tuple):
        command = Command(command)
    kept = any((folder / "drafts").glob("new-*.json"))
    typed = (command.typed_again if kept else "") + command.typed
    return run_order(Order(folder, command.args, clock, stop_at, full_at, typed))


def changes_of(done: Outcome) -> int:
    """Return how often a command changed something on the disk."""
    return int(done.stderr.rsplit("changes ", 1)[1])


def was_killed(done: Outcome) -> bool:
    """Whether a command was ended before its end."""
    return done.returncode == -signal.SIGKILL


Tree = Mapping[str, bytes]


def tree_of(folder: Path) -> Tree:
    """Return every file of a folder that is no leftover: what a reader or command looks at.

    What is kept in drafts is none of them: it is there for a person, and differs with the moment.
    """
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and not {"cache", "drafts"} & {*path.relative_to(folder).parts}
        and path.name not in {"manifest.json", "cache.npz"}
    }


def leftovers(folder: Path) -> list[str]:
    """Return what a command left beside its files."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob(".*"))
        if path.relative_to(folder).parts[0] in {"content", "build"}
    ]
