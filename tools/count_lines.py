"""Counts the lines of code and of tests that hold more than a comment, for docs/reliability.md.

python tools/count_lines.py
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = ("kb", "site_builder", "tools", "bench", "dev.py")
TESTS = ("tests",)
_COMMENT = {".py": "#", ".js": "//"}


def count(files: Iterable[Path]) -> int:
    """Return how many lines of Python and JavaScript hold more than a comment."""
    return sum(
        bool(line.strip()) and not line.lstrip().startswith(_COMMENT[file.suffix])
        for file in files
        if file.suffix in _COMMENT
        for line in file.read_text(encoding="utf-8").splitlines()
    )


def tracked(folders: Iterable[str], root: Path = ROOT) -> list[Path]:
    """Return the files below some folders that Git keeps."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", *folders],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return [root / name for name in listed.stdout.split("\0") if name]


def main() -> None:
    """Print both counts, and how many lines of tests there are for each line of code."""
    code, tests = count(tracked(CODE)), count(tracked(TESTS))
    print(f"code {code:,} lines, tests {tests:,} lines: {tests / code:.2f} for each line of code")


if __name__ == "__main__":
    main()
