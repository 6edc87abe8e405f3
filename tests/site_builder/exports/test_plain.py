"""Documents as plain data keep to the schema that is made from the model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema
import pytest

from kb.model.documents import Kind
from site_builder.exports.plain import (
    DICTIONARY,
    VERSION,
    _type,
    areas_schema,
    document_data,
    schema,
)
from site_builder.model.site_content import SiteContent


@pytest.mark.parametrize("kind", list(Kind))
def test_every_document_keeps_to_the_schema(content: SiteContent, kind: Kind) -> None:
    """And the schema is one; a field too many or of another type is refused."""
    found = schema(kind)
    jsonschema.Draft202012Validator.check_schema(found)
    validator = jsonschema.Draft202012Validator(
        found, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    documents = [document_data(document) for document in content.documents(kind)]
    whole: dict[str, Any] = {
        "version": VERSION,
        "licence": "L",
        "as_at": "2024-05-01",
        "documents": documents,
    }
    whole = json.loads(json.dumps(whole))
    assert documents
    assert [error.message for error in validator.iter_errors(whole)] == []
    whole["documents"][0]["extra"] = 1
    whole["documents"][0]["title"] = 7
    assert len(list(validator.iter_errors(whole))) == 2


def names(value: object) -> Iterator[str]:
    """Yield the name of every property that a schema describes."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "properties" and inner.keys().isdisjoint(("documents", "areas")):
                yield from inner
            yield from names(inner)


def test_the_dictionary_has_every_field_and_no_other() -> None:
    """A new field of the model is not published before it is described."""
    schemas = [*map(schema, Kind), areas_schema()]
    found = {name for one in schemas for name in names(one)}
    assert found == set(DICTIONARY)


def test_a_type_without_a_rule_is_refused() -> None:
    """So that no field is published without its type."""

    @dataclass
    class Odd:
        id: set[int]

    with pytest.raises(TypeError, match="no schema for"):
        _type(Odd, {})


def test_grades_and_days_are_given_with_a_case_study(content: SiteContent) -> None:
    """Worked out, not typed."""
    documents = {d.id: document_data(d, base_url="https://e.org/x/") for d in content.documents()}
    found = documents["casestudies/marsh-and-wolds-mentoring"]  # type: ignore[index]
    assert found["url"] == "https://e.org/x/casestudies/marsh-and-wolds-mentoring/"
    assert found["evidence"]["level"] == 5
    assert max(result["evidence"]["level"] for result in found["results"]) == 5
    assert found["due"] > found["reviewed"]
