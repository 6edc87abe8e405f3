"""Which pages of a built site are of one kind, so that a check can look at one of each.

A kind is an address with a star for each name after the first (`sheet/*/*`) and the scripts that
the page loads: the tools for planners lie in one folder, and are six kinds. Of each kind the
longest page is taken, since it has most of what the kind can show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

_REDIRECT = re.compile(r'http-equiv="refresh"')
_SCRIPTS = re.compile(r'<script[^>]*\ssrc="([^"]+)"')
FILLED = (
    "search/?q=isolated+locum",
    "where-are-you-now/#role=partner&moment=thinking-of-leaving",
    "sheet/#role=locum&moment=returning",
)
"""Pages once a reader has asked something: a kind each, as far as a site has them."""


def pages_of(site: Path, only: str = "") -> tuple[str, ...]:
    """The addresses of every page that is read, relative to the site, sorted; no redirects."""
    found = []
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if only in name and not _REDIRECT.search(path.read_text(encoding="utf-8")):
            found.append(name.removesuffix("index.html"))
    return tuple(found)


def page_file(site: Path, address: str) -> Path:
    """The file of an address relative to the site, without what stands after `?` or `#`."""
    path = re.split(r"[?#]", address)[0]
    return site / (path + "index.html" if path == "" or path.endswith("/") else path)


def kind_of(address: str, html: str) -> str:
    """The kind of a page, in words: its address with stars, and the names of its scripts.

    >>> kind_of("casestudies/one/", '<script src="../../assets/save.js"></script>')
    'casestudies/* save.js'
    """
    first, *rest = address.strip("/").split("/")
    scripts = (source.rsplit("/", 1)[-1] for source in _SCRIPTS.findall(html))
    return " ".join(["/".join([first, *("*" for _ in rest)]), *scripts])


def one_of_each(site: Path, pages: Iterable[str]) -> Mapping[str, str]:
    """The longest page of each kind.

    Args:
        site: the built site.
        pages: addresses relative to the site, `""` for the home page.

    Returns:
        The address of a page by its kind, in the order of the addresses.
    """
    longest: dict[str, tuple[int, str]] = {}
    for address in pages:
        html = page_file(site, address).read_text(encoding="utf-8")
        kind = kind_of(address, html)
        if len(html) > longest.get(kind, (-1, ""))[0]:
            longest[kind] = (len(html), address)
    return {kind: address for kind, (_, address) in longest.items()}


def filled(pages: Iterable[str]) -> tuple[str, ...]:
    """Of `FILLED`, what stands on these pages."""
    known = set(pages)
    return tuple(address for address in FILLED if re.split(r"[?#]", address)[0] in known)
