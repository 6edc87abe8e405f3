"""One page of the site as data, before it is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Context = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One output file: where it goes, what renders it and with what.

    `description` stands in search engines; a page with `redirect_to` only leads there.
    """

    url: str
    template: str
    title: str
    description: str
    context: Context = field(default_factory=dict)
    changed: date | None = None
    source: str = ""
    """The file below the content folder that the page is made from; "" if there is no one."""
    listed: bool = True
    """Whether the page belongs in the site map."""
