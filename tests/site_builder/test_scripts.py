"""All scripts of the site are written in one dialect, but the one that an old browser must read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site_builder.scripts import STATIC

OLD = {"search/help.js", "search/page.js"}
"""Show an old browser urgent help, and that search needs a newer one, and so must be read by it."""
SCRIPTS = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.js"))


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_in_its_dialect(name: str) -> None:
    """Strict, with const, let and arrow functions; the old dialect has none of these."""
    text = (STATIC / name).read_text(encoding="utf-8")
    code = re.sub(r"(?s)/\*.*?\*/|//[^\n]*", "", text)
    if name in OLD:
        assert not re.search(r"\b(?:const|let|class)\b |=>|`", code)
    else:
        assert not re.search(r"(?m)^\s*var ", code)
    if "function" in code or "=>" in code:
        assert '"use strict";' in code


def test_types_are_described_beside_the_scripts() -> None:
    """The file for the type checker is not among those that are sent."""
    assert (Path(STATIC).parent / "types" / "scripts.d.ts").is_file()
    assert not list(STATIC.rglob("*.ts"))
