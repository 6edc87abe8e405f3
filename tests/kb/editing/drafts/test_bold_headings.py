"""`kb.editing.drafts.bold_headings`: headings that were made by bold lines."""

from __future__ import annotations

import pytest

from kb.editing.drafts.bold_headings import with_headings


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("**Wold team**\n\n**Background:**\n\nText.", "# Wold team\n\n\n## Background\n\n\nText."),
        ("# T\n\n**Who joined**\n\nAll.", "# T\n\n## Who joined\n\n\nAll."),
        ("## A\n\n**Results**\n\nText.", "## A\n\n## Results\n\n\nText."),
        ("**Results:** Fewer left.", "## Results\n\nFewer left."),
        ("## A\n\n3. **Results**\n\nText.", "## A\n\n## Results\n\n\nText."),
        ("## A\n\n2.1 **Background:**\n\nText.", "## A\n\n## Background\n\n\nText."),
        ("## A\n\n*Results*\n\nText.", "## A\n\n## Results\n\n\nText."),
        ("## A\n\n***Results:***\n\nText.", "## A\n\n## Results\n\n\nText."),
        ("Background\n\nText.", "## Background\n\n\nText."),
    ],
)
def test_a_bold_line_is_a_heading(body: str, made: str) -> None:
    """If the file has no others, or the words are known; text behind it stays."""
    assert with_headings(body) == made


@pytest.mark.parametrize(
    "body",
    [
        "## A\n\n**Not known here**\n\nText.",
        "Text.\n**Results**",
        "*Said one of us*\n\nText.",
        "**We kept them all.**\n\nText.",
        "- **Results**",
        "| **Results** | 4 |",
        "**Results** and more",
    ],
)
def test_emphasis_is_no_heading(body: str) -> None:
    """Nor is a sentence, an entry of a list or a cell."""
    assert with_headings(body) == body
