"""The site that `kb serve` shows: the changed page first, then all, and the index behind."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kb.cli import live_site as module
from kb.cli.live_site import Behind, LiveSite, changed
from kb.content.read import read_corpus
from kb.index.warm import WarmIndex
from kb.model.documents import DocId
from site_builder.build import build_site
from tests.conftest import EPOCH, TODAY, Tree
from tests.kb.index.test_warm import write_index
from tests.site_builder.conftest import tree_bytes, write_frontend

STUDY = "casestudies/ely-listening-line.md"
PAGE = "casestudies/ely-listening-line/index.html"
SECONDS = 120


@pytest.fixture
def site(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LiveSite:
    """A site of the invented content, built once."""
    write_frontend(tmp_path / "build" / "frontend")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    site = LiveSite(tree.root, tmp_path / "site", tmp_path / "index", refit=False, report=print)
    site.build()
    return site


def test_a_changed_page_is_shown_before_the_site_is_built(
    site: LiveSite, tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it stands in the end; a page that did not change is not touched."""
    seen: list[dict[str, bytes]] = []

    def known(self: LiveSite, _corpus: object) -> dict[str, object]:
        seen.append(tree_bytes(tmp_path / "site"))
        return {"related": self._shown[1]["related"] if self._shown else {}, "search_data": None}

    monkeypatch.setattr(LiveSite, "_known", known)
    before = tree_bytes(tmp_path / "site")
    tree.replace(STUDY, "title: ", "title: Another ")
    site.build()
    after = tree_bytes(tmp_path / "site")
    [first] = seen
    assert b"Another" in first[PAGE]
    assert first[PAGE] == after[PAGE]
    assert {name for name in first if first[name] != before.get(name)} == {PAGE}
    assert {name for name in after if after[name] != before.get(name)} > {
        PAGE,
        "casestudies/index.html",
    }


def test_a_change_is_found_before_the_site_is_built(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data of the search are as they stand in the end, while the rest is as it was."""
    write_frontend(tmp_path / "build" / "frontend")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    corpus = read_corpus(tree.root, today=TODAY)
    index = write_index(corpus, tmp_path / "index", monkeypatch)
    live = LiveSite(tree.root, tmp_path / "site", index, refit=False, report=print)
    live.build()
    before = tree_bytes(tmp_path / "site")
    assert "assets/search/core.js" in before
    seen: list[dict[str, bytes]] = []

    def watched(*arguments: object, **options: object) -> int:
        seen.append(tree_bytes(tmp_path / "site"))
        return build_site(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("site_builder.build.build_site", watched)
    tree.replace(STUDY, "title: ", "title: Another ")
    live.build()
    [first], after = seen, tree_bytes(tmp_path / "site")
    changed_first = {name for name in first if first[name] != before[name]}
    assert changed_first > {PAGE}
    assert all(name == PAGE or name.startswith("assets/search/") for name in changed_first)
    assert all(first[name] == after[name] for name in after if name.startswith("assets/search/"))


def test_a_fault_is_told_by_the_whole_build_alone(
    site: LiveSite, tree: Tree, tmp_path: Path
) -> None:
    """And the site that stood stands."""
    before = tree_bytes(tmp_path / "site")
    tree.replace(STUDY, "title: ", "titel: ")
    with pytest.raises(Exception, match="titel"):
        site.build()
    assert tree_bytes(tmp_path / "site") == before


def test_what_changed_is_new_or_other() -> None:
    """What is gone has no page to show."""
    a, b, c = (DocId(f"toolkit/{name}") for name in "abc")
    assert changed({a: 1, b: 2}, {a: 1, b: 3, c: 4}) == (b, c)
    assert changed({a: 1}, {}) == ()


@pytest.mark.usefixtures("site")
def test_the_index_is_fitted_anew_only_where_it_must_be(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is one, of other content; a change drops what was to run."""
    started: list[float] = []
    stopped: list[None] = []
    monkeypatch.setattr(Behind, "start", lambda _, after: started.append(after))
    monkeypatch.setattr(Behind, "stop", lambda _: stopped.append(None))
    monkeypatch.setattr(module, "QUIET", 7.0)
    live = LiveSite(tree.root, tmp_path / "site", tmp_path / "index", refit=True, report=print)
    live.build()
    assert (started, len(stopped)) == ([], 1)  # no index, so nothing to fit anew
    monkeypatch.setattr(WarmIndex, "index_of", lambda *_: (None, None))
    monkeypatch.setattr(
        "kb.cli.build.known_in_memory", lambda *_, **__: {"related": {}, "search_data": None}
    )
    for is_of, expected in ((True, []), (False, [7.0])):
        monkeypatch.setattr(WarmIndex, "is_of", lambda *_, is_of=is_of: is_of)
        live.build()
        assert started == expected
    live.close()
    assert len(stopped) == 4


def test_a_command_runs_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its end is told; a failure with the last thing it said."""
    monkeypatch.setattr(module, "_NICENESS", 0)  # a busy machine would let it wait for long
    ended = threading.Event()
    behind = Behind(("--version",), ended.set, print)
    behind.start(after=0)
    assert ended.wait(SECONDS)
    said: list[str] = []
    failed = threading.Event()

    def report(line: str) -> None:
        said.append(line)
        failed.set()

    behind = Behind(("show", "no-such-page"), ended.set, report)
    behind.start(after=0)
    assert failed.wait(SECONDS)
    assert said[0].startswith("kb show, behind the site: ")


def test_what_waits_is_dropped() -> None:
    """Neither its end nor a failure is told."""
    told: list[object] = []
    behind = Behind(("--version",), lambda: told.append("done"), told.append)
    behind.start(after=60)
    behind.stop()
    behind.stop()
    assert behind._timer is None
    assert told == []
