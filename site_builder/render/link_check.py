"""Every link inside the site leads somewhere: to a page that is there and an anchor on it."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import unquote

from kb.model.problems import BuildError
from site_builder.model.same import once_for_same

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ATTRIBUTE = re.compile(r'\s(href|src|id)="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class Ends:
    """The links of one page as written and its anchors, entities undone, in order."""

    links: tuple[str, ...]
    anchors: tuple[str, ...]


def check_links(
    files: Mapping[PurePosixPath, bytes],
    known: Mapping[PurePosixPath, Sequence[Ends]] | None = None,
) -> None:
    """Nothing, if every internal link and anchor of every page resolves.

    Args:
        files: The whole site by output path. Attributes are in double quotes, as our templates
            and the Markdown renderer write them. Links to other hosts are not followed.
        known: The links and anchors of pages that were read when they were rendered, part by
            part.

    Raises:
        BuildError: Names every page with a link that leads nowhere, and two elements of one
            page with the same anchor.
    """
    read = known or {}
    pages = {
        str(path): read.get(path) or (ends_of(data.decode()),)
        for path, data in files.items()
        if _is_page(path)
    }
    site = _Site(
        frozenset(map(str, files)),
        {
            path: frozenset(anchor for one in ends for anchor in one.anchors)
            for path, ends in pages.items()
        },
    )
    faults = [
        f"{path}: the anchor #{anchor} stands on two elements"
        for path, ends in pages.items()
        for anchor in sorted(_twice([anchor for one in ends for anchor in one.anchors]))
    ]
    dead: dict[str, list[tuple[str, str]]] = {}
    for path, ends in pages.items():
        for one in ends:
            for link, reason in site.dead(path, one.links):
                dead.setdefault(reason, []).append((path, link))
    faults += [_told(reason, found) for reason, found in dead.items()]
    if faults:
        raise BuildError("the site has links that lead nowhere:\n" + "\n".join(faults))


def _is_page(path: PurePosixPath) -> bool:
    return path.suffix == ".html"


@lru_cache(maxsize=1024)
def ends_of_part(text: str) -> Ends:
    """The links and anchors of a part that many pages have; those asked for last are kept."""
    return ends_of(text)


def ends_of(text: str) -> Ends:
    """The links and anchors of a page."""
    links: list[str] = []
    anchors: list[str] = []
    for tag in _TAG.findall(text):
        if 'href="' in tag or 'id="' in tag or 'src="' in tag:
            for name, value in _ATTRIBUTE.findall(tag):
                plain = html.unescape(value) if "&" in value else value
                (anchors if name == "id" else links).append(plain)
    return Ends(tuple(links), tuple(anchors))


def _told(reason: str, found: list[tuple[str, str]]) -> str:
    """One line for all links that are dead for one reason, the first of them named in full."""
    path, link = found[0]
    others = f" (and from {len(found) - 1} more)" if len(found) > 1 else ""
    return f"{path}: links to {link}, but {reason}{others}"


class _Site:
    """The files of a site and the anchors of its pages; remembers where links of a folder lead."""

    def __init__(self, files: frozenset[str], anchors: Mapping[str, frozenset[str]]) -> None:
        self._files, self._anchors = files, anchors
        self._reasons: dict[tuple[str, str], str] = {}
        self._fine: set[str] = set()

    def dead(self, path: str, links: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """The links of a part of a page that lead nowhere, each with the reason."""
        folder = posixpath.dirname(path)
        up = "../" * path.count("/")
        own, from_root = _split(links, up)
        for link in own:
            bare = link.removeprefix(up)
            inside = not bare or bare.startswith("#")
            reason = self._find(path, link) if inside else self._reason(folder, link)
            if reason:
                yield link, reason
        unknown = from_root - self._fine
        self._fine |= {link for link in unknown if not self._reason("", link)}
        if unknown - self._fine:
            for link in links:
                target = link.removeprefix(up)
                if link.startswith(up) and target in unknown and (why := self._reason("", target)):
                    yield link, why

    def _reason(self, folder: str, link: str) -> str:
        """Why a link from a page of a folder leads nowhere; "" if it leads somewhere, or out."""
        key = folder, link
        if key not in self._reasons:
            self._reasons[key] = self._find(f"{folder}/" if folder else "", link)
        return self._reasons[key]

    def _find(self, path: str, link: str) -> str:
        if _ELSEWHERE.match(link):
            return ""
        written, _, anchor = link.partition("#")
        target = path
        if written:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(written)))
        if target not in self._files:
            return f"{target} is no file of the site"
        if anchor and anchor not in self._anchors.get(target, frozenset()):
            return f"{target} has no anchor #{anchor}"
        return ""


@once_for_same
def _split(links: tuple[str, ...], up: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The links of a part of a page that are its own, and those that are the same from anywhere.

    Those go up to the root first, which is left out of them: `up` leads there from the page.
    """
    own = []
    from_root = set()
    for link in links:
        bare = link.removeprefix(up)
        if up and bare != link and bare and not bare.startswith("#"):
            from_root.add(bare)
        else:
            own.append(link)
    return tuple(own), frozenset(from_root)


def _twice(anchors: Sequence[str]) -> set[str]:
    if len(set(anchors)) == len(anchors):
        return set()
    seen: set[str] = set()
    return {anchor for anchor in anchors if anchor in seen or seen.add(anchor)}  # type: ignore[func-returns-value]
