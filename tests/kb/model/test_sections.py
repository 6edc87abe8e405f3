"""The fixed headings of pages."""

from __future__ import annotations

import pytest

from kb.model.documents import Kind
from kb.model.sections import LAST_OF_ROADMAP, SECTIONS


@pytest.mark.parametrize("kind", list(SECTIONS))
def test_headings_of_a_kind_differ_and_some_are_required(kind: Kind) -> None:
    """Whatever their capitals, as a writer may type them."""
    names = [heading.text.casefold() for heading in SECTIONS[kind]]
    assert len(set(names)) == len(names)
    assert any(heading.required for heading in SECTIONS[kind])


def test_only_the_headings_of_roadmaps_and_toolkit_pages_are_free() -> None:
    """Roadmaps end with the same one."""
    assert set(Kind) - set(SECTIONS) == {Kind.ROADMAP, Kind.TOOLKIT}
    assert LAST_OF_ROADMAP.required
