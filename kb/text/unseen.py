"""Signs that nobody sees and that no text of ours needs."""

from __future__ import annotations

import re

UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    # Breaks that only some programs see, signs without width, and signs that turn text around.
    r"\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    # Halves of a sign, which cannot be written down, and signs that only tag others.
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters and the like, within a line or at its end; tabs and line breaks pass."""


def code_of(sign: str) -> str:
    """Return the name of a sign as a message gives it, as ``U+202E``."""
    return f"U+{ord(sign):04X}"
