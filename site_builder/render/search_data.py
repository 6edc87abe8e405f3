"""The files of the browser's search: the data it is given, and the scripts that read it.

The data comes from an index and reaches the build as an argument; nothing here looks into it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from kb.model.problems import BuildError
from site_builder.model import permalinks

SCRIPTS = Path(__file__).parents[1] / "static" / "search"
WORKER = "worker.js"
_NAMES = re.compile(r"const SCRIPTS = \[(?P<names>[^\]]*)\];")
_LOADS_THEM = "worker.importScripts(...SCRIPTS);"


def search_files(data: Mapping[str, bytes] | None) -> Mapping[PurePosixPath, bytes]:
    """Every file of the search by output path; none without data.

    Raises:
        BuildError: A data file has the name of one of the scripts.
    """
    if not data:
        return {}
    scripts = {file.name: file.read_bytes() for file in sorted(SCRIPTS.iterdir()) if file.is_file()}
    scripts[WORKER] = with_its_scripts(WORKER, scripts)
    twice = sorted(scripts.keys() & data.keys())
    if twice:
        raise BuildError(f"search data: {', '.join(twice)}: a script of the search has this name")
    return {
        permalinks.output_path(permalinks.asset_url(f"search/{name}")): content
        for name, content in {**scripts, **data}.items()
    }


def with_its_scripts(name: str, scripts: Mapping[str, bytes]) -> bytes:
    """A script with those that it would load before it, since a worker loads one after the other.

    Raises:
        BuildError: It does not say which scripts it loads, or one of them is not there.
    """
    text = scripts[name].decode()
    named = _NAMES.search(text)
    if not named or _LOADS_THEM not in text:
        raise BuildError(f"{name}: found no list SCRIPTS and no {_LOADS_THEM}")
    loaded = re.findall(r'"([^"]+)"', named["names"])
    lost = [script for script in loaded if script not in scripts]
    if lost:
        raise BuildError(f"{name}: {', '.join(lost)}: no such script")
    return b"".join(scripts[script] for script in loaded) + text.replace(_LOADS_THEM, "").encode()
