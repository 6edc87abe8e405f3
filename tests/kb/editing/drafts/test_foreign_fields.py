"""`kb.editing.drafts.foreign_fields`: front matter of any kind, none of it lost."""

from __future__ import annotations

import pytest

from kb.editing.drafts.foreign_fields import read_foreign_fields
from kb.model.documents import Kind


def test_broken_front_matter_is_read_line_by_line() -> None:
    """A colon in a title breaks the YAML, and not the title."""
    found = read_foreign_fields("---\ntitle: Wold: a team\narea: Ely\n---\nText.", Kind.CASE_STUDY)
    assert found.fields == {"title": "Wold: a team", "area": "Ely"}
    assert found.body == "Text."


def test_fields_of_other_programs_are_kept_as_they_stand() -> None:
    """By another name as an answer, without one as a line."""
    found = read_foreign_fields(
        "---\nlocation: Ely\ndate: 2022-03-04\nauthor:\n  name: A\ntags: [x, y]\n---\n",
        Kind.CASE_STUDY,
    )
    assert found.labelled == {"area": "Ely"}
    assert found.rest == ("date: 2022-03-04", "author: name: A", "tags: [x, y]")


@pytest.mark.parametrize(
    ("line", "labelled", "rest"),
    [
        ("now: hello", {"now.note": "hello"}, ()),
        ("results: [hello]", {}, ("results: [hello]",)),
        ("organisations: Wold Surgery", {"organisations": "Wold Surgery"}, ()),
    ],
)
def test_a_field_of_another_shape_is_no_field_yet(
    line: str, labelled: dict[str, str], rest: tuple[str, ...]
) -> None:
    """It is an answer still to be understood, or a to-do."""
    found = read_foreign_fields(f"---\ntitle: T\n{line}\n---\n", Kind.CASE_STUDY)
    assert (found.fields, found.labelled, found.rest) == ({"title": "T"}, labelled, rest)


def test_another_language_of_fields_and_comments() -> None:
    """TOML is kept line by line; a comment is named."""
    found = read_foreign_fields("+++\nweight = 3\n+++\nText.", Kind.TOOLKIT)
    assert (found.rest, found.body) == (("weight = 3",), "Text.")
    assert read_foreign_fields("---\ntitle: T  # ours\n---\n", Kind.TOOLKIT).comments == ("ours",)


@pytest.mark.parametrize("text", ["---\n\nA rule.\n\n---\n", "Text.\n", "---\ntitle: no end\n"])
def test_a_text_without_front_matter_is_a_body(text: str) -> None:
    """A rule at its top is none."""
    assert read_foreign_fields(text, Kind.CASE_STUDY).body == text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ('+++\ntitle = "Wold: a team"\n[params]\nyear = 2021\n+++\nText.', "[params]"),
        ('{\n  "title": "Wold: a team",\n  "year": 2021\n}\nText.', "year: 2021"),
        ("---\ntitle: 'Wold: a team'\nyear: 2021\n...\nText.", "year: 2021"),
    ],
)
def test_front_matter_of_every_program(text: str, rest: str) -> None:
    """TOML, JSON, and YAML that ends with dots; a colon in a title is one everywhere."""
    found = read_foreign_fields(text, Kind.CASE_STUDY)
    assert found.fields == {"title": "Wold: a team"}
    assert found.rest[0] == rest
    assert found.body == "Text."


def test_an_empty_front_matter_is_no_text() -> None:
    """Its two fences go."""
    assert read_foreign_fields("---\n\n---\nText.", Kind.CASE_STUDY).body == "Text."
