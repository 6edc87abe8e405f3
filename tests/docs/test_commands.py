"""The command reference is what the commands say of themselves."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import click
import pytest

from kb.cli.main import group

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """Return the tool that writes the reference."""
    path = ROOT / "tools" / "command_reference.py"
    spec = importlib.util.spec_from_file_location("command_reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_up_to_date(tool: ModuleType) -> None:
    """Mended by running tools/command_reference.py."""
    assert tool.PATH.read_text(encoding="utf-8") == tool.reference()


def test_every_command_shows_an_example() -> None:
    """Help without an example leaves people guessing."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if not isinstance(command, click.Group):
            assert "Example:" in (command.help or ""), name
