"""The examples of the library run, in the README as in its own page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import kb
from tests.conftest import EPOCH
from tests.hashes import HashEncoder
from tests.site_builder.conftest import write_frontend

ROOT = Path(__file__).parents[2]
QUERIES = """
- id: q1
  text: nobody to talk to on call
  persona: gp
  type: [situation]
  relevant:
    casestudies/ely-listening-line: 3
- id: q2
  text: cheap flights to Lisbon
  persona: gp
  type: [nothing]
  relevant: {}
"""


@pytest.fixture
def repository(corpus_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as that of the repository, with the invented content and an encoder of its own."""
    shutil.copytree(corpus_dir, tmp_path / "content")
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "queries.yaml").write_text(QUERIES, encoding="utf-8")
    write_frontend(tmp_path / "build" / "frontend")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    encoder, library = HashEncoder(), __import__("kb.library").library
    build, open_search = library.build_index, library.open_search
    monkeypatch.setattr(library, "build_index", lambda *args: build(*args, encoder=encoder))
    monkeypatch.setattr(
        library, "open_search", lambda *args, **more: open_search(*args, **more, encoder=encoder)
    )
    return tmp_path


@pytest.mark.parametrize("page", ["README.md", "docs/library.md"])
def test_the_examples_run(page: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One after the other, as a reader would copy them; they find, measure and build."""
    text = (ROOT / page).read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for example in re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL):
        exec(compile(example, page, "exec"), names)
    assert "casestudies/" in capsys.readouterr().out
    assert names["search"].search("mentoring").hits
    assert (repository / "build/site/index.html").is_file()


def test_every_function_is_shown() -> None:
    """Both pages call all that the library offers."""
    offered = set(kb.__all__) - {"__version__"}
    for page in ("README.md", "docs/library.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert {name for name in offered if f"kb.{name}(" in text} == offered, page
