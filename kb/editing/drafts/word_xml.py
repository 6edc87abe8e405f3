"""A Word document read once as XML, for what mammoth would lose without a word.

Hidden and deleted text is taken out and named, list numbers and heading levels are written beside
the text, and drawings, equations and text boxes leave a word.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree

from kb.editing.drafts.equations import word_equation
from kb.editing.drafts.html_styles import LONGEST_RAISED
from kb.editing.drafts.marks import END, LEVEL, NOTICE, NUMBER, LeftOut
from kb.editing.drafts.word_parts import relations
from kb.editing.drafts.word_styles import (
    Lists,
    Style,
    W,
    is_on,
    is_struck,
    read_lists,
    read_styles,
    style_chain,
    value_of,
)
from kb.text.shorten import shorten

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SYMBOLS = {
    "f0fe": "☒", "f0fd": "☒", "f053": "☒", "f054": "☒", "f0fc": "☑", "f052": "☑",
    "f0a8": "☐", "f06f": "☐", "f071": "☐", "f0a3": "☐", "f0b7": "•", "f0a7": "•",
}  # fmt: skip
"""Boxes and bullets of the fonts Wingdings and Symbol."""
_TEXT = {f"{W}t", f"{W}delText", f"{_M}t"}
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OF_CONTENTS = re.compile(r"toc (?:\d|heading)|contents heading|contents \d")
_TRANSPARENT = {f"{W}{name}" for name in ("dir", "bdo", "ruby", "rubyBase")}
_BREAKS = {f"{W}br", f"{W}cr", f"{W}ptab"}
"""Breaks and gaps; mammoth passes over some, so that figures on both sides would be one."""
_WORDS_OF_DRAWING = {f"{_A}t", f"{_C}v"}
_MOST_DRAWN = 600
"""Characters of the words of one drawing that stand in its to-do."""
_PLAIN_CODE = re.compile(r"[0-9a-f]{4}")
_DEEPEST_HEADING = 6
MAX_FIELDS = 20
"""Fields of Word, such as links and page numbers, within one another."""
_Put = dict[ElementTree.Element, tuple[ElementTree.Element, ...]]


def prepare(parts: dict[str, bytes], main: str, left_out: LeftOut) -> dict[str, bytes]:
    """Return the parts with the document's own as mammoth should read it."""
    folder = posixpath.dirname(main)
    names = f"{folder}/_rels/{posixpath.basename(main)}.rels".lstrip("/")
    related = {kind.rsplit("/", 1)[-1]: target for target, kind, _ in relations(parts, names)}
    styles = read_styles(parts.get(related.get("styles", f"{folder}/styles.xml"), b""))
    lists = read_lists(parts.get(related.get("numbering", f"{folder}/numbering.xml"), b""))
    tree = ElementTree.fromstring(parts[main])
    _put_boxes_out(tree)
    for small in tree.iter(f"{W}rt"):
        left_out.add("small words above or beside others", _words(small))
    _write_fields_out(tree)
    _unwrap(tree)
    _take_out_hidden(tree, styles, left_out)
    _take_out_deleted(tree, left_out)
    _take_out_contents(tree, styles, left_out)
    _drop_dead_links(tree, {name for _, _, name in relations(parts, names)})
    for _ in (*tree.iter(f"{W}altChunk"), *tree.iter(f"{W}subDoc")):
        left_out.say("a file of another kind within the document: copy its text in by hand")
    _write_looks(tree, styles)
    _name_drawings(tree, _drawn_words(parts, names))
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
    """Take out what tracked changes deleted or moved away."""
    put: _Put = {}
    for row in tree.iter(f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            left_out.add("a row deleted in a tracked change", _words(row))
            put[row] = ()
    _put_in_place(tree, put)
    for cell in tree.iter(f"{W}tc"):
        if cell.find(f"{W}tcPr/{W}cellDel") is not None:
            left_out.add("a cell deleted in a tracked change", _words(cell))
            cell[:] = [ElementTree.Element(f"{W}p")]
    for paragraph in tree.iter(f"{W}p"):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            paragraph.append(_run(" "))  # its end is deleted: the next one goes on behind it
    parents, put = _parents(tree), {}
    for name in ("del", "moveFrom"):
        for element in tree.iter(f"{W}{name}"):
            if element in parents and parents[element].tag != f"{W}rPr":
                left_out.add("text deleted in a tracked change", _words(element))
                put[element] = ()
    _put_in_place(tree, put)


def _take_out_contents(
    tree: ElementTree.Element, styles: Mapping[str, Style], left_out: LeftOut
) -> None:
    """Take out the table of contents, whose lines would be taken for headings."""
    put: _Put = {}
    for paragraph in tree.iter(f"{W}p"):
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        if any(_OF_CONTENTS.fullmatch(s.name) for s in style_chain(value_of(named), styles)):
            left_out.add("a line of the table of contents", _words(paragraph))
            put[paragraph] = ()
    _put_in_place(tree, put)


def _write_looks(tree: ElementTree.Element, styles: Mapping[str, Style]) -> None:
    """Say of each run itself that it is struck out, raised or lowered, where its styles do.

    mammoth asks the run alone.
    """
    style_of = {
        run: value_of(paragraph.find(f"{W}pPr/{W}pStyle"))
        for paragraph in tree.iter(f"{W}p")
        for run in paragraph.iter(f"{W}r")
    }
    for run in tree.iter(f"{W}r"):
        own = run.find(f"{W}rPr")
        by_run = list(style_chain(value_of(run.find(f"{W}rPr/{W}rStyle")), styles))
        chain = [*by_run, *style_chain(style_of.get(run, ""), styles)]
        struck = is_struck(own)
        if struck is None:
            struck = next((s.struck for s in chain if s.struck is not None), False)
        raised = value_of(run.find(f"{W}rPr/{W}vertAlign"))
        raised = raised or next((s.raised for s in by_run if s.raised), "") or _moved(run)
        if own is None and (struck or raised):
            own = ElementTree.Element(f"{W}rPr")
            run.insert(0, own)
        if own is not None:
            _say(own, "strike", "1" if struck else "0")
            _say(own, "vertAlign", raised or "baseline")


def _moved(run: ElementTree.Element) -> str:
    """Return how a short run stands that was moved up or down by hand; "" if it was not."""
    by = value_of(run.find(f"{W}rPr/{W}position"))
    if not re.fullmatch(r"-?[1-9]\d{0,3}", by) or len(_words(run)) > LONGEST_RAISED:
        return ""
    return "subscript" if by.startswith("-") else "superscript"


def _say(properties: ElementTree.Element, name: str, value: str) -> None:
    found = properties.find(f"{W}{name}")
    if found is None:
        found = ElementTree.SubElement(properties, f"{W}{name}")
    found.set(f"{W}val", value)


def _unwrap(tree: ElementTree.Element) -> None:
    """Put what mammoth does not look into, such as the words of a field, where it stands."""
    while any(element.tag in _TRANSPARENT for element in tree.iter()):
        _put_in_place(tree, {one: tuple(one) for one in tree.iter() if one.tag in _TRANSPARENT})
    for line_end in tree.iter():
        if line_end.tag in _BREAKS:
            line_end.tag = f"{W}br"
            line_end.attrib.clear()


def _write_fields_out(tree: ElementTree.Element) -> None:
    """Write a field of one element, such as a link, as the signs that mammoth reads."""
    put: _Put = {}
    for field in tree.iter(f"{W}fldSimple"):
        order = ElementTree.Element(f"{W}r")
        ElementTree.SubElement(order, f"{W}instrText").text = field.get(f"{W}instr") or ""
        signs = (_field_sign("begin"), order, _field_sign("separate"))
        field[:] = [*signs, *field, _field_sign("end")]
    while put := {field: tuple(field) for field in tree.iter(f"{W}fldSimple")}:
        _put_in_place(tree, put)


def _field_sign(kind: str) -> ElementTree.Element:
    run = ElementTree.Element(f"{W}r")
    ElementTree.SubElement(run, f"{W}fldChar").set(f"{W}fldCharType", kind)
    return run


def _drawn_words(parts: Mapping[str, bytes], names: str) -> Mapping[str, str]:
    """Return the words and figures of each chart and diagram, by the name of its relation."""
    found = {}
    for part, kind, name in relations(parts, names):
        if kind.endswith(("/chart", "/diagramData")) and parts.get(part):
            tree = ElementTree.fromstring(parts[part])
            words = (one.text or "" for one in tree.iter() if one.tag in _WORDS_OF_DRAWING)
            found[name] = shorten(" ".join(" ".join(words).split()), _MOST_DRAWN)
    return found


def _drop_dead_links(tree: ElementTree.Element, known: set[str]) -> None:
    """Take off the names of links and pictures that the document does not hold."""
    for element in tree.iter():
        for key in [key for key in element.attrib if key.startswith(_R)]:
            if element.attrib[key] not in known:
                del element.attrib[key]


def _name_drawings(tree: ElementTree.Element, drawn: Mapping[str, str]) -> None:
    """Put a to-do in the place of each chart, drawing, object and equation.

    Args:
        tree: the document.
        drawn: what stands in charts and diagrams, by the name of their relation.
    """
    put: _Put = {}
    for drawing in [*tree.iter(f"{W}drawing"), *tree.iter(f"{W}object")]:
        if next(drawing.iter(f"{_A}blip"), None) is None:
            said = next(drawing.iter(f"{_WP}docPr"), None)
            words = (said.get("descr") or "") if said is not None else ""
            names = [one.get(key) or "" for one in drawing.iter() for key in one.attrib]
            words = " ".join([words, *(drawn[name] for name in names if name in drawn)])
            text = ElementTree.Element(f"{W}t")
            text.text = f"{NOTICE}a drawing or chart stood here{_in_brackets(words)}{END}"
            put[drawing] = (text,)
    for equation in tree.iter(f"{_M}oMath"):
        words = word_equation(equation)
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
        code = (sign.get(f"{W}char") or "").lower()
        shown = _SYMBOLS.get(code)
        if shown is None and _PLAIN_CODE.fullmatch(code) and int(code, 16) < 0xD800:
            shown = chr(int(code, 16))
        if shown:
            sign.tag, sign.text = f"{W}t", shown
            sign.attrib.clear()
    for run in tree.iter(f"{W}r"):
        fonts = run.find(f"{W}rPr/{W}rFonts")
        if fonts is not None and (fonts.get(f"{W}ascii") or "").lower().startswith("wingdings"):
            for text in run.iter(f"{W}t"):
                text.text = "".join(map(_of_wingdings, text.text or ""))


def _of_wingdings(sign: str) -> str:
    """Return what a sign of the font Wingdings shows, if it is a box or bullet."""
    return _SYMBOLS.get(f"f0{ord(sign) & 0xFF:02x}", sign)


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
