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
    for context in _commands(_context(group, "kb", None)):
        text = context.command.get_help(context).rstrip()
        parts.append(f"\n## {context.command_path}\n\n```text\n{text}\n```\n")
    return "".join(parts)


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    """Return the context in which a command shows its help, as when it is called."""
    settings = {**command.context_settings, "max_content_width": WIDTH, "terminal_width": WIDTH}
    return click.Context(command, parent=parent, info_name=name, **settings)


def _commands(context: click.Context) -> Iterator[click.Context]:
    yield context
    command = context.command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from _commands(_context(found, name, context))


if __name__ == "__main__":
    PATH.write_text(reference(), encoding="utf-8", newline="\n")
    sys.stderr.write(f"{PATH} written\n")
