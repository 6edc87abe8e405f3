"""Blocks of a page: lists of terms, boxes beside each other, signs of list numbers, to-dos."""

from __future__ import annotations

import re
from typing import Any

from kb.editing.drafts.html_tree import BLOCKS, HEADINGS, edge_of, holders_of, new_element
from kb.editing.drafts.marks import END, LEVEL, NOTICE, NUMBER
from kb.editing.drafts.to_do import todo

_AS_DIV = (
    "section article main header footer aside address figure figcaption details fieldset legend "
    "form center hgroup nav menu dd dt dl body html optgroup label"
).split()
_BOXES = frozenset("span strong b em i small time a".split())
_OF_BOXES = frozenset("div li td th figure section a".split())
_HOLDERS = ("table", "ul", "ol", "blockquote", "p", "h1", "h2", "h3", "h4", "h5", "h6", "pre")


def write_lists_of_terms(root: Any) -> None:
    """Write a list of terms as lines "term: words", which are read as labels."""
    for term in root.find_all("dt"):
        words = [" ".join(term.get_text(" ").split()).rstrip(" :")]
        told = []
        for part in term.next_siblings:
            if part.name == "dt":
                break
            if part.name == "dd":
                told.append(part)
        if not told:
            continue
        if any(
            part.find(list(BLOCKS - {"p", "div"})) or len(part.find_all("p")) > 1 for part in told
        ):
            term.name = "p"
            inner = [child.extract() for child in list(term.children)]
            bold = new_element("strong")
            bold.extend(inner)
            term.append(bold)
            continue
        term.name = "p"
        term.clear()
        term.append(f"{words[0]}: ")
        for at, part in enumerate(told):
            for block in part.find_all(["p", "div"]):
                block.unwrap()
            if at:
                term.append("; ")
            term.extend([child.extract() for child in list(part.children)])
            part.decompose()


def set_apart(root: Any) -> None:
    """Keep apart the words of elements that stand beside each other on the screen."""
    for quotation in root.find_all("q"):
        quotation.insert(0, "“")
        quotation.append("”")
        quotation.unwrap()
    for summary in root.find_all(["summary", "caption", "legend"]):
        bold = new_element("strong")
        bold.extend([child.extract() for child in list(summary.children)])
        summary.append(bold)
        summary.name = "p"
        if (table := summary.find_parent("table")) is not None:
            table.insert_before(summary.extract())
    for stray in root.find_all(["td", "th"]):
        if stray.find_parent("table") is None:
            stray.name = "div"
    for element in root.find_all(_is_set_apart):
        after = element.next_sibling
        if after is None or not getattr(after, "name", None) or after.name in BLOCKS | {"br"}:
            continue
        mine, theirs = edge_of(element, 2, end=True), edge_of(after, 3)
        boxes = "-" in element.name or (
            bool(element.get("class") and after.get("class")) and element.parent.name in _OF_BOXES
        )
        figure = re.search(r"\d$", mine) and re.match(r"[A-Za-z]{3,}", theirs)
        if (boxes and mine and theirs) or figure:
            element.insert_after(" ")
    holders = holders_of(root, BLOCKS)
    for element in root.find_all(_AS_DIV):
        if element.name == "label" and id(element) not in holders:
            element.insert_after(" ")
            element.unwrap()
        else:
            element.name = "div"
    for inner in root.find_all(["ul", "ol"]):
        _wrap_loose(inner)
        if inner.parent is not None and inner.parent.name in {"ul", "ol"}:
            before = inner.find_previous_sibling("li")
            if before is not None:
                before.append(inner.extract())
            else:
                inner.wrap(new_element("li"))


def _is_set_apart(element: Any) -> bool:
    """Whether an element may be drawn as a box of its own; those with a hyphen are a site's own."""
    return element.name in _BOXES or "-" in element.name


def _wrap_loose(holder: Any) -> None:
    """Put what stands in a list and in no entry of it into entries."""
    entry = None
    for child in list(holder.contents):
        if child.name in {"li", "ul", "ol"}:
            entry = None
        elif entry is not None:
            entry.append(child.extract())
        elif child.name or str(child).strip():
            entry = child.wrap(new_element("li"))


def read_marks(root: Any) -> None:
    """Take the signs of list numbers and heading levels out, and do as they say."""
    for text in root.find_all(string=re.compile(f"[{NUMBER}{LEVEL}]")):
        parent = text.parent
        words = str(text)
        if match := re.search(f"{LEVEL}(\\d){END}", words):
            holder = text.find_parent(["p", "li", *HEADINGS])
            if holder is not None and holder.name == "p" and holder.find_parent("table") is None:
                holder.name = f"h{match[1]}"
        if match := re.search(f"{NUMBER}(\\d+){END}", words):
            entry = text.find_parent(["li", "td", "th"])
            if entry is not None and entry.name == "li":
                entry["value"] = match[1]
                words = words.replace(match[0], "")
            else:
                words = words.replace(match[0], f"{match[1]}. ")
        if parent is not None:
            text.replace_with(re.sub(f"[{NUMBER}{LEVEL}]\\d*{END}", "", words))


def put_notices(root: Any) -> None:
    """Put each to-do, and each note, in a paragraph behind the block that it was met in."""
    last: dict[int, Any] = {}
    pattern = re.compile(f"{NOTICE}([^{NOTICE}{END}]*){END}")
    for text in root.find_all(string=re.compile(NOTICE)):
        said = pattern.findall(str(text))
        holder = None
        for parent in text.parents:
            if parent is root:
                break
            if parent.name in _HOLDERS:
                holder = parent
        for words in said:
            is_note = words[:1] in "⁰¹²³⁴⁵⁶⁷⁸⁹" and words != ""
            paragraph = new_element("p")
            paragraph.append(words if is_note else todo(words.rstrip(".")))
            if holder is None:
                text.parent.append(paragraph)
            else:
                last.get(id(holder), holder).insert_after(paragraph)
                last[id(holder)] = paragraph
        if rest := pattern.sub("", str(text)):
            text.replace_with(rest)
        else:
            text.extract()
