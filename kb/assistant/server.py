"""A server of the Model Context Protocol over the tools; alone imports mcp.

It reads and answers on standard input and output, writes nothing, and asks nobody else.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from kb import __version__
from kb.assistant.tools import NOTICE, Desk
from kb.model.problems import KbError

NAME = "gp-retention"
_READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def make_server(desk: Desk) -> MCPServer:
    """Return a server with one tool for each question that the desk answers."""
    server = MCPServer(
        NAME,
        instructions=f"What is known of keeping England's GPs in practice. {NOTICE}",
        version=__version__,
        log_level="WARNING",
    )
    tools: tuple[Callable[..., dict[str, Any]], ...] = (
        desk.find,
        desk.get,
        desk.signpost,
        desk.plan,
        desk.compare,
        desk.gaps,
        desk.glossary,
    )
    for tool in tools:
        server.tool(annotations=_READ_ONLY)(_with_faults(tool))
    return server


def _with_faults(tool: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Return a tool whose faults reach the assistant as words, with what is allowed."""

    @functools.wraps(tool)
    def call(*args: Any, **given: Any) -> dict[str, Any]:
        try:
            return tool(*args, **given)
        except KbError as error:
            raise ToolError(str(error)) from error

    return call
