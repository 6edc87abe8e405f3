"""Runs the site's scripts that need no page in Node, where there is one."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

STATIC = Path(__file__).parents[2] / "site_builder" / "static"

_RUNNER = """
const [scripts, body, given] = JSON.parse(require("fs").readFileSync(0, "utf8"));
globalThis.window = globalThis;
scripts.forEach((script) => (0, eval)(script));
process.stdout.write(JSON.stringify(new Function("given", body)(given)));
"""


def run_scripts(scripts: list[str], body: str, given: object) -> Any:
    """Load scripts as a page would, then give what the body returns for `given`.

    Skips the test where there is no Node.
    """
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node on this machine: the browser's copy of the rule is not compared")
    done = subprocess.run(
        [node, "-e", _RUNNER],
        input=json.dumps([scripts, body, given]),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def static(name: str) -> str:
    """Read one of the site's scripts."""
    return (STATIC / name).read_text(encoding="utf-8")
