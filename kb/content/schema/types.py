"""Fields that name something or count something: concepts, documents, figures.

The vocabularies reach the checks through pydantic's context.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from kb.content.schema.text import fault, shown
from kb.model.documents import ANY, NOT_STATED, Kind
from kb.model.fields import TAG_FIELDS
from kb.model.vocabulary import Taxonomy

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DOC_ID = re.compile(rf"(?:{'|'.join(kind.value for kind in Kind)})/{SLUG.pattern}")
STOP_ID = re.compile(rf"{SLUG.pattern}#{SLUG.pattern}")
MAX_SLUG = 80
"""Characters of a slug; longer ones make addresses that do not print."""
_MAY_BE_ANY = [field.key for field in TAG_FIELDS if field.may_be_any]
ANY_ALLOWED = (
    f"any in {', '.join(_MAY_BE_ANY[:-1])} and {_MAY_BE_ANY[-1]} of a support option alone"
)
ANY_REMEDY = "name the concepts, or leave the list empty: []"


@dataclass(frozen=True, slots=True)
class In:
    """An identifier of a vocabulary; unchecked where the vocabulary could not be read."""

    vocabulary: str

    def check(self, value: str, info: ValidationInfo) -> str:
        """Return the identifier if the vocabulary has it."""
        taxonomy = (info.context or {}).get("vocabularies", {}).get(self.vocabulary)
        return value if taxonomy is None else _known(value, taxonomy)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Run `check` after the type's own checks."""
        return core_schema.with_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Name the vocabulary, so that `json_schema` can list its identifiers."""
        return {**handler(schema), "x-vocabulary": self.vocabulary}


def _known(value: str, taxonomy: Taxonomy) -> str:
    if value in taxonomy:
        return value
    if value == ANY:
        raise fault("any-not-allowed", '"any"', allowed=ANY_ALLOWED, remedy=ANY_REMEDY)
    raise fault(
        "unknown-concept",
        shown(value),
        allowed=", ".join(taxonomy.ids),
        suggestion=taxonomy.nearest(value),
    )


def _pattern(value: str, pattern: re.Pattern[str], name: str, example: str) -> str:
    if len(value) <= 2 * MAX_SLUG and pattern.fullmatch(value):
        return value
    raise fault("bad-identifier", shown(value), allowed=f"{name}, as {example}")


Slug = Annotated[
    str,
    AfterValidator(
        lambda v: _pattern(v, SLUG, "small letters, digits and hyphens", "somerset-story")
    ),
    WithJsonSchema({"type": "string", "pattern": f"^{SLUG.pattern}$"}),
]
"""An identifier: small letters, digits and single hyphens."""

Doc = Annotated[
    str,
    AfterValidator(
        lambda v: _pattern(v, DOC_ID, "folder/name", "casestudies/somerset-peer-support-scheme")
    ),
    WithJsonSchema({"type": "string", "pattern": f"^{DOC_ID.pattern}$"}),
]
"""A document identifier."""

StopId = Annotated[
    str,
    AfterValidator(
        lambda v: _pattern(v, STOP_ID, "roadmap#moment", "partner#taking-on-partnership")
    ),
    WithJsonSchema({"type": "string", "pattern": f"^{STOP_ID.pattern}$"}),
]
"""A stop of a roadmap."""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _figure(value: object) -> float | tuple[float, float]:
    allowed = "a number, or [low, high]"
    if isinstance(value, list):
        if len(value) != 2 or not all(_is_number(part) for part in value):
            raise fault("wrong-type", "a list", allowed=allowed)
        low, high = (float(part) for part in value)
        if low >= high:
            raise fault("bad-range", f"[{low:g}, {high:g}]", allowed="the lower figure first")
        return (low, high)
    if not _is_number(value):
        remedy = "write it in figures, without commas, units or signs such as £ and %"
        raise fault("wrong-type", shown(value), allowed=allowed, remedy=remedy)
    return float(value)  # type: ignore[arg-type]


def _sample(value: object) -> float | str:
    if value == NOT_STATED:
        return NOT_STATED
    if not _is_number(value):
        raise fault("wrong-type", shown(value), allowed=f"a number, or {NOT_STATED}")
    return float(value)  # type: ignore[arg-type]


Figure = Annotated[
    Any,
    PlainValidator(_figure),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
            ]
        }
    ),
]
"""One number, or a range."""
Sample = Annotated[
    Any,
    PlainValidator(_sample),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"const": NOT_STATED}]}),
]
"""How many answered, or `not stated`."""


def any_alone(value: object) -> object:
    """Return `any` as a list of one; the reader then checks that it stands alone."""
    return [ANY] if value == ANY else value


@dataclass(frozen=True, slots=True)
class InOrAny:
    """Identifiers of a vocabulary, or `any` alone."""

    vocabulary: str

    def check(self, values: list[str], info: ValidationInfo) -> list[str]:
        """Return the list if each is known, or it is `any` alone."""
        taxonomy = (info.context or {}).get("vocabularies", {}).get(self.vocabulary)
        for value in values:
            if taxonomy is not None and value != ANY:
                _known(value, taxonomy)
        return values

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Run `check` after the list's own checks."""
        return core_schema.with_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """A list of identifiers, or the word `any`."""
        listed = handler(schema)
        listed["items"] = {**listed.get("items", {}), "x-vocabulary": self.vocabulary}
        return {"anyOf": [listed, {"const": str(ANY)}]}


def list_vocabularies(schema: Any, vocabularies: Mapping[str, Taxonomy]) -> Any:
    """Return a JSON Schema with the identifiers of each vocabulary written in."""
    if isinstance(schema, list):
        return [list_vocabularies(part, vocabularies) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: list_vocabularies(part, vocabularies) for key, part in schema.items()}
    taxonomy = vocabularies.get(found.get("x-vocabulary", ""))
    if taxonomy is not None:
        found["enum"] = [str(concept.id) for concept in taxonomy]
        found["x-labels"] = [concept.label for concept in taxonomy]
    return found
