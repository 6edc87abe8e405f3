"""The style sheets, scripts and pictures of the site: our own and the patched front end's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from kb.model.problems import BuildError
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.tools.browser_data import tools_data
from site_builder.views.listing import filter_css

_STATIC = Path(__file__).parents[1] / "static"
_NEEDED = ("nhsuk.css", "nhsuk.js")
_LEFT_OUT = ("version.txt",)


def read_assets(content: SiteContent, frontend_dir: Path) -> Mapping[PurePosixPath, bytes]:
    """Every asset by output path.

    Raises:
        BuildError: The front end is not at `frontend_dir`.
    """
    missing = [name for name in _NEEDED if not (frontend_dir / name).is_file()]
    if missing:
        raise BuildError(
            f"{frontend_dir}: the front end is not there; found no {' and no '.join(missing)}; "
            "run: python3 tools/frontend.py"
        )
    files = {
        _path(file.name): file.read_bytes()
        for folder in (frontend_dir, _STATIC)
        for file in sorted(folder.iterdir())
        if file.is_file() and file.name not in _LEFT_OUT
    }
    files[_path("filters.css")] = filter_css(content).encode()
    files |= {_path(name): data for name, data in tools_data(content).items()}
    return {**files, **_edition_files(content)}


def _edition_files(content: SiteContent) -> Mapping[PurePosixPath, bytes]:
    """The picture and the colour of a local edition."""
    edition = content.corpus.edition
    files = {}
    if edition and edition.logo:
        files[_path(f"edition/{edition.logo}")] = edition.picture
    if edition and edition.colour:
        files[_path("edition/colour.css")] = f":root{{--app-brand:{edition.colour}}}\n".encode()
    return files


def _path(name: str) -> PurePosixPath:
    return permalinks.output_path(permalinks.asset_url(name))
