"""HTML as a tree, within bounds: what it takes to open a page of which nothing is trusted.

Alone imports bs4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html.entities import html5
from pathlib import Path
from typing import Any

from kb.model.problems import KbError

MAX_DEPTH = 240
"""HTML elements within one another."""
MAX_ELEMENTS = 30_000
"""HTML elements; a long page has a tenth of that."""
BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th thead tbody tfoot caption blockquote "
    "pre section article main header footer aside address figure figcaption details summary "
    "fieldset legend form center hgroup nav menu hr body html".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = "script style template head meta base link source track".split()
_CLOSED_BY: Mapping[str, frozenset[str]] = {
    "a": frozenset({"a"}),
    "p": BLOCKS,
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
    "tr": frozenset({"tr"}),
}
"""Elements that nobody need close, and what closes them."""
_DATA = re.compile(r"data:[a-zA-Z0-9.+/-]{0,100};base64,[A-Za-z0-9+/=\s]*")
_ODD_MARK = re.compile(r"<!(?=\[(?!CDATA\[))")
"""Begins what only Word and old browsers read, as ``<![if !supportLists]>``."""
_OPEN_NAME = re.compile(
    f"&({'|'.join(sorted((n for n in html5 if not n.endswith(';')), key=len, reverse=True))})"
    r"(?=[0-9])"
)
"""The name of a sign without its semicolon before a figure, as ``&pound5``, which browsers read."""
_GAP = re.compile(r"[ \t\r\n]{40,}")


def read_html(html: str, path: Path) -> Any:
    """Return HTML as a tree without scripts, styles and comments.

    Raises:
        KbError: its elements are nested too deep, or too many.
    """
    from bs4.element import Comment, Declaration, Doctype, ProcessingInstruction

    html = _OPEN_NAME.sub(r"&\1;", _ODD_MARK.sub("<?", _DATA.sub("", html)))
    soup = _parsed(_without_open_tags(html), path)
    unseen = (Comment, Declaration, Doctype, ProcessingInstruction)
    for odd in soup.find_all(string=lambda text: isinstance(text, unseen)):
        odd.extract()
    soup.sheet = "\n".join(sheet.get_text() for sheet in soup.find_all("style"))
    for element in soup.find_all(_UNSEEN):
        element.decompose()
    for text in soup.find_all(string=_GAP):
        text.replace_with(_GAP.sub(_shorter_gap, str(text)))
    return soup


def _parsed(html: str, path: Path) -> Any:
    from bs4.exceptions import ParserRejectedMarkup

    try:
        return _tree()(html, path)
    except ParserRejectedMarkup as error:
        raise KbError(
            f"{path}: damaged-file: found tags that cannot be read; "
            "open it in a browser, copy the text into a document and import that"
        ) from error


@cache
def _tree() -> Any:
    """Return the class of our trees; made late, since most commands need none."""
    from bs4 import BeautifulSoup
    from bs4.element import Tag

    soup: Any = BeautifulSoup
    tag: Any = Tag

    class NearTag(tag):  # type: ignore[misc]
        """An element that looks for a child beside the one it found last.

        Steps go through a page in order, so each look-up takes a step or two; from the front a
        page of n neighbours would take n times n of them.
        """

        _found_last = 0

        def index(self, element: Any) -> int:
            """Return where among its children one stands."""
            children = self.contents
            above = min(self._found_last, len(children))
            below = above - 1
            while below >= 0 or above < len(children):
                if above < len(children) and children[above] is element:
                    self._found_last = above
                    return above
                if below >= 0 and children[below] is element:
                    self._found_last = below
                    return below
                above, below = above + 1, below - 1
            raise ValueError("no child of this element")

    class Tree(NearTag, soup):  # type: ignore[misc]
        """A page whose elements end where a browser ends them, within bounds."""

        def __init__(self, html: str, path: Path) -> None:
            self._path, self._elements, self.sheet = path, 0, ""
            super().__init__(html, "html.parser", element_classes={tag: NearTag})

        def handle_starttag(self, name: str, *args: Any, **more: Any) -> Any:
            """Open an element; first end those that it cannot stand in."""
            self.endData()
            while name in _CLOSED_BY.get(self.currentTag.name, ()):
                self.popTag()
            self._elements += 1
            if self._elements > MAX_ELEMENTS:
                raise KbError(
                    f"{self._path}: too-large: found more than {MAX_ELEMENTS:,} elements; "
                    f"allowed up to {MAX_ELEMENTS:,}; save the text of the page alone"
                )
            if len(self.tagStack) > MAX_DEPTH:
                raise KbError(
                    f"{self._path}: too-deep: found elements more than {MAX_DEPTH} levels deep; "
                    "save the text of the page alone"
                )
            return super().handle_starttag(name, *args, **more)

    return Tree


def _shorter_gap(match: re.Match[str]) -> str:
    """Return what a browser shows of a long gap."""
    return "\n" if "\n" in match[0] else " "


def _without_open_tags(html: str) -> str:
    """Return HTML with "<" written out behind the last ">", where no tag can end any more.

    The parser would look for that end anew at each of them.
    """
    end = html.rfind(">") + 1
    return html[:end] + html[end:].replace("<", "&lt;")


def new_element(name: str) -> Any:
    """Return an element that stands nowhere yet."""
    from bs4 import BeautifulSoup

    return BeautifulSoup("", "html.parser").new_tag(name)


def edge_of(element: Any, size: int, *, end: bool = False) -> str:
    """Return the first signs of the text of an element, or its last ones."""
    waiting, found = [element], ""
    while waiting and len(found) < size:
        node = waiting.pop()
        if getattr(node, "name", None):
            waiting += node.contents if end else reversed(node.contents)
        else:
            found = str(node)[-size:] + found if end else found + str(node)[:size]
    return found[-size:] if end else found[:size]


def holders_of(root: Any, names: frozenset[str]) -> set[int]:
    """Return the `id` of each element that an element of one of these names stands within."""
    found: set[int] = set()
    for element in root.find_all(list(names)):
        for parent in element.parents:
            if id(parent) in found:
                break
            found.add(id(parent))
    return found
