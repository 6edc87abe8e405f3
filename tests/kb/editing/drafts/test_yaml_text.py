"""`kb.editing.drafts.yaml_text`: what is written is read back as it was."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kb.content.frontmatter import read_yaml
from kb.editing.drafts.yaml_text import scalar, yaml_lines
from kb.text.unseen import UNSEEN
from tests.strategies import slugs

_TEXT = st.text(max_size=60).filter(lambda text: not UNSEEN.search(text))
"""Texts without the signs that reading refuses."""
_VALUES = st.recursive(
    st.one_of(_TEXT, st.integers(-(10**9), 10**9), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(slugs(), inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


def flat_lists(value: Any) -> bool:
    """Whether no list stands within a list, which front matter has none of."""
    if isinstance(value, dict):
        return all(map(flat_lists, value.values()))
    if isinstance(value, list):
        return all(not isinstance(item, list) and item != {} and flat_lists(item) for item in value)
    return True


@given(st.dictionaries(slugs(), _VALUES.filter(flat_lists), min_size=1, max_size=6))
def test_fields_survive_the_way_there_and_back(fields: dict[str, Any]) -> None:
    """Whatever signs a text holds, and however fields nest."""
    assert read_yaml("\n".join(yaml_lines(fields)) + "\n").value == fields


def test_plain_words_stay_plain_and_odd_ones_are_quoted() -> None:
    """Editors meet the form that the pages have."""
    assert scalar("not stated") == "not stated"
    assert scalar("£300 to each GP") == "£300 to each GP"
    assert scalar("Toolkit: part 1") == '"Toolkit: part 1"'
    assert scalar("2024") == '"2024"'
    assert scalar(" x") == '" x"'
    assert scalar(15.0) == "15"


def test_identifiers_stand_in_brackets_and_texts_one_to_a_line() -> None:
    """As in every page of the content."""
    fields = {"levels": ["system"], "situations": ["I am tired.", "So am I."], "results": []}
    assert yaml_lines(fields) == [
        "levels: [system]",
        "situations:",
        "  - I am tired.",
        "  - So am I.",
        "results: []",
    ]


def test_a_quote_is_always_in_double_quotation_marks() -> None:
    """`kb check` wants it so."""
    assert yaml_lines({"quote": "nine more sessions"}) == ['quote: "nine more sessions"']


def test_a_note_stands_behind_its_field() -> None:
    """And does not change what is read."""
    lines = yaml_lines(
        {"cost": None, "now": {"note": None}}, {"cost": "to do: the cost", "now.note": "to do: x"}
    )
    assert lines == ["cost:  # to do: the cost", "now:", "  note:  # to do: x"]
    assert read_yaml("\n".join(lines)).value == {"cost": None, "now": {"note": None}}
