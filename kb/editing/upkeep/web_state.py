"""What is known of web addresses, kept between runs: a file of plain data, never a gate."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.content.files import write_whole
from kb.model.bibliography import BibliographyEntry
from kb.model.documents import Document
from kb.model.problems import KbError
from kb.text.markdown import targets

if TYPE_CHECKING:
    from kb.content.read_leniently import ReadableContent

FORMAT = 1
NO_ADDRESS = "not an address of the web"
NO_HOST = "no such host"
NOT_LOOKED_UP = "its name could not be looked up this time"
NO_NAME = frozenset({NO_ADDRESS, NO_HOST, NOT_LOOKED_UP})
"""Reasons that would be given without any network too."""


class LinkState(StrEnum):
    """What came of asking for an address."""

    OK = "ok"
    MOVED = "moved"
    """It leads on for good; the new address should be written down."""
    DEAD = "dead"
    """The host says that there is nothing, or there is no such host."""
    BLOCKED = "blocked"
    """The host does not answer programs, or asks not to be visited; people may still get in."""
    UNREACHABLE = "unreachable"
    """No answer this time; it may be a passing fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFound:
    """What is known of one address, on which day it was asked for, and since when it is so."""

    address: str
    state: LinkState
    reason: str
    checked: date
    moved_to: str = ""
    since: date | None = None

    def after(self, before: LinkFound | None) -> LinkFound:
        """Return it with the day from which it has been like this, by what was known before."""
        same = before is not None and (before.state, before.moved_to) == (self.state, self.moved_to)
        return replace(self, since=(before.since or before.checked) if same and before else None)

    def as_dict(self) -> dict[str, str]:
        """The finding as plain data."""
        return {
            "address": self.address,
            "state": self.state.value,
            "reason": self.reason,
            "checked": str(self.checked),
            "moved_to": self.moved_to,
            "since": str(self.since) if self.since else "",
        }


def addresses_of(content: ReadableContent) -> dict[str, tuple[str, ...]]:
    """Return every web address of the content with the places it stands in, in order."""
    return addresses_in(content.reference.bibliography.values(), content.documents.values())


def addresses_in(
    bibliography: Iterable[BibliographyEntry], documents: Iterable[Document]
) -> dict[str, tuple[str, ...]]:
    """Return every web address of a bibliography and of pages with the places it stands in."""
    found: dict[str, list[str]] = {}
    for entry in bibliography:
        if entry.address:
            found.setdefault(entry.address, []).append(f"bibliography.yaml: {entry.id}")
    for page in documents:
        for target in targets(page.body):
            if re.match(r"https?://", target.href):
                found.setdefault(target.href, []).append(page.path)
    return {address: tuple(dict.fromkeys(places)) for address, places in found.items()}


def read_cache(path: Path) -> dict[str, LinkFound]:
    """Return what a file of findings holds; empty if there is none.

    Raises:
        KbError: the file is damaged.
    """
    if not path.exists():
        return {}
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']}")
        found = [_found(entry) for entry in data["links"]]
    except (ValueError, KeyError, TypeError) as error:
        raise KbError(
            f"{path}: found no list of links that kb links wrote ({error}); delete it"
        ) from error
    return {link.address: link for link in found}


def write_cache(path: Path, found: Mapping[str, LinkFound]) -> None:
    """Write findings to a file, in order of address."""
    links = [found[address].as_dict() for address in sorted(found)]
    write_whole(path, json.dumps({"format": FORMAT, "links": links}, indent=1) + "\n")


def _found(entry: Mapping[str, str]) -> LinkFound:
    return LinkFound(
        address=entry["address"],
        state=LinkState(entry["state"]),
        reason=entry["reason"],
        checked=date.fromisoformat(entry["checked"]),
        moved_to=entry["moved_to"],
        since=date.fromisoformat(entry["since"]) if entry.get("since") else None,
    )
