"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

content_option = click.option(
    "--content",
    "content_dir",
    type=click.Path(path_type=Path),
    default=Path("content"),
    show_default=True,
    metavar="DIR",
    help="The content folder.",
)
"""``--content DIR``, as `content_dir`."""
