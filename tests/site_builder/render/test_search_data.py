"""The files of the browser's search: its data and the scripts that read it."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from kb.model.problems import BuildError
from site_builder.render.search_data import search_files


def test_scripts_come_with_data_and_not_without() -> None:
    """A site without an index sends nothing of the search."""
    assert search_files(None) == {}
    assert search_files({}) == {}
    files = search_files({"core.js": b"1"})
    assert files[PurePosixPath("assets/search/core.js")] == b"1"
    assert PurePosixPath("assets/search/engine.js") in files


def test_data_may_not_replace_a_script() -> None:
    """The name that is taken is in the message."""
    with pytest.raises(BuildError, match=r"engine\.js: a script of the search has this name"):
        search_files({"engine.js": b"", "core.js": b""})
