"""`kb build`: what it writes, and that whatever goes wrong leaves the last good site."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.browser.export import search_data
from kb.index.build import build_entries, build_index
from kb.index.documents import Lexicon
from kb.index.encoder.fit import untrained
from kb.index.encoder.train import GENERAL, General
from kb.index.store import MANIFEST, STUDENT, seal
from kb.model.corpus import Corpus
from kb.model.problems import BuildError
from kb.search.related import likeness
from site_builder.model.page import Page
from site_builder.render.render import Renderer
from tests.conftest import EPOCH, FIXTURES, Kb, Tree
from tests.hashes import HashEncoder
from tests.site_builder.conftest import tree_bytes, write_frontend

GOLDEN = Path(__file__).parents[2] / "golden" / "site"
STOPPED_HALF_WAY = """
import os, signal, sys
from pathlib import Path
last = int(sys.argv.pop(1))
real, count = Path.open, 0
def slow(self, *args, **kwargs):
    global count
    if "w" in (args[0] if args else "") and ".site.new-" in str(self):
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
    return real(self, *args, **kwargs)
Path.open = slow
from kb.cli.main import run
sys.exit(run(sys.argv[1:]))
"""
NO_SEARCH = (
    "kb: build/index: missing-index: no index here; run `kb index`; the site is built without "
    "search, and its search page lists and filters\n"
)
DISK_FULL = """
import resource, sys
size = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
from kb.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def built(kb: Kb, tmp_path: Path) -> dict[str, bytes]:
    """Build the site of the invented content and return its files."""
    write_frontend(tmp_path / "build" / "frontend")
    outcome = kb("build", "--content", str(FIXTURES / "corpus"))
    assert (outcome.code, outcome.out) == (0, "")
    return tree_bytes(tmp_path / "build" / "site")


