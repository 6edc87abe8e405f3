"""A Word document read once as XML, for what mammoth would lose without a word.

Hidden and deleted text is taken out and named, list numbers and heading levels are written beside
the text, and drawings, equations and text boxes leave a word.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree

from kb.editing.drafts.marks import END, LEVEL, NOTICE, NUMBER, LeftOut
from kb.editing.drafts.word_parts import relations
from kb.editing.drafts.word_styles import (
    Lists,
    Style,
    W,
    is_on,
    read_lists,
    read_styles,
    style_chain,
    value_of,
)

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SYMBOLS = {
    "f0fe": "☒", "f0fd": "☒", "f053": "☒", "f054": "☒", "f0fc": "☑", "f052": "☑",
    "f0a8": "☐", "f06f": "☐", "f071": "☐", "f0a3": "☐", "f0b7": "•", "f0a7": "•",
}  # fmt: skip
"""Boxes and bullets of the fonts Wingdings and Symbol."""
_TEXT = {f"{W}t", f"{W}delText", f"{_M}t"}
_DEEPEST_HEADING = 6
MAX_FIELDS = 20
"""Fields of Word, such as links and page numbers, within one another."""
_Put = dict[ElementTree.Element, tuple[ElementTree.Element, ...]]


def prepare(parts: dict[str, bytes], main: str, left_out: LeftOut) -> dict[str, bytes]:
    """Return the parts with the document's own as mammoth should read it."""
    folder = posixpath.dirname(main)
    related = {
        kind.rsplit("/", 1)[-1]: target
        for target, kind in relations(
            parts, f"{folder}/_rels/{posixpath.basename(main)}.rels".lstrip("/")
        )
    }
    styles = read_styles(parts.get(related.get("styles", f"{folder}/styles.xml"), b""))
    lists = read_lists(parts.get(related.get("numbering", f"{folder}/numbering.xml"), b""))
    tree = ElementTree.fromstring(parts[main])
    _put_boxes_out(tree)
    _take_out_hidden(tree, styles, left_out)
    _take_out_deleted(tree, left_out)
    _name_drawings(tree)
    _write_signs(tree)
    _bound_fields(tree)
    _fill_rows(tree)
    for paragraph in list(tree.iter(f"{W}p")):
        _mark_paragraph(paragraph, styles, lists)
    for name, data in parts.items():
        if re.fullmatch(r"(?:word/)?(?:header|footer)\d*\.xml", name):
            words = _words(ElementTree.fromstring(data))
            left_out.add(f"what stands on every page ({posixpath.basename(name)[:6]})", words)
    return {**parts, main: ElementTree.tostring(tree, encoding="utf-8")}


def _words(element: ElementTree.Element) -> str:
    """Return the text of an element, a space between its paragraphs."""
    return " ".join(
        "".join(text.text or "" for text in part.iter() if text.tag in _TEXT)
        for part in ([*element.iter(f"{W}p")] or [element])
    )


def _parents(tree: ElementTree.Element) -> dict[ElementTree.Element, ElementTree.Element]:
    return {child: parent for parent in tree.iter() for child in parent}


def _put_boxes_out(tree: ElementTree.Element) -> None:
    """Put the paragraphs of each text box behind the paragraph that holds the box."""
    parents = _parents(tree)
    behind: dict[ElementTree.Element, list[ElementTree.Element]] = {}
    gone: set[ElementTree.Element] = set()
    for holder in [
        *tree.iter(f"{_MC}AlternateContent"),
        *tree.iter(f"{W}drawing"),
        *tree.iter(f"{W}pict"),
    ]:
        outer = parents.get(holder)
        box = next(holder.iter(f"{W}txbxContent"), None)
        if outer is None or box is None or not _is_under(holder, tree, parents):
            continue
        paragraph: ElementTree.Element | None = outer
        while paragraph is not None and paragraph.tag != f"{W}p":
            paragraph = parents.get(paragraph)
        around = parents.get(paragraph) if paragraph is not None else None
        if paragraph is None or around is None:
            continue
        behind.setdefault(paragraph, []).extend(box)
        for moved in box:
            parents[moved] = around
        gone.add(holder)
        del parents[holder]

    def arranged(children: Iterable[ElementTree.Element]) -> Iterator[ElementTree.Element]:
        for child in children:
            if child not in gone:
                yield child
                yield from arranged(behind.get(child, ()))

    for element in list(tree.iter()):
        if any(child in gone or child in behind for child in element):
            element[:] = list(arranged(element))


def _is_under(
    element: ElementTree.Element,
    tree: ElementTree.Element,
    parents: Mapping[ElementTree.Element, ElementTree.Element],
) -> bool:
    """Whether an element still stands in the tree, and in no box that was put out."""
    while element in parents:
        element = parents[element]
    return element is tree


def _take_out_hidden(
    tree: ElementTree.Element, styles: Mapping[str, Style], left_out: LeftOut
) -> None:
    parents = _parents(tree)
    style_of = {
        paragraph: value_of(properties.find(f"{W}pStyle"))
        for paragraph in tree.iter(f"{W}p")
        if (properties := paragraph.find(f"{W}pPr")) is not None
    }
    put: _Put = {}
    for run in tree.iter(f"{W}r"):
        own = run.find(f"{W}rPr")
        names = [value_of(own.find(f"{W}rStyle")) if own is not None else ""]
        names.append(style_of.get(parents.get(run, run), ""))
        set_off = own is not None and own.find(f"{W}vanish") is not None
        by_style = any(style.hidden for name in names for style in style_chain(name, styles))
        if is_on(own, "vanish") or (by_style and not set_off):
            left_out.add("hidden text", _words(run))
            put[run] = ()
    _put_in_place(tree, put)


