"""The JSON Schema that forms and editors are made from."""

from __future__ import annotations

from typing import Any

import pytest

from kb.content.schema import json_schema
from kb.model.corpus import Corpus
from kb.model.documents import Kind
from tests.conftest import Tree


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_is_described(kind: Kind) -> None:
    """An editor who meets a field reads what it is for."""
    schema = json_schema(kind)
    for fields in _objects(schema):
        for name, field in fields.items():
            assert field.get("description"), f"{kind}: {name}"


@pytest.mark.parametrize("kind", list(Kind))
def test_no_other_key_is_allowed(kind: Kind) -> None:
    """Whatever is not listed is an error."""
    schema = json_schema(kind)
    assert schema["additionalProperties"] is False
    assert all(part["additionalProperties"] is False for part in schema["$defs"].values())


def test_concepts_are_named_or_listed(corpus: Corpus) -> None:
    """Without vocabularies the name stands; with them the identifiers and labels."""
    bare = json_schema(Kind.CASE_STUDY)["properties"]["levels"]
    assert bare["items"] == {"type": "string", "x-vocabulary": "levels"}
    assert (bare["minItems"], bare["maxItems"], bare["uniqueItems"]) == (1, 2, True)
    full = json_schema(Kind.CASE_STUDY, corpus.vocabularies)["properties"]["levels"]
    assert full["items"]["enum"] == ["career-support", "practices-and-networks", "system"]
    assert full["items"]["x-labels"] == ["Career support", "Practices & networks", "System"]


def test_any_is_offered_in_signposting_alone() -> None:
    """Only an option may name no limit."""
    roles = json_schema(Kind.SIGNPOSTING)["properties"]["roles"]
    assert roles["anyOf"][1] == {"const": "any"}
    assert "anyOf" not in json_schema(Kind.TOOLKIT)["properties"]["roles"]


def test_bounds_reach_the_form() -> None:
    """Lengths, choices and patterns are there to check while one types."""
    fields = json_schema(Kind.CASE_STUDY)["properties"]
    assert (fields["summary"]["maxLength"], fields["summary"]["x-words"]) == (300, [25, 50])
    assert (fields["situations"]["minItems"], fields["situations"]["maxItems"]) == (6, 16)
    assert fields["reviewed"]["format"] == "date"
    status = json_schema(Kind.CASE_STUDY)["$defs"]["NowModel"]["properties"]["status"]
    assert status["anyOf"][0]["enum"] == ["open", "changed", "closed", "unknown"]


def test_of_a_long_vocabulary_a_message_names_the_file(tree: Tree) -> None:
    """A list of thirty would hide the rest of the message."""
    name, page = "vocabularies/interventions.yaml", "casestudies/fenland-peer-circle.md"
    more = "".join(
        f"more-{n}: {{label: More {n}, about: More of it., also: []}}\n" for n in range(9)
    )
    tree.write(name, tree.path(name).read_text(encoding="utf-8") + more)
    tree.replace(page, "interventions: [peer-support, mentoring]", "interventions:")
    assert tree.messages() == [
        "content/casestudies/fenland-peer-circle.md:10: interventions: empty-value: found nothing; "
        "allowed the concepts of content/vocabularies/interventions.yaml, or []; "
        "give it a value: what was done or is offered, the most central first"
    ]


def _objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    parts = [schema, *schema.get("$defs", {}).values()]
    return [part["properties"] for part in parts]