def in_process(
    code: str, argument: int, folder: Path, content: Path
) -> subprocess.CompletedProcess[str]:
    """Run `kb build` in a process of its own, prepared by `code` with its argument."""
    return subprocess.run(
        [sys.executable, "-c", code, str(argument), "build", "--content", str(content)],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_a_build_tells_how_many_pages_and_where(kb: Kb, tmp_path: Path) -> None:
    """On standard error; the site is in its default folder."""
    write_frontend(tmp_path / "build" / "frontend")
    outcome = kb("build", "--content", str(FIXTURES / "corpus"))
    pages = len(list((tmp_path / "build" / "site").rglob("*.html")))
    assert pages > len(list(GOLDEN.rglob("*.html")))  # the editors' pages come on top
    told = f"{pages} pages in build/site; open build/site/index.html\n"
    assert outcome.err == NO_SEARCH + told
    assert (tmp_path / "build" / "site" / "index.html").is_file()


def test_content_with_problems_builds_nothing(kb: Kb, tmp_path: Path, tree: Tree) -> None:
    """Every problem is told, and the last good site is as it was."""
    before = built(kb, tmp_path)
    tree.replace("casestudies/ely-listening-line.md", "levels: [system]", "levels: [systems]")
    tree.replace("planned.yaml", "Wolds fellowship", "Wolds fellowship <script>")
    outcome = kb("build", "--content", str(tree.root))
    assert outcome.code == 1
    assert "casestudies/ely-listening-line.md:5: levels" in outcome.err
    assert tree_bytes(tmp_path / "build" / "site") == before


def test_two_pages_with_one_permalink(kb: Kb, tmp_path: Path, tree: Tree) -> None:
    """Both are named, and the last good site is as it was."""
    before = built(kb, tmp_path)
    tree.replace(
        "toolkit/keep-count.md", "reviewed: 2024-05-01", "reviewed: 2024-05-01\nwas: [toolkit/old]"
    )
    tree.replace(
        "toolkit/after-the-count.md",
        "reviewed: 2024-05-01",
        "reviewed: 2024-05-01\nwas: [toolkit/old]",
    )
    outcome = kb("build", "--content", str(tree.root))
    assert outcome.code == 1
    assert "toolkit/old" in outcome.err
    assert tree_bytes(tmp_path / "build" / "site") == before


def test_a_base_address_that_is_none(kb: Kb, tmp_path: Path) -> None:
    """The whole message; nothing is built."""
    write_frontend(tmp_path / "build" / "frontend")
    outcome = kb("build", "--content", str(FIXTURES / "corpus"), "--base-url", "example.org")
    assert (outcome.code, outcome.err) == (
        1,
        'kb: --base-url: found "example.org"; allowed a full address such as '
        "https://example.org/gps, with no ? or # in it\n",
    )
    assert not (tmp_path / "build" / "site").exists()


def test_a_title_with_a_script_is_refused(kb: Kb, tmp_path: Path, tree: Tree) -> None:
    """By the check; that such a title would be text all the same is tested with the pages."""
    before = built(kb, tmp_path)
    tree.replace(
        "casestudies/ely-listening-line.md",
        "title: Ely listening line",
        "title: Ely <script>alert(1)</script> line",
    )
    outcome = kb("build", "--content", str(tree.root))
    assert (outcome.code, outcome.err.splitlines()[0]) == (
        1,
        "content/casestudies/ely-listening-line.md:2: title: markup-in-text: "
        'found "<s" in "Ely <script>alert(1)</script> line"; '
        "allowed plain text; leave the marks out, or move them to the body",
    )
    assert tree_bytes(tmp_path / "build" / "site") == before


@pytest.mark.posix
@pytest.mark.parametrize("file", [1, 20, 60])
def test_a_build_that_is_killed_leaves_the_last_good_site(
    kb: Kb, tmp_path: Path, file: int
) -> None:
    """Byte for byte, whichever file it was at; and the next build clears what it left."""
    before = built(kb, tmp_path)
    done = in_process(STOPPED_HALF_WAY, file, tmp_path, FIXTURES / "corpus")
    assert done.returncode == -9
    folder = tmp_path / "build"
    assert [path for path in folder.iterdir() if path.name.startswith(".site.new-")]
    assert tree_bytes(folder / "site") == before
    assert built(kb, tmp_path) == before
    assert sorted(path.name for path in folder.iterdir()) == [
        "cache",
        "frontend",
        "site",
    ]


@pytest.mark.posix
@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
@pytest.mark.parametrize("size", [0, 4_096, 20_000])
def test_a_disk_that_fills_leaves_the_last_good_site(kb: Kb, tmp_path: Path, size: int) -> None:
    """Here the limit on a file's size stands for the full disk."""
    before = built(kb, tmp_path)
    done = in_process(DISK_FULL, size, tmp_path, FIXTURES / "corpus")
    out = tmp_path / "build" / "site"
    assert (done.returncode, done.stderr) == (
        1,
        NO_SEARCH
        + "kb: build/site: the site cannot be written: File too large; the site that was there "
        "is as it was; make room or choose another folder with --out\n",
    )
    assert tree_bytes(out) == before
    assert sorted(path.name for path in out.parent.iterdir()) == [
        "cache",
        "frontend",
        "site",
    ]


def test_a_build_that_is_interrupted(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control-C is a line and no traceback, and nothing is left beside the last good site."""
    before = built(kb, tmp_path)
    real = Path.mkdir

    def interrupted(self: Path, *args: Any, **kwargs: Any) -> None:
        if ".site.new-" in str(self.parent):
            raise KeyboardInterrupt
        real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "mkdir", interrupted)
    outcome = kb("build", "--content", str(FIXTURES / "corpus"))
    assert (outcome.code, outcome.err) == (1, NO_SEARCH + "\nkb: stopped\n")
    assert tree_bytes(tmp_path / "build" / "site") == before
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == [
        "cache",
        "frontend",
        "site",
    ]


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("notes.txt", "is a file; choose a folder with --out"),
        (
            "notes.txt/site",
            "the site cannot be written: File exists; the site that was there is as it was; "
            "make room or choose another folder with --out",
        ),
    ],
)
def test_a_site_in_the_place_of_a_file(kb: Kb, tmp_path: Path, out: str, told: str) -> None:
    """The file is not replaced."""
    write_frontend(tmp_path / "build" / "frontend")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    outcome = kb("build", "--content", str(FIXTURES / "corpus"), "--out", out)
    assert (outcome.code, outcome.err) == (1, f"{NO_SEARCH}kb: {out}: {told}\n")
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_of_somebody_elses_is_not_replaced(kb: Kb, tmp_path: Path) -> None:
    """The whole message, and the file is still there."""
    write_frontend(tmp_path / "build" / "frontend")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    outcome = kb("build", "--content", str(FIXTURES / "corpus"), "--out", "mine")
    assert (outcome.code, outcome.err) == (
        1,
        NO_SEARCH + "kb: mine: holds files and no site.json, so it is not a site of ours and "
        "would be lost; choose another folder with --out, or empty it\n",
    )
    assert tree_bytes(tmp_path / "mine") == {"notes.txt": b"mine"}


def test_an_index_of_another_content_gives_no_search(kb: Kb, tmp_path: Path) -> None:
    """It is told, and the page lists and filters."""
    write_frontend(tmp_path / "build" / "frontend")
    index = tmp_path / "build" / "index"
    build_entries([], Lexicon(), index, encoder=HashEncoder(), content="another")
    outcome = kb("build", "--content", str(FIXTURES / "corpus"))
    assert (outcome.code, outcome.err.splitlines()[0]) == (
        0,
        "kb: build/index: stale-index: the content has changed since this index was built; run "
        "`kb index`; the site is built without search, and its search page lists and filters",
    )
    page = (tmp_path / "build" / "site" / "search" / "index.html").read_text(encoding="utf-8")
    assert "data-search" not in page
    assert not (tmp_path / "build" / "site" / "assets" / "search").exists()


def test_an_index_of_the_content_gives_the_site_its_search(
    kb: Kb, tmp_path: Path, corpus: Corpus
) -> None:
    """The page has its script, and the data is beside it."""
    write_frontend(tmp_path / "build" / "frontend")
    student, index = untrained(General.load(GENERAL)), tmp_path / "build" / "index"
    build_index(corpus, index, encoder=student)
    student.save(index / STUDENT)
    (index / MANIFEST).unlink()
    seal(index, content=corpus.digest, encoder=student.name, dimensions=student.dims)
    outcome = kb("build", "--content", str(FIXTURES / "corpus"))
    assert outcome.code == 0
    assert "without search" not in outcome.err
    site = tmp_path / "build" / "site"
    assert "assets/search/page.js" in (site / "search" / "index.html").read_text(encoding="utf-8")
    assert {"core.js", "engine.js"} <= {file.name for file in (site / "assets/search").iterdir()}


def test_what_a_site_takes_of_an_index_is_made_once(
    kb: Kb, tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next build of the same index makes nothing and writes the same; another index does."""
    write_frontend(tmp_path / "build" / "frontend")
    student, index = untrained(General.load(GENERAL)), tmp_path / "build" / "index"
    build_index(corpus, index, encoder=student)
    student.save(index / STUDENT)

    def sealed_for(dims: int) -> None:
        (index / MANIFEST).unlink()
        seal(index, content=corpus.digest, encoder=student.name, dimensions=dims)

    made: list[str] = []

    def counted(name: str, make: Callable[..., object]) -> Callable[..., object]:
        def make_and_count(*given: object) -> object:
            made.append(name)
            return make(*given)

        return make_and_count

    monkeypatch.setattr("kb.browser.export.search_data", counted("data", search_data))
    monkeypatch.setattr("kb.search.related.likeness", counted("likeness", likeness))
    built = []
    for _ in range(2):
        sealed_for(student.dims)
        assert kb("build", "--content", str(FIXTURES / "corpus")).code == 0
        built.append(tree_bytes(tmp_path / "build" / "site"))
    assert made == ["likeness", "data"]
    assert built[0] == built[1]
    with (index / STUDENT).open("ab") as file:
        file.write(b"\0")
    outcome = kb("build", "--content", str(FIXTURES / "corpus"))
    assert "damaged" in outcome.err
    assert "without search" in outcome.err


def test_a_build_that_fails_keeps_what_it_rendered(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one renders none of these pages again, and writes the same site."""
    wanted = built(kb, tmp_path)
    for file in (tmp_path / "build" / "cache").glob("pages-*.bin"):
        file.unlink()

    def fail(*_: object) -> None:
        raise BuildError("a link leads nowhere")

    monkeypatch.setattr("site_builder.build.check_links", fail)
    assert kb("build", "--content", str(FIXTURES / "corpus")).code == 1
    monkeypatch.undo()

    def render(_: object, page: Page, *__: object) -> str:
        raise AssertionError(f"{page.url} is rendered again")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setattr(Renderer, "_rendered", render)
    assert built(kb, tmp_path) == wanted


def test_an_index_without_passages_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Related pages then go by tags; that is no secret."""
    from kb.browser import site_data

    said: list[str] = []
    monkeypatch.setattr(site_data, "likeness_of", lambda *_: {})
    assert site_data.read_likeness(tmp_path, "digest", say=said.append) == {}
    assert said == [
        f"{tmp_path}: holds no passages, as is so with many pages; related pages are found by "
        "their tags alone"
    ]
    monkeypatch.undo()
    said.clear()
    assert site_data.read_likeness(tmp_path / "none", "digest", say=said.append) == {}
    assert said == []
