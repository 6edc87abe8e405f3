"""Set-up: the targets of make are those of dev.py, and a wrong start ends in one clear line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import dev  # noqa: E402


def test_make_and_dev_offer_the_same_targets() -> None:
    """Whoever has no make misses nothing."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"^([a-z-]+): ", makefile, flags=re.MULTILINE)) == set(dev.TARGETS)


def test_an_unknown_target_is_named_with_those_that_exist() -> None:
    """The message says what may be asked."""
    done = subprocess.run(
        [sys.executable, "dev.py", "fly"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 1
    assert done.stderr == (
        f'dev.py: there is no target "fly"; the targets are {", ".join(dev.TARGETS)}\n'
    )


@pytest.mark.parametrize(
    ("given", "name", "found"),
    [
        (["test", "--jobs"], "--jobs", ""),
        (["test", "--jobs", "0"], "--jobs", "0"),
        (["test", "--jobs", "two"], "--jobs", "two"),
        (["fuzz", "-5"], "fuzz", "-5"),
        (["faults", "1.5"], "faults", "1.5"),
    ],
)
def test_a_number_that_is_none_ends_before_the_set_up(
    monkeypatch: pytest.MonkeyPatch, given: list[str], name: str, found: str
) -> None:
    """In one line that says what is allowed."""
    monkeypatch.setattr(dev.sys, "argv", ["dev.py", *given])
    monkeypatch.setattr(dev, "setup", lambda: pytest.fail("something was set up"))
    with pytest.raises(SystemExit) as raised:
        dev.main()
    assert str(raised.value) == (
        f'dev.py: {name}: found "{found}"; allowed a whole number from 1 on, as {name} 2'
    )


def test_an_old_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, before anything is made."""
    monkeypatch.setattr(dev.sys, "version_info", (3, 10, 1))
    monkeypatch.setattr(dev.sys, "version", "3.10.1 (main)")
    with pytest.raises(SystemExit) as raised:
        dev.install("semantic")
    assert str(raised.value) == "dev.py: Python 3.11 or newer is needed, this is 3.10.1"


def test_too_little_disk_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """torch half installed helps nobody."""
    monkeypatch.setattr(dev, "VENV", tmp_path / "venv")
    monkeypatch.setattr(dev, "BIN", tmp_path / "venv" / "bin")
    monkeypatch.setattr(dev, "DISK_NEEDED", 2**60)
    with pytest.raises(SystemExit) as raised:
        dev.install("semantic")
    assert str(raised.value) == "dev.py: 1073741824 GB of free disk are needed"


def test_the_content_is_checked_without_a_model(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The core alone is installed, once, and options reach the command."""
    ran: list[list[str]] = []
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "BIN", tmp_path / "bin")
    monkeypatch.setattr(dev, "run", lambda *command: ran.append([str(part) for part in command]))
    monkeypatch.setattr(dev.sys, "argv", ["dev.py", "check", "--format", "github"])
    dev.check()
    dev.check()
    listed, install, *checks = ran
    assert listed[-4:-1] == ["--require-hashes", "--no-deps", "--requirement"]
    assert Path(listed[-1]).name == "core.txt"
    assert install[-2:] == ["--editable", "."]
    assert checks == [[str(tmp_path / "bin" / "kb"), "check", "--format", "github"]] * 2


@pytest.mark.parametrize(
    ("holds", "small", "installed"),
    [
        ((False, False), False, ["torch.txt"]),
        ((False, False), True, []),
        ((True, False), False, []),
        ((False, True), False, ["torch.txt", "torch-cuda.txt"]),
    ],
)
def test_torch_is_installed_unless_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
    holds: tuple[bool, bool],
    small: bool,
    installed: list[str],
) -> None:
    """By its hashes: the small build where there is one; another brings what it needs."""
    ran: list[str] = []
    answers = iter(holds)
    monkeypatch.setattr(dev, "asked", lambda _: next(answers))
    monkeypatch.setattr(dev, "offered", lambda _: small)
    monkeypatch.setattr(dev, "run", lambda *command: ran.append(Path(command[-1]).name))
    dev.install_torch(("python", "-m", "pip", "install"))
    assert ran == installed


def test_the_editor_runs_the_same_commands_on_windows() -> None:
    """Programs of a virtual environment lie elsewhere there."""
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    assert [task["args"][0] for task in tasks] == ["check", "suggest", "serve"]
    for task in tasks:
        assert task["command"] == "${workspaceFolder}/.venv/bin/kb"
        assert task["windows"] == {"command": "${workspaceFolder}\\.venv\\Scripts\\kb.exe"}


