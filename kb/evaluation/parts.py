"""A YAML file of lines to try the search on in, its parts out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb.content.frontmatter import YamlError, read_yaml
from kb.model.problems import QueryError


def read_parts(path: Path, parts: Sequence[str]) -> dict[str, Any]:
    """Return what stands under each of the parts of a file, which has these and no others.

    Raises:
        QueryError: it cannot be read, or has other parts.
    """
    try:
        found = read_yaml(path.read_text(encoding="utf-8")).value
    except (OSError, UnicodeDecodeError, YamlError) as error:
        raise QueryError(f"{path}: cannot be read: {error}") from error
    if not isinstance(found, dict) or set(found) != set(parts):
        raise QueryError(f"{path}: wrong-parts: allowed {', '.join(parts)}")
    return found
