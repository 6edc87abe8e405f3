"""A cleaned page as Markdown, with every sign escaped that Markdown would take for its own.

Alone imports markdownify.
"""

from __future__ import annotations

import re
from typing import Any

from kb.editing.drafts.html_tables import BREAK
from kb.editing.drafts.html_tree import BLOCKS

_KEPT = "h1 h2 h3 h4 h5 h6 p div ul ol li table tbody tr td th blockquote strong b em i a br pre"


def converter() -> Any:
    from markdownify import MarkdownConverter

    base: Any = MarkdownConverter

    class Converter(base):  # type: ignore[misc]
        """Escapes what would be read as Markdown, and numbers lists as they were."""

        def escape(self, text: str, parent_tags: set[str]) -> str:
            return _escaped(text, in_cell=bool({"td", "th"} & set(parent_tags)))

        def process_text(self, el: Any, parent_tags: Any = None) -> str:
            text = str(super().process_text(el, parent_tags=parent_tags))
            tags = parent_tags or set()
            if "_noformat" in tags or "td" in tags or "th" in tags or not _begins_block(el):
                return text
            return _escaped_start(text)

        def convert_li(self, el: Any, text: str, parent_tags: Any) -> str:
            if el.parent is not None and el.parent.name == "ol":
                return _numbered(el, text)
            return str(super().convert_li(el, text, parent_tags))

        def convert_td(self, el: Any, text: str, parent_tags: Any) -> str:
            return str(super().convert_td(el, _in_one_line(text), parent_tags))

        def convert_th(self, el: Any, text: str, parent_tags: Any) -> str:
            return str(super().convert_th(el, _in_one_line(text), parent_tags))

    return Converter(
        heading_style="ATX", bullets="-", convert=_KEPT.split(), autolinks=False, escape_misc=False
    )


def _numbered(entry: Any, text: str) -> str:
    """Return an entry of a numbered list with its own number."""
    value = str(entry.get("value") or "")
    if not value.isdigit() or len(value) > 9:
        before = entry.find_previous_sibling("li")
        start = str(entry.parent.get("start") or "1")
        first = int(start) if start.isdigit() and len(start) < 9 else 1
        value = str(int(before["value"]) + 1) if before is not None else str(first)
        entry["value"] = value
    mark = f"{int(value)}. "
    lines = text.strip().split("\n")
    rest = [f"{' ' * len(mark)}{line}" if line else "" for line in lines[1:]]
    return "\n".join([f"{mark}{lines[0]}", *rest]) + "\n" if text.strip() else "\n"


def _in_one_line(text: str) -> str:
    """Return the parts of a cell on one line, with a semicolon where a block ended."""
    parts = [" ".join(part.split()) for part in text.split(BREAK)]
    joined = ""
    for part in filter(None, parts):
        gap = "" if not joined else " " if joined[-1] in ".;:,!?" else "; "
        joined += f"{gap}{part}"
    return joined


def _escaped(text: str, *, in_cell: bool) -> str:
    """Return text with a backslash before each sign that Markdown would take for its own."""
    text = re.sub(r"\\(?=[!-/:-@\[-`{-~])", r"\\\\", text)
    text = re.sub(r"(?<!\s)\*|\*(?!\s)", r"\*", text)
    text = re.sub(r"(?<![A-Za-z0-9])_(?=\S)|(?<=\S)_(?![A-Za-z0-9])", r"\_", text)
    text = text.replace("`", r"\`")
    text = re.sub(r"\[(?=[^\[\]\n]*\](?:[(\[]|:))", r"\[", text)
    text = re.sub(r"&(?=[a-zA-Z]+;|#)", "&amp;", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)
    return text.replace("|", r"\|") if in_cell else text


def _begins_block(text: Any) -> bool:
    """Whether nothing of its block stands before a text."""
    node = text
    while True:
        before = node.previous_sibling
        while before is not None and not getattr(before, "name", None) and not str(before).strip():
            before = before.previous_sibling
        if before is not None:
            return getattr(before, "name", "") in BLOCKS | {"br"}
        node = node.parent
        if node is None or node.name in BLOCKS or node.name == "[document]":
            return True


def _escaped_start(text: str) -> str:
    """Return the start of a block that Markdown would take for a quotation, heading or rule."""
    return re.sub(
        r"(?m)^([^\S\n]*)(?=>|#{1,6}(?:\s|$)|\+\s|(?:={3,}[^\S\n]*|(?:[-*_][^\S\n]*){3,})$|~{3}|\|)"
        r"|^([^\S\n]*\d{3,9})(?=[.)]\s)",
        lambda match: f"{match[1] or ''}{match[2] or ''}\\",
        text,
    )
