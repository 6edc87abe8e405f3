"""Signs that carry a meaning from one step of an import to the next, and what was left out.

They are taken from a range that no text uses; `bare` takes it out of what comes in, so that a
file cannot bring such a sign with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kb.text.shorten import shorten

NUMBER, LEVEL, NOTICE, END = "\ue000", "\ue001", "\ue002", "\ue003"
"""Before the number of a list entry, the level of a heading, and a to-do; `END` closes each."""
UNSURE, SURE = "\ue004", "\ue005"
"""Round words that nobody has confirmed: they stand in the draft and prove nothing."""

OURS = "\ue000-\ue0ff"
"""The range, as a regular expression has it between brackets."""
_OURS = re.compile(f"[{OURS}]")
_UNSURE = re.compile(f"{UNSURE}[^{SURE}]*{SURE}?")
_SHOWN = 200


@dataclass(slots=True)
class LeftOut:
    """What an import does not bring into the draft, in order, each said once."""

    _said: dict[str, None] = field(default_factory=dict)

    @property
    def said(self) -> list[str]:
        """The sentences, in order."""
        return list(self._said)

    def add(self, what: str, text: str, place: str = "") -> None:
        """Name what is left out, by its words, and the heading it stood below."""
        words = " ".join(bare(text).split())
        if words:
            below = f" (below “{shorten(place, 60)}”)" if place else ""
            self.say(f"{what}: “{shorten(words, _SHOWN)}”{below}")

    def say(self, sentence: str) -> None:
        """Add a sentence if it was not said before."""
        self._said.setdefault(sentence)

    def extend(self, sentences: Iterable[str]) -> None:
        """Add sentences in order."""
        for sentence in sentences:
            self.say(sentence)


def bare(text: str) -> str:
    """Return text without the signs of this module."""
    return _OURS.sub("", text)


def confirmed(text: str) -> str:
    """Return text without the words that nobody has confirmed, which break its runs."""
    return bare(_UNSURE.sub(" … ", text))
