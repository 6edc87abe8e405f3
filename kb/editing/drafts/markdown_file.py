"""Markdown of other programs, as the Markdown that a page may hold.

Pictures, struck-out text and raw HTML mean nothing to the pages here: each is kept in its place
as text, with a to-do where a person has to decide. Footnotes stay as they are where each mark has
its note; else, and in a file with raw HTML, a note stands behind its paragraph with a to-do. Front
matter is left as it stands.
"""

from __future__ import annotations

import re
from pathlib import Path

from kb.editing.drafts.answers import table_cells
from kb.editing.drafts.labels import field_of, section_of
from kb.editing.drafts.marks import END, NOTICE, LeftOut
from kb.editing.drafts.to_do import todo
from kb.editing.drafts.web_page import html_to_markdown
from kb.text.markdown import to_markup

_FRONT_MATTER = re.compile(
    r"\A\s*(?:---[ \t]*\n(?:.*?\n)?(?:---|\.\.\.)|\+\+\+[ \t]*\n.*?\n\+\+\+|\{\n.*?\n\})"
    r"[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*\s*$|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_RAW_HTML = re.compile(r"<(?!https?://|[\w.+-]+@)(?:!--|(?:[A-Za-z/]|!\w)[^<>]*>)")
_REFERENCE = re.compile(r"(?m)^ {0,3}\[[^\]^\n][^\]\n]*\]:\s*\S")
_NOTE = re.compile(r"(?m)^ {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n(?:[ \t]{2,}\S.*))*)\n?")
_NOTE_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
_PICTURE = re.compile(
    r"!\[([^\]\n]{0,500})\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]{0,500}\])?"
)
_EMBEDDED = re.compile(r"!\[\[([^\[\]\n]{1,300})\]\]")
_STRUCK = re.compile(
    r"~~(?=\S)([^~\n]+(?:\n[^~\n]+)*)~~|(?<![\w~])~(?=\S)([^~\n]*[^~\s])~(?![\w~])"
)
_MORE_THAN = re.compile(r"\n?> ?=? ?[£$€]?\d[^\n]*\n?")
_MORE_IN_LIST = re.compile(r"(?m)^([ \t]{0,12}(?:[-*+]|\d{1,9}[.)])[ \t]{1,4})(?=> ?=? ?[£$€]?\d)")
_TERM = re.compile(r"(?m)^([A-Za-z*_][^\n:|]{0,80})\n{1,2}:[ \t]{1,4}(?=\S)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain_markdown(text: str, path: Path, left_out: LeftOut) -> str:
    """Return Markdown without what a page cannot hold.

    Args:
        text: the whole file.
        path: the file, for errors.
        left_out: takes what is not brought over.

    Raises:
        KbError: raw HTML in it is nested too deep.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = _FRONT_MATTER.match(text)
    front, body = (head[0].lstrip(), text[head.end() :]) if head else ("", text)
    body = _STRUCK.sub(lambda match: _leave(match, left_out), body)
    body = _EMBEDDED.sub(r"![\1](x)", body)
    body = _TERM.sub(r"\1: ", body)
    body = _widened(_MORE_IN_LIST.sub(r"\1\\", _more_than(body)))
    body = _known_headings(body)
    if not _keeps_notes(body):
        body = _notes(body)
    body = _PICTURE.sub(_name_picture, body)
    bare = _CODE.sub("", _FENCE.sub("", body))
    for part in bare.split("<!--")[1:]:
        left_out.add("a comment in the file", part.partition("-->")[0])
    if _RAW_HTML.search(bare) or _REFERENCE.search(bare):
        body = html_to_markdown(to_markup(body), path, left_out)
    else:
        body = _put_notices(body)
    return f"{front}\n{body}" if front else body


def _leave(match: re.Match[str], left_out: LeftOut) -> str:
    left_out.add("struck-out text", match[1] or match[2])
    return ""


def _widened(body: str) -> str:
    """Give the first row of each table as many cells as its longest one.

    Cells beyond those of the first row are not shown.
    """
    lines = body.split("\n")
    for at, line in enumerate(lines[1:], 1):
        if "|" not in line or set(line.strip()) - set("|:- \t") or "|" not in lines[at - 1]:
            continue
        end = at + 1
        while end < len(lines) and "|" in lines[end]:
            end += 1
        width = max(len(table_cells(row)) for row in (lines[at - 1], *lines[at + 1 : end]))
        missing = width - len(table_cells(lines[at - 1]))
        if missing > 0:
            lines[at - 1] = lines[at - 1].rstrip().removesuffix("|") + "|" + "  |" * missing
            lines[at] = lines[at].rstrip().removesuffix("|") + "|" + " --- |" * missing
    return "\n".join(lines)


def _more_than(body: str) -> str:
    """Let "> 50 GPs" on a line of its own mean more than 50, and no quotation."""
    blocks = re.split(r"(\n[ \t]*\n)", body)
    return "".join(f"\\{block}" if _MORE_THAN.fullmatch(block) else block for block in blocks)


def _known_headings(body: str) -> str:
    """Put the blank in that a heading needs, where the words are those of a known one."""
    return re.sub(
        r"(?m)^(#{1,6})(?=[^#\s])(.{1,60})$",
        lambda m: f"{m[1]} {m[2]}" if field_of(m[2]) or section_of(m[2]) else m[0],
        re.sub(r"(?m)^(#{1,6} [^\n{]{1,200}?)[ \t]{0,9}\{[#.][^\n{}]{0,80}\}[ \t]*$", r"\1", body),
    )


def _keeps_notes(body: str) -> bool:
    """Whether each footnote can stay one: every mark has its note, and every note its mark."""
    bare = _CODE.sub("", _FENCE.sub("", body))
    names = [match[1] for match in _NOTE.finditer(bare) if match[2].strip()]
    marks = {match[1] for match in _NOTE_MARK.finditer(_NOTE.sub("", bare))}
    whole = len(names) == len(set(names)) and set(names) == marks
    return whole and not (_RAW_HTML.search(bare) or _REFERENCE.search(bare))


def _notes(body: str) -> str:
    """Put each footnote behind the paragraph that points to it."""
    notes: dict[str, str] = {}
    for match in _NOTE.finditer(body):  # a name given twice keeps both notes
        notes[match[1]] = " ".join(f"{notes.get(match[1], '')} {match[2]}".split())
    if not notes:
        return body
    numbers = {name: str(at).translate(_RAISED) for at, name in enumerate(notes, start=1)}
    told: set[str] = set()

    def point(match: re.Match[str]) -> str:
        name = match[1]
        if name not in notes:
            return match[0]
        if name in told:
            return numbers[name]
        told.add(name)
        mark = numbers[name]
        return (
            f"{mark}{NOTICE}put the note {mark} in its place{END}{NOTICE}{mark} {notes[name]}{END}"
        )

    body = _NOTE_MARK.sub(point, _NOTE.sub("", body))
    rest = [f"{numbers[name]} {words}" for name, words in notes.items() if name not in told]
    return "\n\n".join([body.rstrip(), *rest]) + "\n"


def _name_picture(match: re.Match[str]) -> str:
    words = f" (“{match[1].strip()}”)" if match[1].strip() else ""
    return f"{NOTICE}a picture stood here{words}: say in words what it shows{END}"


def _put_notices(body: str) -> str:
    """Put each to-do in a paragraph behind the block that it was met in."""
    if NOTICE not in body:
        return body
    pattern = re.compile(f"{NOTICE}([^{NOTICE}{END}]*){END}")
    blocks = []
    for block in re.split(r"(\n[ \t]*\n)", body):
        blocks.append(pattern.sub("", block))
        for words in pattern.findall(block):
            is_note = words[:1] in "⁰¹²³⁴⁵⁶⁷⁸⁹" and words != ""
            blocks.append(f"\n\n{words if is_note else todo(words.rstrip('.'))}")
    return "".join(blocks)