def _take_out_deleted(tree: ElementTree.Element, left_out: LeftOut) -> None:
    """Take out what tracked changes deleted or moved away, and double strike-through is one."""
    parents = _parents(tree)
    put: _Put = {}
    for name in ("del", "moveFrom"):
        for element in tree.iter(f"{W}{name}"):
            if element in parents and parents[element].tag != f"{W}rPr":
                left_out.add("text deleted in a tracked change", _words(element))
                put[element] = ()
    _put_in_place(tree, put)
    for properties in tree.iter(f"{W}rPr"):
        double = properties.find(f"{W}dstrike")
        if double is not None:
            double.tag = f"{W}strike"


def _name_drawings(tree: ElementTree.Element) -> None:
    """Put a to-do in the place of each chart, drawing, object and equation."""
    put: _Put = {}
    for drawing in [*tree.iter(f"{W}drawing"), *tree.iter(f"{W}object")]:
        if next(drawing.iter(f"{_A}blip"), None) is None:
            said = next(drawing.iter(f"{_WP}docPr"), None)
            words = (said.get("descr") or "") if said is not None else ""
            text = ElementTree.Element(f"{W}t")
            text.text = f"{NOTICE}a drawing or chart stood here{_in_brackets(words)}{END}"
            put[drawing] = (text,)
    for equation in tree.iter(f"{_M}oMath"):
        words = "".join(text.text or "" for text in equation.iter(f"{_M}t"))
        put[equation] = (_run(f"{NOTICE}an equation stood here: {words}{END}"),)
    _put_in_place(tree, put)
    _put_in_place(tree, {holder: tuple(holder) for holder in tree.iter(f"{_M}oMathPara")})


def _in_brackets(words: str) -> str:
    return f" (“{' '.join(words.split())}”)" if words.strip() else ""


def _put_in_place(tree: ElementTree.Element, put: _Put) -> None:
    """Put other elements, or none, in the place of each that is named; each holder is read once."""
    for holder in list(tree.iter()) if put else ():
        if any(child in put for child in holder):
            holder[:] = [new for child in holder for new in put.get(child, (child,))]


def _run(words: str) -> ElementTree.Element:
    run = ElementTree.Element(f"{W}r")
    ElementTree.SubElement(run, f"{W}t").text = words
    return run


def _write_signs(tree: ElementTree.Element) -> None:
    """Write boxes and bullets of symbol fonts as the signs that they show."""
    for sign in tree.iter(f"{W}sym"):
        shown = _SYMBOLS.get((sign.get(f"{W}char") or "").lower())
        if shown:
            sign.tag, sign.text = f"{W}t", shown
            sign.attrib.clear()


def _bound_fields(tree: ElementTree.Element) -> None:
    """Take out the signs of fields within more fields than anybody writes.

    mammoth looks through all that are open at each piece of text.
    """
    depth = 0
    for sign in tree.iter(f"{W}fldChar"):
        kind = sign.get(f"{W}fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind or "", 0)
        if depth > MAX_FIELDS or (depth == MAX_FIELDS and kind == "end"):
            sign.tag = f"{W}proofErr"
        depth = max(depth, 0)


def _fill_rows(tree: ElementTree.Element) -> None:
    """Put empty cells before a row that begins further right, so that no figure moves left."""
    for row in tree.iter(f"{W}tr"):
        before = value_of(row.find(f"{W}trPr/{W}gridBefore"))
        first = next((at for at, cell in enumerate(row) if cell.tag == f"{W}tc"), None)
        for _ in range(min(int(before), 60) if before.isdigit() and first is not None else 0):
            cell = ElementTree.Element(f"{W}tc")
            ElementTree.SubElement(cell, f"{W}p")
            row.insert(first or 0, cell)


def _mark_paragraph(
    paragraph: ElementTree.Element, styles: Mapping[str, Style], lists: Lists
) -> None:
    """Write the number of a list entry, or the level of a heading, at its front."""
    properties = paragraph.find(f"{W}pPr")
    named = properties.find(f"{W}pStyle") if properties is not None else None
    chain = list(style_chain(value_of(named), styles))
    own = value_of(properties.find(f"{W}outlineLvl")) if properties is not None else ""
    level = int(own) if own.isdigit() else next((s.level for s in chain if s.level is not None), 9)
    at = 1 if properties is not None else 0
    if level < _DEEPEST_HEADING:
        paragraph.insert(at, _run(f"{LEVEL}{level + 1}{END}"))
        return
    list_id, list_level = "", ""
    if properties is not None:
        list_id = value_of(properties.find(f"{W}numPr/{W}numId"))
        list_level = value_of(properties.find(f"{W}numPr/{W}ilvl"))
    list_id = list_id or next((s.list_id for s in chain if s.list_id), "")
    list_level = list_level or next((s.list_level for s in chain if s.list_level), "0")
    number = lists.next_number(list_id, list_level) if list_id else None
    if number is not None:
        paragraph.insert(at, _run(f"{NUMBER}{number}{END}"))
