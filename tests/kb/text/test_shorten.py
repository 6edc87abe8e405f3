"""`kb.text.shorten`: never longer than it may be, and whole if it can be."""

from __future__ import annotations

import pytest

from kb.text.shorten import shorten


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("nine GPs", 8, "nine GPs"),
        ("nine GPs", 7, "nine G…"),
        ("nine GPs", 6, "nine…"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_to_its_length(text: str, limit: int, short: str) -> None:
    """Without a blank before the ellipsis."""
    assert shorten(text, limit) == short
    assert len(short) <= limit
