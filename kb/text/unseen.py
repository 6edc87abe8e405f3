"""Signs that nobody sees and that no text of ours needs."""

from __future__ import annotations

import re

UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    # Breaks that only some programs see, signs without width, and signs that turn text around.
    r"\u034f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    # Letters that are blank, and what is no sign at all.
    r"\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufdd0-\ufdef\ufffe\uffff"
    r"\U0001fffe\U0001ffff\U0002fffe\U0002ffff"
    # Halves of a sign, which cannot be written down, and signs that only tag others.
    r"\ud800-\udfff\U000e0000-\U000e0fff"
    # Signs that mean something in one font alone, and whatever another font makes of them here.
    r"\ue000-\uf8ff\U000f0000-\U0010ffff]"
    # Accents in a heap, which cover the lines above and below.
    r"|[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}"
)
"""Control characters and the like, within a line or at its end; tabs and line breaks pass."""
_SHORT = 200
_ANY = re.compile(UNSEEN.pattern.replace("{5,}", ""))
OF_ONE_FONT = re.compile(r"[\ue100-\uf8ff\U000f0000-\U0010ffff]")
"""Signs of a font of symbols, but for those that an import uses for itself."""

UNSEEN_WITHIN_WORDS = re.compile(f"{UNSEEN.pattern}|[\u00ad\u200c\u200d]")
"""Those, and what only joins or parts the letters of a word."""
REFERENCE = re.compile(r"&(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")
"""A sign written as HTML has it, ``&#8238;`` or ``&rlm;``."""


def first_unseen(text: str) -> re.Match[str] | None:
    """Return where `UNSEEN` first stands in a text, or None.

    Most long texts have few different signs, and none of these; their whole length is not searched.
    """
    if len(text) > _SHORT and not _ANY.search("".join(frozenset(text))):
        return None
    return UNSEEN.search(text)


def code_of(sign: str) -> str:
    """Return the name of a sign as a message gives it, as ``U+202E``; of several, the first."""
    return f"U+{ord(sign[0]):04X}"
