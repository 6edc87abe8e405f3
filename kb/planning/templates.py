"""Templates to fill in as whole documents."""

from __future__ import annotations

from collections.abc import Sequence

from kb.model.templates import Template
from kb.text.pieces import Heading, Paragraph, Piece

OURS = "Keeping GPs in practice"
"""The site itself, of which a template is that no local edition has made."""


def whole(template: Template, credits: Sequence[str], *, made_for: str = OURS) -> tuple[Piece, ...]:
    """Return a template as a document, with what it is for and whom it is owed to.

    Args:
        template: the template.
        credits: titles of the pages it is owed to, with addresses if they are known.
        made_for: the site, or the local edition, that made it.
    """
    owed = f"Made for “{made_for}” after: {'; '.join(credits)}. " if credits else ""
    return (
        Heading(1, template.title),
        Paragraph(template.about),
        *template.pieces,
        Paragraph(
            f"{owed}The questions are {'ours' if made_for == OURS else 'theirs'}. "
            "Change them as you need. CC BY 4.0."
        ),
    )
