"""The files that the pages for leaders hand out as they are: the whole table, and templates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath

from kb.planning.evidence_table import table_csv
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.tools.choose import whole_table
from site_builder.tools.templates_page import template_files

BOM = "\ufeff"
"""At the start of comma-separated text: without it Excel takes another encoding."""


def leader_files(content: SiteContent, *, base_url: str = "") -> Mapping[PurePosixPath, bytes]:
    """The files by output path."""
    rows, objects = whole_table(content)
    return {
        _path("case-studies.csv"): f"{BOM}{table_csv(rows)}".encode(),
        _path("case-studies.json"): json_bytes({"case_studies": objects}),
        **template_files(content, base_url=base_url),
    }


def json_bytes(value: object) -> bytes:
    """Plain data as JSON in UTF-8, indented, with the keys in their own order."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _path(name: str) -> PurePosixPath:
    return permalinks.output_path(f"{permalinks.CHOOSE}{name}")
