"""How many slips of a figure `kb check` sees on our own pages; right figures raise no alarm.

That the pages as they stand have no problem is asserted by `test_content`.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kb.content.clock import today
from kb.content.folder import read_folder
from kb.content.reference import ReferenceData, read_reference
from kb.content.source_page import SourcePage, read_page
from tests.slips import by_kind, rate, slips_elsewhere, slips_in_findings

ROOT = Path(__file__).parents[2]
PER_TEXT = 1
"""Numbers of each summary and each body that get every slip."""


@pytest.fixture(scope="module")
def content() -> tuple[list[SourcePage], ReferenceData]:
    """The pages of the project with what they refer to."""
    folder = read_folder(ROOT / "content")
    reference, _ = read_reference(folder, today())
    read = [read_page(folder, path) for path in folder.pages]
    return [page for page in read if isinstance(page, SourcePage)], reference


def test_slips_in_findings(content: tuple[list[SourcePage], ReferenceData]) -> None:
    """Over nine in ten are seen; what is not is mostly another figure of the same result."""
    chance = random.Random(13)
    slips = [slip for page in content[0] for slip in slips_in_findings(page, chance)]
    assert len(slips) > 100
    assert rate(slips) > 0.9, by_kind(slips)


def test_slips_in_summaries_and_bodies(content: tuple[list[SourcePage], ReferenceData]) -> None:
    """Over six in ten are seen, another figure of the same page included."""
    chance = random.Random(13)
    slips = [
        slip for page in content[0] for slip in slips_elsewhere(page, content[1], chance, PER_TEXT)
    ]
    assert len(slips) > 100
    assert rate(slips) > 0.6, by_kind(slips)
