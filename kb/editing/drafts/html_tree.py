"""HTML as a tree, within bounds: what it takes to open a page of which nothing is trusted.

Alone imports bs4.
"""

from __future__ import annotations

import re
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
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>")
_OPEN_ENDED = frozenset(
    "br img hr meta link input p li td th tr dt dd option source col wbr".split()
)
_DATA = re.compile(r"data:[a-zA-Z0-9.+/-]{0,100};base64,[A-Za-z0-9+/=\s]*")


def read_html(html: str, path: Path) -> Any:
    """Return HTML as a tree without scripts, styles and comments."""
    from bs4 import BeautifulSoup
    from bs4.element import Comment, Declaration, Doctype, ProcessingInstruction

    html = _DATA.sub("", html)
    _check_depth(html, path)
    soup = BeautifulSoup(_without_open_tags(html), "html.parser")
    if sum(1 for _ in soup.find_all(True)) > MAX_ELEMENTS:
        raise KbError(
            f"{path}: too-large: found more than {MAX_ELEMENTS:,} elements; "
            f"allowed up to {MAX_ELEMENTS:,}; save the text of the page alone"
        )
    unseen = (Comment, Declaration, Doctype, ProcessingInstruction)
    for odd in soup.find_all(string=lambda text: isinstance(text, unseen)):
        odd.extract()
    for element in soup.find_all(_UNSEEN):
        element.decompose()
    return soup


def _without_open_tags(html: str) -> str:
    """Return HTML with "<" written out behind the last ">", where no tag can end any more.

    The parser would look for that end anew at each of them.
    """
    end = html.rfind(">") + 1
    return html[:end] + html[end:].replace("<", "&lt;")


def _check_depth(html: str, path: Path) -> None:
    depth = 0
    for match in _TAG.finditer(html):
        if match[3].endswith("/") or match[2].lower() in _OPEN_ENDED:
            continue
        depth = max(0, depth + (-1 if match[1] else 1))
        if depth > MAX_DEPTH:
            raise KbError(
                f"{path}: too-deep: found elements more than {MAX_DEPTH} levels deep; "
                "save the text of the page alone"
            )


def close_open_elements(soup: Any) -> None:
    """Move what a browser would not leave within an element behind it.

    Nobody need close a paragraph, an entry of a list or a cell; the parser nests them instead.
    """
    apart = {
        "p": BLOCKS,
        "li": frozenset({"li"}),
        "dt": frozenset({"dt", "dd"}),
        "dd": frozenset({"dt", "dd"}),
        "td": frozenset({"td", "th", "tr"}),
        "th": frozenset({"td", "th", "tr"}),
        "tr": frozenset({"tr"}),
    }
    for element in soup.find_all(list(apart)):
        inner = next(
            (
                child
                for child in element.children
                if getattr(child, "name", "") in apart[element.name]
            ),
            None,
        )
        if inner is None:
            continue
        moved = [inner, *inner.next_siblings]
        for part in reversed(moved):
            element.insert_after(part.extract())
