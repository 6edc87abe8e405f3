"""Telephone numbers in safe HTML as links that a phone rings; nothing else is changed."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

_PIECE = re.compile(r"<[^<>]*>|<?[^<]+|<")
_NUMBER = re.compile(
    r"(?<![\w#£.,/-])"
    r"(?:0\d{2,4}(?:[ \u00a0]\d{2,4}){1,3}|0\d{9,10}|116[ \u00a0]123"
    r"|(?:(?<=\b[Cc]all )|(?<=\b[Rr]ing ))(?:999|111))"
    r"(?![\w-])"
)
_LENGTHS = {3, 6, 10, 11}
"""Digits of 999 and 111, of 116 123, and of a number in the United Kingdom with its 0."""


@lru_cache(maxsize=4000, typed=True)  # text and Markup of the same letters differ
def link_phones(text: str | Markup) -> Markup:
    """Text with its telephone numbers linked; text that is not Markup is escaped first.

    Numbers of the United Kingdom with their area code, 116 123, and 999 and 111 after "call" or
    "ring". What stands inside a link stays as it is.
    """
    pieces: list[str] = []
    inside = 0
    for piece in _PIECE.findall(str(escape(text))):
        if piece.startswith("<"):
            inside += piece.startswith(("<a ", "<a>"))
            inside -= piece == "</a>"
        is_tag = piece.startswith("<") and piece.endswith(">")
        pieces.append(piece if inside or is_tag else _NUMBER.sub(_link, piece))
    return Markup("".join(pieces))


def _link(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group())
    if len(digits) not in _LENGTHS:
        return match.group()
    return f'<a href="tel:{digits}">{match.group()}</a>'
