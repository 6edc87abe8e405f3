"""Notes, pictures, links and raised signs of a page, as text that says what they meant."""

from __future__ import annotations

import re
from typing import Any

from kb.editing.drafts.equations import web_equation
from kb.editing.drafts.html_tree import BLOCKS, edge_of, new_element
from kb.editing.drafts.marks import END, NOTICE, SURE, UNSURE, LeftOut

_MEDIA = "img picture svg canvas video audio iframe object embed map".split()
RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_ENDS_IN_FIGURE = re.compile(r"[£$€]?\d[\d.,/]*\s?%?$")
_LONGEST_FIGURE = 60
_INLINE = frozenset("b strong i em u span font small ins mark big tt".split())
_STROKES = frozenset({"/", "\u2044", "\u2215"})
_GLUED = re.compile(r"[\w%.,;:)\]”\"’]\Z")
_LINKED_NOTE = re.compile(r"\[?\d{1,3}\]?")
_WEB = re.compile(r"https://[A-Za-z0-9.-]{1,253}[^\s<>\"\\]*")
_LONGEST_MAILBOX = 254
_NOTE_LABEL = re.compile(r"\[?\(?(?:\d{1,3}|[a-z]{1,4}|[A-Z]{1,4}\d{0,3}|[*†‡§]{1,3})\)?\]?")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def move_notes(root: Any) -> None:
    """Put footnotes and comments behind the paragraph that points to them, with a to-do."""
    _drop_second_copies(root)
    targets = _targets(root)
    moved: dict[str, str] = {}
    for link in root.find_all("a", href=re.compile("#")):
        if link.decomposed:
            continue
        key = str(link["href"]).rpartition("#")[2]
        label = link.get_text(strip=True)
        if key in moved and _NOTE_LABEL.fullmatch(label):
            (link.parent if link.parent.name == "sup" else link).replace_with(_raised(moved[key]))
            continue
        target: Any = targets.get(key)
        is_note = target is not None and target.name in {
            "li",
            "dt",
            "dd",
            "p",
            "div",
            "td",
            "aside",
            "span",
            "section",
        }
        if (
            not label
            or not is_note
            or not _NOTE_LABEL.fullmatch(label)
            or any(parent is target for parent in link.parents)
        ):
            continue
        pointer = link.parent if link.parent.name == "sup" else link
        if key.startswith("comment-"):
            said = target.find_next_sibling("dd")
            words = said.get_text(" ", strip=True).replace("↑", "").strip() if said else ""
            pointer.replace_with(f"{NOTICE}a comment in the file stood here: “{words}”{END}")
            target.decompose()
            if said:
                said.decompose()
            continue
        moved[key] = str(len(moved) + 1)
        for back in target.find_all("a", href=re.compile("^#")):
            back.decompose()
        words = " ".join(target.get_text(" ").replace("↑", " ").split())
        words = re.sub(rf"^\[?{re.escape(label.strip('[]()'))}\]?[.):]?\s+", "", words)
        note = f"{_raised(moved[key])} {words}"
        notice = f"{NOTICE}put the note {_raised(moved[key])} in its place{END}"
        pointer.insert_after(f"{notice}{NOTICE}{note}{END}")
        _drop_with_holder(target)
        pointer.replace_with(_raised(moved[key]))


def _drop_second_copies(root: Any) -> None:
    """Take out a note that stands twice under one name, as one that is pointed to twice does."""
    first: dict[str, Any] = {}
    for entry in root.find_all("li", id=True):
        known = first.setdefault(str(entry["id"]), entry)
        if known is not entry and known.get_text() == entry.get_text():
            _drop_with_holder(entry)


def _targets(root: Any) -> dict[str, Any]:
    """Return what each identifier leads to; an anchor without a text leads to its block."""
    found: dict[str, Any] = {}
    for element in root.find_all(
        lambda one: one.get("id") or (one.name == "a" and one.get("name"))
    ):
        is_anchor = element.name in {"a", "span", "sup"} and (
            _NOTE_LABEL.fullmatch(words := edge_of(element, 12).strip()) or not words
        )
        block = element.find_parent(["p", "li", "dd", "td"]) if is_anchor else element
        for key in (element.get("id"), element.get("name")):
            if key:
                found.setdefault(str(key), block)
    return found


def _raised(number: str) -> str:
    return number.translate(RAISED)


def _drop_with_holder(element: Any) -> None:
    """Take an element out, with the list that held nothing else and the heading over it."""
    holder = element.parent
    element.decompose()
    if (
        holder is None
        or holder.name not in {"ol", "ul", "dl"}
        or any(map(str.strip, holder.strings))
    ):
        return
    heading = holder.find_previous_sibling()
    holder.decompose()
    words = heading.get_text(" ", strip=True).casefold() if heading is not None else ""
    if words in {"notes", "footnotes", "endnotes", "note", "footnote"}:
        heading.decompose()


def name_media(root: Any) -> None:
    """Put a to-do in the place of each picture, film and drawing, with the words it came with."""
    names = {"video": "a film", "audio": "a recording", "iframe": "a page within the page"}
    for element in root.find_all(_MEDIA):
        if element.decomposed:
            continue
        words = str(element.get("alt") or element.get("title") or element.get("aria-label") or "")
        words = " ".join(f"{words} {element.get_text(' ')}".split())
        decorative = element.get("alt") == "" and element.get("src")
        small = element.get("width") == "1" or element.get("height") == "1"
        what = names.get(element.name, "a picture")
        said = f" (“{words}”)" if words else ""
        if (decorative or small) and not words:
            element.decompose()
        else:
            element.replace_with(
                f"{NOTICE}{what} stood here{said}: say in words what it shows{END}"
            )
    for element in root.find_all("math"):
        words = web_equation(element)
        element.replace_with(f"{NOTICE}an equation stood here: {words}{END}")


