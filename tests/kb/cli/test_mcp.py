"""`kb mcp` on standard input and output, asked by the client of the official SDK."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import EPOCH

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")
ROOT = Path(__file__).parents[3]


def test_an_assistant_is_answered_over_a_pipe(corpus_dir: Path, tmp_path: Path) -> None:
    """What needs no index works without one; the rest says what to run."""
    from mcp.client.stdio import stdio_client

    parameters = mcp.StdioServerParameters(
        command=sys.executable,
        args=[
            "-m",
            "kb.cli.main",
            "mcp",
            "--content",
            str(corpus_dir),
            "--base-url",
            "https://e.org",
        ],
        cwd=str(tmp_path),
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": EPOCH},
    )

    async def ask() -> Any:
        async with mcp.Client(stdio_client(parameters), mode="legacy") as client:
            page = await client.call_tool("get", {"page": "signposting/gp-listening-line"})
            return page, await client.call_tool("signpost", {"situation": "worn out"})

    page, signposted = asyncio.run(ask())
    found = json.loads(page.content[0].text)
    assert found["address"] == "https://e.org/signposting/gp-listening-line/"
    assert found["status"] == "open"
    assert signposted.is_error
    assert "kb index" in signposted.content[0].text
