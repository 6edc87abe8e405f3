"""The server, asked by the client of the official SDK."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from kb.assistant.tools import Desk
from kb.model.corpus import Corpus
from tests.conftest import TODAY
from tests.kb.assistant.test_tools import CASE, nothing

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")


def asked(corpus: Corpus, name: str, given: dict[str, Any]) -> Any:
    """Return what the client gets from a tool."""
    from kb.assistant.server import make_server

    async def ask() -> Any:
        server = make_server(Desk(corpus, nothing, "https://e.org", TODAY))
        async with mcp.Client(server) as client:
            tools = await client.list_tools()
            return tools.tools, await client.call_tool(name, given)

    return asyncio.run(ask())


def test_every_tool_is_read_only_and_described(corpus: Corpus) -> None:
    """So that an assistant may call them without asking."""
    tools, answer = asked(corpus, "get", {"page": CASE})
    assert [tool.name for tool in tools] == [
        "find",
        "get",
        "signpost",
        "plan",
        "compare",
        "gaps",
        "glossary",
    ]
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    found = json.loads(answer.content[0].text)
    assert (found["id"], found["evidence"]["level"]) == (CASE, 5)


def test_a_fault_reaches_the_assistant_in_words(corpus: Corpus) -> None:
    """With how to put it right."""
    _, answer = asked(corpus, "get", {"page": "casestudies/nothing"})
    assert answer.is_error
    assert "give an identifier such as" in answer.content[0].text
