"""`kb.editing.drafts.labels`: what people call fields and sections."""

from __future__ import annotations

import pytest

from kb.content.schema import json_schema
from kb.editing.drafts.labels import FIELD_LABELS, SECTION_LABELS, field_of, section_of
from kb.model.documents import Kind
from kb.model.sections import SECTIONS


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Who paid?", "paid_by"),
        ("**Organisation:**".strip("*:"), "organisations"),
        ("1. Summary", "summary"),
        ("WHERE THIS STANDS NOW", "now.note"),
        ("Shoe size", ""),
    ],
)
def test_labels_of_fields(label: str, field: str) -> None:
    """Whatever their capitals, numbers and marks."""
    assert field_of(label) == field


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Background", "The problem"),
        ("2) Our approach", "What they did"),
        ("Lessons learnt:", "What they learned"),
        ("Impact", "What changed"),
        ("Shoe size", ""),
    ],
)
def test_headings_of_sections(heading: str, section: str) -> None:
    """As people write them in reports."""
    assert section_of(heading) == section


def test_every_field_and_section_is_known_to_the_schema() -> None:
    """And no label means two things."""
    schema = json_schema(Kind.CASE_STUDY)
    for name in FIELD_LABELS:
        outer, _, inner = name.partition(".")
        assert outer in schema["properties"]
        assert not inner or inner in schema["$defs"]["NowModel"]["properties"]
    assert list(SECTION_LABELS) == [heading.text for heading in SECTIONS[Kind.CASE_STUDY]]
    labels = [label.casefold() for names in FIELD_LABELS.values() for label in names]
    headings = [label.casefold() for names in SECTION_LABELS.values() for label in names]
    assert len({*labels, *headings}) == len(labels) + len(headings)
