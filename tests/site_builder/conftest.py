"""A site built from the invented content, and a front end that is not the real one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.model.corpus import Corpus
from site_builder.build import build_site
from site_builder.model.site_content import SiteContent
from tests.conftest import TODAY


def write_frontend(folder: Path) -> Path:
    """Write a stand-in for the patched front end, so that no test needs the npm package."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nhsuk.css").write_text("body{font-family:Arial}\n", encoding="utf-8")
    (folder / "nhsuk.js").write_text("window.NHSUKFrontend={};\n", encoding="utf-8")
    (folder / "version.txt").write_text("0.0.0\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def frontend(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the stand-in."""
    return write_frontend(tmp_path_factory.mktemp("frontend"))


@pytest.fixture(scope="session")
def content(corpus: Corpus) -> SiteContent:
    """Look-ups on the invented content."""
    return SiteContent(corpus)


@pytest.fixture(scope="session")
def site(corpus: Corpus, frontend: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented content; not to be changed."""
    out = tmp_path_factory.mktemp("build") / "site"
    build_site(corpus, out, today=TODAY, frontend_dir=frontend)
    return out


@pytest.fixture(scope="session")
def read_page(site: Path) -> Callable[[str], str]:
    """Read the page of an address, as ``casestudies/ely-listening-line``."""

    def read(address: str) -> str:
        return (site / address / "index.html").read_text(encoding="utf-8")

    return read


def tree_bytes(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path below it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
