"""The types of fields: what a line of text, a date, a figure or an identifier may be.

Each check raises a fault of `docs/problems.md` with what was found, what is allowed and how to
mend it. Vocabularies and today's date reach the checks through pydantic's context.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from kb.model import ANY, NOT_STATED, Kind
from kb.taxonomy import Taxonomy, nearest

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DOC_ID = re.compile(rf"(?:{'|'.join(kind.value for kind in Kind)})/{SLUG.pattern}")
STOP_ID = re.compile(rf"{SLUG.pattern}#{SLUG.pattern}")
MAX_SLUG = 80
"""Characters of a slug; longer ones make addresses that do not print."""

_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MARKUP = re.compile(r"<[A-Za-z/!?]|\]\(|\*\*|`|&[a-zA-Z]+;|&#")
_SHOWN = 60


def fault(
    name: str, found: str = "", *, allowed: str = "", remedy: str = "", suggestion: str = ""
) -> PydanticCustomError:
    """Return the error that becomes a problem with this fault."""
    context = {"found": found, "allowed": allowed, "remedy": remedy, "suggestion": suggestion}
    return PydanticCustomError(name, "{found}", context)


def shown(value: object) -> str:
    """Return a value as a message quotes it, cut to one short line."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "fields of its own"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
    return f'"{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"}"'


def count_words(text: str) -> int:
    """Return how many words a text has: runs between spaces that hold a letter or digit."""
    return sum(any(sign.isalnum() for sign in part) for part in text.split())


def _as_text(value: object) -> object:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value


def _line(text: str) -> str:
    text = text.strip()
    if not text:
        raise fault("empty-value", "nothing", remedy=f'give it a value, or "{NOT_STATED}"')
    if "\n" in text or "\t" in text:
        raise fault("not-one-line", shown(text), allowed="one line", remedy="write it on one line")
    if match := _MARKUP.search(text):
        raise fault(
            "markup-in-text",
            f'"{match.group()}" in {shown(text)}',
            allowed="plain text",
            remedy="leave the marks out, or move them to the body",
        )
    if text != NOT_STATED and text.casefold().strip(" .") == NOT_STATED:
        raise fault("unknown-value", shown(text), allowed=NOT_STATED, suggestion=NOT_STATED)
    return text


Line = Annotated[str, BeforeValidator(_as_text), AfterValidator(_line)]
"""One line of plain text, never empty; a whole number is taken as its figures."""


@dataclass(frozen=True, slots=True)
class Size:
    """How long a text may be, in characters and in words; "not stated" always passes."""

    chars: int = 0
    min_words: int = 0
    max_words: int = 0

    def check(self, text: str) -> str:
        """Return the text if it has a length that is allowed."""
        if text == NOT_STATED:
            return text
        words = count_words(text)
        allowed = self.describe()
        if words < self.min_words:
            raise fault("too-short", f"{words} words", allowed=allowed, remedy="say more")
        if self.max_words and words > self.max_words:
            raise fault("too-long", f"{words} words", allowed=allowed, remedy="shorten it")
        if self.chars and len(text) > self.chars:
            raise fault("too-long", f"{len(text)} characters", allowed=allowed, remedy="shorten it")
        return text

    def describe(self) -> str:
        """Return the bounds in words: "25 to 50 words, up to 300 characters"."""
        parts = []
        if self.min_words:
            parts.append(f"{self.min_words} to {self.max_words} words")
        elif self.max_words:
            parts.append(f"up to {self.max_words} words")
        if self.chars:
            parts.append(f"up to {self.chars} characters")
        return ", ".join(parts)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Run `check` after the type's own checks."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Tell forms the bounds; words are bounded by `x-words`, which is ours."""
        found: dict[str, Any] = handler(schema)
        if self.chars:
            found["maxLength"] = self.chars
        if self.max_words:
            found["x-words"] = [self.min_words, self.max_words]
        return found


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries a list may have, none of them twice."""

    least: int = 0
    most: int = 0

    def check(self, items: list[Any]) -> list[Any]:
        """Return the list if it has a length that is allowed and nothing twice."""
        for at, item in enumerate(items):
            if item in items[:at]:
                raise fault("repeated-value", shown(item), remedy="name it once")
        allowed = f"{self.least} or more" if not self.most else f"{self.least} to {self.most}"
        if len(items) < self.least:
            raise fault("too-few", str(len(items)), allowed=allowed, remedy="add to the list")
        if self.most and len(items) > self.most:
            raise fault("too-many", str(len(items)), allowed=allowed, remedy="keep the best")
        return items

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Run `check` after the items' own checks."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Tell forms the bounds."""
        found: dict[str, Any] = handler(schema)
        found["uniqueItems"] = True
        if self.least:
            found["minItems"] = self.least
        if self.most:
            found["maxItems"] = self.most
        return found


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
        raise fault(
            "any-not-allowed",
            '"any"',
            allowed="in career_stages, roles and moments of a signposting page, alone",
            remedy="name the concepts, or leave the list empty: []",
        )
    raise fault(
        "unknown-concept",
        shown(value),
        allowed=", ".join(taxonomy.ids),
        suggestion=taxonomy.nearest(value),
    )


