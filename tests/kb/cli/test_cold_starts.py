"""What each command may load: a library that it does not need costs everyone who calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kb.index.build import build_index
from kb.index.documents import IndexedDocument, Lexicon
from kb.index.encoder.fit import untrained
from kb.index.encoder.train import GENERAL, General
from kb.index.store import STUDENT
from kb.model.corpus import Corpus
from kb.search.ready import write_ready
from tests.conftest import EPOCH, FIXTURES

ROOT = Path(__file__).parents[3]
HEAVY = frozenset(
    "pydantic markdown_it yaml jinja2 whoosh numpy torch sentence_transformers rich".split()
)
"""Libraries that take a tenth of a second or more to load, or have others that do."""
_CODE = """
import sys
from kb.cli.main import run
code = run(sys.argv[2:])
loaded = sorted(name for name in sys.argv[1].split(",") if name in sys.modules)
print("loaded", *loaded, file=sys.stderr)
sys.exit(code)
"""


def loaded(folder: Path, *arguments: str) -> frozenset[str]:
    """Return which of `HEAVY` a command has loaded when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", _CODE, ",".join(sorted(HEAVY)), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return frozenset(done.stderr.splitlines()[-1].split()[1:])


@pytest.fixture(scope="module")
def folder(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the invented content, read once, and its index."""
    folder = tmp_path_factory.mktemp("cold")
    (folder / "content").symlink_to(FIXTURES / "corpus")
    student = untrained(General.load(GENERAL))

    def beside(index: Path, entries: Sequence[IndexedDocument], lexicon: Lexicon) -> None:
        student.save(index / STUDENT)
        write_ready(index, entries, lexicon)

    build_index(corpus, folder / "build" / "index", encoder=student, beside=beside)
    loaded(folder, "check")
    return folder


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("--help",), ""),
        (("check", "--help"), ""),
        (("check",), ""),
        (("show", "casestudies/ely-listening-line"), "rich markdown_it"),  # rich renders Markdown
        (("plan", "--help"), ""),
        (("search", "peer circle", "--mode", "keyword"), "numpy rich"),
        (("search", "peer circle"), "numpy rich"),
        (("search", "menotring circel", "--json"), "numpy"),
        (("index", "--help"), ""),
        (("build", "--help"), ""),
    ],
)
def test_a_command_loads_what_it_needs_and_no_more(
    folder: Path, arguments: tuple[str, ...], allowed: str
) -> None:
    """Content that did not change is not read by the models, nor by the Markdown parser."""
    assert loaded(folder, *arguments) <= frozenset(allowed.split())


def test_to_find_an_index_up_to_date_takes_no_library(folder: Path) -> None:
    """What `kb index` asks first reads files alone."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom kb.cli.index import _is_current\n"
        "_is_current(Path('content'), Path('build/index'))\n"
        f"print(*({sorted(HEAVY)} & sys.modules.keys()))".replace("[", "{").replace("]", "}")
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert done.stdout.split() == []
