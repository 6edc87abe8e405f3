"""The group: help, wrong usage, and errors as text and exit codes."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from kb import __version__
from kb.cli import main as main_module
from kb.cli.main import COMMANDS
from kb.model.problems import KbError
from tests.conftest import Kb, Tree


def test_help_lists_every_command_without_loading_any() -> None:
    """Help is quick: none of what the commands need is imported."""
    script = (
        "import sys; from kb.cli.main import run; code = run(['--help']);"
        "heavy = {'yaml', 'pydantic', 'markdown_it', 'whoosh', 'numpy', 'torch', 'jinja2', 'rich'};"
        "print(code, sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stderr == "0 []\n"
    for name, text in COMMANDS.items():
        assert f"  {name}" in done.stdout
        assert text in done.stdout


def test_importing_the_package_loads_nothing() -> None:
    """`import kb` is for everybody."""
    script = "import kb, sys; print([name for name in sys.modules if name.startswith('kb')])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout == "['kb']\n"


def test_version(kb: Kb) -> None:
    """The version is that of the package."""
    assert kb("--version").out == f"kb, version {__version__}\n"


def test_a_command_that_does_not_exist(kb: Kb) -> None:
    """The nearest is offered, and the code is that of wrong usage."""
    outcome = kb("chek")
    assert outcome.code == 2
    assert outcome.err == (
        "Usage: kb [OPTIONS] COMMAND [ARGS]...\n"
        "Try 'kb --help' for help.\n\n"
        f'Error: no command "chek". Did you mean "check"? Commands: {", ".join(COMMANDS)}.\n'
    )


def test_no_command_shows_the_help_and_is_wrong_usage(kb: Kb) -> None:
    """Nothing was asked for."""
    outcome = kb()
    assert outcome.code == 2
    assert "Commands:" in outcome.err


def test_an_error_is_a_line_and_a_traceback_only_when_asked_for(
    kb: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Editors see what to do; developers see where."""

    @click.command("check")
    def broken() -> None:
        raise KbError("something: found this; allowed that")

    monkeypatch.setattr("kb.cli.check.command", broken)
    outcome = kb("check")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "kb: something: found this; allowed that\n"
    with pytest.raises(KbError):
        main_module.run(["--debug", "check"])


def test_an_error_of_the_system_is_a_line(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is told as the system tells it."""

    @click.command("check")
    def full() -> None:
        raise OSError(28, "No space left on device", "build/site")

    monkeypatch.setattr("kb.cli.check.command", full)
    outcome = kb("check")
    assert (outcome.code, outcome.err) == (
        1,
        "kb: build/site: No space left on device; make room on the disk\n",
    )


def test_a_sign_that_no_file_can_hold_is_a_line(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it came from, such as a pasted answer."""

    @click.command()
    def written() -> None:
        "\udce9".encode()

    monkeypatch.setattr("kb.cli.check.command", written)
    found = kb("check")
    assert (found.code, found.out) == (1, "")
    assert found.err == (
        "kb: found '\\udce9', a byte that is no text or half of a sign; allowed text in UTF-8, "
        "which a file can hold; type it again\n"
    )


def test_other_commands_tell_the_content_s_problems(kb: Kb, tree: Tree) -> None:
    """They stop, name the problems, and say what lists them all."""
    tree.replace("toolkit/keep-count.md", "step: 1", "step: 0")
    outcome = kb("show", "toolkit/keep-count")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "content/toolkit/keep-count.md:20: step: out-of-range: found 0; allowed 1 to 99\n"
        "kb: the content has 1 problem; kb check lists them\n"
    )