def one_of(value: str, allowed: Sequence[str]) -> str:
    """Return a value of a closed set.

    Raises:
        PydanticCustomError: it is not in the set; a near match is offered.
    """
    if value in allowed:
        return value
    raise fault(
        "unknown-value",
        shown(value),
        allowed=", ".join(allowed),
        suggestion=nearest(value.casefold(), allowed),
    )


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a closed set of words."""

    allowed: tuple[str, ...]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check after the type's own checks."""
        return core_schema.no_info_after_validator_function(
            lambda value: one_of(value, self.allowed), handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """List the words."""
        return {**handler(schema), "enum": list(self.allowed)}


def _true_or_false(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


Truth = Annotated[str, BeforeValidator(_true_or_false), OneOf(("true", "false", "unchecked"))]
"""true, false or unchecked, as a word."""


def _pattern(value: str, pattern: re.Pattern[str], name: str, example: str) -> str:
    if pattern.fullmatch(value) and len(value) <= 2 * MAX_SLUG:
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


def _day(value: object, info: ValidationInfo) -> date:
    match = _WHEN.fullmatch(str(value)) if isinstance(value, str) else None
    if match is None or match[3] is None:
        raise fault("bad-date", shown(value), allowed="a whole day, as 2026-11-22")
    return _not_future(_date(match), str(value), info)


def _when(value: object, info: ValidationInfo) -> str:
    text = str(value)
    match = _WHEN.fullmatch(text) if isinstance(value, str | int) else None
    if match is None:
        raise fault("bad-date", shown(value), allowed="2024, 2024-10 or 2024-10-25")
    _not_future(_date(match), text, info)
    return text


def _date(match: re.Match[str]) -> date:
    """Return the first day that a year, month or day covers."""
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError as error:
        raise fault("bad-date", shown(match.group()), allowed="a day that exists") from error


def _not_future(day: date, text: str, info: ValidationInfo) -> date:
    today: date | None = (info.context or {}).get("today")
    if today is not None and day > today:
        raise fault(
            "future-date",
            shown(text),
            allowed=f"up to today, {today.isoformat()}",
            remedy="give the date on which it was so",
        )
    return day


def _when_or(word: str) -> PlainValidator:
    def check(value: object, info: ValidationInfo) -> str:
        if value == word:
            return word
        try:
            return _when(value, info)
        except PydanticCustomError as error:
            if error.type != "bad-date":
                raise
            allowed = f"2024, 2024-10, 2024-10-25 or {word}"
            raise fault("bad-date", shown(value), allowed=allowed) from error

    return PlainValidator(check)


_WHEN_SCHEMA = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A whole day, not in the future."""
When = Annotated[str, PlainValidator(_when), WithJsonSchema(_WHEN_SCHEMA)]
"""A year, month or day, kept as written, not in the future."""
WhenOrUndated = Annotated[
    str,
    _when_or("undated"),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?|undated)$"}),
]
"""A year, month or day, or `undated`."""


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
        if values == [ANY]:
            return values
        taxonomy = (info.context or {}).get("vocabularies", {}).get(self.vocabulary)
        for value in values:
            if taxonomy is not None:
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


def joined(items: Iterable[str]) -> str:
    """Return items as a message lists them."""
    return ", ".join(items)
