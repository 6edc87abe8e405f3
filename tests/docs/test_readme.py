"""What the README names is there: commands with their options, files, make targets, the library."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from kb.cli.main import group

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LONGEST = 120


def _commands() -> list[list[str]]:
    lines = re.findall(r"^\$ (kb [^#\n]+)", README, flags=re.MULTILINE)
    return [shlex.split(part) for line in lines for part in line.split("&&")]


@pytest.mark.parametrize("words", _commands(), ids=" ".join)
def test_each_command_and_its_options_exist(words: list[str]) -> None:
    """Nobody copies a line that fails with a usage error."""
    command = group.get_command(click.Context(group), words[1])
    assert command is not None, words[1]
    known = {name for option in command.params for name in option.opts}
    assert {word for word in words[2:] if word.startswith("--")} <= known


def test_each_file_named_is_there() -> None:
    """A reader finds what is pointed to."""
    named = re.findall(
        r"`((?:docs|content)/[\w./-]+|[A-Z]+\.md|LICENSE)`|\((docs/[\w./-]+)\)", README
    )
    assert named
    for path in (first or second for first, second in named):
        assert (ROOT / path).exists(), path


def test_each_make_target_is_there() -> None:
    """The two commands are targets."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^\$ make (\w+)", README, flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_the_readme_is_short() -> None:
    """About a hundred lines."""
    assert len(README.splitlines()) <= LONGEST
