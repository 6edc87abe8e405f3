"""A template to fill in, such as a survey: what it is for, whom it is owed to, and its pieces."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model.documents import DocId
from kb.text.pieces import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template: its name and title, what it is for, the pages it is owed to, and its pieces."""

    name: str
    title: str
    about: str
    credit: tuple[DocId, ...]
    pieces: tuple[Piece, ...]
