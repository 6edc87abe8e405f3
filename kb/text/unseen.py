"""Signs that nobody sees and that no text of ours needs."""

from __future__ import annotations

import re

UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    # Breaks that only some programs see, signs without width, and signs that turn text around.
    r"\u034f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    # Letters that are blank, and what is no sign at all.
    r"\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufdd0-\ufdef\ufffe\uffff"
    # Halves of a sign, which cannot be written down, and signs that only tag others.
    r"\ud800-\udfff\U000e0000-\U000e01ef]"
)
"""Control characters and the like, within a line or at its end; tabs and line breaks pass."""


UNSEEN_WITHIN_WORDS = re.compile(f"{UNSEEN.pattern}|[\u00ad\u200c\u200d]")
"""Those, and what only joins or parts the letters of a word."""
REFERENCE = re.compile(r"&(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")
"""A sign written as HTML has it, ``&#8238;`` or ``&rlm;``."""


def code_of(sign: str) -> str:
    """Return the name of a sign as a message gives it, as ``U+202E``."""
    return f"U+{ord(sign):04X}"
