"""Templates to fill in as whole documents."""

from __future__ import annotations

from collections.abc import Sequence

from kb.model.templates import Template
from kb.text.pieces import Heading, Paragraph, Piece


def whole(template: Template, credits: Sequence[str]) -> tuple[Piece, ...]:
    """Return a template as a document, with what it is for and whom it is owed to.

    Args:
        template: the template.
        credits: titles of the pages it is owed to, with addresses if they are known.
    """
    owed = f"Made for “Keeping GPs in practice” after: {'; '.join(credits)}. " if credits else ""
    return (
        Heading(1, template.title),
        Paragraph(template.about),
        *template.pieces,
        Paragraph(f"{owed}The questions are ours. Change them as you need. CC BY 4.0."),
    )