def test_scripts_are_checked_where_there_is_npm(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """TypeScript is installed at the first use, and its absence is said, not passed over."""
    ran: list[list[str]] = []
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "run", lambda *command: ran.append([str(part) for part in command]))
    monkeypatch.setattr(dev.shutil, "which", {}.get)
    dev.check_scripts()
    assert ran == []
    assert "there is no npm here" in capsys.readouterr().out
    monkeypatch.setattr(dev.shutil, "which", "/bin/{}".format)
    dev.check_scripts()
    compiler = tmp_path / "node_modules" / "typescript" / "bin" / "tsc"
    assert [command[:2] for command in ran] == [["/bin/npm", "ci"], ["/bin/node", str(compiler)]]
    compiler.parent.mkdir(parents=True)
    compiler.touch()
    dev.check_scripts()
    assert len(ran) == 3


def test_torch_is_pinned_and_no_registry_is_named() -> None:
    """Another torch brings gigabytes; a registry is the machine's own affair."""
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "\ntorch==2.13.0\n" in constraints
    for name in ("constraints.txt", "pyproject.toml", "package-lock.json", "dev.py", "Makefile"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://(?!json\.schemastore)", text), name


def test_every_test_is_in_one_part() -> None:
    """None is left out when a folder is added, and none runs twice."""
    parts = dev.test_parts()
    for path in (ROOT / "tests").rglob("test_*.py"):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(dev.NO_TESTS):
            continue
        inside = [
            part
            for part in parts
            if any(name == entry or name.startswith(f"{entry}/") for entry in part)
            and not any(name == entry for other in parts if other != part for entry in other)
        ]
        assert len(inside) == 1, name
    assert all((ROOT / name).exists() for part in parts for name in part)


def test_a_part_that_fails_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """However many run at a time, and what each said is shown in one piece."""
    ran: list[list[str]] = []
    threads: list[str | None] = []

    def fake(
        command: list[str], *, env: Mapping[str, str], **_: object
    ) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        threads.append(env.get("OMP_NUM_THREADS"))
        code = int("bad" in command)
        return subprocess.CompletedProcess(command, code, stdout=f"{code} failed in {command[4]}")

    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(dev.subprocess, "run", fake)
    assert dev.run_tests([("good",), ("fine", "also")], 2)
    assert threads == ["1", "1"]
    assert not dev.run_tests([("good/one",), ("bad", "good")], 1)
    assert threads[2:] == [None, None]
    assert "== fine also\n0 failed in fine\n" in capsys.readouterr().out
    assert ran[-1][4:] == ["bad", "good", "--ignore=good/one"]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (
            ["12 passed in 3.50s", "1 failed, 30 passed, 2 skipped in 61.25s (0:01:01)"],
            "==== 1 failed, 42 passed, 2 skipped in 64.75s ====",
        ),
        (
            ["2 errors in 0.50s", "1 error, 3 passed, 1 warning in 1.00s"],
            "==== 3 errors, 3 passed, 1 warning in 1.50s ====",
        ),
        (["no tests ran in 0.01s", "boom"], "==== no tests ran in 0.01s ===="),
    ],
)
def test_the_last_line_counts_the_whole(parts: list[str], whole: str) -> None:
    """In the form of the test runner, what went wrong first."""
    assert dev.whole_summary(parts) == whole


@pytest.mark.parametrize(
    ("given", "run"),
    [
        ([], [["bench.run"], ["bench.build"]]),
        (["builds"], [["bench.build"]]),
        (["search", "--documents", "100"], [["bench.run", "--documents", "100"]]),
    ],
)
def test_each_part_of_the_bench_has_arguments_of_its_own(
    monkeypatch: pytest.MonkeyPatch, given: list[str], run: list[list[str]]
) -> None:
    """The two parts know different ones; without a word both run as they are."""
    ran: list[list[str]] = []
    monkeypatch.setattr(dev, "setup", lambda: None)
    monkeypatch.setattr(dev, "run", lambda *command: ran.append([*map(str, command[2:])]))
    monkeypatch.setattr(dev.sys, "argv", ["dev.py", "bench", *given])
    dev.bench()
    assert ran == run
    monkeypatch.setattr(dev.sys, "argv", ["dev.py", "bench", "--documents", "0"])
    with pytest.raises(SystemExit, match='found "--documents"; allowed search or builds'):
        dev.bench()
