"""The files of the browser's search: the data it is given, and the scripts that read it.

The data comes from an index and reaches the build as an argument; nothing here looks into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from kb.model.problems import BuildError
from site_builder.model import permalinks

SCRIPTS = Path(__file__).parents[1] / "static" / "search"


def search_files(data: Mapping[str, bytes] | None) -> Mapping[PurePosixPath, bytes]:
    """Every file of the search by output path; none without data.

    Raises:
        BuildError: A data file has the name of one of the scripts.
    """
    if not data:
        return {}
    scripts = {file.name: file.read_bytes() for file in sorted(SCRIPTS.iterdir()) if file.is_file()}
    twice = sorted(scripts.keys() & data.keys())
    if twice:
        raise BuildError(f"search data: {', '.join(twice)}: a script of the search has this name")
    return {
        permalinks.output_path(permalinks.asset_url(f"search/{name}")): content
        for name, content in {**scripts, **data}.items()
    }