def write_links(root: Any, left_out: LeftOut) -> None:
    """Keep https links; write mailboxes, numbers and other addresses beside their words."""
    for link in root.find_all("a"):
        href = re.sub(r'" \\l "([^"]*)"?$', r"#\1", str(link.get("href") or "").strip())
        href = re.sub(r'" \\[a-z] .*$', "", href).strip('" ')
        words = " ".join(link.get_text(" ").split())
        if _is_linked_note(link, words):
            link.wrap(new_element("sup"))
        href = _written_out(href)
        scheme, _, rest = href.partition(":")
        if _WEB.fullmatch(href):
            link["href"] = href.replace("(", "%28").replace(")", "%29")
            del link["title"]
            if not words:
                link.string = href
            continue
        shown = rest.split("?")[0] if scheme.lower() in {"mailto", "tel"} else ""
        if scheme.lower() == "mailto" and not _is_mailbox(shown):
            shown = ""
        if shown and _plain_sign(shown) not in _plain_sign(words):
            link.insert_after(f" ({shown})" if words else shown)
        elif scheme.lower() == "http":
            link.insert_after(f"{NOTICE}“{words}” led to {href}: find its https address{END}")
        elif href and not shown and not href.startswith("#"):
            left_out.add("a link that does not work outside its file", f"{words} ({href})")
        link.unwrap()


def _is_linked_note(link: Any, words: str) -> bool:
    """Whether a link is the number of a note, glued to a word or figure that it is no part of."""
    is_raised = link.find("sup") is not None or link.parent.name == "sup"
    is_number = not is_raised and _LINKED_NOTE.fullmatch(words) is not None
    return is_number and _GLUED.search(_before(link)[-1:]) is not None


def _written_out(href: str) -> str:
    """Return an address with its scheme in small letters, and its blanks as addresses have them."""
    if href.startswith("//"):
        return f"https:{href}"
    if href[:8].lower() == "https://":
        return "https://" + re.sub(r"[\t\r\n]", "", href[8:]).replace(" ", "%20")
    return href


def _is_mailbox(text: str) -> bool:
    return len(text) <= _LONGEST_MAILBOX and _EMAIL.fullmatch(text) is not None


def _plain_sign(text: str) -> str:
    return re.sub(r"[\s()+-]", "", text).lower()


def write_raised_and_lowered(root: Any) -> None:
    """Write raised and lowered signs so that no figure grows by them."""
    for element in root.find_all(["sub", "sup"]):
        _move_to_front(element)
    _write_fractions(root)
    for element in root.find_all("sub"):
        words = element.get_text()
        after_digit = _before(element)[-1:].isdigit()
        element.replace_with(words.translate(_LOWERED) if after_digit else words)
    for element in root.find_all("sup"):
        words = " ".join(element.get_text(" ").split())
        if NOTICE in words or not words:
            element.unwrap()
            continue
        before = _before(element)
        if re.fullmatch(r"(?i)st|nd|rd|th|tm|®|™", words):
            element.replace_with(words)
            continue
        inner = words.strip("[]")
        raised = inner.translate(RAISED) if re.fullmatch(r"[\d+(),;\s-]+", inner) else f"({inner})"
        raised = raised if not re.fullmatch(r"[^\w\s]{1,3}", inner) else inner
        figure = _ENDS_IN_FIGURE.search(before[-_LONGEST_FIGURE:])
        if figure and re.search(r"\d", inner):
            _open_unsure(element, figure[0])
            shown = f"{figure[0].strip()}{raised}"
            notice = f"{NOTICE}say whether the raised sign of “{shown}” is a note or a power{END}"
            element.replace_with(f"{raised}{SURE}{notice}")
        else:
            element.replace_with(raised)


def _move_to_front(element: Any) -> None:
    """Move a sign that opens bold words or the like before them, behind what it belongs to."""
    while element.parent is not None and element.parent.name in _INLINE:
        if any(str(part).strip() for part in element.previous_siblings):
            return
        element.parent.insert_before(element.extract())


def _write_fractions(root: Any) -> None:
    """Write a raised and a lowered figure with a stroke between them as a fraction."""
    for top in root.find_all("sup"):
        stroke = top.next_sibling
        below: Any = stroke.next_sibling if stroke is not None else None
        if getattr(below, "name", None) != "sub" or str(stroke).strip() not in _STROKES:
            continue
        figures = [top.get_text(strip=True), below.get_text(strip=True)]
        if not all(re.fullmatch(r"[0-9]{1,4}", figure) for figure in figures):
            continue
        gap = " " if _before(top)[-1:].isdigit() else ""
        stroke.extract()
        below.decompose()
        top.replace_with(gap + "/".join(figures))


def _before(element: Any) -> str:
    """Return the text that stands right before an element, within its parent."""
    before = element.previous_sibling
    if before is None or before.name in BLOCKS | {"br"}:
        return ""
    return str(before) if not before.name else str(before.get_text())


def _open_unsure(element: Any, figure: str) -> None:
    before = element.previous_sibling
    if before.name:
        before.insert_before(UNSURE)
    else:
        text = str(before)
        before.replace_with(f"{text[: len(text) - len(figure)]}{UNSURE}{figure}")
