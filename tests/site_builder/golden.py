"""A page in two parts: the frame that all pages share, and what is the page's own.

The frame is kept once, in tests/golden/frame.html, so that a link in the footer changes one golden
file. A page's own part is kept for at least one page of each kind, in tests/golden/site.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

HERE = "<!-- here: the page's own part -->"
_LINK = re.compile(r'\b(href|src|data-ask)="([^"#]*)((?:#[^"]*)?)"')
_HEAD = re.compile(r"(?s)<head>\n(.*?)</head>\n")
_TRAIL = re.compile(r'(?s)<div class="nhsuk-width-container app-above">\n(.*?)</div>\n(?=<main)')
_MAIN = re.compile(r'(?s)<main id="maincontent"[^>]*>\n(.*?)(?=<div class="[^"]*app-page-foot")')
_CURRENT = re.compile(r' nhsuk-header__navigation-item--current(?=")| aria-current="true"')
_CURRENT_NAME = re.compile(r'aria-current="true">([^<]*)<')


@dataclass(frozen=True, slots=True)
class Parted:
    """A page cut in two: `frame` and `head` have links from the root, `body` is byte for byte.

    `frame` is the page without its head's lines, its trail and its main part; `head` are the
    lines of its head; `body` is the rest: its place in the menu, its trail and its main part.
    """

    frame: str
    head: tuple[str, ...]
    body: str


def part(name: str, html: str) -> Parted:
    """Cut the page of a file, such as ``sheet/index.html``, in two."""
    matches = [_only(pattern, html) for pattern in (_HEAD, _TRAIL, _MAIN)]
    head, trail, main = (match.group(1) for match in matches)
    frame = html
    for match in reversed(matches):
        frame = f"{frame[: match.start(1)]}{HERE}\n{frame[match.end(1) :]}"
    menu = _CURRENT_NAME.findall(frame)
    return Parted(
        frame=from_root(name, _CURRENT.sub("", frame)),
        head=tuple(from_root(name, head).splitlines(keepends=True)),
        body=f"<!-- menu: {', '.join(menu)} -->\n{trail}{main}",
    )


def _only(pattern: re.Pattern[str], html: str) -> re.Match[str]:
    found = pattern.search(html)
    assert found, f"no {pattern.pattern} in the page"
    return found


def from_root(name: str, html: str) -> str:
    """Write each link within the site as it is from the root of the site."""
    folder = posixpath.dirname(f"/{name}")

    def resolved(match: re.Match[str]) -> str:
        key, path, fragment = match.groups()
        if path and not re.match(r"[a-z]+:|//", path):
            path = posixpath.normpath(posixpath.join(folder, path))
        return f'{key}="{path}{fragment}"'

    return _LINK.sub(resolved, html)


def common_head(heads: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The lines that stand in the head of every page, in order."""
    first, *others = heads
    return tuple(line for line in first if all(line in head for head in others))


def frame_text(frame: str, common: tuple[str, ...]) -> str:
    """The frame with the lines of the head that all pages share."""
    return frame.replace(f"<head>\n{HERE}\n", f"<head>\n{''.join(common)}{HERE}\n", 1)


def own_text(page: Parted, common: tuple[str, ...]) -> str:
    """What is kept of a page: the lines of its head that others lack, and its body."""
    return "".join(line for line in page.head if line not in common) + page.body
