"""Writes the comment of a pull request, the search measured before and after it.

A change with faults gets its comment too: that is when its author needs one.

    python tools/pull_request.py --base SHA --number N --out DIR

It calls the commands of the project and nothing else, so that it does here what it does for a
pull request. Two files come of it: ``comment.md`` and ``number``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

KB = (sys.executable, "-m", "kb.cli.main")
QUERIES = Path("eval/queries.yaml")
MODES = ("hybrid", "keyword", "semantic")
INDEX = Path("build/index")
SITE = Path("build/site/index.html")
SITE_NOTE = (
    "\nThe built site is the artefact `site` of the check: unpack it and open `index.html`.\n"
)
UNTOLD = (
    "## What this changes\n\nIt cannot be described: the lists of the content (vocabularies, "
    "glossary or bibliography) cannot be read.\n"
)


def run(*arguments: str) -> str | None:
    """Return what a command of the project printed, or None if it failed; its errors are shown."""
    done = subprocess.run(
        [*KB, *arguments], stdout=subprocess.PIPE, text=True, check=False, timeout=3600
    )
    return None if done.returncode else done.stdout


def faults() -> str:
    """Return in a sentence what `kb check` finds; "" if nothing stops the page."""
    done = subprocess.run(
        [*KB, "check", "--format", "json"],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=3600,
    )
    found = json.loads(done.stdout or "{}")
    if not found.get("errors"):
        return ""
    files = len({p["path"] for p in found["problems"] if p["severity"] == "error"})
    return (
        f"\n**Left to fix: {_counted(found['errors'], 'fault')} in {_counted(files, 'file')}.** "
        "The check marks the lines, under the tab Files changed.\n"
    )


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def runs_of(content: Path, index: Path, out: Path) -> bool:
    """Write a run for each mode over a content folder; False if it cannot be searched."""
    out.mkdir(parents=True, exist_ok=True)
    if run("index", "--content", str(content), "--index", str(index)) is None:
        return False
    for mode in MODES:
        options = ("--queries", str(QUERIES), "--mode", mode, "--output", str(out / f"{mode}.run"))
        if run("run", *options, "--index", str(index), "--content", str(content)) is None:
            return False
    return True


def content_before(base: str, folder: Path) -> Path | None:
    """Lay the content of a revision out in a folder; None if there is none."""
    from kb.editing.upkeep.git_snapshot import lay_out
    from kb.model.problems import KbError

    try:
        return lay_out(Path("content"), base, folder)
    except KbError as error:
        print(error, file=sys.stderr)
        return None


def comment_of(base: str) -> str:
    """Return the comment; without the quality of the search where it cannot be measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        options = ["changes", "--base", base, "--queries", str(QUERIES)]
        if QUERIES.is_file() and runs_of(Path("content"), INDEX, folder / "after"):
            options += ["--runs-after", str(folder / "after")]
            before = content_before(base, folder / "content-before")
            if before and runs_of(before, folder / "index", folder / "before"):
                options += ["--runs-before", str(folder / "before")]
        said = run(*options)
    return (said or UNTOLD) + faults() + (SITE_NOTE if SITE.is_file() else "")


def main() -> None:
    """Write the comment and the number of the pull request."""
    parser = argparse.ArgumentParser(description="Write the comment of a pull request.")
    parser.add_argument("--base", required=True, help="the commit that it starts from")
    parser.add_argument("--number", required=True, type=int, help="its number")
    parser.add_argument("--out", required=True, type=Path, help="folder of the two files")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "comment.md").write_text(comment_of(given.base), encoding="utf-8", newline="\n")
    (given.out / "number").write_text(f"{given.number}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
