"""The files of the browser's search: its data and the scripts that read it."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from kb.model.problems import BuildError
from site_builder.render.search_data import search_files, with_its_scripts


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


def test_a_worker_comes_in_one_file() -> None:
    """With its scripts in their order; each of them would cost a way to the host and back."""
    own = 'const SCRIPTS = ["a.js",\n "b.js"];\nworker.importScripts(...SCRIPTS);\nstart();\n'
    scripts = {"b.js": b"b();\n", "a.js": b"a();\n", "w.js": own.encode()}
    made = with_its_scripts("w.js", scripts).decode()
    assert made.startswith("a();\nb();\nconst SCRIPTS")
    assert made.endswith("start();\n")
    assert "importScripts" not in made
    with pytest.raises(BuildError, match=r"w\.js: b\.js: no such script"):
        with_its_scripts("w.js", {"a.js": b"", "w.js": own.encode()})
    with pytest.raises(BuildError, match=r"w\.js: found no list SCRIPTS"):
        with_its_scripts("w.js", {"w.js": b"start();"})


def test_the_worker_of_the_search_has_its_engine() -> None:
    """As it is sent."""
    worker = search_files({"core.js": b"1"})[PurePosixPath("assets/search/worker.js")].decode()
    assert "importScripts" not in worker
    for name in ("kbSearchService", "kbSearch = make", "kbSearchVoice = make"):
        assert name in worker
