"""Shared fixtures: the invented content tree, copies of it to break, and the command."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from kb.content.read import Reading, check_corpus, read_corpus
from kb.model.corpus import Corpus

# Machines are shared and noisy: no test is held to a time.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

FIXTURES = Path(__file__).parent / "fixtures"
TODAY = date(2024, 6, 1)
"""The day on which the fixture corpus is read; its newest date is a month older."""
EPOCH = "1717200000"
"""The same day as `SOURCE_DATE_EPOCH`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip on Windows what needs links, pipes or signals that it does not have."""
    if sys.platform == "win32":
        skip = pytest.mark.skip(reason="Windows has no such links, pipes or signals")
        for item in items:
            if item.get_closest_marker("posix"):
                item.add_marker(skip)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes expected output instead of comparing it."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the expected output of golden and port tests; review the diff",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is written rather than compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """The invented content tree; not to be changed."""
    return FIXTURES / "corpus"


@pytest.fixture(scope="session")
def corpus(corpus_dir: Path) -> Corpus:
    """The invented content, read."""
    return read_corpus(corpus_dir, today=TODAY)


@dataclass(frozen=True, slots=True)
class Tree:
    """A copy of the invented content that a test may break."""

    root: Path

    def path(self, name: str) -> Path:
        """Return the path of a file below the content folder."""
        return self.root / name

    def write(self, name: str, text: str) -> Path:
        """Write a file and return its path."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace the first place of a text that must stand in a file."""
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {name}"
        self.write(name, text.replace(old, new, 1))

    def check(self) -> Reading:
        """Read and check the tree."""
        return check_corpus(self.root, today=TODAY)

    def messages(self) -> list[str]:
        """Return every problem as text."""
        return [str(problem) for problem in self.check().problems]


@pytest.fixture
def tree(corpus_dir: Path, tmp_path: Path) -> Tree:
    """A copy of the invented content, in a folder ``content`` of its own."""
    root = tmp_path / "content"
    shutil.copytree(corpus_dir, root)
    return Tree(root)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: its exit code and what it wrote."""

    code: int
    out: str
    err: str


Kb = Callable[..., Outcome]


@pytest.fixture
def kb(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Kb:
    """Run `kb` with arguments in a folder of its own, on the day `TODAY`."""
    from kb.cli.main import run

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")

    def call(*args: str) -> Outcome:
        capfd.readouterr()
        code = run(list(args))
        captured = capfd.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call
