"""The version of the program, by its own files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.data import code
from kb.data.code import code_version


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of two packages."""
    for name in ("kb/words.py", "kb/data/numbers.json", "pages/list.jinja"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    monkeypatch.setattr(code, "_HOME", tmp_path)
    code_version.cache_clear()
    return tmp_path


def version(*packages: str) -> str:
    """Return the version as a program that starts now sees it."""
    code_version.cache_clear()
    return code_version(*packages)


@pytest.mark.parametrize("name", ["kb/words.py", "kb/data/numbers.json"])
def test_a_change_of_any_file_is_another_version(home: Path, name: str) -> None:
    """And the file as it was, the version as it was."""
    before = version()
    (home / name).write_text("changed", encoding="utf-8")
    assert version() != before
    (home / name).write_text(name, encoding="utf-8")
    assert version() == before


def test_a_name_counts_and_what_python_writes_does_not(home: Path) -> None:
    """Byte code follows from the sources."""
    before = version()
    (home / "kb" / "words.pyc").write_bytes(b"x")
    assert version() == before
    (home / "kb" / "words.py").rename(home / "kb" / "word.py")
    assert version() != before


def test_another_package_counts_where_it_is_named(home: Path) -> None:
    """Pages depend on templates, content does not."""
    alone, both = version(), version("pages")
    (home / "pages" / "list.jinja").write_text("changed", encoding="utf-8")
    assert version() == alone
    assert version("pages") != both


def test_an_installed_package_of_another_version_is_another_program(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What we ran on is part of what we are."""
    folder = home / "lib" / "site-packages"
    (folder / "markdown_it_py-3.0.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr("sys.path", [str(folder)])
    before = version()
    (folder / "markdown_it_py-3.0.0.dist-info").rename(folder / "markdown_it_py-3.0.1.dist-info")
    assert version() != before


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Leave no version of an invented program behind."""
    yield
    code_version.cache_clear()
