"""Writes docs/commands.md from the commands' own help; a test keeps the two the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kb.cli.main import group

PATH = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
HEAD = """# Commands

What `kb COMMAND --help` says, for reading in one go.
`python tools/command_reference.py` writes this page; a test keeps it true.
"""
WIDTH = 88


def reference() -> str:
    """Return the page as it should be."""
    parts = [HEAD]
    for name, command in _commands(group, "kb"):
        context = click.Context(command, info_name=name, max_content_width=WIDTH)
        context.terminal_width = WIDTH
        text = command.get_help(context).rstrip()
        parts.append(f"\n## {name}\n\n```text\n{text}\n```\n")
    return "".join(parts)


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            if found is not None:
                yield from _commands(found, f"{name} {sub}")


if __name__ == "__main__":
    PATH.write_text(reference(), encoding="utf-8")
    sys.stderr.write(f"{PATH} written\n")
