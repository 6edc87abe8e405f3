"""A text cut to a length."""

from __future__ import annotations


def shorten(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters, with an ellipsis if anything was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
