"""What a page holds beside its text: furniture, hidden and struck-out text, fields to fill in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from kb.editing.drafts.html_styles import HIDDEN, looks
from kb.editing.drafts.html_tree import HEADINGS, edge_of
from kb.editing.drafts.marks import LeftOut, bare

_ROLES = frozenset("navigation search contentinfo banner".split())
_FRAMES = frozenset("div section aside dialog ul ol p".split())
_FURNITURE = frozenset(
    "breadcrumb breadcrumbs navbar site-header page-header-nav global-header site-footer "
    "page-footer global-footer masthead skip-link share-links social-share social-links "
    "share-buttons sharing addtoany related-links related-content related-pages related-posts "
    "back-to-top nhsuk-header nhsuk-footer nhsuk-breadcrumb govuk-breadcrumbs govuk-header "
    "govuk-footer".split()
)
"""Names that sites give to what surrounds a text."""
_OUTER = frozenset("header footer sidebar menu share related nav navigation banner".split())
"""Names that mean that of a part of the whole page alone."""
_TO_THE_TOP = re.compile(r"(?:back|return|go) to (?:the )?top", re.IGNORECASE)
_CONTROLS = frozenset("button select textarea datalist output progress meter".split())
_COOKIES = re.compile(r"cookie|consent", re.IGNORECASE)


def main_part(soup: Any, left_out: LeftOut) -> Any:
    """Return the part of a page that is its text; the furniture round it is named."""
    mains = soup.find_all("main") or soup.find_all(attrs={"role": "main"})
    articles = soup.find_all("article")
    titled = [article for article in articles if article.find("h1")]
    articles = titled if len(titled) == 1 else articles
    inner = mains[0] if len(mains) == 1 else articles[0] if len(articles) == 1 else None
    title = None
    if inner is not None and inner.get_text(strip=True):
        first = soup.find("h1")
        if inner.find("h1") is None and first is not None and inner not in first.parents:
            title = first.extract()
        inner.extract()
        _leave(left_out, "what surrounds the text of the page", soup)
        soup.clear()
        soup.append(inner)
        if title is not None:
            soup.insert(0, title)
    else:
        for element in soup.find_all(["header", "footer", "aside"]):
            if element.find("h1") is None and not element.find_parent(["article", "section"]):
                _leave(left_out, f"the {element.name} of the page", element)
                element.decompose()
    for element in soup.find_all(_is_furniture):
        if not element.decomposed:
            _leave(left_out, "what surrounds the text of the page", element)
            element.decompose()
    return soup


def _is_furniture(element: Any) -> bool:
    if element.name == "nav" or element.get("role") in _ROLES:
        return True
    names = [element.get("id") or "", *(element.get("class") or [])]
    if element.name in _FRAMES and element.find("h1") is None:
        if _COOKIES.search(" ".join(names)) or any(name.lower() in _FURNITURE for name in names):
            return True
        if element.parent.name in {"body", "[document]"} and _OUTER.intersection(names):
            return True
    href = str(element.get("href") or "")
    return element.name == "a" and href.startswith("#") and _starts_with_skip(element)


def _starts_with_skip(element: Any) -> bool:
    words = edge_of(element, 40).strip().lower()
    return words.startswith("skip to") or _TO_THE_TOP.fullmatch(words) is not None


def _leave(left_out: LeftOut, what: str, element: Any) -> None:
    left_out.add(what, element.get_text(" ", strip=True))


def _with_places(root: Any, wanted: Callable[[Any], bool]) -> Iterator[tuple[Any, str]]:
    """Yield each element that is wanted, with the heading it stands below; "" if none.

    Those within another that is wanted come too, unless it was taken out by then.
    """
    place, found, inside = "", [], set[int]()
    for element in root.find_all(True):
        if wanted(element):
            found.append((element, place))
            inside.add(id(element))
        elif element.name in HEADINGS and not any(id(p) in inside for p in element.parents):
            place = bare(element.get_text(" ", strip=True))
    for element, below in found:
        if not element.decomposed:
            yield element, below


def take_out_hidden(root: Any, left_out: LeftOut) -> None:
    for element, place in _with_places(root, _is_hidden):
        left_out.add("hidden text", element.get_text(" ", strip=True), place)
        element.decompose()
    for element in root.find_all("noscript"):
        left_out.add("text for browsers without script", element.get_text(" ", strip=True))
        element.decompose()


def _is_hidden(element: Any) -> bool:
    if element.name == "input":
        return False
    closed = element.name == "dialog" and not element.has_attr("open")
    return closed or element.has_attr("hidden") or looks(element, HIDDEN)


def take_out_struck(root: Any, left_out: LeftOut) -> None:
    for element, place in _with_places(root, lambda e: e.name in {"del", "s", "strike"}):
        left_out.add("struck-out text", element.get_text(" ", strip=True), place)
        element.decompose()


def write_boxes(root: Any, left_out: LeftOut) -> None:
    """Write tick boxes as signs; other controls are for filling in and have no text of the page."""
    for box, place in _with_places(root, lambda e: e.name == "input"):
        if box.get("type") in {"checkbox", "radio"}:
            box.replace_with("☒ " if box.has_attr("checked") else "☐ ")
        else:
            left_out.add("a field to fill in", str(box.get("value") or ""), place)
            box.decompose()
    for control, place in _with_places(root, lambda e: e.name in _CONTROLS):
        left_out.add("a control", control.get_text(" ", strip=True), place)
        control.decompose()
