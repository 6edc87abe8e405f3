"""Every link inside the site leads somewhere: to a page that is there and an anchor on it."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from kb.model.problems import BuildError

_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def check_links(files: Mapping[PurePosixPath, bytes]) -> None:
    """Nothing, if every internal link and anchor of every page resolves.

    Args:
        files: The whole site by output path. Attributes are in double quotes, as our templates
            and the Markdown renderer write them. Links to other hosts are not followed.

    Raises:
        BuildError: Names every page with a link that leads nowhere, and two elements of one
            page with the same anchor.
    """
    pages = {path: data.decode() for path, data in files.items() if path.suffix == ".html"}
    anchors = {path: _anchors(text) for path, text in pages.items()}
    faults = [
        f"{path}: the anchor #{anchor} stands on two elements"
        for path, found in anchors.items()
        for anchor in sorted(_twice(found))
    ]
    dead: dict[str, list[tuple[PurePosixPath, str]]] = {}
    for path, text in pages.items():
        for link, reason in _dead(path, text, files, anchors):
            dead.setdefault(reason, []).append((path, link))
    faults += [_told(reason, found) for reason, found in dead.items()]
    if faults:
        raise BuildError("the site has links that lead nowhere:\n" + "\n".join(faults))


def links_of(text: str) -> Iterator[str]:
    """The links of a page as written, entities undone."""
    for tag in _TAG.finditer(text):
        for link in _LINK.findall(tag.group()):
            yield html.unescape(link)


def _told(reason: str, found: list[tuple[PurePosixPath, str]]) -> str:
    """One line for all links that are dead for one reason, the first of them named in full."""
    path, link = found[0]
    others = f" (and from {len(found) - 1} more)" if len(found) > 1 else ""
    return f"{path}: links to {link}, but {reason}{others}"


def _dead(
    path: PurePosixPath,
    text: str,
    files: Mapping[PurePosixPath, bytes],
    anchors: Mapping[PurePosixPath, list[str]],
) -> Iterator[tuple[str, str]]:
    """The links of a page that lead nowhere, each with the reason."""
    for link in links_of(text):
        if _ELSEWHERE.match(link):
            continue
        written, _, anchor = link.partition("#")
        target = path
        if written:
            joined = posixpath.normpath(posixpath.join(str(path.parent), unquote(written)))
            target = PurePosixPath(joined)
        if target not in files:
            yield link, f"{target} is no file of the site"
        elif anchor and anchor not in anchors.get(target, []):
            yield link, f"{target} has no anchor #{anchor}"


def _anchors(text: str) -> list[str]:
    return [html.unescape(found) for tag in _TAG.finditer(text) for found in _ID.findall(tag[0])]


def _twice(anchors: list[str]) -> set[str]:
    seen: set[str] = set()
    return {anchor for anchor in anchors if anchor in seen or seen.add(anchor)}  # type: ignore[func-returns-value]
