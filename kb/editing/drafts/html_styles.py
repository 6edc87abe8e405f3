"""What the look of a page means: struck out, raised, lowered, hidden or bold, whoever says so.

A page says it in an element of its own, in a `style`, in a style sheet within the page, or by the
name of a class that everybody gives to it. After `bring_styles_to_tags` elements alone say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kb.editing.drafts.html_tree import BLOCKS, edge_of, holders_of, new_element

MAX_SHEET = 200_000
"""Characters of style sheets that are looked at; one that a word processor saves has a tenth."""
LONGEST_RAISED = 12
"""Characters of a raised or lowered sign; longer ones are words set a little higher."""

STRUCK, RAISED, LOWERED, HIDDEN, BOLD = "struck", "raised", "lowered", "hidden", "bold"
_TAG_OF = {STRUCK: "s", RAISED: "sup", LOWERED: "sub", BOLD: "strong"}
_OF_NAMES = {
    "superscript": RAISED, "super": RAISED, "sup": RAISED,
    "subscript": LOWERED,
    "strikethrough": STRUCK, "line-through": STRUCK, "strike": STRUCK, "struck": STRUCK,
    "visually-hidden": HIDDEN, "visuallyhidden": HIDDEN, "sr-only": HIDDEN,
    "screen-reader-text": HIDDEN, "nhsuk-table-responsive__heading": HIDDEN,
    "govuk-visually-hidden": HIDDEN, "nhsuk-u-visually-hidden": HIDDEN,
}  # fmt: skip
_SAYS = (
    (STRUCK, re.compile(r"text-decoration[a-z-]{0,20}:[a-z0-9#,()%. ]{0,60}line-through")),
    (RAISED, re.compile(r"vertical-align:(?:super|text-top|[0-9.]{0,6}[1-9])")),
    (RAISED, re.compile(r"position:relative;(?:[^;]{0,60};){0,6}(?:top:-|bottom:\d{0,6}[1-9])")),
    (LOWERED, re.compile(r"vertical-align:(?:sub|text-bottom|-)")),
    (HIDDEN, re.compile(r"display:none|visibility:hidden|mso-hide:all|opacity:0(?![.\d])")),
    (HIDDEN, re.compile(r"font-size:0(?![.\d])|(?:left|top|text-indent):-\d{4}|clip:rect\(0")),
    (HIDDEN, re.compile(r"clip-path:inset\((?:50|100)%")),
    (BOLD, re.compile(r"font-weight:(?:bold|[6-9]00)")),
)  # fmt: skip
_TITLE_NAMES = ["title", "MsoTitle"]
"""Classes that word processors give to the title of a text."""
_SELECTOR = re.compile(r"([a-z][a-z0-9]{0,20})?(?:([.#])([\w-]{1,80}))?")
_PARTS = {
    **dict.fromkeys(("table", "thead", "tbody", "tr"), ("td", "th")),
    **dict.fromkeys(("ul", "ol"), ("li",)),
}


def note_meanings(soup: Any, sheet: str) -> None:
    """Write what the look of each element means into its attribute `data-kb-look`.

    Args:
        soup: the page; attributes of this name that it came with are taken off.
        sheet: the style sheets within it, one after the other.
    """
    rules: dict[tuple[str, str, str], set[str]] = {}
    for selector, said in _rules(sheet[:MAX_SHEET]):
        rules.setdefault(selector, set()).update(said)
    for element in soup.find_all(True):
        element.attrs.pop("data-kb-look", None)
        said = {_OF_NAMES[name] for name in element.get("class") or () if name in _OF_NAMES}
        if element.has_attr("style"):
            said |= _meanings(str(element["style"]))
        for holder in ((".", name) for name in element.get("class") or ()) if rules else ():
            said |= rules.get(("", *holder), set()) | rules.get((element.name, *holder), set())
        if rules:
            mark = str(element.get("id") or "")
            said |= rules.get((element.name, "", ""), set()) | rules.get(("", "#", mark), set())
        if said:
            element["data-kb-look"] = " ".join(sorted(said))


def _rules(sheet: str) -> Iterator[tuple[tuple[str, str, str], set[str]]]:
    """Yield (element, sign, name) of each plain selector of a sheet, and what it means.

    Rules for paper and other media are passed over, and so are selectors of several parts.
    """
    depth = 0
    for part in _without_comments(sheet).split("}"):
        *outer, head, body = ["", *part.split("{")] if "{" in part else ["", "", ""]
        if not body and not head.strip():
            depth = max(0, depth - 1)
            continue
        depth += sum(1 for text in outer if text.strip())
        said = _meanings(body) if depth == 0 else set()
        for selector in head.split(",") if said else ():
            match = _SELECTOR.fullmatch(selector.strip()[:120])
            if match and match[0]:
                yield (match[1] or "", match[2] or "", match[3] or ""), said


def _without_comments(sheet: str) -> str:
    first, *rest = sheet.split("/*")
    kept = "".join([first, *(part.partition("*/")[2] for part in rest)])
    return kept.replace("<!--", "").replace("-->", "")


def _meanings(style: str) -> set[str]:
    plain = re.sub(r"\s", "", style[:1_000].lower())
    return {meaning for meaning, pattern in _SAYS if pattern.search(plain)}


def looks(element: Any, meaning: str) -> bool:
    """Whether an element itself looks struck out, raised, lowered, hidden or bold."""
    return meaning in str(element.get("data-kb-look") or "").split()


def bring_styles_to_tags(root: Any) -> None:
    """Make bold, raised and struck-out text elements of their own; none of them holds blocks."""
    for element in root.find_all(attrs={"data-kb-look": True}):
        _bring(element)
    if root.find("h1") is None:
        for title in root.find_all("p", class_=_TITLE_NAMES, limit=1):
            title.name = "h1"
    holders = holders_of(root, BLOCKS)
    for element in root.find_all(["b", "strong", "i", "em", "u", "span", "font", "a", "s", "del"]):
        style = str(element.get("style") or "").replace(" ", "").lower()
        light = element.name in {"b", "strong"} and re.search(r"font-weight:(?:normal|400)", style)
        if light or (element.name not in {"s", "del"} and id(element) in holders):
            element.unwrap()


def _bring(element: Any) -> None:
    is_sign = len(edge_of(element, LONGEST_RAISED + 1).strip()) <= LONGEST_RAISED
    meaning = next(
        (
            meaning
            for meaning in (STRUCK, RAISED, LOWERED, BOLD)
            if looks(element, meaning) and (is_sign or meaning in {STRUCK, BOLD})
        ),
        "",
    )
    if not meaning or element.name == _TAG_OF[meaning]:
        return
    if element.name in _PARTS and meaning == STRUCK:
        for part in element.find_all(_PARTS[element.name]):
            _wrap_inside(part, "s")
    elif element.name in BLOCKS:
        if meaning == STRUCK:
            _wrap_inside(element, "s")
    elif element.name in {"a", "input", "img"} or (meaning == STRUCK and element.name == "label"):
        element.wrap(new_element(_TAG_OF[meaning]))
    elif meaning != BOLD or element.name in {"span", "font"}:
        element.name = _TAG_OF[meaning]


def _wrap_inside(element: Any, name: str) -> None:
    inner = new_element(name)
    inner.extend([child.extract() for child in list(element.contents)])
    element.append(inner)
