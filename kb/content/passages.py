"""Cuts a document at its headings into passages of about 120 words, to be embedded.

Sentences are packed, none is split or lost; what a passage is worth is left to the search.
The sizes are those that `docs/search.md` gives figures for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.model.documents import Document, Passage
from kb.text.markdown import sections

PASSAGE_WORDS = 120
"""The most words a passage holds, unless one sentence alone has more."""
TAIL_WORDS = 30
"""A last piece with fewer words than this is joined to the one before it."""

_SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"”’)]))\s+(?=[\"“‘(]?[A-Z0-9£])")

_UNSTOPPED = re.compile(r"[\w)%\]\u2019\u201d\"']$")


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Return the passages of a document's body in order; its summary is not among them."""
    pieces = [
        (section.anchor, section.heading, text)
        for section in sections(document.body)
        for text in pack(sentences(stopped(section.plain)))
    ]
    return tuple(
        Passage(document=document.id, number=number, anchor=anchor, heading=heading, text=text)
        for number, (anchor, heading, text) in enumerate(pieces)
    )


def stopped(plain: str) -> str:
    """Return a plain text with a stop at the end of each line that has none.

    Lines stand one after the other in a passage, so that the items of a list would run together:
    a semicolon where the next begins with a small letter, else a full stop.
    """
    lines = plain.split("\n")
    following = [*lines[1:], ""]
    return "\n".join(
        line + (";" if after[:1].islower() else ".") if _UNSTOPPED.search(line) else line
        for line, after in zip(lines, following, strict=True)
    )


def sentences(plain: str) -> tuple[str, ...]:
    """Return the sentences of a plain text; a line (a paragraph, a list item) always ends one."""
    return tuple(
        sentence.strip()
        for line in plain.split("\n")
        for sentence in _SENTENCE_END.split(line)
        if sentence.strip()
    )


def pack(pieces: Sequence[str]) -> tuple[str, ...]:
    """Return sentences packed into texts of at most `PASSAGE_WORDS` words, in order.

    A last text under `TAIL_WORDS` is joined to the one before.
    """
    packed = [" ".join(group) for group in _groups(pieces)]
    if len(packed) > 1 and len(packed[-1].split()) < TAIL_WORDS:
        tail = packed.pop()
        packed[-1] = f"{packed[-1]} {tail}"
    return tuple(packed)


def _groups(pieces: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    size = 0
    for piece in pieces:
        count = len(piece.split())
        if group and size + count > PASSAGE_WORDS:
            yield group
            group, size = [], 0
        group.append(piece)
        size += count
    if group:
        yield group
